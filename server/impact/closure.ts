import { listDirectDependents, listLater } from '../../db/records/dependents.ts';
import type { Queryable } from '../../db/pool.ts';

/**
 * The records that depend on some seeds, by arrival, as far as they were followed. Sources are accepted before their dependents, and what was
 * accepted first is followed first: so everything before the first waiting record is known.
 */
export interface Closure {
  /** Ascending, with the seeds. */
  readonly arrivals: Float64Array;
  /** Ascending: those whose own dependents were not looked up yet. */
  readonly waiting: readonly number[];
  /** Why some are waiting: there were too many links, or no time. */
  readonly stoppedBy: 'links' | 'time' | null;
  /** Whether more was found, and left out, than may be followed. */
  readonly isCut: boolean;
  /** Everything up to this arrival is known to the transaction that followed. */
  readonly known: number;
  /** Up to this arrival nothing can be added any more, until the order of acceptance is rewritten. */
  readonly settled: number;
  /** Whether one request could follow the seeds to the end. */
  readonly isQuick: boolean;
}

/** How much is followed for one request. */
export interface WalkLimits {
  /** The most records in a closure. */
  readonly records: number;
  /** The most links: how often a record is met as a dependent of some that are looked up together. */
  readonly links: number;
  /** `performance.now()` from which on nothing more is looked up. */
  readonly until: number;
}

/** How many records are looked up together. Between two look-ups a request can end: its time is up, or its client has left. */
const TOGETHER = 256;
/** The most later records, and sources of these, that are read together. */
const LATER = { records: 5_000, links: 50_000 };

/** Follows seeds, given by arrival, to their dependents. Up to `settled` the database shows everything that will ever be accepted. */
export async function followSeeds(
  client: Queryable,
  seeds: readonly number[],
  settled: number,
  limits: WalkLimits,
): Promise<Closure> {
  const first = seeds.toSorted(ascending);
  const walk = await goOn(
    client,
    { arrivals: Float64Array.from(first), waiting: first, isCut: false },
    limits,
  );
  const [next] = walk.waiting;
  return { ...walk, known: next ?? Infinity, settled, isQuick: next === undefined };
}

/**
 * Brings a closure up to date that was kept: continues where it stopped, then adds what was accepted since. Returns null where the seeds are
 * followed again faster.
 */
export async function renewClosure(
  client: Queryable,
  kept: Closure,
  settled: number,
  limits: WalkLimits,
): Promise<Closure | null> {
  const closure = { ...kept, ...(await goOn(client, kept, limits)) };
  const [next] = closure.waiting;
  if (next !== undefined) return { ...closure, known: Math.min(next, kept.settled) };
  return addLater(client, closure, settled, limits);
}

/** Adds the records accepted after a closure was settled. They are read in the order of acceptance: each after its sources. */
async function addLater(
  client: Queryable,
  closure: Closure,
  settled: number,
  limits: WalkLimits,
): Promise<Closure | null> {
  const added = new Set<number>();
  const depends = (source: number): boolean => added.has(source) || hasArrival(closure.arrivals, source);
  let end = closure.settled;
  let isEnd: boolean;
  do {
    const found = await listLater(client, end, LATER);
    for (const { arrival, sources } of found.later) if (sources.some(depends)) added.add(arrival);
    end = found.later.at(-1)?.arrival ?? end;
    isEnd = found.isEnd;
    if (!isEnd && closure.isQuick) return null;
  } while (!isEnd && performance.now() < limits.until);
  const { arrivals } = closure;
  const all = added.size === 0 ? arrivals : Float64Array.from(new Set([...arrivals, ...added])).sort();
  const whole = { ...closure, ...limitRecords({ ...closure, arrivals: all }, limits) };
  return isEnd
    ? { ...whole, known: Infinity, settled }
    : { ...whole, stoppedBy: 'time', known: end, settled: Math.min(end, settled) };
}

/** Returns how many of ascending arrivals are at most `most`. */
export function countUpTo(arrivals: Float64Array, most: number): number {
  let [from, to] = [0, arrivals.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (arrivals[middle]! <= most) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Tells whether an arrival is one of ascending ones. */
export function hasArrival(arrivals: Float64Array, arrival: number): boolean {
  return arrivals[countUpTo(arrivals, arrival) - 1] === arrival;
}

type Walk = Pick<Closure, 'arrivals' | 'waiting' | 'isCut'>;

/** Looks up dependents until none waits or a limit is reached; at least once, so that every request comes further. */
async function goOn(
  client: Queryable,
  { arrivals, waiting, isCut }: Walk,
  limits: WalkLimits,
): Promise<Walk & Pick<Closure, 'stoppedBy'>> {
  if (waiting.length === 0) return { arrivals, waiting, isCut, stoppedBy: null };
  const reached = new Set(arrivals);
  let links = 0;
  let stoppedBy: Closure['stoppedBy'] = null;
  while (waiting.length > 0 && stoppedBy === null) {
    const found = await listDirectDependents(client, waiting.slice(0, TOGETHER), limits.records + 1);
    const fresh = found.filter((arrival) => !reached.has(arrival));
    for (const arrival of fresh) reached.add(arrival);
    waiting = [...waiting.slice(TOGETHER), ...fresh].sort(ascending);
    links += found.length;
    if (links >= limits.links) stoppedBy = 'links';
    else if (performance.now() >= limits.until) stoppedBy = 'time';
  }
  const walk = limitRecords({ arrivals: Float64Array.from(reached).sort(), waiting, isCut }, limits);
  return { ...walk, stoppedBy: walk.waiting.length > 0 ? stoppedBy : null };
}

/** Leaves out the records accepted last where there are too many. */
function limitRecords({ arrivals, waiting, isCut }: Walk, { records }: WalkLimits): Walk {
  if (arrivals.length <= records) return { arrivals, waiting, isCut };
  const first = arrivals.slice(0, records);
  return { arrivals: first, waiting: waiting.filter((arrival) => arrival <= first.at(-1)!), isCut: true };
}

function ascending(a: number, b: number): number {
  return a - b;
}
