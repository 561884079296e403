import { normalDeviate } from '../quantities/deviates.ts';
import { exp, log, sqrt } from '../quantities/elementary.ts';
import { readFloat, toFloat } from '../quantities/float.ts';
import { Amount, powerOfTen } from '../quantities/decimal.ts';
import { standardErrorOf } from './readings.ts';
import type { DetailOf } from '../rows/row-detail.ts';
import type { Row, RowOf } from '../rows/row.ts';

/** How far the true value of a row can be from the stated one. Its parameters are ratios to the value. */
export type Uncertainty = NonNullable<DetailOf<'fuel-use'>['uncertainty']>;
type Pedigree = Extract<Uncertainty, { distribution: 'pedigree' }>;

/** What a stated value is in its distribution; `other`: none of these. */
export type StatedValue = 'mean' | 'median' | 'mode' | 'other';

/** A distribution of the ratio of the true value to the stated one. */
export interface Spread {
  /**
   * Turns a uniform deviate, above 0 and below 1, into a ratio: the inverse of the distribution function, so that each draw takes one
   * deviate. Without any spread the ratio is exactly 1.
   */
  readonly ratio: (deviate: number) => number;
  /** The mean of the ratio: 1 where the stated value is the mean. */
  readonly mean: number;
  /** The standard deviation. */
  readonly deviation: number;
  readonly states: StatedValue;
  readonly isNormal: boolean;
  /** Set where it is of a figure that states no uncertainty: then it is the rounding of the figure alone. */
  readonly isRounding?: true;
}

/**
 * What each score from 1 to 5 adds to the variance of the logarithm. B. P. Weidema and others, Overview and methodology: data quality
 * guideline for the ecoinvent database version 3 (2013), table 10.5.
 */
const VARIANCES = {
  reliability: [0, 0.0006, 0.002, 0.008, 0.04],
  completeness: [0, 0.0001, 0.0006, 0.002, 0.008],
  temporal: [0, 0.0002, 0.002, 0.008, 0.04],
  geographical: [0, 0.000025, 0.0001, 0.0006, 0.002],
  technological: [0, 0.0006, 0.008, 0.04, 0.12],
} as const;

/** Half the width of the two-sided 95 % interval of a standard normal variable. */
const HALF_WIDTH_95 = 1.959963984540054;

/** Returns the distribution of a row, or null where it states none. */
export function spreadOf(row: Row): Spread | null {
  const { detail } = row;
  if (isFigure(row)) return spreadOfFigure(row);
  if (detail.row === 'measured-quantity' && detail.readings !== undefined)
    return spreadOfReadings(row, detail.readings);
  if (!('uncertainty' in detail) || detail.uncertainty === undefined) return null;
  return 'distribution' in detail.uncertainty ? openSpread(detail.uncertainty) : null;
}

function isFigure(row: Row): row is RowOf<'figure'> {
  return row.detail.row === 'figure';
}

/**
 * Returns the distribution of a figure of another result. It has the standard deviation that the result states, and counts as normal. Its
 * rounding, which is uniform, adds its variance: a third of the square of half a unit of the last digit. Alone it stays uniform.
 */
function spreadOfFigure({ detail: { uncertainty, rounding }, amount }: RowOf<'figure'>): Spread | null {
  const value = toFloat(amount);
  if (value === 0) return null;
  const size = value < 0 ? -value : value;
  const half = rounding === undefined ? 0 : halfUnitOf(amount, rounding) / size;
  if (uncertainty === undefined)
    return half === 0 ? null : { ...uniform(1 - half, 1 + half), isRounding: true };
  const deviation = readFloat(uncertainty.standardDeviation) / size;
  const mean = uncertainty.mean === undefined ? 1 : readFloat(uncertainty.mean) / value;
  return normal(sqrt(deviation * deviation + (half * half) / 3), mean);
}

/** Returns the distribution of a mean of readings: normal, with its standard error. */
function spreadOfReadings({ amount }: Row, readings: readonly string[]): Spread | null {
  const value = toFloat(amount);
  if (value === 0) return null;
  return normal(toFloat(standardErrorOf(readings)) / (value < 0 ? -value : value));
}

/** Returns half a unit of the last digit of a rounded amount. */
function halfUnitOf(
  { coefficient, scale }: Amount,
  { decimals, digits = 1 }: NonNullable<RowOf<'figure'>['detail']['rounding']>,
): number {
  const written = String(coefficient < 0n ? -coefficient : coefficient).length;
  const last = decimals ?? digits - written + scale;
  return toFloat(last < 0 ? new Amount(powerOfTen(-last)) : new Amount(1n, last)) / 2;
}

