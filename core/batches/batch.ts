import { z } from 'zod';
import { BadInput, FailedCheck } from '../errors.ts';
import { concatBytes, type Hex, ZERO_HASH, bytesOf, formatHex } from '../encoding/hex.ts';
import { keccak, keccakHex } from '../hashing/keccak.ts';
import { hashSchema, parseWith, timeSchema, uintSchema, withCode } from '../encoding/schema.ts';
import { parseSignature } from '../hashing/signature.ts';
import { hashStruct, hashType, wordOfUint } from '../hashing/struct-hash.ts';

/** The header of a batch: what is anchored (§6). */
export interface BatchHeader {
  /** Counts from 1. */
  readonly number: number;
  /** The id of the header before it; zero for the first. */
  readonly previous: Hex;
  /** Root of the tree of its sealed records. */
  readonly records: Hex;
  readonly recordCount: number;
  /** Root of the heads map after this batch. */
  readonly heads: Hex;
  /** Unix seconds, taken from the chain. */
  readonly sealedAt: number;
}

/** The most records of a batch (§6). */
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
        withCode('record-count', 'not 1 to 2^31'),
      )
      .meta({ type: 'integer', minimum: 1, maximum: MAX_RECORD_COUNT }),
    heads: hashSchema,
    sealedAt: timeSchema,
  })
  .refine(
    ({ number, previous }) => (number === 1) === (previous === ZERO_HASH),
    withCode('previous', 'zero exactly in the first'),
  );

/** Returns a header read from outside. @throws BadInput with the code of the member that is wrong */
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

/** A record id with the signature anchored beside it (§6). */
export interface Sealed {
  readonly record: Hex;
  readonly signature: Hex;
}

const sealedSchema = z.strictObject({ record: hashSchema, signature: z.string() });

/** Returns a sealed record read from outside, its signature well formed (§2, §6). @throws BadInput `signature-…` */
export function parseSealed(value: unknown): Sealed {
  const { record, signature } = parseWith(sealedSchema, value);
  parseSignature(signature);
  return { record, signature: signature as Hex };
}

/** Returns the leaf of a sealed record in its batch's tree (§6). */
export function hashSealed({ record, signature }: Sealed): Hex {
  return formatHex(hashSealedBytes(bytesOf(record), bytesOf(signature)));
}

/** Returns the same leaf from and as bytes. */
export function hashSealedBytes(record: Uint8Array, signature: Uint8Array): Uint8Array {
  return hashStruct(SEALED_TYPE, [record, keccak(signature)]);
}

/** Returns the word that the chain stores for a batch: keccak(abi.encode(headerId, anchoredAt)) (§8). */
export function hashAnchor(headerId: Hex, anchoredAt: number): Hex {
  return keccakHex(concatBytes(bytesOf(headerId), wordOfUint(anchoredAt)));
}

/**
 * Checks that a header follows the one before it, or starts the chain (§6).
 * @throws FailedCheck `chain-start`, `chain-link`, `chain-time`
 */
export function checkSuccessor(previous: BatchHeader | null, header: BatchHeader): void {
  if (previous === null) {
    if (header.number !== 1)
      throw new FailedCheck('chain-start', 'the chain does not begin at 1', 1, header.number);
    return;
  }
  const id = hashHeader(previous);
  if (header.number !== previous.number + 1 || header.previous !== id) {
    throw new FailedCheck(
      'chain-link',
      `header ${header.number} does not follow ${previous.number}`,
      id,
      header.previous,
    );
  }
  if (header.sealedAt < previous.sealedAt) {
    throw new FailedCheck(
      'chain-time',
      `sealedAt falls at header ${header.number}`,
      previous.sealedAt,
      header.sealedAt,
    );
  }
}

/** Checks that headers are a chain from number 1 on (§6). @throws BadInput, FailedCheck `chain-…` */
export function checkChain(headers: unknown): void {
  if (!Array.isArray(headers)) throw new BadInput('wrong-type', 'not an array of headers', typeof headers);
  let previous: BatchHeader | null = null;
  for (const value of headers) {
    const header = parseHeader(value);
    checkSuccessor(previous, header);
    previous = header;
  }
}
