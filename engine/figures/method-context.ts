import type { Selection } from '../../core/records/selection.ts';
import type { Proxy } from '../factors/factor.ts';
import type { Amount } from '../quantities/decimal.ts';
import type { InputDocument } from '../rows/document.ts';
import type { Matrix } from '../rows/matrix.ts';
import type { Period, Row } from '../rows/row.ts';
import type { RowType } from '../rows/row-detail.ts';
import type { RowIndex } from '../rows/row-index.ts';
import type { WeightOf } from './consolidation.ts';
import type { Constant } from './draft.ts';

/** The input of every method: rows in a fixed order, and the parameters that all methods share. */
export interface MethodContext {
  readonly rows: RowIndex;
  readonly period: Period;
  readonly proxies: readonly Proxy[];
  /** The documents that the run was given, by SHA-256. One counts as used when it is got from here. */
  readonly documents: ReadonlyMap<string, InputDocument>;
  /** What a method with `solve` computes with in place of solving; it must bound its error first. */
  readonly solution?: Matrix;
  /** Where the rows are those of one facility alone; null: those without a facility. */
  readonly facility?: string | null;
  /** By how much each row counts where entities are consolidated, for what is balanced while drafts are made. Absent: each in full. */
  readonly weightOf?: WeightOf;
  /** The rule set of constants; that of the IPCC where it is absent. */
  readonly constants?: string;
  /** Rows that count in part alone: what they repeat of other rows, in MW.h, and what is left over all of the row. */
  readonly parts?: ReadonlyMap<Row, { readonly repeated: Amount; readonly left: Constant }>;
}

/** Returns the selection (§10) of the rows of one type in the period of a run, whose details have these members. */
export function selectionOf(
  { period, facility }: MethodContext,
  type: RowType,
  where: Readonly<Record<string, string | null>>,
): Selection {
  const members = facility === undefined ? where : { ...where, facility };
  return { rows: [type], where: members, within: { from: period.from, until: period.until } };
}
