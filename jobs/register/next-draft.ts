import type { JsonObject } from '../../core/encoding/json.ts';
import { type Hex, isHex } from '../../core/encoding/hex.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { type KindName, KINDS } from '../../core/records/kind.ts';
import { hashStream, type LedgerRecord } from '../../core/records/record.ts';
import { placeAfter, type StreamPlace } from '../../client/http/fetch-records.ts';
import type { DraftParts } from './draft.ts';
import { saltEntries } from './salts.ts';

/** What a party wants to say in a record, before it has its place in a stream. */
export interface DraftSketch {
  /** Its id, or an identifier. */
  readonly party: string;
  readonly kind: KindName;
  readonly subject: string;
  /** With `change` and `reason` where it corrects, restates or withdraws the version before it. */
  readonly statement: JsonObject;
  /** Without salts: a record gets those that are derived from a new secret, a public one none. */
  readonly entries?: readonly UnsaltedEntry[];
  /** Ids of the records that it was made from, in any order. */
  readonly sources?: readonly Hex[];
  readonly public?: boolean;
}

/** Where a record will be: in which ledger, and after which version in its stream. */
export interface DraftPlace {
  readonly domain: Domain;
  readonly newest: StreamPlace | null;
}

/** Returns the parts of the record of a sketch at its place. @throws BadInput */
export function partsOfSketch(
  { party, kind, subject, statement, entries = [], sources = [], public: isPublic = false }: DraftSketch,
  { domain, newest }: DraftPlace,
): DraftParts {
  return {
    domain,
    record: {
      party: isHex(party, 32) ? party : hashParty(party),
      kind: KINDS[kind],
      subject,
      sources: [...new Set(sources)].sort(),
      ...placeAfter(newest),
    },
    statement,
    ...saltEntries(entries, isPublic || entries.length === 0 ? 'none' : 'derived'),
    public: isPublic,
  };
}

/** What an auditor, exchange or regulator says about a record. */
export interface AnswerSketch {
  readonly party: string;
  readonly kind: 'assurance' | 'decision';
  /** Without `answers`, which is the record. */
  readonly statement: JsonObject;
}

/** Returns the sketch of an answer to a record: its subject is the stream of the record (§5). */
export function sketchAnswer(
  { party, kind, statement }: AnswerSketch,
  id: Hex,
  record: LedgerRecord,
): DraftSketch {
  const subject = hashStream(record).slice(2);
  return { party, kind, subject, statement: { ...statement, answers: id }, sources: [id] };
}
