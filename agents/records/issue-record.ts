import type { Hex } from '../../core/encoding/hex.ts';
import { RUN_KEY } from '../../core/records/run.ts';
import type { Bundle } from '../../core/proofs/bundle.ts';
import type { Summary } from '../../core/verify/summary.ts';
import type { AskedWords } from '../../jobs/find-records/asked-words.ts';
import { matchFigures } from '../../jobs/find-records/match-words.ts';
import { findGravest } from '../../jobs/verify/verdict-cause.ts';
import { figureOfEntry, type FigureEntry } from '../handles/figure-of-entry.ts';
import type { FigureItem, FigureStanding, NamedParty } from '../handles/figure-item.ts';
import type { Handle } from '../handles/handle.ts';
import type { HandleTable } from '../handles/handle-table.ts';
import type { RecordItem } from '../handles/item.ts';
import type { FoundCode } from '../reasons/found.ts';
import type { ListedRecord, OpenedProof } from './record-reads.ts';

/** The most figures of a record that are issued, where a question does not say otherwise. */
export const MOST_FIGURES = 10;

/** What a record is opened with. */
export interface Opening {
  readonly handles: HandleTable;
  /** The digest of the policy of the reader. */
  readonly policy: Hex;
  /** Which figures a question is about. */
  readonly asked: AskedWords;
  /** Keys of the figures that are looked at, as a regular expression. */
  readonly keys: RegExp;
  /** The most figures that are issued. */
  readonly most: number;
}

/** Issues handles for a record that verifies, and for its figures. Of one that does not, a finding alone: none of its figures gets a handle. */
export function issueRecord(
  listed: ListedRecord,
  about: Handle,
  proof: OpenedProof | null,
  { handles, policy, asked, keys, most }: Opening,
): readonly Handle[] {
  const proven = readProven(listed, proof, policy);
  const issueFinding = (found: Unproven, of: Handle): Handle =>
    handles.issue({ kind: 'finding', ...found, about: [of], isPrivate: false });
  if ('code' in proven) return [issueFinding(proven, about)];
  const all = proven.figures.filter(({ key }) => keys.test(key));
  const figures = matchFigures(all, asked).slice(0, most);
  const record = handles.issue(proven.record);
  if (figures.length === 0)
    return [record, issueFinding({ code: 'no-figure', message: proven.record.title }, record)];
  const count = all.length - figures.length;
  return [
    record,
    ...figures.map((figure) => handles.issue(figure)),
    ...(count === 0 ? [] : [handles.issue({ kind: 'count', count, of: 'figures-left-out', members: null })]),
  ];
}

/** A record whose proof verifies, with the figures that its proof file shows. */
export interface ProvenRecord {
  readonly record: RecordItem;
  readonly figures: readonly FigureItem[];
}

/** Why nothing of a record is issued. */
export interface Unproven {
  readonly code: FoundCode;
  readonly message: string;
}

/** Returns a record and its figures where its proof verifies; else why it does not. */
export function readProven(
  listed: Pick<ListedRecord, 'title' | 'party'>,
  proof: OpenedProof | null,
  policy: Hex,
): ProvenRecord | Unproven {
  if (proof === null) return { code: 'proof-missing', message: listed.title };
  const { found, isPrivate } = proof;
  const { summary, bundle, verdict } = found;
  if (verdict !== 'verified' || summary === null || bundle === null)
    return {
      code: verdict === 'unchecked' ? 'proof-unchecked' : 'proof-fails',
      message: nameCause(listed, found),
    };
  const party = nameParty(found.party, listed);
  const { record, kind, subject, sequence, title } = summary;
  const stated = {
    ...{ record, sequence, title, verdict, policy },
    ...{ standing: standingOf(summary), opinions: opinionsOn(summary) },
  };
  const source = { is: 'proven', ...stated, stream: `${kind} ${subject}` } as const;
  return {
    record: { kind: 'record', party, ...stated },
    figures: listFigures(bundle, { party, source, isPrivate }),
  };
}

/** Returns the figures that a proof file shows of its subject. */
function listFigures(
  { records }: Bundle,
  about: Pick<FigureItem, 'party' | 'source' | 'isPrivate'>,
): readonly FigureItem[] {
  const [{ id, entries }] = records as [Bundle['records'][number]];
  const shown: readonly FigureEntry[] = entries.shown;
  const byKey = new Map(shown.map((entry) => [entry.key, entry]));
  const origin = { name: id, ...about, entries: byKey };
  return shown.filter(({ key }) => key !== RUN_KEY).flatMap((entry) => figureOfEntry(entry, origin) ?? []);
}

/** Says which record it is, and the code of the check that failed or was not made. */
function nameCause(
  { title }: Pick<ListedRecord, 'title'>,
  { checks, unchecked }: OpenedProof['found'],
): string {
  const failed = findGravest(checks) ?? checks.find(({ check }) => unchecked.includes(check));
  return failed === undefined ? title : `${title}: ${failed.check}, ${failed.code}`;
}

function nameParty(party: OpenedProof['found']['party'], listed: Pick<ListedRecord, 'party'>): NamedParty {
  if (party === null) return listed.party;
  return { id: party.id, identifier: party.identifiers?.[0] ?? party.id };
}

/** Says whether the record should still be used, as its proof file shows. */
function standingOf({ standing, basis }: Summary): FigureStanding {
  const own = STANDINGS[standing.state];
  const isSpoilt = basis.some(({ standing: { state } }) => state === 'superseded' || state === 'withdrawn');
  return own === 'current' && isSpoilt ? 'stale' : own;
}

const STANDINGS = {
  ...{ current: 'current', superseded: 'replaced', withdrawn: 'withdrawn' },
  ...{ unknown: 'unknown', later: 'unknown' },
} as const satisfies Record<Summary['standing']['state'], FigureStanding>;

/** Returns the opinions of auditors that count for the record itself. */
function opinionsOn({ answers }: Summary): readonly string[] {
  return answers
    .filter(({ kind, counts }) => kind === 'assurance' && counts)
    .map(({ says, level }) => (level === null ? says : `${says}, ${level}`));
}
