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

/** The most figures of a record that are issued. */
const MOST_FIGURES = 10;

/** What a record is opened with. */
export interface Opening {
  readonly handles: HandleTable;
  /** The digest of the policy of the reader. */
  readonly policy: Hex;
  /** Which figures a question is about. */
  readonly asked: AskedWords;
  /** Keys of the figures that are looked at, as a regular expression. */
  readonly keys: RegExp;
}

/** Issues handles for a record that verifies, and for its figures. Of one that does not, a finding alone: none of its figures gets a handle. */
export function issueRecord(
  listed: ListedRecord,
  about: Handle,
  { found, isPrivate }: OpenedProof,
  opening: Opening,
): readonly Handle[] {
  const { handles, policy } = opening;
  const { summary, bundle, verdict } = found;
  const issueFinding = (code: FoundCode, message: string): Handle =>
    handles.issue({ kind: 'finding', code, message, about: [about] });
  if (verdict !== 'verified' || summary === null || bundle === null)
    return [
      issueFinding(verdict === 'unchecked' ? 'proof-unchecked' : 'proof-fails', nameCause(listed, found)),
    ];
  const party = nameParty(found.party, listed);
  const stated = { policy, standing: standingOf(summary), opinions: opinionsOn(summary) };
  const { record, sequence, title } = summary;
  const item: RecordItem = {
    ...{ kind: 'record', record, party, sequence, title, verdict },
    ...stated,
  };
  const source = { is: 'proven', record, sequence, title, verdict, ...stated } as const;
  const all = listFigures(bundle, { party, source, isPrivate }).filter(({ key }) => opening.keys.test(key));
  const figures = matchFigures(all, opening.asked).slice(0, MOST_FIGURES);
  return [
    handles.issue(item),
    ...figures.map((figure) => handles.issue(figure)),
    ...(all.length === 0 ? [issueFinding('no-figure', title)] : []),
    ...(all.length === figures.length
      ? []
      : [
          handles.issue({
            kind: 'count',
            count: all.length - figures.length,
            of: 'figures-left-out',
            members: null,
          }),
        ]),
  ];
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
function nameCause({ title }: ListedRecord, { checks, unchecked }: OpenedProof['found']): string {
  const failed = findGravest(checks) ?? checks.find(({ check }) => unchecked.includes(check));
  return failed === undefined ? title : `${title}: ${failed.check}, ${failed.code}`;
}

function nameParty(party: OpenedProof['found']['party'], listed: ListedRecord): NamedParty {
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
