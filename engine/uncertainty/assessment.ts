import type { StatedValue } from '../figures/distribution.ts';
import type { Row } from '../rows/row.ts';
import type { Dependence, RowsState, Unstated } from './variables.ts';

/** The share of the variance of a figure that comes from one row; below 0 where the row offsets others of its group. */
export interface Contribution {
  readonly row: Row;
  readonly share: number;
}

/** How uncertain a figure is, in its own unit. */
export interface Assessment {
  readonly approach: 1 | 2;
  /** Ends of the two-sided interval; null where no row of the figure states an uncertainty. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** The value of the figure: what its formula gives for the values that rows state. */
  readonly value: number;
  /** What the value is in the distribution of the figure; null where that is not known to have one. */
  readonly states: StatedValue | null;
  /** Its mean: of the draws, or to first order that of the means of its rows. */
  readonly mean: number;
  readonly standardDeviation: number;
  /** The largest contributions, in descending order. */
  readonly contributions: readonly Contribution[];
  /** The rows that state an uncertainty and are not among the contributions, and their share. */
  readonly remainder: { readonly rows: number; readonly share: number };
  readonly unstated: Unstated;
  readonly rowsState: RowsState;
  readonly dependence: Dependence;
  readonly propagated?: Propagated;
  readonly simulated?: Simulated;
}

/** What only propagation says. */
export interface Propagated {
  /** The shape of the interval. */
  readonly shape: 'normal' | 'lognormal';
  /** Rows that count with the larger of two unequal differences. */
  readonly asymmetric: number;
}

/** What only a simulation says. Standard errors are those that the number of draws gives; null where there are too few. */
export interface Simulated {
  readonly meanError: number;
  readonly lowError: number | null;
  readonly highError: number | null;
  /** Set where the interval is the shortest one. */
  readonly isShortest?: true;
}

/** Returns the largest contributions and the rest. Of equal ones, the first row comes first. */
export function rankContributions(
  all: readonly Contribution[],
  most: number,
): Pick<Assessment, 'contributions' | 'remainder'> {
  const ranked = all.toSorted((a, b) => sizeOf(b.share) - sizeOf(a.share));
  const contributions = ranked.slice(0, most).filter(({ share }) => share !== 0);
  const listed = contributions.reduce((sum, { share }) => sum + share, 0);
  const rows = all.length - contributions.length;
  return { contributions, remainder: { rows, share: rows === 0 ? 0 : 1 - listed } };
}

function sizeOf(share: number): number {
  return share < 0 ? -share : share;
}
