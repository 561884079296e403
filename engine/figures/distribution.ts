import { parseAmount } from '../quantities/decimal.ts';
import { normalDeviate } from '../quantities/deviates.ts';
import { exp, log, sqrt } from '../quantities/elementary.ts';
import { toFloat } from '../quantities/float.ts';
import type { DetailOf } from '../rows/row-detail.ts';
import type { Row } from '../rows/row.ts';

/** How far the true value of a row can be from the stated one. Its parameters are ratios to the value. */
export type Uncertainty = NonNullable<DetailOf<'fuel-use'>['uncertainty']>;
type Pedigree = Extract<Uncertainty, { distribution: 'pedigree' }>;

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

/** Returns the distribution of a row, or null where its quantity is certain. */
export function uncertaintyOf({ detail }: Row): Uncertainty | null {
  return 'uncertainty' in detail ? (detail.uncertainty ?? null) : null;
}

/**
 * Returns what turns a uniform deviate, above 0 and below 1, into the ratio of a drawn value to the stated one: the inverse of the
 * distribution function, so that each draw takes one deviate. Without any spread the ratio is exactly 1.
 */
export function ratioOf(uncertainty: Uncertainty): (deviate: number) => number {
  switch (uncertainty.distribution) {
    case 'normal': {
      const deviation = readFloat(uncertainty.standardDeviation);
      return (deviate) => 1 + deviation * normalDeviate(deviate);
    }
    case 'lognormal':
      return lognormal(log(readFloat(uncertainty.geometricStandardDeviation)));
    case 'pedigree':
      return lognormal(sqrt(varianceOf(uncertainty)));
    case 'uniform': {
      const [least, most] = [readFloat(uncertainty.least), readFloat(uncertainty.most)];
      return (deviate) => least + (most - least) * deviate;
    }
    case 'triangular':
      return triangular(readFloat(uncertainty.least), readFloat(uncertainty.most));
  }
}

function lognormal(deviation: number): (deviate: number) => number {
  return (deviate) => exp(deviation * normalDeviate(deviate));
}

/** The density rises from `least` to 1, and falls to `most`. */
function triangular(least: number, most: number): (deviate: number) => number {
  const width = most - least;
  const rising = 1 - least;
  return (deviate) =>
    deviate * width < rising
      ? least + sqrt(deviate * width * rising)
      : most - sqrt((1 - deviate) * width * (most - 1));
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

function readFloat(text: string): number {
  return toFloat(parseAmount(text));
}
