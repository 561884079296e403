import { normalDeviate } from '../quantities/deviates.ts';
import { exp, log, sqrt } from '../quantities/elementary.ts';
import { readFloat, toFloat } from '../quantities/float.ts';
import type { DetailOf } from '../rows/row-detail.ts';
import type { Row } from '../rows/row.ts';

/** How far the true value of a row can be from the stated one. Its parameters are ratios to the value. */
export type Uncertainty = NonNullable<DetailOf<'fuel-use'>['uncertainty']>;
type Pedigree = Extract<Uncertainty, { distribution: 'pedigree' }>;

/** A distribution of the ratio of the true value to the stated one. */
export interface Spread {
  /**
   * Turns a uniform deviate, above 0 and below 1, into a ratio: the inverse of the distribution function, so that each draw takes one
   * deviate. Without any spread the ratio is exactly 1.
   */
  readonly ratio: (deviate: number) => number;
  /** The standard deviation. */
  readonly deviation: number;
  readonly isNormal: boolean;
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

/**
 * Returns the distribution of a row, or null where it states none. A figure of another result has the standard deviation that the result
 * states, and counts as normal.
 */
export function spreadOf({ detail, amount }: Row): Spread | null {
  if (!('uncertainty' in detail) || detail.uncertainty === undefined) return null;
  const { uncertainty } = detail;
  if ('distribution' in uncertainty) return openSpread(uncertainty);
  const value = toFloat(amount);
  if (value === 0) return null;
  const deviation = readFloat(uncertainty.standardDeviation);
  return normal(value < 0 ? -deviation / value : deviation / value);
}

/** Returns the distribution that the member `uncertainty` of a row states. */
export function openSpread(uncertainty: Uncertainty): Spread {
  switch (uncertainty.distribution) {
    case 'normal':
      return normal(readFloat(uncertainty.standardDeviation));
    case 'interval95':
      return normal(readFloat(uncertainty.halfWidth) / HALF_WIDTH_95);
    case 'lognormal':
      return lognormal(log(readFloat(uncertainty.geometricStandardDeviation)));
    case 'pedigree':
      return lognormal(sqrt(varianceOf(uncertainty)));
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

function normal(deviation: number): Spread {
  return {
    ratio: (deviate) => 1 + deviation * normalDeviate(deviate),
    deviation,
    isNormal: true,
  };
}

function lognormal(deviation: number): Spread {
  const square = exp(deviation * deviation);
  return {
    ratio: (deviate) => exp(deviation * normalDeviate(deviate)),
    deviation: sqrt(square) * sqrt(square - 1),
    isNormal: false,
  };
}

function uniform(least: number, most: number): Spread {
  const width = most - least;
  return {
    ratio: (deviate) => least + width * deviate,
    deviation: width / sqrt(12),
    isNormal: false,
  };
}

/** The density rises from `least` to 1, and falls to `most`. */
function triangular(least: number, most: number): Spread {
  const width = most - least;
  const rising = 1 - least;
  const falling = most - 1;
  return {
    ratio: (deviate) =>
      deviate * width < rising
        ? least + sqrt(deviate * width * rising)
        : most - sqrt((1 - deviate) * width * falling),
    deviation: sqrt((rising * rising + rising * falling + falling * falling) / 18),
    isNormal: false,
  };
}

/** Each of the values, which ascend, is as likely. */
function empirical(values: Float64Array): Spread {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const square = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / count;
  return {
    ratio: (deviate) => values[(deviate * count) | 0]!,
    deviation: sqrt(square),
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
  return {
    ratio: (deviate) => {
      const part = (deviate * parts) | 0;
      const below = values[part]!;
      return below + (values[part + 1]! - below) * (deviate * parts - part);
    },
    deviation: sqrt(square),
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
