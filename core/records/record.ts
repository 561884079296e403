import { z } from 'zod';
import { type Domain, hashDigest } from '../hashing/domain.ts';
import { concatBytes, type Hex, ZERO_HASH, bytesOf, formatHex } from '../encoding/hex.ts';
import { keccakHex } from '../hashing/keccak.ts';
import type { Kind } from './kind.ts';
import { hashSchema, parseWith, subjectSchema, uintSchema, withCode } from '../encoding/schema.ts';
import { hashStruct, hashType, wordOfHashes, wordOfText, wordOfUint } from '../hashing/struct-hash.ts';

/** What a party signs (§5). */
export interface LedgerRecord {
  readonly party: Hex;
  readonly kind: Kind;
  readonly subject: string;
  /** Counts from 1 in the stream. */
  readonly sequence: number;
  /** The id of the record before it in the stream; zero exactly when sequence is 1. */
  readonly previous: Hex;
  /** Root of the entries map; zero where the statement says it all. */
  readonly entries: Hex;
  /** Ids of the records that this one was made from, vouches for or answers; ascending. */
  readonly sources: readonly Hex[];
  /** keccak(JCS(statement)). */
  readonly statement: Hex;
}

/** The most sources a record names (§5). */
export const MAX_SOURCES = 256;

const RECORD_TYPE = hashType(
  'Record(bytes32 party,uint8 kind,string subject,uint64 sequence,bytes32 previous,bytes32 entries,bytes32[] sources,bytes32 statement)',
);

/** Tells whether ids ascend without repeats. */
export function isAscending(ids: readonly string[]): boolean {
  return ids.every((id, index) => index === 0 || (ids[index - 1] as string) < id);
}

export const kindSchema = z
  .number()
  .refine((kind) => Number.isInteger(kind) && kind >= 1 && kind <= 5, withCode('kind', 'not a kind'))
  .meta({ type: 'integer', minimum: 1, maximum: 5 }) as unknown as z.ZodType<Kind, Kind>;

/** A record as it travels: uint64 as JSON integers, hashes as hex (§5, §11). */
export const recordSchema = z
  .strictObject({
    party: hashSchema,
    kind: kindSchema,
    subject: subjectSchema,
    sequence: uintSchema(1),
    previous: hashSchema,
    entries: hashSchema,
    sources: z
      .array(hashSchema)
      .refine(
        (ids) => ids.length <= MAX_SOURCES && isAscending(ids),
        withCode('sources', 'not ascending and different, or more than 256'),
      ),
    statement: hashSchema,
  })
  .refine(
    ({ sequence, previous }) => (sequence === 1) === (previous === ZERO_HASH),
    withCode('previous', 'zero exactly in the first'),
  );

/** Returns a record read from outside. @throws BadInput with the code of the member that is wrong */
export function parseRecord(value: unknown): LedgerRecord {
  return parseWith(recordSchema, value);
}

/** Returns the record id, its EIP-712 struct hash (§5). */
export function hashRecord(record: LedgerRecord): Hex {
  const { party, kind, subject, sequence, previous, entries, sources, statement } = record;
  return formatHex(
    hashStruct(RECORD_TYPE, [
      bytesOf(party),
      wordOfUint(kind),
      wordOfText(subject),
      wordOfUint(sequence),
      bytesOf(previous),
      bytesOf(entries),
      wordOfHashes(sources),
      bytesOf(statement),
    ]),
  );
}

/** Returns the digest that a record's party signs (§2, §5). */
export function digestRecord(domain: Domain, record: LedgerRecord): Hex {
  return hashDigest(domain, hashRecord(record));
}

/** What a stream is about: whose it is, of which kind and subject. */
export interface StreamName {
  readonly party: Hex;
  readonly kind: Kind;
  readonly subject: string;
}

/** Returns the stream id, keccak(abi.encode(party, kind, keccak(utf8(subject)))) (§5). */
export function hashStream({ party, kind, subject }: StreamName): Hex {
  return keccakHex(concatBytes(bytesOf(party), wordOfUint(kind), wordOfText(subject)));
}
