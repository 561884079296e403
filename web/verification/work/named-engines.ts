import type { Hex } from '../../../core/encoding/hex.ts';
import type { Bundle } from '../../../core/proofs/bundle.ts';
import { findRunEntry, runSchema } from '../../../core/records/run.ts';

/** Returns the digests of the engines that computed the results of a proof file, as their runs name them. */
export function listNamedEngines({ records }: Pick<Bundle, 'records'>): ReadonlySet<Hex> {
  const runs = records.map(({ entries }) => runSchema.safeParse(findRunEntry(entries.shown)?.detail).data);
  return new Set(runs.flatMap((run) => (run === undefined ? [] : [run.digest])));
}
