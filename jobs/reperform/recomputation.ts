import type { Hex } from '../../core/encoding/hex.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import type { Finding } from '../../core/verify/result.ts';

/** A value with its unit. */
export interface Quantity {
  readonly value: string | null;
  readonly unit: string;
}

/** A figure that was registered beside the one that the engine computes. */
export interface ComparedFigure {
  readonly record: Hex;
  readonly key: string;
  readonly from: number;
  readonly until: number;
  readonly detail: JsonObject | null;
  readonly registered: Quantity;
  /** Null where the engine computes no such figure, or the run could not be repeated. */
  readonly computed: Quantity | null;
  /** `detail`: the value is the same, and how it came about or its period differs. */
  readonly state: 'equal' | 'differs' | 'detail' | 'not-computed';
}

/** What became of the rows of one input. */
export interface ReconciledRecord {
  readonly record: Hex;
  readonly title: string;
  readonly read: number;
  readonly used: number;
  readonly leftOut: readonly { readonly reason: string; readonly keys: readonly string[] }[];
}

/** The figures of a result or disclosure, computed again. */
export interface Recomputation {
  readonly finding: Finding;
  readonly engines: readonly { readonly method: string; readonly version: string; readonly digest: Hex }[];
  readonly figures: readonly ComparedFigure[];
  /** Null where a file shows only the rows that were used, or the engine doesn't say. */
  readonly rows: readonly ReconciledRecord[] | null;
  /** Whether a run over all rows uses other rows than the registered one. */
  readonly usesOtherRows: boolean;
}

/** What a worker says while it works: which step, and of the last one how much is done, from 0 to 1. */
export interface RecomputeProgress {
  readonly step: 'checking' | 'reading' | 'computing' | 'rows';
  readonly done: number | null;
}
