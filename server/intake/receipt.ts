import type { Domain } from '../../core/hashing/domain.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { digestReceipt } from '../../core/records/receipt.ts';
import { signDigest } from '../../core/hashing/signature.ts';
import type { SignedReceipt } from '../../db/records/records.ts';
import type { Sign } from './recover.ts';

/** What the operator promises with: a key of its party, and how soon a record is anchored. */
export interface Promises {
  /** 32 bytes. */
  readonly operatorKey: Uint8Array;
  /** Seconds from acceptance to `anchorBy`. */
  readonly anchorWithin: number;
  /** How signatures are made; by noble's curves unless stated. */
  readonly sign?: Sign;
}

/** Returns the signed receipt of a record accepted at `acceptedAt`, unix seconds (§9). */
export function signReceipt(
  domain: Domain,
  record: Hex,
  acceptedAt: number,
  { operatorKey, anchorWithin, sign = signDigest }: Promises,
): SignedReceipt {
  const receipt = { record, acceptedAt, anchorBy: acceptedAt + anchorWithin };
  return { ...receipt, signature: sign(digestReceipt(domain, receipt), operatorKey) };
}
