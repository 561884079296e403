import type { Hex } from '../../core/encoding/hex.ts';
import { findRunEntry, runSchema } from '../../core/records/run.ts';

/** What is read of a proof file, or of records with what they show. */
interface Shown {
  readonly records: readonly {
    readonly entries: {
      readonly shown: readonly { readonly key: string; readonly unit: string; readonly detail: unknown }[];
    };
  }[];
}

/** Returns the digests of the engines that computed the results of a proof file, as their runs name them. */
export function listNamedEngines({ records }: Shown): ReadonlySet<Hex> {
  const runs = records.map(({ entries }) => runSchema.safeParse(findRunEntry(entries.shown)?.detail).data);
  return new Set(runs.flatMap((run) => (run === undefined ? [] : [run.digest])));
}
