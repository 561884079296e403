import type { Warning } from '../errors/warning.ts';
import type { Selection } from '../../core/records/selection.ts';
import type { Amount } from '../quantities/decimal.ts';
import type { Floats } from '../quantities/floats.ts';
import type { Unit } from '../quantities/unit.ts';
import type { Period, Row } from '../rows/row.ts';
import type { NumberFunction } from './function.ts';

/** One part of a total: its figure, unit and gases. */
export interface Coverage {
  readonly key: string;
  readonly unit: string;
  readonly gases: readonly string[];
}

/** What a total leaves out, and why. */
export interface Exclusion {
  readonly what: string;
  readonly reason: string;
  /** The entity that does not count. Absent where the parameters state the exclusion. */
  readonly entity?: string;
}

/** What a figure covers. */
export interface Cover {
  readonly method: string;
  readonly scope: number | null;
  readonly categories: readonly string[];
  readonly gases: readonly string[];
  readonly gwpSet: string | null;
  /** The rule sets of its constants, such as CO2 per carbon. Absent where it has none. */
  readonly constants?: readonly string[];
  /** The rule set and the clauses by which it is computed. Absent where the method has no choice of them. */
  readonly rules?: string;
  /** The tiers that its rows state, ascending. Absent where they state none. */
  readonly tiers?: readonly number[];
  /** Of a figure that repeats others, such as a line of a panorama: the methods by which these were computed. */
  readonly methods?: readonly string[];
  /** Whose emissions count: `territory`, those within it, or `residents`, theirs wherever they are. Absent where nothing states it. */
  readonly boundary?: string;
  /** What the factors describe, such as `combustion`, where they state it. */
  readonly basis?: string;
  /** The facility that all of its rows name. Only figures of plants say it. */
  readonly facility?: string;
  /** Of methane of a plant: its carbon is fossil and counts nowhere else, so its potential can be another one. */
  readonly origin?: 'fossil';
  readonly geographies: readonly string[];
  /** How the operations of the organisation are consolidated. Absent where the method counts every row in full. */
  readonly consolidation?: string;
  /** The reporting organisation: an identifier. Absent where neither the parameters nor the rows name it. */
  readonly entity?: string;
  /** The entities that count, ascending: what a total can be compared with covers the same ones. */
  readonly entities?: readonly string[];
  readonly covers?: readonly Coverage[];
  readonly exclusions?: readonly Exclusion[];
}

/** Methane whose carbon is fossil and counts nowhere else. `assumed` says so where no row states it. */
export interface FossilMethane {
  readonly origin: 'fossil';
  readonly assumed: Warning | null;
}

/** A figure before it is computed. Masses of gases are in tonnes, `t{…}`; the run declares the unit in which they are shown. */
export interface Draft extends Cover {
  readonly key: string;
  readonly unit: string;
  readonly expression: Expression;
  /** Rows without a quantity that decide which factors apply, such as the places that a grid supplies. */
  readonly documents?: readonly Row[];
  /** The origin of methane in the mass of this figure, whose potentials differ (IPCC AR6, table 7.15). Absent: not fossil. */
  readonly methane?: FossilMethane;
  /** Warnings besides those of its factors and parts. */
  readonly warnings?: readonly Warning[];
  /**
   * The figure is a difference of figures, and has no digit behind the last one that these show. A `residual` is 0 but for the digits of its
   * constants: nothing is lost where it is shown as 0.
   */
  readonly isDifference?: true | 'residual';
  /** What equals the figure by another formula, whose text this is: the writer compares them. */
  readonly closing?: { readonly formula: string; readonly expression: Expression };
  /** The period that it is about, where that is another one than that of the run. */
  readonly period?: Period;
}

/**
 * How a figure is computed: a graph over rows and constants. Evaluators share it (exact decimals, float64, gradient, samples), and so
 * does the derivation that is printed. A row is one variable, in however many figures and places it stands. Nodes are never changed,
 * and what two figures share may be one node.
 */
export type Expression =
  | Constant
  | Quantity
  | RowSum
  | FigureValue
  | Sum
  | Difference
  | Product
  | Quotient
  | Applied
  | Rounded
  | Solution
  | TableForm;

/** A constant: exactly `over / under`, printed as `text`. Where that is empty, it converts units, which formulas do not print. */
export interface Constant {
  readonly kind: 'constant';
  readonly text: string;
  readonly over: Amount;
  readonly under: Amount;
  /** The rule set that it belongs to, where it belongs to one. */
  readonly ruleSet?: string;
}

