import type { Operations, RecordView } from '../../client/generated/openapi.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { KINDS, nameOfKind } from '../../core/records/kind.ts';
import { isWithdrawn } from '../../core/records/statement.ts';
import type { DraftPorts } from '../ports.ts';
import { pickNewestAnswers } from './newest-answers.ts';

/** What one party says about a record: its newest answer. */
export interface Answer {
  readonly id: Hex;
  readonly party: Hex;
  readonly kind: 'assurance' | 'decision';
  /** The opinion or the outcome. */
  readonly says: string;
  readonly reason: string;
  /** The earlier version that it is about, whose question is open still; null where it is about the newest one. */
  readonly earlier: number | null;
}

/** What needs the company's attention. */
type Flag = 'rejected-by-ledger' | 'adverse' | 'qualified' | 'rejected' | 'queried' | 'withdrawn' | 'stale';

/** How the newest version of a stream stands. */
export interface Standing {
  readonly view: RecordView;
  readonly answers: readonly Answer[];
  readonly isWithdrawn: boolean;
  readonly flags: readonly Flag[];
  /** The newest version of a source that has been replaced; null where all are the newest. */
  readonly newerSource: Hex | null;
}

/** The most answers of a record that are looked at. */
const MOST_ANSWERS = 50;
/** How many versions before the newest one are asked for open queries. */
const EARLIER_VERSIONS = 3;

/** What reads the ledger, as its party may. */
export type StandingPorts = Pick<Operations, 'readRecord' | 'listRecords'> & Pick<DraftPorts, 'readNewest'>;

/** Returns how the newest version of a stream stands. @throws ApiError */
export async function readStanding(ledger: StandingPorts, id: Hex): Promise<Standing> {
  const view = await ledger.readRecord({ id });
  const [answers, newerSource] = await Promise.all([
    readAnswers(ledger, view),
    findNewerSource(ledger, view),
  ]);
  const isOver = isWithdrawn(view);
  const said = answers
    .map(({ says }) => says)
    .filter((says): says is Flag =>
      ['adverse', 'qualified', 'rejected', 'queried', 'withdrawn'].includes(says),
    );
  const flags: Flag[] = [
    ...(view.state === 'rejected' ? (['rejected-by-ledger'] as const) : []),
    ...new Set(said),
    ...(newerSource !== null && !isOver ? (['stale'] as const) : []),
  ];
  return { view, answers, isWithdrawn: isOver, flags, newerSource };
}

/**
 * Returns the newest answer of each party and kind to a record. A query about an earlier version stays until its party answers a newer one:
 * who registers a new version has not answered it by that.
 */
async function readAnswers(ledger: StandingPorts, { id, record }: RecordView): Promise<Answer[]> {
  const ids = [id, ...(await readEarlierIds(ledger, record))];
  const lists = await Promise.all(
    ids.map(async (answers) => (await ledger.listRecords({ answers, limit: MOST_ANSWERS })).items),
  );
  const byVersion = new Map(lists.map((items, back) => [record.sequence - back, items]));
  const found = pickNewestAnswers(byVersion).map(({ item, version }) => {
    const { statement } = item;
    const isAssurance = item.record.kind === KINDS.assurance;
    const says = statement[isAssurance ? 'opinion' : 'outcome'];
    const { reason } = statement;
    return {
      ...{ id: item.id, party: item.record.party },
      kind: isAssurance ? ('assurance' as const) : ('decision' as const),
      says: typeof says === 'string' ? says : '',
      reason: typeof reason === 'string' ? reason : '',
      earlier: version === record.sequence ? null : version,
    };
  });
  return found.filter(({ earlier, says }) => earlier === null || says === 'queried');
}

/** Returns the ids of the versions before a record, the newest first: at most as many as are asked for queries. */
async function readEarlierIds(ledger: StandingPorts, newest: RecordView['record']): Promise<readonly Hex[]> {
  const ids: Hex[] = [];
  for (let record = newest; record.sequence > 1 && ids.length < EARLIER_VERSIONS;) {
    ids.push(record.previous);
    if (ids.length < EARLIER_VERSIONS) record = (await ledger.readRecord({ id: record.previous })).record;
  }
  return ids;
}

/** Returns the newest version of the first source that has been replaced; null where all sources are the newest. */
async function findNewerSource(ledger: StandingPorts, { record }: RecordView): Promise<Hex | null> {
  const found = await Promise.all(
    record.sources.map(async (source) => {
      const { record: of } = await ledger.readRecord({ id: source });
      const stream = { party: of.party, kind: nameOfKind(of.kind), subject: of.subject };
      const newest = await ledger.readNewest(stream);
      return newest !== null && newest.sequence > of.sequence ? newest.record : null;
    }),
  );
  return found.find((source) => source !== null) ?? null;
}
