import { type Domain, hashDigest } from './domain.ts';
import { type Hex, bytesOf, formatHex } from './hex.ts';
import { hashStruct, hashType, wordOfUint } from './struct-hash.ts';

/** The operator's promise for an accepted record (§9). */
export interface Receipt {
  readonly record: Hex;
  /** Unix seconds. */
  readonly acceptedAt: number;
  /** Unix seconds; the promise is broken when the stream's head is older at the last batch anchored by then. */
  readonly anchorBy: number;
}

const RECEIPT_TYPE = hashType('Receipt(bytes32 record,uint64 acceptedAt,uint64 anchorBy)');

/** Returns the digest that a key of the operator party signs (§9). */
export function digestReceipt(domain: Domain, { record, acceptedAt, anchorBy }: Receipt): Hex {
  const words = [bytesOf(record), wordOfUint(acceptedAt), wordOfUint(anchorBy)];
  return hashDigest(domain, formatHex(hashStruct(RECEIPT_TYPE, words)));
}
