import type { Hex } from '../../core/encoding/hex.ts';
import type { Selection } from '../../core/records/selection.ts';

/** One number that a figure was computed from: a row of a record, or a figure of the same run (without `record`). */
export interface RowOperand {
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  readonly record?: string;
  readonly key: string;
}

/** The rows of one record that stand for one symbol of a formula (§10). */
export interface SetOperand {
  readonly name: string;
  readonly record: string;
  readonly selection: Selection;
  readonly count: number;
  /** Exact, in `unit`. Null for factors, which do not add up. */
  readonly sum: string | null;
  readonly unit: string;
  /** Null where the run was asked to leave out roots. */
  readonly root: Hex | null;
}

export type Operand = RowOperand | SetOperand;
