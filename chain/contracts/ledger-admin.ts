import { Contract, type Signer, ZeroHash, id } from 'ethers';
import { carbonLedgerAbi } from '../generated/carbon-ledger.ts';
import { partyRegistryAbi } from '../generated/party-registry.ts';
import { type Written, sendCall } from './written.ts';

const ANCHOR_ROLE = id('ANCHOR_ROLE');
/** DEFAULT_ADMIN_ROLE of OpenZeppelin's AccessControl. */
const ADMIN_ROLE = ZeroHash;

/** The powers over a ledger and its registry. No account may hold two of them (§8). */
export type Power = 'admin' | 'anchorer' | 'registrar';

/** What the admin writes to CarbonLedger (§8). Addresses are EIP-55. Each call resolves once mined. @throws ChainRefusal */
export interface LedgerAdmin {
  /** Closes the ledger for ever; `successor` is the zero address where no other ledger continues it. */
  close(successor: string): Promise<Written>;
  grantAnchorer(account: string): Promise<Written>;
  revokeAnchorer(account: string): Promise<Written>;
  /** Returns the powers that an account holds or, as a registrar, was proposed for. */
  findPowers(account: string): Promise<Power[]>;
}

/** Returns the admin's calls of the ledger at an address; the signer needs a provider. */
export function openLedgerAdmin(address: string, signer: Signer): LedgerAdmin {
  const contract = new Contract(address, carbonLedgerAbi, signer);
  return {
    close: (successor) => sendCall(contract, 'close', [successor]),
    grantAnchorer: (account) => sendCall(contract, 'grantRole', [ANCHOR_ROLE, account]),
    revokeAnchorer: (account) => sendCall(contract, 'revokeRole', [ANCHOR_ROLE, account]),
    async findPowers(account) {
      const registry = new Contract(String(await ask(contract, 'registry')), partyRegistryAbi, signer);
      const held: Record<Power, readonly boolean[]> = {
        admin: [
          (await ask(contract, 'hasRole', ADMIN_ROLE, account)) === true,
          (await ask(registry, 'hasRole', ADMIN_ROLE, account)) === true,
        ],
        anchorer: [(await ask(contract, 'hasRole', ANCHOR_ROLE, account)) === true],
        registrar: [
          (await ask(registry, 'isRegistrar', account)) === true,
          (await ask(registry, 'proposalOf', account)) !== 0n,
        ],
      };
      return (Object.keys(held) as Power[]).filter((power) => held[power].includes(true));
    },
  };
}

function ask(contract: Contract, name: string, ...values: readonly unknown[]): Promise<unknown> {
  return contract.getFunction(name)(...values) as Promise<unknown>;
}
