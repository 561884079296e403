import type { Warning } from '../errors/warning.ts';
import type { StatedValue } from './distribution.ts';

/** A row, and its share of the variance of a figure, as a decimal text. */
export interface ContributionNote {
  readonly record: string;
  readonly key: string;
  readonly share: string;
}

/** How many rows state a mean, a median, a mode, or another value of their distribution. */
export type RowsStateNote = Readonly<Partial<Record<StatedValue, number>>>;

/**
 * How uncertain a figure is, as its detail states it. Numbers are decimal texts, and in the unit of the figure where they have one.
 * `low` and `high` are the ends of the two-sided interval; they are absent where no row of the figure states an uncertainty.
 */
export interface UncertaintyNote {
  readonly approach: 1 | 2;
  readonly level: string;
  readonly low?: string;
  readonly high?: string;
  /** How far the ends are from the value, in per cent of its size, such as -7.5 and 7.5. Absent where the value is 0. */
  readonly below?: string;
  readonly above?: string;
  /** Approach 2: the interval is the shortest one. Absent: as much probability lies below it as above it. */
  readonly ends?: 'shortest';
  readonly standardDeviation: string;
  /** Approach 1: the shape of the interval, and how many rows count with the larger of two unequal differences, where there are any. */
  readonly shape?: 'normal' | 'lognormal';
  readonly asymmetric?: number;
  /**
   * The mean of the figure. Approach 2: of the draws. Approach 1: to first order that of the means of its rows; absent where all of these
   * state means, so that the figure is its mean.
   */
  readonly mean?: string;
  /** What the figure is in its own distribution, as far as its formula proves it. Absent where no row is uncertain. */
  readonly states?: StatedValue;
  /** How many of its uncertain rows state which value of their distribution. Absent where none is uncertain. */
  readonly rowsState?: RowsStateNote;
  /** Approach 2: the standard errors that the number of draws gives. */
  readonly errors?: { readonly mean: string; readonly low?: string; readonly high?: string };
  readonly generator?: string;
  readonly seed?: number;
  readonly draws?: number;
  /** The largest first. */
  readonly contributions: readonly ContributionNote[];
  /** Uncertain rows that are not listed. Absent where there are none. */
  readonly remainder?: { readonly rows: number; readonly share: string };
  /**
   * How its uncertain rows depend on each other: how many are taken as independent of all others, and how many rows move together in how many
   * groups, where there are any; and how many results are taken as independent, where there are several. Absent where one row alone is uncertain.
   */
  readonly correlation?: {
    readonly independent: number;
    readonly groups?: number;
    readonly rows?: number;
    readonly results?: number;
  };
  /** Rows that state no uncertainty and count as certain, and their share of the figure's magnitude. Absent where there are none. */
  readonly unstated?: {
    readonly rows: number;
    readonly of: number;
    readonly share: string;
    /** How many documents it takes cells from, which all count as certain. Absent where there are none. */
    readonly documents?: number;
  };
  /** What Approach 1 gives, where both were asked for. */
  readonly propagated?: UncertaintyNote;
  /** Of the change of a total since the base year: table 3.2 of the guidelines. */
  readonly table?: TableNote;
}

/** How uncertain a figure is, and what its readers must know about that. */
export interface NotedUncertainty {
  readonly note: UncertaintyNote;
  readonly warnings: readonly Warning[];
}

/** Table 3.2, with the columns of `TrendLine`; `level` and `trend` are the uncertainties of the total and of its trend, in per cent. */
export interface TableNote {
  readonly lines: readonly LineNote[];
  readonly level: string;
  readonly trend: string;
}

/** A line of table 3.2: its numbers as decimal texts. C and D are in the unit of the total. */
export type LineNote = Readonly<Record<Exclude<keyof TrendLine, 'figures'>, string>> & {
  readonly figures: readonly string[];
};

/**
 * One line of table 3.2 of the 2006 IPCC Guidelines, volume 1, section 3.2.3.1, by its columns. C and D are in the unit of the figure, J is a
 * ratio, the others are in per cent.
 */
export interface TrendLine {
  /** A and B: the figures of the category. */
  readonly figures: readonly string[];
  /** C and D: the base year, and this year. */
  readonly base: number;
  readonly year: number;
  /** E, F and G: the uncertainty of activity data, of factors that both years share, and of both. */
  readonly activity: number;
  readonly factor: number;
  readonly combined: number;
  /** H: the contribution to the variance of this year's total. */
  readonly contribution: number;
  /** I and J: what the trend changes by if both years are 1 % higher, and if this year alone is. */
  readonly typeA: number;
  readonly typeB: number;
  /** K, L and M: the uncertainty of the trend from factors, from activity data, and the sum of both squares. */
  readonly byFactor: number;
  readonly byActivity: number;
  readonly introduced: number;
}
