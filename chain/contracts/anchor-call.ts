import { Interface } from 'ethers';
import type { BatchHeader } from '../../core/batches/batch.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { carbonLedgerAbi } from '../generated/carbon-ledger.ts';

const ledger = new Interface(carbonLedgerAbi);

/** Returns the call data of `anchor(header)` (§8). */
export function encodeAnchor(header: BatchHeader): Hex {
  return ledger.encodeFunctionData('anchor', [header]) as Hex;
}
