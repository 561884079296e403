import { Contract, type Signer, id } from 'ethers';
import { carbonLedgerAbi } from '../generated/carbon-ledger.ts';
import { type Written, sendCall } from './written.ts';

const ANCHOR_ROLE = id('ANCHOR_ROLE');

/** What the admin writes to CarbonLedger (§8). Addresses are EIP-55. Each call resolves once mined. @throws ChainRefusal */
export interface LedgerAdmin {
  /** Closes the ledger for ever; `successor` is the zero address where no other ledger continues it. */
  close(successor: string): Promise<Written>;
  grantAnchorer(account: string): Promise<Written>;
  revokeAnchorer(account: string): Promise<Written>;
}

/** Returns the admin's calls of the ledger at an address; the signer needs a provider. */
export function openLedgerAdmin(address: string, signer: Signer): LedgerAdmin {
  const contract = new Contract(address, carbonLedgerAbi, signer);
  return {
    close: (successor) => sendCall(contract, 'close', [successor]),
    grantAnchorer: (account) => sendCall(contract, 'grantRole', [ANCHOR_ROLE, account]),
    revokeAnchorer: (account) => sendCall(contract, 'revokeRole', [ANCHOR_ROLE, account]),
  };
}
