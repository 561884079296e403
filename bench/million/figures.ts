import type { BundleFigures } from './bundles.ts';
import type { DiskFigures } from './disk.ts';
import type { Quarters } from './memory.ts';
import type { RestartFigures, StartFigures } from './starts.ts';

/** What a run of this benchmark measured; times in milliseconds. */
export interface MillionFigures {
  readonly records: number;
  readonly parties: number;
  readonly signed: number;
  readonly imported: ImportFigures;
  readonly verified: { readonly count: number; readonly of: number; readonly wall: number };
  readonly bundles: BundleFigures;
  readonly disk: DiskFigures;
  readonly restart: RestartFigures;
  readonly start: StartFigures;
  readonly emptyStart: StartFigures;
}

/** How the records were imported; times in milliseconds. */
export interface ImportFigures {
  /** Time until the last line was answered. */
  readonly accepted: number;
  /** Time until the last record was final. */
  readonly final: number;
  readonly batches: number;
  /** Records in final batches. */
  readonly anchored: number;
  readonly memory: ReadonlyMap<string, Quarters>;
}
