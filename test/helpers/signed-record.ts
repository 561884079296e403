import { type Entry, deriveSalt, hashEntries } from '../../core/records/entry.ts';
import { type Hex, ZERO_HASH, formatHex } from '../../core/encoding/hex.ts';
import { type JsonObject } from '../../core/encoding/json.ts';
import { hashJson } from '../../core/hashing/json-hash.ts';
import { keccakText } from '../../core/hashing/keccak.ts';
import { KINDS, type KindName } from '../../core/records/kind.ts';
import { type LedgerRecord, digestRecord, hashRecord, hashStream } from '../../core/records/record.ts';
import { signDigest } from '../../core/hashing/signature.ts';
import { TEST_DOMAIN, type TestKey, type TestParty } from './registry.ts';

/** A signed record in the form of `POST /v1/records`, with its id and stream. */
export interface SignedRecord {
  readonly id: Hex;
  readonly stream: Hex;
  readonly submission: {
    readonly record: LedgerRecord;
    readonly statement: JsonObject;
    readonly signature: Hex;
    readonly entries?: Entry[];
  };
}

/** The parts of a record that a test sets; the others have defaults. */
export interface RecordSketch {
  readonly by: TestParty;
  /** Default: the party's first key. */
  readonly key?: TestKey;
  readonly kind?: KindName;
  readonly subject?: string;
  /** The record before it in its stream. */
  readonly after?: SignedRecord | null;
  readonly sources?: readonly SignedRecord[];
  /** The record that an assurance or decision answers; it is added to the sources. */
  readonly answers?: SignedRecord;
  readonly entries?: Entry[];
  /** Members of the statement in addition to those that its kind needs. */
  readonly statement?: JsonObject;
  /** Members of the record that differ from the computed ones. */
  readonly record?: Partial<LedgerRecord>;
}

/** Returns a well-formed signed record. */
export function signRecord(sketch: RecordSketch): SignedRecord {
  const { by, key = by.key, kind = 'dataset', after = null, answers, entries } = sketch;
  const statement = { ...statementOf(kind, answers), ...sketch.statement };
  const sources = [...(sketch.sources ?? []), ...(answers === undefined ? [] : [answers])];
  const record: LedgerRecord = {
    party: by.party,
    kind: KINDS[kind],
    subject: sketch.subject ?? answers?.stream.slice(2) ?? 'inventory/2024',
    sequence: (after?.submission.record.sequence ?? 0) + 1,
    previous: after?.id ?? ZERO_HASH,
    entries: entries === undefined ? ZERO_HASH : hashEntries(entries),
    sources: [...new Set(sources.map(({ id }) => id))].sort(),
    statement: hashJson(statement),
    ...sketch.record,
  };
  const signature = signDigest(digestRecord(TEST_DOMAIN, record), key.privateKey);
  const submission = { record, statement, signature, ...(entries === undefined ? {} : { entries }) };
  return { id: hashRecord(record), stream: hashStream(record), submission };
}

function statementOf(kind: KindName, answers: SignedRecord | undefined): JsonObject {
  const texts = { title: 'Inventory 2024', period: '2024', standard: '' };
  const answered: JsonObject = answers === undefined ? {} : { answers: answers.id };
  if (kind === 'assurance')
    return { ...texts, ...answered, level: 'limited', scope: 'all', opinion: 'unqualified' };
  if (kind === 'decision') return { ...texts, ...answered, outcome: 'accepted', reason: 'complete' };
  return texts;
}

/** Returns a private entry with a salt derived from a named secret. */
export function makeEntry(key: string, value: string, secret = 'secret'): Entry {
  const salt = deriveSalt(formatHex(keccakText(secret)), key);
  return {
    key,
    value,
    unit: 't{CO2e}',
    from: 1704067200,
    until: 1735689600,
    detail: { scope: 1, gwp: 'AR6' },
    salt,
  };
}
