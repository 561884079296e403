import type { Api } from '../../client/http/api.ts';
import { fetchLedger } from '../../client/http/fetch-domain.ts';
import {
  fetchRecord,
  fetchStreamPlace,
  placeAfter,
  type StreamPlace,
} from '../../client/http/fetch-records.ts';
import { type Hex, isHex } from '../../core/encoding/hex.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import { subjectSchema } from '../../core/encoding/schema.ts';
import { UserFacingError } from '../../core/errors.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { isAnswer, type KindName, KINDS, nameOfKind } from '../../core/records/kind.ts';
import { type StreamName, subjectOfAnswers } from '../../core/records/record.ts';
import { isWithdrawal } from '../../core/records/statement.ts';
import type { DraftPorts } from '../ports.ts';
import { createDraft, type Draft } from './draft.ts';
import { type SaltMode, saltEntries } from './salts.ts';

/** For pages, which take rules of the protocol from jobs. */
export { subjectOfAnswers } from '../../core/records/record.ts';

/** What a party wants to say in a record, before it has its place in a stream. */
export interface DraftSketch {
  /** Its id, or an identifier. */
  readonly party: string;
  readonly kind: KindName;
  /** An answer needs none: its subject is the stream of the record that it answers (§5). */
  readonly subject?: string | undefined;
  /** With `change` and `reason` where it corrects, restates or withdraws the version before it. */
  readonly statement: JsonObject;
  /** The record that an assurance or a decision answers. It becomes a source, and `answers` of the statement. */
  readonly answers?: Hex | undefined;
  /** Without salts: a record gets those that are derived from a new secret, a public one none. An entry that has one keeps it. */
  readonly entries?: readonly (UnsaltedEntry & { readonly salt?: Hex | undefined })[] | undefined;
  /** Ids of the records that it was made from, in any order. */
  readonly sources?: readonly Hex[] | undefined;
  readonly public?: boolean | undefined;
  /** How the entries of a record that is not public get their salts; derived from one secret if not given. */
  readonly salts?: SaltMode | undefined;
}

/** A sketch lacks what its record needs. */
export class SketchError extends UserFacingError<'option'> {
  override readonly name = 'SketchError';
}

/**
 * Returns the unsigned draft of the next version in a stream. Its entries get their salts here. A withdrawal keeps
 * title, period and standard of the version before, unless it states its own; that of an opinion also level and scope.
 * @throws SketchError; BadInput; what the ports throw
 */
export async function draftRecord(sketch: DraftSketch, ports: DraftPorts): Promise<Draft> {
  const { statement, answers, entries = [], sources = [], public: isPublic = false } = sketch;
  const stream = await findStream(sketch, ports);
  const newest = await ports.readNewest({ ...stream, kind: sketch.kind });
  const stated = { ...statement, ...(answers === undefined ? {} : { answers }) };
  const { salts = 'derived' } = sketch;
  return createDraft({
    domain: await ports.readDomain(),
    record: {
      ...stream,
      ...placeAfter(newest),
      sources: [...new Set([...sources, ...(answers === undefined ? [] : [answers])])].sort(),
    },
    statement: isWithdrawal(stream.kind, stated) ? await keepStated(stream, stated, newest, ports) : stated,
    ...saltEntries(entries, isPublic || entries.length === 0 ? 'none' : salts),
    public: isPublic,
  });
}

/** Whether a text can be the subject of a stream. */
export function isSubject(text: string): boolean {
  return subjectSchema.safeParse(text).success;
}

async function findStream(
  { party, kind, subject, answers }: DraftSketch,
  { readRecord }: DraftPorts,
): Promise<StreamName> {
  if (subject === undefined && answers === undefined)
    throw new SketchError('option', 'the record has no subject: name the subject of its stream');
  return {
    party: isHex(party, 32) ? party : hashParty(party),
    kind: KINDS[kind],
    subject: subject ?? subjectOfAnswers((await readRecord(answers!)).record),
  };
}

/** What a withdrawal keeps of the statement before it; the last two only in an assurance. */
const KEPT = ['title', 'period', 'standard', 'level', 'scope'];

async function keepStated(
  { kind }: StreamName,
  statement: JsonObject,
  newest: StreamPlace | null,
  { readRecord }: DraftPorts,
): Promise<JsonObject> {
  const kept = kind === KINDS.assurance ? KEPT : KEPT.slice(0, 3);
  if (kept.every((name) => name in statement)) return statement;
  if (newest === null)
    throw new SketchError(
      'option',
      isAnswer(kind)
        ? `there is no earlier ${nameOfKind(kind)} of this record to withdraw`
        : 'there is no earlier version in this stream to withdraw',
    );
  const before = (await readRecord(newest.record)).statement;
  return { ...Object.fromEntries(kept.map((name) => [name, before[name] ?? ''])), ...statement };
}

/** Returns the ports of a draft for the ledger of a server. */
export function openDraftPorts(api: Api): DraftPorts {
  return {
    readDomain: async () => (await fetchLedger(api)).domain,
    readNewest: ({ kind, ...stream }) => fetchStreamPlace(api, { ...stream, kind: KINDS[kind] }),
    readRecord: (id) => fetchRecord(api, id),
  };
}
