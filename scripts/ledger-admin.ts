import { Contract, type Provider, type Signer, ZeroAddress } from 'ethers';
import { carbonLedgerAbi } from '../chain/generated/carbon-ledger.ts';
import { type LedgerAdmin, openLedgerAdmin } from '../chain/contracts/ledger-admin.ts';
import { SharedPower } from '../chain/contracts/deploy.ts';
import type { Written } from '../chain/contracts/written.ts';
import { isAddress } from '../core/hashing/domain.ts';
import { UserFacingError } from '../core/errors.ts';

/** The commands of a ledger's admin, and the functions that run them. */
export const ADMIN_COMMANDS = {
  close: 'close',
  'grant-anchorer': 'grantAnchorer',
  'revoke-anchorer': 'revokeAnchorer',
} as const satisfies Record<string, Exclude<keyof LedgerAdmin, 'findPowers'>>;

export type AdminCommand = keyof typeof ADMIN_COMMANDS;

/** A command of the admin was not sent, because its argument is wrong. */
export class AdminError extends UserFacingError<'not-an-address' | 'no-successor' | 'no-anchorer'> {
  override readonly name = 'AdminError';
}

/**
 * Runs a command of the admin and returns its transaction. `target` is an address, or for `close` also the word `none`. The
 * successor must be an open ledger, because a closed one can never be opened again. An account that may anchor may hold no other power.
 * @throws AdminError, SharedPower, ChainRefusal
 */
export async function runAdminCommand(
  signer: Signer & { readonly provider: Provider },
  ledger: string,
  command: AdminCommand,
  target: string,
): Promise<Written> {
  const address = command === 'close' && target === 'none' ? ZeroAddress : target;
  if (!isAddress(address))
    throw new AdminError(
      'not-an-address',
      `Expected an address with an EIP-55 checksum (mixed case), got "${target}".`,
    );
  if (command === 'close' && address !== ZeroAddress) await requireLedger(signer.provider, address);
  const admin = openLedgerAdmin(ledger, signer);
  if (command === 'grant-anchorer') await requireNoPower(admin, address);
  if (command === 'revoke-anchorer') await requireAnchorer(admin, address);
  return admin[ADMIN_COMMANDS[command]](address);
}

async function requireNoPower(admin: LedgerAdmin, account: string): Promise<void> {
  const other = (await admin.findPowers(account)).find((power) => power !== 'anchorer');
  if (other !== undefined) throw new SharedPower(other, 'anchorer', account);
}

async function requireAnchorer(admin: LedgerAdmin, account: string): Promise<void> {
  if ((await admin.findPowers(account)).includes('anchorer')) return;
  throw new AdminError(
    'no-anchorer',
    `The account ${account} may not anchor, so there is nothing to revoke. Compare the address with that of the anchorer's key file.`,
  );
}

async function requireLedger(provider: Provider, successor: string): Promise<void> {
  const closed = (await new Contract(successor, carbonLedgerAbi, provider)
    .getFunction('closed')()
    .catch(() => null)) as boolean | null;
  if (closed === false) return;
  throw new AdminError(
    'no-successor',
    closed === null
      ? `No ledger found at ${successor} on this chain. Deploy the successor first, or give the word none.`
      : `The ledger ${successor} is closed. Give an open ledger as the successor, or the word none.`,
  );
}
