import type { Queryable } from '../../db/pool.ts';
import { readRewrites } from '../../db/records/arrivals.ts';
import { type Closure, followSeeds, renewClosure } from './closure.ts';
import type { AskedStream } from './impact.ts';
import type { KeptClosures } from './kept-closures.ts';

/**
 * Returns what depends on the versions of a stream: what is kept and was brought up to date, or what was followed now, and keeps it. Call it in
 * the turn of the record, in a transaction that began after `settled` was determined.
 */
export async function findClosure(
  client: Queryable,
  closures: KeptClosures,
  { id, versions }: AskedStream,
  settled: number,
): Promise<Closure> {
  const seeds = Array.from(versions.values(), ({ arrival }) => arrival);
  const { dependents, links, time } = closures.limits;
  const limits = { records: dependents + seeds.length, links, until: performance.now() + time };
  const rewrites = await readRewrites(client);
  const kept = closures.find(id, rewrites);
  const renewed = kept === null ? null : await renewClosure(client, kept, settled, limits);
  const closure = renewed ?? (await followSeeds(client, seeds, settled, limits));
  closures.keep(id, closure, rewrites);
  return closure;
}
