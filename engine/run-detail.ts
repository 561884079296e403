import type { Hex } from '../core/encoding/hex.ts';
import type { Selection } from '../core/records/selection.ts';
import type { Rounding } from './quantities/decimal.ts';
import type { RecordCounts } from './rows/reconcile.ts';

/** Which random numbers a simulation drew. */
export interface RandomNumbers {
  readonly generator: string;
  readonly seed: number;
  readonly draws: number;
}

/** The rows of one record that a run used: listed, or as a set. */
export type RunInput =
  | { readonly record: string; readonly keys: readonly string[] }
  | {
      readonly record: string;
      readonly selection: Selection;
      readonly count: number;
      readonly root: Hex;
      /** Used documents, which no selection selects. */
      readonly documents?: readonly string[];
    };

/** The detail of the entry `run` (§10). The records in `inputs` are exactly the sources of the record that holds this entry. */
export interface RunDetail extends Partial<RandomNumbers> {
  readonly engine: string;
  readonly version: string;
  readonly digest: string;
  readonly method: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly inputs: readonly RunInput[];
  readonly outputs: readonly string[];
  readonly rounding: Rounding;
  /** How many rows were read, used and left out. A run that is repeated with fewer rows does not show it again. */
  readonly reconciliation: readonly RecordCounts[];
}
