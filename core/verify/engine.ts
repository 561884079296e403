import type { Hex } from '../encoding/hex.ts';
import type { JsonObject } from '../encoding/json.ts';
import type { UnsaltedEntry } from '../records/entry.ts';
import type { Run } from '../records/run.ts';

/** A released engine, as its file exports it (§10). */
export interface Engine {
  readonly engineName: string;
  readonly engineVersion: string;
  /** Computes a run again from its own description and the records that it names. @throws when it can't compute the run */
  readonly repeatRun: (
    run: { readonly method: string; readonly parameters: JsonObject; readonly rounding: Run['rounding'] },
    inputs: readonly { readonly record: string; readonly entries: readonly UnsaltedEntry[] }[],
  ) => {
    readonly figures: readonly RunFigure[];
    readonly used: readonly UsedRows[];
  };
}

/** The rows of one record that a run used: listed, or as the set that an entry `run` names (§10). */
export type UsedRows =
  | { readonly record: string; readonly keys: readonly string[] }
  | {
      readonly record: string;
      readonly selection: object;
      readonly count: number;
      readonly root: string;
      readonly documents?: readonly string[];
    };

/** Returns the engine whose file has this SHA-256; null where it is not available. */
export type OpenEngine = (digest: Hex) => Promise<Engine | null>;

/** A figure as an engine computes it. */
export interface RunFigure {
  readonly key: string;
  readonly value: string;
  readonly unit: string;
  readonly from: number;
  readonly until: number;
  readonly detail: object;
}

/** Figures by key, as an engine computes them. */
export type Figures = ReadonlyMap<string, RunFigure>;
