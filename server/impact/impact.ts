import type { Hex } from '../../core/encoding/hex.ts';
import {
  type DependentPage,
  findVersions,
  type LinkedRecord,
  listAncestors,
  listDependents,
  listNewest,
  type Version,
} from '../../db/records/dependents.ts';
import { type Access, type ChangedKeys, findChanges } from './changes.ts';
import { type Budget, type Judgement, judgeRecords, openBudget } from './judge.ts';

/** What a record that rests on another is, once that one changed. */
export type ImpactState = 'stale' | 'restated' | 'unaffected';

/** A record that rests on the one asked for. */
export interface Dependent {
  readonly record: LinkedRecord;
  readonly arrival: number;
  readonly state: ImpactState;
  /** Its figures that rest on what changed; null where it is judged as a whole. */
  readonly keys: ChangedKeys;
  /** From the record asked for to this one; empty where it is too long to follow. */
  readonly path: readonly Hex[];
  /** The newest record of its stream, where that does not rest on what changed. */
  readonly restatedBy: Hex | null;
}

/** What rests on a record, and what of it the newest version of that record changed. */
export interface Impact {
  readonly record: Hex;
  /** The newest record of its stream, where that is another. */
  readonly successor: Hex | null;
  readonly isWithdrawn: boolean;
  /** Keys that the newest version added, removed or changed; null where that cannot be told. */
  readonly changed: ChangedKeys;
  /** How many records rest on it; as many as were followed, where there are more. */
  readonly total: number;
  readonly isTruncated: boolean;
  /** A page of them, in the order of acceptance. */
  readonly dependents: readonly Dependent[];
}

/** Which part of the dependents is asked for: so many after an arrival. */
export interface ImpactPage {
  readonly after: number;
  readonly limit: number;
}

/** The most records that are followed from the one asked for, and that are looked at on the ways to those of a page. */
const MOST = { mostFollowed: 100_000, mostOnWays: 10_000 } as const;
/** The most earlier versions of a stream that are compared with its newest; others count as changed as a whole. */
const MOST_VERSIONS = 16;

/** Returns what rests on a record, transitively, and what of it is stale; null where there is no such record. */
export async function findImpact(access: Access, id: Hex, page: ImpactPage): Promise<Impact | null> {
  const [change, found] = await Promise.all([
    findChange(access, id),
    listDependents(access.client, id, { ...page, ...MOST }),
  ]);
  if (change === null) return null;
  return {
    record: id,
    successor: change.newest.id === id ? null : change.newest.id,
    isWithdrawn: change.newest.isWithdrawal,
    changed: change.changed,
    total: Math.min(found.total, MOST.mostFollowed),
    isTruncated: found.total > MOST.mostFollowed,
    dependents: await judgePage(access, change, found),
  };
}

const NONE: ReadonlyMap<Hex, Hex> = new Map();

interface StreamChange {
  readonly asked: Version;
  readonly newest: Version;
  readonly changed: ChangedKeys;
}

async function findChange(access: Access, id: Hex): Promise<StreamChange | null> {
  const versions = await findVersions(access.client, id);
  if (versions === null) return null;
  return { ...versions, changed: await findChanges(access, versions.asked, versions.newest) };
}

async function judgePage(
  access: Access,
  change: StreamChange,
  { page, records }: DependentPage,
): Promise<Dependent[]> {
  const { asked, newest, changed } = change;
  const budget = openBudget();
  const seeds = new Map([[asked.id, changed]]);
  const judged = await judgeRecords(access, { seeds, newest: newest.id }, records, budget);
  const byId = new Map(records.map((record) => [record.id, record]));
  const unknown: Judgement = { keys: null, isAffected: changed?.length !== 0, path: [] };
  const found = page.map(({ id, arrival }) => ({
    record: byId.get(id)!,
    arrival,
    judgement: judged.get(id) ?? unknown,
  }));
  const affected = found.filter(({ judgement }) => judgement.isAffected).map(({ record }) => record.id);
  const newer = affected.length === 0 ? NONE : await listNewest(access.client, affected);
  const clean = await findClean(access, change, [...newer.values()], budget);
  return found.map(({ record, arrival, judgement: { isAffected, keys, path } }) => {
    const next = newer.get(record.id);
    const restatedBy = next !== undefined && clean.has(next) ? next : null;
    const state = isAffected ? (restatedBy === null ? 'stale' : 'restated') : 'unaffected';
    return { record, arrival, state, keys, path, restatedBy };
  });
}

/** Returns those of the records that rest on nothing that the newest of a stream says otherwise than any earlier version of it. */
async function findClean(
  access: Access,
  { asked, newest, changed }: StreamChange,
  candidates: readonly Hex[],
  budget: Budget,
): Promise<ReadonlySet<Hex>> {
  if (candidates.length === 0) return new Set();
  const { records, isCut } = await listAncestors(access.client, candidates, {
    stream: asked.stream,
    most: MOST.mostOnWays,
  });
  if (isCut) return new Set();
  const outdated = records.filter(
    ({ id, stream }) => stream === asked.stream && (id !== newest.id || newest.isWithdrawal),
  );
  const seeds = new Map([[asked.id, changed]]);
  for (const { id } of outdated)
    if (!seeds.has(id))
      seeds.set(id, seeds.size < MOST_VERSIONS ? ((await findChange(access, id))?.changed ?? null) : null);
  const judged = await judgeRecords(access, { seeds, newest: newest.id }, records, budget);
  return new Set(candidates.filter((id) => judged.get(id)?.isAffected !== true));
}