/** The quantity of one row, or one that a member of its detail states, in the unit `to`. */
export interface Quantity {
  readonly kind: 'quantity';
  readonly symbol: string;
  readonly row: Row;
  /** The column that states it: `value`, or a member of the detail, such as `detail.factor`. */
  readonly column: string;
  /** The quantity as it is stated, with its unit. */
  readonly amount: Amount;
  readonly value: string;
  readonly unit: Unit;
  readonly to: Unit;
  /** Set where the row was selected as a factor; it is then among the factors of the figure. */
  readonly factor: { readonly warning: Warning | null } | null;
}

/** The sum of the quantities of at least one row, in the unit `to`. The rows are of one record, ascending by key. */
export interface RowSum {
  readonly kind: 'row-sum';
  readonly symbol: string;
  readonly rows: readonly Row[];
  readonly to: Unit;
  /** Exactly the rows of this symbol in the whole figure satisfy it, in their record. */
  readonly selection: Selection;
  /** Set where a factor beside the sum states how uncertain it is, as the calibration of a meter does: the rows themselves are certain. */
  readonly isCertain?: true;
}

/** The exact value of another figure of the same run, in its own unit of tonnes. */
export interface FigureValue {
  readonly kind: 'figure';
  readonly symbol: string;
  readonly draft: Draft;
}

export interface Sum {
  readonly kind: 'sum';
  readonly parts: readonly Expression[];
  /** Whether its parts are written one after the other, without indices, as a formula of a user is. */
  readonly isPlain?: true;
}

export interface Difference {
  readonly kind: 'difference';
  readonly from: Expression;
  readonly less: Expression;
}

export interface Product {
  readonly kind: 'product';
  readonly factors: readonly Expression[];
}

export interface Quotient {
  readonly kind: 'quotient';
  readonly over: Expression;
  readonly under: Expression;
}

/** A function of one number, such as a power, or the logarithm of a number without a unit. */
export interface Applied {
  readonly kind: 'function';
  readonly name: NumberFunction;
  readonly of: Expression;
}

/**
 * A step that a rule set rounds: a number to a multiple of a quantity, such as 0.01 t, a tie away from zero. Intervals and contributions take it
 * as it is before.
 */
export interface Rounded {
  readonly kind: 'rounded';
  readonly of: Expression;
  /** How many decimals are left of it in `unit`, the unit in which it counts; below 0 tens, hundreds and so on. */
  readonly decimals: number;
  readonly unit: string;
}

/** One component of the solution x of a system of linear equations `matrix · x = vector`. Solved in float64, once for all components. */
export interface Solution {
  readonly kind: 'solution';
  readonly system: LinearSystem;
  readonly index: number;
}

/** Square: n rows of n cells, and n right sides. A cell of null is zero. */
export interface LinearSystem {
  readonly name: string;
  readonly matrix: readonly (readonly (Expression | null)[])[];
  readonly vector: readonly (Expression | null)[];
}

/**
 * One number that a table gives by the solution of its system of equations: a linear form. Computed in float64 with a proven bound, once
 * for all forms over the table.
 */
export interface TableForm {
  readonly kind: 'form';
  readonly system: FormSystem;
  readonly index: number;
}

/** Rows of one record that stand for one symbol of the formula of a form. */
export interface FormRows {
  readonly symbol: string;
  /** At least one, ascending by key: the same list for all forms that take them. */
  readonly rows: readonly Row[];
  /** Null where they measure different things: the set has no sum. */
  readonly to: Unit | null;
  /** Exactly the rows satisfy it, in their record. */
  readonly selection: Selection;
}

/** Returns the drawn quantities of a row in the row's own unit; null for a row whose stated quantity holds for every draw. */
export type DrawsOf = (row: Row) => Floats | null;

/** A table with the forms that figures take from it. Cells that rows state are variables; cells of documents are certain. */
export interface FormSystem {
  /** What the symbols of all formulas mean, such as `A = Z / x`. */
  readonly definitions: readonly string[];
  /** The arithmetic with which an engine solves the system. */
  readonly kernel: string;
  formulaOf: (index: number) => string;
  rowsOf: (index: number) => readonly FormRows[];
  valueOf: (index: number) => number;
  /** How far the number is from the true one, at most, in the unit of the form. */
  boundOf: (index: number) => number;
  /** Returns the derivative of Σ weight × form by the quantity of each row, per the row's own unit. */
  gradientOf: (weights: ReadonlyMap<number, number>) => ReadonlyMap<Row, number>;
  /** Returns the draws of each form; null where no row of the table is drawn. */
  drawsOf: (drawsOf: DrawsOf) => readonly Floats[] | null;
}
