import type { Hex } from '../../core/encoding/hex.ts';
import type { LinkedRecord } from '../../db/records/dependents.ts';

/** The dependents of seeds in topological order: the layer of each comes after those of all its sources that depend on seeds. */
export interface Layers {
  readonly layers: readonly (readonly LinkedRecord[])[];
  /** Dependents beyond the last layer. */
  readonly rest: readonly LinkedRecord[];
}

/** Returns those of the records that depend on seeds, in at most `most` layers. Seeds are in none of them. */
export function layRecords(seeds: readonly Hex[], records: readonly LinkedRecord[], most: number): Layers {
  const isSeed = new Set(seeds);
  const users = listUsers(records.filter(({ id }) => !isSeed.has(id)));
  const waiting = countSources(seeds, users);
  const layers: LinkedRecord[][] = [];
  for (let placed = seeds; placed.length > 0 && layers.length < most;) {
    const layer = placed
      .flatMap((id) => users.get(id) ?? [])
      .filter(({ id }) => {
        const left = waiting.get(id)! - 1;
        waiting.set(id, left);
        return left === 0;
      });
    layers.push(layer);
    placed = layer.map(({ id }) => id);
  }
  return { layers, rest: records.filter(({ id }) => (waiting.get(id) ?? 0) > 0) };
}

function listUsers(records: readonly LinkedRecord[]): Map<Hex, LinkedRecord[]> {
  const users = new Map<Hex, LinkedRecord[]>();
  for (const record of records)
    for (const source of record.sources) {
      const list = users.get(source);
      if (list === undefined) users.set(source, [record]);
      else list.push(record);
    }
  return users;
}

/** Counts for each dependent of seeds how many of its sources are seeds or dependents. The loop also visits ids added while it runs. */
function countSources(
  seeds: readonly Hex[],
  users: ReadonlyMap<Hex, readonly LinkedRecord[]>,
): Map<Hex, number> {
  const counts = new Map<Hex, number>(seeds.map((id) => [id, 0]));
  for (const id of counts.keys())
    for (const user of users.get(id) ?? []) counts.set(user.id, (counts.get(user.id) ?? 0) + 1);
  return counts;
}