/** Returns the distribution that the member `uncertainty` of a row states. */
export function openSpread(uncertainty: Uncertainty): Spread {
  switch (uncertainty.distribution) {
    case 'normal':
      return normal(readFloat(uncertainty.standardDeviation));
    case 'interval95':
      return normal(readFloat(uncertainty.halfWidth) / HALF_WIDTH_95);
    case 'lognormal':
      return lognormal(log(readFloat(uncertainty.geometricStandardDeviation)), uncertainty.valueIs);
    case 'pedigree':
      return lognormal(sqrt(varianceOf(uncertainty)), uncertainty.valueIs);
    case 'uniform':
      return uniform(readFloat(uncertainty.least), readFloat(uncertainty.most));
    case 'triangular':
      return triangular(readFloat(uncertainty.least), readFloat(uncertainty.most));
    case 'empirical':
      return empirical(Float64Array.from(uncertainty.values, readFloat).sort());
    case 'quantiles':
      return quantiles(Float64Array.from(uncertainty.values, readFloat).sort());
  }
}

/** Two ratios whose difference is below this are equal, but for how float64 rounds. */
const SAME = 1e-9;

/** A mean of 1 says that the value is the mean, whatever else it is. */
function statesOf(mean: number, otherwise: StatedValue): StatedValue {
  return mean > 1 - SAME && mean < 1 + SAME ? 'mean' : otherwise;
}

/** @param mean over the stated value: that of a figure can be another number */
function normal(deviation: number, mean = 1): Spread {
  return {
    ratio: (deviate) => mean + deviation * normalDeviate(deviate),
    mean,
    deviation,
    states: statesOf(mean, 'other'),
    isNormal: true,
  };
}

/** With the median m and the deviation σ of the logarithm, the mean is m exp(σ² / 2) and the mode m exp(−σ²). */
function lognormal(deviation: number, states: 'median' | 'mean' | 'mode' = 'median'): Spread {
  const square = exp(deviation * deviation);
  const medians = { median: 1, mean: 1 / sqrt(square), mode: square };
  const median = medians[states];
  const mean = states === 'mean' ? 1 : median * sqrt(square);
  return {
    ratio: (deviate) => median * exp(deviation * normalDeviate(deviate)),
    mean,
    deviation: mean * sqrt(square - 1),
    states: statesOf(mean, states),
    isNormal: false,
  };
}

function uniform(least: number, most: number): Spread {
  const width = most - least;
  const mean = (least + most) / 2;
  return {
    ratio: (deviate) => least + width * deviate,
    mean,
    deviation: width / sqrt(12),
    states: statesOf(mean, 'other'),
    isNormal: false,
  };
}

/** The density rises from `least` to 1, and falls to `most`. */
function triangular(least: number, most: number): Spread {
  const width = most - least;
  const rising = 1 - least;
  const falling = most - 1;
  const mean = (least + 1 + most) / 3;
  return {
    ratio: (deviate) =>
      deviate * width < rising
        ? least + sqrt(deviate * width * rising)
        : most - sqrt((1 - deviate) * width * falling),
    mean,
    deviation: sqrt((rising * rising + rising * falling + falling * falling) / 18),
    states: statesOf(mean, 'mode'),
    isNormal: false,
  };
}

/** Each of the values, which ascend, is as likely. */
function empirical(values: Float64Array): Spread {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const square = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / count;
  const [below, above] = [values[((count - 1) / 2) | 0]!, values[(count / 2) | 0]!];
  return {
    ratio: (deviate) => values[(deviate * count) | 0]!,
    mean,
    deviation: sqrt(square),
    states: statesOf(mean, below <= 1 && above >= 1 ? 'median' : 'other'),
    isNormal: false,
  };
}

/** The values are quantiles for probabilities from 0 to 1 at equal distances. Between two of them the distribution is uniform. */
function quantiles(values: Float64Array): Spread {
  const parts = values.length - 1;
  let mean = 0;
  for (let part = 0; part < parts; part++) mean += (values[part]! + values[part + 1]!) / 2 / parts;
  let square = 0;
  for (let part = 0; part < parts; part++) {
    const [a, b] = [values[part]! - mean, values[part + 1]! - mean];
    square += (a * a + a * b + b * b) / 3 / parts;
  }
  const ratio = (deviate: number): number => {
    const part = (deviate * parts) | 0;
    const below = values[part]!;
    return below + (values[part + 1]! - below) * (deviate * parts - part);
  };
  const middle = ratio(0.5);
  return {
    ratio,
    mean,
    deviation: sqrt(square),
    states: statesOf(mean, middle > 1 - SAME && middle < 1 + SAME ? 'median' : 'other'),
    isNormal: false,
  };
}

function varianceOf(scores: Pedigree): number {
  const { reliability, completeness, temporal, geographical, technological } = VARIANCES;
  return [
    readFloat(scores.basicVariance),
    reliability[scores.reliability - 1]!,
    completeness[scores.completeness - 1]!,
    temporal[scores.temporal - 1]!,
    geographical[scores.geographical - 1]!,
    technological[scores.technological - 1]!,
  ].reduce((sum, variance) => sum + variance);
}
