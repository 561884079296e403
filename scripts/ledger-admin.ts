import { Contract, type Provider, type Signer, ZeroAddress } from 'ethers';
import { carbonLedgerAbi } from '../chain/generated/carbon-ledger.ts';
import { type LedgerAdmin, openLedgerAdmin } from '../chain/contracts/ledger-admin.ts';
import type { Written } from '../chain/contracts/written.ts';
import { isAddress } from '../core/hashing/domain.ts';
import { UserFacingError } from '../core/errors.ts';

/** What the admin may do to a ledger, by the name of the command. */
export const ADMIN_ACTS = {
  close: 'close',
  'grant-anchorer': 'grantAnchorer',
  'revoke-anchorer': 'revokeAnchorer',
} as const satisfies Record<string, keyof LedgerAdmin>;

export type AdminAct = keyof typeof ADMIN_ACTS;

/** Why an act of the admin is not sent. */
export class AdminError extends UserFacingError<'not-an-address' | 'no-successor'> {
  override readonly name = 'AdminError';
}

/**
 * Returns where an act of the admin's was mined: `target` is an address, or for `close` the word `none`. A successor must be a ledger
 * that goes on, since no ledger is opened again.
 * @throws AdminError, ChainRefusal
 */
export async function runAdminAct(
  signer: Signer & { readonly provider: Provider },
  ledger: string,
  act: AdminAct,
  target: string,
): Promise<Written> {
  const address = act === 'close' && target === 'none' ? ZeroAddress : target;
  if (!isAddress(address))
    throw new AdminError('not-an-address', `${target} is no address in its EIP-55 spelling.`);
  if (act === 'close' && address !== ZeroAddress) await requireLedger(signer.provider, address);
  return openLedgerAdmin(ledger, signer)[ADMIN_ACTS[act]](address);
}

async function requireLedger(provider: Provider, successor: string): Promise<void> {
  const closed = (await new Contract(successor, carbonLedgerAbi, provider)
    .getFunction('closed')()
    .catch(() => null)) as boolean | null;
  if (closed === false) return;
  throw new AdminError(
    'no-successor',
    closed === null
      ? `There is no ledger at ${successor} on this chain: deploy it first, or say none.`
      : `The ledger ${successor} has ended itself: name one that goes on, or say none.`,
  );
}
