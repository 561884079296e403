import type { Hex } from '../../core/encoding/hex.ts';
import { type LinkedRecord, listByArrival } from '../../db/records/dependents.ts';
import {
  findNewestVersion,
  findSuccessions,
  listVersions,
  MOST_VERSIONS,
  type NewestVersion,
  type Succession,
  type Version,
} from '../../db/records/versions.ts';
import { type Ancestry, countLinks, readAncestors } from './ancestors.ts';
import { type Budget, openBudget } from './budget.ts';
import { type Access, type Changed, type ChangedKeys, openComparison } from './changes.ts';
import { type Closure, countUpTo, hasArrival } from './closure.ts';
import { type Judgement, judgeRecords } from './judge.ts';
import { type ComparedStream, findClean } from './restated.ts';

/** How a change affects a dependent. The OpenAPI document defines each state. */
export type ImpactState = 'stale' | 'restated' | 'unaffected' | 'withdrawn';

/** A record that depends on the record asked about, or on an earlier version of it. */
export interface Dependent {
  readonly record: LinkedRecord;
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
  /** The number of dependents that were found. */
  readonly total: number;
  /** Why there may be others; null if there are none. */
  readonly truncatedBy: TruncatedBy | null;
  /** A page of them, in the order of acceptance. */
  readonly dependents: readonly Dependent[];
  /** The arrival after which the next page begins; null on the last page. */
  readonly next: number | null;
}

/** What ends the list of dependents early. With `links` and `time`, the next page goes on. The OpenAPI document defines each. */
export type TruncatedBy = 'links' | 'time' | 'dependents' | 'versions';

/** Which part of the dependents is asked for: `limit` of them after an arrival. */
export interface ImpactPage {
  readonly after: number;
  readonly limit: number;
}

/** The stream of a record: its newest version, and the versions up to the record. Dependents of all of these count. */
export interface AskedStream {
  readonly id: Hex;
  readonly newest: NewestVersion;
  readonly versions: ReadonlyMap<Hex, Version>;
}

/** Returns the stream of a record; null if there is no such record. */
export async function findStream(client: Access['client'], id: Hex): Promise<AskedStream | null> {
  const newest = await findNewestVersion(client, id);
  return newest === null ? null : { id, newest, versions: await listVersions(client, id) };
}

/** The most sources that the records of a page have together. A page with more of them ends earlier. */
const MOST_LINKS = 20_000;

/**
 * Returns which records depend on a record or on an earlier version of it, directly or through others, and which of them are out of
 * date. Earlier versions count, so that asking about the newest version finds those who still use an older one. The closure is that of all
 * these versions.
 */
export async function judgeImpact(
  access: Access,
  asked: AskedStream,
  closure: Closure,
  page: ImpactPage,
): Promise<Impact> {
  const { id, newest, versions } = asked;
  const compare = openComparison(access, newest, versions);
  const changed = (await compare([id])).get(id) ?? null;
  const seeds = new Set(Array.from(versions.values(), ({ arrival }) => arrival));
  const dependents = closure.arrivals.filter((arrival) => !seeds.has(arrival));
  const from = countUpTo(dependents, page.after);
  const shown = dependents.subarray(from, Math.min(from + page.limit, countUpTo(dependents, closure.known)));
  const records = await listByArrival(access.client, [...shown], MOST_LINKS);
  const end = records.at(-1)?.arrival ?? page.after;
  const isCut = versions.size === MOST_VERSIONS;
  const stream = { ...asked, compare, changed, since: isCut ? 0 : Math.min(...seeds) };
  return {
    record: id,
    successor: newest.id === id ? null : newest.id,
    isWithdrawn: newest.isWithdrawal,
    changed: changed && [...changed.keys()],
    total: dependents.length,
    truncatedBy: closure.stoppedBy ?? (closure.isCut ? 'dependents' : isCut ? 'versions' : null),
    dependents: await judgePage(access, stream, { page, records, closure }),
    next: closure.stoppedBy !== null || countUpTo(dependents, end) < dependents.length ? end : null,
  };
}

/** The stream asked about, and what changed since the version asked about. */
interface ChangedStream extends AskedStream, ComparedStream {
  readonly changed: Changed;
}

/** The records of a page, and the closure that they are from. */
interface PageRecords {
  readonly page: ImpactPage;
  readonly records: readonly LinkedRecord[];
  readonly closure: Closure;
}

async function judgePage(
  access: Access,
  stream: ChangedStream,
  { page, records, closure }: PageRecords,
): Promise<Dependent[]> {
  const { newest, versions, changed, compare } = stream;
  const budget = openBudget();
  const ancestry = await readPaths(access, stream, { page, records, closure }, budget);
  const seeds = await compare(listNamed(versions, ancestry.records));
  const judged = await judgeRecords(access, { seeds, newest: newest.id }, ancestry.records, budget);
  const unjudged = { keys: null, isAffected: versions.size > 1 || changed?.size !== 0, path: [] };
  const judgementOf = (id: Hex): Judgement =>
    (ancestry.unknown.has(id) ? undefined : judged.get(id)) ?? unjudged;
  const successions = await findSuccessions(
    access.client,
    records.map(({ id }) => id),
  );
  const candidates = records.flatMap(({ id }) => newerOf(id, judgementOf(id), successions.get(id)));
  const clean = await findClean(access, stream, candidates, budget);
  return records.map((record) => {
    const judgement = judgementOf(record.id);
    const { keys, path } = judgement;
    const version = path[0] === undefined ? null : versions.get(path[0])!.sequence;
    return { record, keys, version, path, ...decideState(judgement, successions.get(record.id), clean) };
  });
}

/** Returns the records of a page with those on the paths to them. The first page holds these itself: it begins with what was accepted first. */
async function readPaths(
  { client }: Access,
  { newest: { stream }, versions, since }: ChangedStream,
  { page, records, closure }: PageRecords,
  budget: Budget,
): Promise<Ancestry> {
  budget.links -= countLinks(records);
  const wanted = page.after === 0 ? [] : records.flatMap(({ sources }) => sources);
  const counts = ({ id, arrival }: LinkedRecord): boolean =>
    !versions.has(id) && hasArrival(closure.arrivals, arrival);
  return readAncestors(client, records, wanted, { stream, since, counts }, budget);
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
