import type { Hex } from '../../core/encoding/hex.ts';
import { type LinkedRecord, listById } from '../../db/records/dependents.ts';
import type { Queryable } from '../../db/pool.ts';
import { type Budget, isOver } from './budget.ts';

/** Records and what they depend on, as far as it was read. */
export interface Ancestry {
  /** In the order of acceptance: each after its sources. */
  readonly records: readonly LinkedRecord[];
  /** Those that depend on something that was not read, or were not read themselves. */
  readonly unknown: ReadonlySet<Hex>;
}

/** Which ancestors count: those that name sources or are in a stream, were accepted at `since` or later, and pass a test. */
export interface AncestorFilter {
  readonly stream: Hex;
  readonly since: number;
  readonly counts: (record: LinkedRecord) => boolean;
}

/** The most records and sources that are read together, and how often they are. */
const TOGETHER = { records: 2_000, links: 20_000 };
const MOST_TIMES = 128;

/**
 * Reads wanted records, and what they depend on, directly or through others, and adds them to those that were read before. Charges the
 * budget for each, and stops where it is used up.
 */
export async function readAncestors(
  client: Queryable,
  before: readonly LinkedRecord[],
  wanted: readonly Hex[],
  { counts, ...filter }: AncestorFilter,
  budget: Budget,
): Promise<Ancestry> {
  const records = [...before];
  const seen = new Set([...before.map(({ id }) => id), ...wanted]);
  let next = [...seen].slice(before.length);
  for (let times = 0; next.length > 0 && times < MOST_TIMES && !isOver(budget); times++) {
    const taken = next.slice(0, Math.min(TOGETHER.records, budget.records));
    const links = Math.min(TOGETHER.links, budget.links);
    const { read, unread } = await listById(client, taken, { ...filter, links });
    if (read.length === 0 && taken.length === unread.length) break;
    const counted = read.filter(counts);
    records.push(...counted);
    budget.records -= taken.length - unread.length;
    budget.links -= countLinks(read);
    const sources = new Set(counted.flatMap((record) => record.sources));
    next = [...unread, ...next.slice(taken.length), ...sources.difference(seen)];
    for (const source of sources) seen.add(source);
  }
  records.sort((a, b) => a.arrival - b.arrival);
  return { records, unknown: spread(new Set(next), records) };
}

/** Returns how many sources records have together. */
export function countLinks(records: readonly LinkedRecord[]): number {
  return records.reduce((sum, { sources }) => sum + sources.length, 0);
}

/** Adds the records that depend on unknown ones, directly or through others. */
function spread(unknown: Set<Hex>, records: readonly LinkedRecord[]): ReadonlySet<Hex> {
  if (unknown.size === 0) return unknown;
  for (const { id, sources } of records) if (sources.some((source) => unknown.has(source))) unknown.add(id);
  return unknown;
}
