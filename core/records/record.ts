import { type Domain, hashDigest } from '../hashing/domain.ts';
import { concatBytes, type Hex, bytesOf, formatHex } from '../encoding/hex.ts';
import { keccakHex } from '../hashing/keccak.ts';
import type { Kind } from './kind.ts';
import { recordSchema } from './record-schema.ts';
import { parseWith } from '../encoding/schema.ts';
import { hashStruct, hashType, wordOfHashes, wordOfText, wordOfUint } from '../hashing/struct-hash.ts';

/** What a party signs (§5). */
export interface LedgerRecord {
  readonly party: Hex;
  readonly kind: Kind;
  readonly subject: string;
  /** The version in the stream, counted from 1. */
  readonly sequence: number;
  /** The id of the record before it in the stream; the zero hash exactly when sequence is 1. */
  readonly previous: Hex;
  /** Root of the entries map; the zero hash where the record has no entries. */
  readonly entries: Hex;
  /** Ids of the records that this one was made from, assures or answers; ascending. */
  readonly sources: readonly Hex[];
  /** keccak(JCS(statement)). */
  readonly statement: Hex;
}

const RECORD_TYPE = hashType(
  'Record(bytes32 party,uint8 kind,string subject,uint64 sequence,bytes32 previous,bytes32 entries,bytes32[] sources,bytes32 statement)',
);

/**
 * Returns a record from outside, checked.
 * @example
 * parseRecord({ party: `0x${'ab'.repeat(32)}`, kind: 6 }) // → throws kind at kind
 * @throws BadInput with the code of the wrong member
 */
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

/** Returns the digest that the party of a record signs (§2, §5). */
export function digestRecord(domain: Domain, record: LedgerRecord): Hex {
  return hashDigest(domain, hashRecord(record));
}

/** What identifies a stream: its party, kind and subject. */
export interface StreamName {
  readonly party: Hex;
  readonly kind: Kind;
  readonly subject: string;
}

/** Returns the stream id, keccak(abi.encode(party, kind, keccak(utf8(subject)))) (§5). */
export function hashStream({ party, kind, subject }: StreamName): Hex {
  return keccakHex(concatBytes(bytesOf(party), wordOfUint(kind), wordOfText(subject)));
}

/** Returns the subject of all answers to a record: its stream (§5). */
export function subjectOfAnswers(record: StreamName): string {
  return hashStream(record).slice(2);
}
