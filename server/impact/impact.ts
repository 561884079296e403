import type { Hex } from '../../core/encoding/hex.ts';
import { type DependentPage, type LinkedRecord, listDependents } from '../../db/records/dependents.ts';
import {
  findNewestVersion,
  findSuccessions,
  listVersions,
  MOST_VERSIONS,
  type NewestVersion,
  type Succession,
  type Version,
} from '../../db/records/versions.ts';
import { type Access, type ChangedKeys, type Compare, openComparison } from './changes.ts';
import { type Judgement, judgeRecords, openBudget } from './judge.ts';
import { findClean, MOST_ON_PATHS } from './restated.ts';

/** How a change affects a dependent. The OpenAPI document defines each state. */
export type ImpactState = 'stale' | 'restated' | 'unaffected' | 'withdrawn';

/** A record that depends on the record asked about, or on an earlier version of it. */
export interface Dependent {
  readonly record: LinkedRecord;
  readonly arrival: number;
  readonly state: ImpactState;
  /** Its figures that depend on what changed; null where it is compared as a whole. */
  readonly keys: ChangedKeys;
  /** Sequence of the version that `path` begins with; null where `path` is empty. */
  readonly version: number | null;
  /** From the version on which it depends to this record; empty where it is too long to follow. */
  readonly path: readonly Hex[];
  /** The newest version in its stream, where `state` is `restated`. */
  readonly restatedBy: Hex | null;
  /** The withdrawal, where `state` is `withdrawn`. */
  readonly withdrawnBy: Hex | null;
}

/** The dependents of a record and of its earlier versions, compared with its newest version. */
export interface Impact {
  readonly record: Hex;
  /** The newest version in its stream; null where that is the record itself. */
  readonly successor: Hex | null;
  readonly isWithdrawn: boolean;
  /** Keys that the newest version added, removed or changed; null where this cannot be determined. */
  readonly changed: ChangedKeys;
  /** The number of dependents, or the number that was followed where there are more. */
  readonly total: number;
  readonly isTruncated: boolean;
  /** A page of them, in the order of acceptance. */
  readonly dependents: readonly Dependent[];
}

/** Which part of the dependents is asked for: `limit` of them after an arrival. */
export interface ImpactPage {
  readonly after: number;
  readonly limit: number;
}

/** The most dependents that are followed. */
const MOST_FOLLOWED = 100_000;

/**
 * Returns which records depend on a record or on an earlier version of it, directly or through others, and which of them are out of
 * date; null if there is no such record. Earlier versions count, so that asking about the newest version finds those who still use an
 * older one.
 */
export async function findImpact(access: Access, id: Hex, page: ImpactPage): Promise<Impact | null> {
  const { client } = access;
  const range = { ...page, mostFollowed: MOST_FOLLOWED, mostOnPaths: MOST_ON_PATHS };
  const [newest, versions, found] = await Promise.all([
    findNewestVersion(client, id),
    listVersions(client, id),
    listDependents(client, id, range),
  ]);
  if (newest === null) return null;
  const compare = openComparison(access, newest, versions);
  const [successions, changed] = await Promise.all([
    findSuccessions(
      client,
      found.page.map((one) => one.id),
    ),
    compare([id]).then((changes) => changes.get(id)!),
  ]);
  return {
    record: id,
    successor: newest.id === id ? null : newest.id,
    isWithdrawn: newest.isWithdrawal,
    changed,
    total: Math.min(found.total, MOST_FOLLOWED),
    isTruncated: found.total > MOST_FOLLOWED || versions.size === MOST_VERSIONS,
    dependents: await judgePage(access, { newest, versions, changed, compare }, found, successions),
  };
}

/** The stream asked about: its newest version, the versions that count by id, what changed since the one asked about, and how to compare. */
interface AskedStream {
  readonly newest: NewestVersion;
  readonly versions: ReadonlyMap<Hex, Version>;
  readonly changed: ChangedKeys;
  readonly compare: Compare;
}

async function judgePage(
  access: Access,
  { newest, versions, changed, compare }: AskedStream,
  { page, records }: DependentPage,
  successions: ReadonlyMap<Hex, Succession>,
): Promise<Dependent[]> {
  const budget = openBudget();
  const seeds = await compare(listNamed(versions, records));
  const judged = await judgeRecords(access, { seeds, newest: newest.id }, records, budget);
  const unknown = { keys: null, isAffected: versions.size > 1 || changed?.length !== 0, path: [] };
  const judgementOf = (id: Hex): Judgement => judged.get(id) ?? unknown;
  const candidates = page.flatMap(({ id }) => newerOf(id, judgementOf(id), successions.get(id)));
  const clean = await findClean(access, newest, candidates, compare, budget);
  const byId = new Map(records.map((record) => [record.id, record]));
  return page.map(({ id, arrival }) => {
    const judgement = judgementOf(id);
    const { keys, path } = judgement;
    const version = path[0] === undefined ? null : versions.get(path[0])!.sequence;
    const record = byId.get(id)!;
    return { record, arrival, keys, version, path, ...decideState(judgement, successions.get(id), clean) };
  });
}

/** Returns the versions that the records name as sources. */
function listNamed(versions: ReadonlyMap<Hex, Version>, records: readonly LinkedRecord[]): Hex[] {
  return records.flatMap(({ sources }) => sources).filter((source) => versions.has(source));
}

/** Returns the newer version of an affected record, which may have taken in the change; none for a withdrawn record. */
function newerOf(id: Hex, { isAffected }: Judgement, succession: Succession | undefined): Hex[] {
  if (!isAffected || succession?.withdrawnBy !== null) return [];
  return succession.newest === id ? [] : [succession.newest];
}

function decideState(
  { isAffected }: Judgement,
  succession: Succession | undefined,
  clean: ReadonlySet<Hex>,
): Pick<Dependent, 'state' | 'restatedBy' | 'withdrawnBy'> {
  const none = { restatedBy: null, withdrawnBy: null };
  const withdrawnBy = succession?.withdrawnBy ?? null;
  if (withdrawnBy !== null) return { ...none, state: 'withdrawn', withdrawnBy };
  if (!isAffected) return { ...none, state: 'unaffected' };
  if (succession === undefined || !clean.has(succession.newest)) return { ...none, state: 'stale' };
  return { ...none, state: 'restated', restatedBy: succession.newest };
}
