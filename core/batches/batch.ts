import * as z from 'zod';
import { BadInput, FailedCheck } from '../errors.ts';
import { concatBytes, type Hex, ZERO_HASH, bytesOf, formatHex } from '../encoding/hex.ts';
import { keccak, keccakHex } from '../hashing/keccak.ts';
import { hashSchema, parseWith, timeSchema, uintSchema, withCode } from '../encoding/schema.ts';
import { parseSignature } from '../hashing/signature.ts';
import { hashStruct, hashType, wordOfUint } from '../hashing/struct-hash.ts';

/** The header of a batch: this is what is anchored (§6). */
export interface BatchHeader {
  /** Counts from 1. */
  readonly number: number;
  /** The id of the header before it; the zero hash for the first. */
  readonly previous: Hex;
  /** Root of the tree of its sealed records. */
  readonly records: Hex;
  readonly recordCount: number;
  /** Root of the heads map after this batch. */
  readonly heads: Hex;
  /** Unix seconds, from a block of the chain. */
  readonly sealedAt: number;
}

/** The maximum number of records in a batch (§6). */
export const MAX_RECORD_COUNT = 2 ** 31;

const SEALED_TYPE = hashType('Sealed(bytes32 record,bytes signature)');
const HEADER_TYPE = hashType(
  'BatchHeader(uint64 number,bytes32 previous,bytes32 records,uint32 recordCount,bytes32 heads,uint64 sealedAt)',
);

export const headerSchema = z
  .strictObject({
    number: uintSchema(1),
    previous: hashSchema,
    records: hashSchema,
    recordCount: z
      .number()
      .refine(
        (count) => Number.isInteger(count) && count >= 1 && count <= MAX_RECORD_COUNT,
        withCode('record-count', 'expected 1 to 2^31 records'),
      )
      .meta({ type: 'integer', minimum: 1, maximum: MAX_RECORD_COUNT }),
    heads: hashSchema,
    sealedAt: timeSchema,
  })
  .refine(
    ({ number, previous }) => (number === 1) === (previous === ZERO_HASH),
    withCode('previous', 'expected previous to be the zero hash exactly when number is 1'),
  );

/**
 * Returns a header from outside, checked.
 * @example
 * parseHeader({ number: 0 }) // → throws uint-range at number
 * @throws BadInput with the code of the wrong member
 */
export function parseHeader(value: unknown): BatchHeader {
  return parseWith(headerSchema, value);
}

/** Returns the header id, its EIP-712 struct hash (§6). */
export function hashHeader({ number, previous, records, recordCount, heads, sealedAt }: BatchHeader): Hex {
  return formatHex(
    hashStruct(HEADER_TYPE, [
      wordOfUint(number),
      bytesOf(previous),
      bytesOf(records),
      wordOfUint(recordCount),
      bytesOf(heads),
      wordOfUint(sealedAt),
    ]),
  );
}

/** A record id with the signature that is sealed with it (§6). */
export interface Sealed {
  readonly record: Hex;
  readonly signature: Hex;
}

const sealedSchema = z.strictObject({ record: hashSchema, signature: z.string() });

/**
 * Returns a sealed record from outside, with a well-formed signature (§2, §6).
 * @example
 * parseSealed({ record: `0x${'ab'.repeat(32)}`, signature: '0x01' }) // → throws signature-length
 * @throws BadInput `signature-…`
 */
export function parseSealed(value: unknown): Sealed {
  const { record, signature } = parseWith(sealedSchema, value);
  parseSignature(signature);
  return { record, signature: signature as Hex };
}

/** Returns the leaf of a sealed record in its batch's tree (§6). */
export function hashSealed({ record, signature }: Sealed): Hex {
  return formatHex(hashSealedBytes(bytesOf(record), bytesOf(signature)));
}

/** Returns the same leaf as `hashSealed`, with bytes as input and output. */
export function hashSealedBytes(record: Uint8Array, signature: Uint8Array): Uint8Array {
  return hashStruct(SEALED_TYPE, [record, keccak(signature)]);
}

/** Returns the word that the chain stores for a batch: keccak(abi.encode(headerId, anchoredAt)) (§8). */
export function hashAnchor(headerId: Hex, anchoredAt: number): Hex {
  return keccakHex(concatBytes(bytesOf(headerId), wordOfUint(anchoredAt)));
}

/**
 * Checks that a header follows the header before it, or begins the chain (§6).
 * @throws FailedCheck `chain-start`, `chain-link`, `chain-time`
 */
export function checkSuccessor(previous: BatchHeader | null, header: BatchHeader): void {
  if (previous === null) {
    if (header.number !== 1)
      throw new FailedCheck(
        'chain-start',
        `expected the first header to have number 1, got ${header.number}`,
        1,
        header.number,
      );
    return;
  }
  const id = hashHeader(previous);
  if (header.number !== previous.number + 1 || header.previous !== id) {
    throw new FailedCheck(
      'chain-link',
      `header ${header.number} does not follow header ${previous.number}: expected the next number, and its id as previous`,
      id,
      header.previous,
    );
  }
  if (header.sealedAt < previous.sealedAt) {
    throw new FailedCheck(
      'chain-time',
      `header ${header.number} was sealed at ${header.sealedAt}, earlier than the header before it at ${previous.sealedAt}`,
      previous.sealedAt,
      header.sealedAt,
    );
  }
}

/** Checks that headers form a chain that begins with number 1 (§6). @throws BadInput, FailedCheck `chain-…` */
export function checkChain(headers: unknown): void {
  if (!Array.isArray(headers))
    throw new BadInput('wrong-type', `expected an array of headers, got ${typeof headers}`, typeof headers);
  let previous: BatchHeader | null = null;
  for (const value of headers) {
    const header = parseHeader(value);
    checkSuccessor(previous, header);
    previous = header;
  }
}
