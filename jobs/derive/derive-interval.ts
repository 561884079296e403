import { fromFloat, readFloat } from '../../engine/quantities/float.ts';
import type { ShownUncertainty } from '../../engine/uncertainty/read-note.ts';
import type { FigureCover } from './figure-cover.ts';
import { amountIn } from './exact.ts';

const DIGITS = 6;

/** A figure whose interval is known row by row. */
interface Spread {
  readonly note: ShownUncertainty;
  readonly deviation: number;
  /** Half the interval. */
  readonly half: number;
  readonly ratio: number;
}

/**
 * Returns how sure a sum or difference is, by propagation of error; null where that is not known. It is known only where no uncertain row is in
 * two of the figures: then they are independent. Where they share rows, these count in both, and only a run over all of their rows
 * knows the sign of each: the interval is then that of the run, or none.
 */
export function combineIntervals(
  value: number,
  unit: string,
  figures: readonly FigureCover[],
): ShownUncertainty | null {
  const spreads = figures.map((figure) => readSpread(figure, unit));
  if (spreads.some((spread) => spread === null)) return null;
  const known = spreads as readonly Spread[];
  const [first] = known;
  const rows = known.flatMap(({ note }) => note.contributions.map(({ record, key }) => `${record}#${key}`));
  const isAlike = known.every(
    ({ note, half, deviation }) =>
      note.level === first!.note.level && isNear(half / deviation, first!.half / first!.deviation),
  );
  if (new Set(rows).size < rows.length || !isAlike) return null;
  const variance = known.reduce((sum, { deviation, ratio }) => sum + (deviation * ratio) ** 2, 0);
  const deviation = Math.sqrt(variance);
  const half = Math.sqrt(known.reduce((sum, { half: own, ratio }) => sum + (own * ratio) ** 2, 0));
  const write = (number: number): string => String(fromFloat(number, DIGITS));
  const size = Math.abs(value);
  return {
    ...{ approach: 1, shape: 'normal', level: first!.note.level, standardDeviation: write(deviation) },
    ...{ low: write(value - half), high: write(value + half) },
    ...(size === 0 ? {} : { below: write((-100 * half) / size), above: write((100 * half) / size) }),
    contributions: known.flatMap(({ note, deviation: own, ratio }) =>
      note.contributions.map((each) => ({
        ...each,
        share: write((readFloat(each.share) * (own * ratio) ** 2) / variance),
      })),
    ),
  };
}

/** Whether the ends of intervals are as many standard deviations away, but for their rounding. */
function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) < 0.01 * one;
}

/** Reads an interval that is the same in both directions, whose rows are all listed and independent. */
function readSpread(figure: FigureCover, unit: string): Spread | null {
  const note = figure.uncertainty;
  if (note?.low === undefined || note.high === undefined) return null;
  const { correlation, remainder, unstated, contributions } = note;
  const isListed = remainder === undefined && contributions.length > 0;
  const isIndependent = correlation?.groups === undefined && (correlation?.results ?? 0) < 2;
  const [value, low, high] = [figure.value, note.low, note.high].map(readFloat) as [number, number, number];
  const half = (high - low) / 2;
  const isEven = Math.abs(high - value - half) < 0.005 * half;
  const deviation = readFloat(note.standardDeviation);
  if (!isListed || !isIndependent || unstated !== undefined || !isEven) return null;
  return {
    note,
    deviation,
    half,
    ratio: readFloat(String(amountIn({ value: '1', unit: figure.unit }, unit))),
  };
}

/** Returns an interval times a number that is certain. */
export function scaleInterval(note: ShownUncertainty | null, ratio: number): ShownUncertainty | null {
  if (note === null || !(ratio > 0)) return null;
  const scale = (text: string): string => String(fromFloat(readFloat(text) * ratio, DIGITS));
  const { propagated: _propagated, errors, low, high, mean, ...others } = note;
  return {
    ...others,
    standardDeviation: scale(note.standardDeviation),
    ...(low === undefined ? {} : { low: scale(low) }),
    ...(high === undefined ? {} : { high: scale(high) }),
    ...(mean === undefined ? {} : { mean: scale(mean) }),
    ...(errors === undefined
      ? {}
      : {
          errors: {
            mean: scale(errors.mean),
            ...(errors.low === undefined ? {} : { low: scale(errors.low) }),
            ...(errors.high === undefined ? {} : { high: scale(errors.high) }),
          },
        }),
  };
}
