import type { Domain } from '../../core/hashing/domain.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { digestReceipt } from '../../core/records/receipt.ts';
import { signDigest } from '../../core/hashing/signature.ts';
import type { SignedReceipt } from '../../db/records/records.ts';
import type { Sign } from '../../chain/keys/native-signatures.ts';

/** The terms of receipts: the operator's key, and the time in which a record is anchored. */
export interface ReceiptTerms {
  /** 32 bytes. */
  readonly operatorKey: Uint8Array;
  /** Seconds from acceptance to `anchorBy`. */
  readonly anchorWithin: number;
  /** Signs digests; by default with noble's curves. */
  readonly sign?: Sign;
}

/** Signs the receipt of a record that is accepted at `acceptedAt`, unix seconds (§9). */
export function signReceipt(
  domain: Domain,
  record: Hex,
  acceptedAt: number,
  { operatorKey, anchorWithin, sign = signDigest }: ReceiptTerms,
): SignedReceipt {
  const receipt = { record, acceptedAt, anchorBy: acceptedAt + anchorWithin };
  return { ...receipt, signature: sign(digestReceipt(domain, receipt), operatorKey) };
}
