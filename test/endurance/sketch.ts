import type { Domain } from '../../core/hashing/domain.ts';
import { type Entry, deriveSalt, hashEntries } from '../../core/records/entry.ts';
import { type Hex, ZERO_HASH, formatHex } from '../../core/encoding/hex.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { type JsonObject } from '../../core/encoding/json.ts';
import { hashJson } from '../../core/hashing/json-hash.ts';
import { keccakText } from '../../core/hashing/keccak.ts';
import { KINDS, type KindName } from '../../core/records/kind.ts';
import { type LedgerRecord, digestRecord, hashRecord } from '../../core/records/record.ts';
import { signDigest } from '../../core/hashing/signature.ts';
import { ACTORS, type ActorName } from '../../devnet/stack/actors.ts';

/** The part of a record that a client chooses; the rest is computed. */
export interface Sketch {
  readonly kind: KindName;
  readonly subject: string;
  readonly sources?: readonly Hex[];
  readonly statement?: JsonObject;
  readonly entries?: readonly Entry[];
  readonly isPublic?: boolean;
}

/** The newest record of a stream, as a client knows it. */
export interface Tip {
  readonly sequence: number;
  readonly record: Hex;
}

/** Who signs, and the ledger to sign for. */
export interface Author {
  readonly actor: ActorName;
  readonly key: Uint8Array;
  readonly domain: Domain;
}

/** A record, as it is sent. */
export interface Signed {
  readonly record: LedgerRecord;
  readonly id: Hex;
  readonly tip: Tip;
  readonly submission: object;
}

/** Returns a public entry. */
export function publicEntry(key: string, value: number): Entry {
  return { key, value: String(value), unit: '1', from: 0, until: 0, detail: null, salt: ZERO_HASH };
}

/** Returns an entry whose salt is derived from a secret. */
export function privateEntry(key: string, value: string, secret: string): Entry {
  const salt = deriveSalt(formatHex(keccakText(secret)), key);
  return {
    key,
    value,
    unit: 't{CO2e}',
    from: 1_704_067_200,
    until: 1_735_689_600,
    detail: { scope: key },
    salt,
  };
}

function statementOf({ subject, statement }: Sketch, sequence: number): JsonObject {
  return { title: `${subject} ${sequence}`, period: '', standard: '', ...statement };
}

/** Returns the record of a sketch that follows a tip. */
export function draft({ actor }: Pick<Author, 'actor'>, sketch: Sketch, tip: Tip | null): LedgerRecord {
  const { kind, subject, entries = [], sources = [] } = sketch;
  const sequence = (tip?.sequence ?? 0) + 1;
  return {
    party: hashParty(ACTORS[actor].identifier),
    kind: KINDS[kind],
    subject,
    sequence,
    previous: tip?.record ?? ZERO_HASH,
    entries: hashEntries(entries),
    sources,
    statement: hashJson(statementOf(sketch, sequence)),
  };
}

/** Returns the signed record of a sketch that follows a tip. */
export function sign(author: Author, sketch: Sketch, after: Tip | null): Signed {
  const record = draft(author, sketch, after);
  const id = hashRecord(record);
  const signature = signDigest(digestRecord(author.domain, record), author.key);
  const { entries = [], isPublic = false } = sketch;
  const submission = {
    record,
    statement: statementOf(sketch, record.sequence),
    signature,
    ...(entries.length === 0 ? {} : { entries, public: isPublic }),
  };
  return { record, id, tip: { sequence: record.sequence, record: id }, submission };
}
