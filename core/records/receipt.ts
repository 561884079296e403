import * as z from 'zod';
import { type Domain, hashDigest } from '../hashing/domain.ts';
import { type Hex, bytesOf, formatHex } from '../encoding/hex.ts';
import { hashSchema, parseWith, timeSchema } from '../encoding/schema.ts';
import { hashStruct, hashType, wordOfUint } from '../hashing/struct-hash.ts';

/** The operator's signed acknowledgement of an accepted record (§9). */
export interface Receipt {
  readonly record: Hex;
  /** Unix seconds. */
  readonly acceptedAt: number;
  /** The deadline, unix seconds: it is missed when the last batch anchored by then holds an older head of the stream. */
  readonly anchorBy: number;
}

const RECEIPT_TYPE = hashType('Receipt(bytes32 record,uint64 acceptedAt,uint64 anchorBy)');

const receiptSchema = z.strictObject({ record: hashSchema, acceptedAt: timeSchema, anchorBy: timeSchema });

/**
 * Returns a receipt from outside, checked.
 * @example
 * parseReceipt({ record: `0x${'ab'.repeat(32)}`, acceptedAt: 1706688000.5 }) // → throws uint-range at acceptedAt
 * @throws BadInput
 */
export function parseReceipt(value: unknown): Receipt {
  return parseWith(receiptSchema, value);
}

/** Returns the EIP-712 struct hash of a receipt (§9). */
export function hashReceipt({ record, acceptedAt, anchorBy }: Receipt): Hex {
  return formatHex(hashStruct(RECEIPT_TYPE, [bytesOf(record), wordOfUint(acceptedAt), wordOfUint(anchorBy)]));
}

/** Returns the digest that a key of the operator party signs (§9). */
export function digestReceipt(domain: Domain, receipt: Receipt): Hex {
  return hashDigest(domain, hashReceipt(receipt));
}
