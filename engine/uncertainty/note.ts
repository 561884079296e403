import type { LineNote, TableNote, UncertaintyNote } from '../figures/uncertainty-note.ts';
import { fromFloat } from '../quantities/float.ts';
import { GENERATOR } from '../quantities/threefry.ts';
import type { Assessment } from './assessment.ts';
import type { TrendTable } from './trend-table.ts';
import type { Dependence, Unstated } from './variables.ts';

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
  const { approach, interval, value, contributions, remainder, unstated, dependence, propagated } = assessed;
  const write = (number: number, digits: number = DIGITS[approach]): string =>
    formatFloat(number * ratio, digits);
  const writeShare = (share: number): string => formatFloat(share, SHARE_DIGITS);
  const { level } = noting;
  const writePercent = (end: number): string =>
    formatFloat(((end - value) * 100) / (value < 0 ? -value : value), DIGITS[approach]);
  return {
    approach,
    level,
    ...(interval === null ? {} : { low: write(interval.low), high: write(interval.high) }),
    ...(interval === null || value === 0
      ? {}
      : { below: writePercent(interval.low), above: writePercent(interval.high) }),
    standardDeviation: write(assessed.standardDeviation),
    ...noteMean(assessed, write),
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
    ...noteDependence(dependence),
    ...(unstated.rows + unstated.documents === 0 ? {} : { unstated: noteUnstated(unstated) }),
  };
}

function noteMean(
  { interval, mean, states, rowsState, simulated }: Assessment,
  write: (number: number) => string,
): Partial<UncertaintyNote> {
  if (interval === null) return {};
  const { mean: means = 0, ...others } = rowsState;
  const isMean = simulated === undefined && Object.keys(others).length === 0;
  return {
    ...(isMean ? {} : { mean: write(mean) }),
    ...(states === null ? {} : { states }),
    rowsState: { ...(means === 0 ? {} : { mean: means }), ...others },
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

/** Writes how uncertain rows depend on each other, where there are two or more. */
function noteDependence({ groups, rows, independent, results }: Dependence): Partial<UncertaintyNote> {
  if (rows + independent < 2) return {};
  return {
    correlation: {
      independent,
      ...(groups === 0 ? {} : { groups, rows }),
      ...(results < 2 ? {} : { results }),
    },
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
  const { meanError, lowError, highError, isShortest } = simulated;
  return {
    ...(isShortest === true ? { ends: 'shortest' } : {}),
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
