import type { Warning } from '../factors/factor.ts';
import type { Expression } from './expression.ts';

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
}

/** What a figure covers. */
export interface Cover {
  readonly method: string;
  readonly scope: number | null;
  readonly categories: readonly string[];
  readonly gases: readonly string[];
  readonly gwpSet: string | null;
  /** What the factors describe, such as `combustion`, where they state it. */
  readonly basis?: string;
  readonly geographies: readonly string[];
  readonly covers?: readonly Coverage[];
  readonly exclusions?: readonly Exclusion[];
}

/** A figure before it is computed. Masses of gases are in tonnes, `t{…}`; the run declares the unit in which they are shown. */
export interface Draft extends Cover {
  readonly key: string;
  readonly unit: string;
  readonly expression: Expression;
  /** The origin of methane in the mass of this figure, whose potentials differ (IPCC AR6, table 7.15). Absent: not fossil. */
  readonly methane?: 'fossil';
  /** Warnings besides those of its factors and parts. */
  readonly warnings?: readonly Warning[];
}
