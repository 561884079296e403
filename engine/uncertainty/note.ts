import { fromFloat } from '../quantities/float.ts';
import { GENERATOR } from '../quantities/threefry.ts';
import type { Assessment } from './assessment.ts';
import type { TrendLine, TrendTable } from './trend-table.ts';
import type { Unstated } from './variables.ts';

/** A row, and its share of the variance of a figure, as a decimal text. */
export interface ContributionNote {
  readonly record: string;
  readonly key: string;
  readonly share: string;
}

/**
 * How uncertain a figure is, as its detail states it. Numbers are decimal texts, and in the unit of the figure where they have one.
 * `low` and `high` are the ends of the two-sided interval; they are absent where no row of the figure states an uncertainty.
 */
export interface UncertaintyNote {
  readonly approach: 1 | 2;
  readonly level: string;
  readonly low?: string;
  readonly high?: string;
  /** Half the width of the interval over the value, in per cent: the U of the IPCC. Absent where the value is 0. */
  readonly percent?: string;
  readonly standardDeviation: string;
  /** Approach 1: the shape of the interval, and how many rows count with the larger of two unequal differences, where there are any. */
  readonly shape?: 'normal' | 'lognormal';
  readonly asymmetric?: number;
  /** Approach 2: the mean of the draws, and the standard errors that their number gives. */
  readonly mean?: string;
  readonly errors?: { readonly mean: string; readonly low?: string; readonly high?: string };
  readonly generator?: string;
  readonly seed?: number;
  readonly draws?: number;
  /** The largest first. */
  readonly contributions: readonly ContributionNote[];
  /** Uncertain rows that are not listed. Absent where there are none. */
  readonly remainder?: { readonly rows: number; readonly share: string };
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

/** What is common to the notes of a run. */
export interface Noting {
  readonly level: string;
  readonly seed: number;
  readonly draws: number;
}

/** Significant digits of what Approach 1 gives, and of what Approach 2 gives, which is certain to far fewer. */
const DIGITS = { 1: 15, 2: 8 } as const;
const SHARE_DIGITS = 6;

/**
 * Writes an assessment.
 * @param ratio a number in the unit of the assessment times it is the number in the unit of the figure
 */
export function noteUncertainty(assessed: Assessment, ratio: number, noting: Noting): UncertaintyNote {
  const { approach, interval, value, contributions, remainder, unstated, propagated } = assessed;
  const write = (number: number, digits: number = DIGITS[approach]): string =>
    formatFloat(number * ratio, digits);
  const writeShare = (share: number): string => formatFloat(share, SHARE_DIGITS);
  const { level } = noting;
  const size = value < 0 ? -value : value;
  return {
    approach,
    level,
    ...(interval === null ? {} : { low: write(interval.low), high: write(interval.high) }),
    ...(interval === null || size === 0
      ? {}
      : { percent: formatFloat((assessed.halfWidth * 100) / size, DIGITS[approach]) }),
    standardDeviation: write(assessed.standardDeviation),
    ...(propagated === undefined || interval === null ? {} : notePropagated(propagated)),
    ...noteSimulated(assessed, write, noting),
    contributions: contributions.map(({ row: { record, key }, share }) => ({
      record,
      key,
      share: writeShare(share),
    })),
    ...(remainder.rows === 0
      ? {}
      : { remainder: { rows: remainder.rows, share: writeShare(remainder.share) } }),
    ...(unstated.rows + unstated.documents === 0 ? {} : { unstated: noteUnstated(unstated) }),
  };
}

/** Writes table 3.2. */
export function noteTable({ lines, level, trend }: TrendTable): TableNote {
  const write = (value: number): string => formatFloat(value, DIGITS[1]);
  return {
    lines: lines.map(({ figures, ...columns }) => {
      const written = Object.entries(columns).map(([column, value]) => [column, write(value)]);
      return { figures, ...(Object.fromEntries(written) as Omit<LineNote, 'figures'>) };
    }),
    level: write(level),
    trend: write(trend),
  };
}

function noteUnstated({ documents, share, ...counts }: Unstated): NonNullable<UncertaintyNote['unstated']> {
  return {
    ...counts,
    share: formatFloat(share, SHARE_DIGITS),
    ...(documents === 0 ? {} : { documents }),
  };
}

function notePropagated({
  shape,
  asymmetric,
}: NonNullable<Assessment['propagated']>): Partial<UncertaintyNote> {
  return { shape, ...(asymmetric === 0 ? {} : { asymmetric }) };
}

/** Significant digits of a standard error. */
const ERROR_DIGITS = 3;

function noteSimulated(
  { simulated }: Assessment,
  write: (number: number, digits?: number) => string,
  { seed, draws }: Noting,
): Partial<UncertaintyNote> {
  if (simulated === undefined) return {};
  const { mean, meanError, lowError, highError } = simulated;
  return {
    mean: write(mean),
    errors: {
      mean: write(meanError, ERROR_DIGITS),
      ...(lowError === null ? {} : { low: write(lowError, ERROR_DIGITS) }),
      ...(highError === null ? {} : { high: write(highError, ERROR_DIGITS) }),
    },
    generator: GENERATOR,
    seed,
    draws,
  };
}

function formatFloat(value: number, digits: number): string {
  return String(fromFloat(value, digits));
}
