import { normalDeviate, normalProbability } from '../quantities/deviates.ts';
import { EngineError, placeOf, type RowName } from '../errors/engine-error.ts';
import { exp, log, sqrt } from '../quantities/elementary.ts';
import { floatRatio, readFloat, toFloat } from '../quantities/float.ts';
import { Amount, powerOfTen } from '../quantities/decimal.ts';
import { convertAmount, type Unit } from '../quantities/unit.ts';
import { standardErrorOf } from './readings.ts';
import type { DetailOf } from '../rows/row-detail.ts';
import { readUnit, type Row, type RowOf } from '../rows/row.ts';

/** How far the true value of a row can be from the stated one. Its parameters are ratios to the value, or amounts in the unit that it states. */
export type Uncertainty = NonNullable<DetailOf<'fuel-use'>['uncertainty']>;
type Pedigree = Extract<Uncertainty, { distribution: 'pedigree' }>;

/** What a stated value is in its distribution; `other`: none of these. */
export type StatedValue = 'mean' | 'median' | 'mode' | 'other';

/** A distribution of the ratio of the true value to the stated one. */
export interface Shape {
  /**
   * Turns a uniform deviate, above 0 and below 1, into a ratio: the inverse of the distribution function, so that each draw takes one
   * deviate. Without any spread the ratio is exactly 1.
   */
  readonly ratio: (deviate: number) => number;
  /** Where `ratio` is made of the normal deviate: turns normal deviates of many draws into ratios, in place, with the same bits. */
  readonly turnNormals?: (normals: Float64Array) => void;
  /** The mean of the ratio: 1 where the stated value is the mean. */
  readonly mean: number;
  /** The standard deviation. */
  readonly deviation: number;
  readonly states: StatedValue;
  readonly isNormal: boolean;
  readonly isLognormal?: true;
}

/** The distribution of a row: the true value is the stated one + `scale` × (ratio − 1). */
export interface Spread extends Shape {
  /** The value of the row, in its own unit; of a value of 0, which has no ratios, an amount that takes its place. */
  readonly scale: number;
  /** Set where it is of a figure that states no uncertainty: then it is the rounding of the figure alone. */
  readonly isRounding?: true;
}

/**
 * What each score from 1 to 5 adds to the variance of the logarithm. B. P. Weidema and others, Overview and methodology: data quality
 * guideline for the ecoinvent database version 3 (2013), table 10.5. It was not read: the numbers are as another program quotes them.
 */
const VARIANCES = {
  reliability: [0, 0.0006, 0.002, 0.008, 0.04],
  completeness: [0, 0.0001, 0.0006, 0.002, 0.008],
  temporal: [0, 0.0002, 0.002, 0.008, 0.04],
  geographical: [0, 0.000025, 0.0001, 0.0006, 0.002],
  technological: [0, 0.0006, 0.008, 0.04, 0.12],
} as const;

/** Half the width of the two-sided 95 % interval of a standard normal variable. */
export const HALF_WIDTH_95 = 1.959963984540054;

/**
 * Returns the distribution of a row, or null where it states none.
 * @throws EngineError as `spreadOfRow`
 */
export function spreadOf(row: Row): Spread | null {
  const { detail } = row;
  if (isFigure(row)) return spreadOfFigure(row);
  if (detail.row === 'measured-quantity' && detail.readings !== undefined)
    return spreadOfReadings(row, detail.readings);
  if (!('uncertainty' in detail) || detail.uncertainty === undefined) return null;
  return 'distribution' in detail.uncertainty ? spreadOfRow(row, detail.uncertainty) : null;
}

function isFigure(row: Row): row is RowOf<'figure'> {
  return row.detail.row === 'figure';
}

/** The value of a row, and its name for errors. */
type Valued = Pick<Row, 'amount' | 'unit' | 'record' | 'key'>;

/**
 * Returns the distribution that the member `uncertainty` of a row states; null for a spread relative to a value of 0.
 * @throws EngineError `bad-detail` for parameters that do not fit the value, `unknown-unit` and its like for their unit
 */
export function spreadOfRow(row: Valued, uncertainty: Uncertainty): Spread | null {
  const value = toFloat(row.amount);
  const unit = unitOf(uncertainty, row);
  if (unit === null) return value === 0 ? null : { ...openSpread(uncertainty, 1, row), scale: value };
  const scale = value === 0 ? floatRatio(unit, row.unit) : value;
  return { ...openSpread(uncertainty, toFloat(convertAmount(row.amount, row.unit, unit)), row), scale };
}

/** Returns the unit of the parameters; null where these are ratios to the value. */
function unitOf(uncertainty: Uncertainty, row: Valued): Unit | null {
  if (!('unit' in uncertainty) || uncertainty.unit === undefined) return null;
  const column = 'detail.uncertainty.unit';
  const unit = readUnit(uncertainty.unit, row, column);
  try {
    convertAmount(row.amount, row.unit, unit);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const text = `its value is in another kind of unit: ${error.message}`;
    throw new EngineError(error.code, text, uncertainty.unit, placeOf(row, column));
  }
  return unit;
}

/**
 * Returns the distribution of a figure of another result. It has the standard deviation that the result states, and counts as normal. Its
 * rounding, which is uniform, adds its variance: a third of the square of half a unit of the last digit. Alone it stays uniform.
 */
function spreadOfFigure({ detail: { uncertainty, rounding }, amount }: RowOf<'figure'>): Spread | null {
  const value = toFloat(amount);
  const size = value < 0 ? -value : value;
  const scale = value === 0 ? 1 : value;
  const over = value === 0 ? 1 : size;
  const half = rounding === undefined ? 0 : halfUnitOf(amount, rounding) / over;
  if (uncertainty === undefined)
    return half === 0 ? null : { ...uniform(1 - half, 1 + half), scale, isRounding: true };
  const deviation = readFloat(uncertainty.standardDeviation) / over;
  const mean = uncertainty.mean === undefined ? 1 : 1 + (readFloat(uncertainty.mean) - value) / scale;
  return { ...normal(sqrt(deviation * deviation + (half * half) / 3), mean), scale };
}

/** Returns the distribution of a mean of readings: normal, with its standard error. */
function spreadOfReadings({ amount }: Row, readings: readonly string[]): Spread | null {
  const value = toFloat(amount);
  const scale = value === 0 ? 1 : value;
  return { ...normal(toFloat(standardErrorOf(readings)) / (scale < 0 ? -scale : scale)), scale };
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

/**
 * Returns the distribution that the member `uncertainty` of a row states.
 * @param value of the row, in the unit that the member states; without one it changes nothing
 * @throws EngineError `bad-detail` for parameters that do not fit the value
 */
export function openSpread(uncertainty: Uncertainty, value = 1, row: RowName = NO_ROW): Shape {
  const over = overValue(uncertainty, value);
  switch (uncertainty.distribution) {
    case 'normal':
      return normal(over.size(uncertainty.standardDeviation));
    case 'interval95':
      return normal(over.size(uncertainty.halfWidth) / HALF_WIDTH_95);
    case 'limits95':
      return between(...aroundValue(uncertainty.lower, uncertainty.upper, over, row), value !== 0);
    case 'lognormal':
      return lognormal(log(readFloat(uncertainty.geometricStandardDeviation)), uncertainty.valueIs);
    case 'pedigree':
      return lognormal(sqrt(varianceOf(uncertainty)), uncertainty.valueIs);
    case 'uniform':
      return uniform(...aroundValue(uncertainty.least, uncertainty.most, over, row));
    case 'triangular': {
      const [least, most] = aroundValue(uncertainty.least, uncertainty.most, over, row);
      return triangular(least, most, modeOf(least, most, uncertainty.valueIs, row));
    }
    case 'empirical':
      return empirical(Float64Array.from(uncertainty.values, over.place).sort());
    case 'quantiles':
      return quantiles(Float64Array.from(uncertainty.values, over.place).sort());
  }
}

const NO_ROW: RowName = { record: '', key: '' };

/** How parameters become ratios to the value: places, such as an end, and sizes, such as a standard deviation. */
interface OverValue {
  readonly place: (text: string) => number;
  readonly size: (text: string) => number;
}

function overValue(uncertainty: Uncertainty, value: number): OverValue {
  if (!('unit' in uncertainty) || uncertainty.unit === undefined)
    return { place: (text) => readFloat(text), size: (text) => readFloat(text) };
  if (value === 0) return { place: (text) => 1 + readFloat(text), size: (text) => readFloat(text) };
  const size = value < 0 ? -value : value;
  return { place: (text) => readFloat(text) / value, size: (text) => readFloat(text) / size };
}

/** Returns two ends as ratios, ascending. @throws EngineError `bad-detail` where the value is not between them */
function aroundValue(low: string, high: string, { place }: OverValue, row: RowName): [number, number] {
  const [a, b] = [place(low), place(high)];
  const ends: [number, number] = a < b ? [a, b] : [b, a];
  if (ends[0] <= 1 && ends[1] >= 1 && readFloat(low) <= readFloat(high)) return ends;
  throw misfit(`the value is not between ${low} and ${high}`, `${low} to ${high}`, row);
}

/** Returns the mode of a triangular distribution whose mean, median or mode is 1. */
function modeOf(
  least: number,
  most: number,
  states: 'median' | 'mean' | 'mode' = 'mode',
  row: RowName,
): number {
  if (states === 'mode' || least === most) return 1;
  const width = most - least;
  // The side with the mode holds at least half: there the median is where the area of the other side's triangle is ½.
  const isUpper = 1 - least >= most - 1;
  const ofMedian = isUpper
    ? least + (2 * (1 - least) * (1 - least)) / width
    : most - (2 * (most - 1) * (most - 1)) / width;
  const mode = states === 'mean' ? 3 - least - most : ofMedian;
  if (mode >= least && mode <= most) return mode;
  throw misfit(`no triangular distribution with these ends has the value as its ${states}`, states, row);
}

function misfit(what: string, value: string, row: RowName): EngineError {
  const text = `${what}: correct its parameters, or state another distribution`;
  return new EngineError('bad-detail', text, value, placeOf(row, 'detail.uncertainty'));
}

/** Two ratios whose difference is below this are equal, but for how float64 rounds. */
const SAME = 1e-9;

/** A mean of 1 says that the value is the mean, whatever else it is. */
function statesOf(mean: number, otherwise: StatedValue): StatedValue {
  return mean > 1 - SAME && mean < 1 + SAME ? 'mean' : otherwise;
}

function fromNormals(
  turnNormals: (normals: Float64Array) => void,
): Required<Pick<Shape, 'ratio' | 'turnNormals'>> {
  const ratio = (deviate: number): number => {
    const one = Float64Array.of(normalDeviate(deviate));
    turnNormals(one);
    return one[0]!;
  };
  return { ratio, turnNormals };
}

/** @param mean over the stated value: that of a figure can be another number */
function normal(deviation: number, mean = 1): Shape {
  return {
    ...fromNormals((normals) => {
      for (let draw = 0; draw < normals.length; draw++) normals[draw] = mean + deviation * normals[draw]!;
    }),
    mean,
    deviation,
    states: statesOf(mean, 'other'),
    isNormal: true,
  };
}

/** With the median m and the deviation σ of the logarithm, the mean is m exp(σ² / 2) and the mode m exp(−σ²). */
function lognormal(deviation: number, states: 'median' | 'mean' | 'mode' = 'median'): Shape {
  const square = exp(deviation * deviation);
  const medians = { median: 1, mean: 1 / sqrt(square), mode: square };
  const median = medians[states];
  const mean = states === 'mean' ? 1 : median * sqrt(square);
  return {
    ...fromNormals((normals) => {
      for (let draw = 0; draw < normals.length; draw++)
        normals[draw] = median * exp(deviation * normals[draw]!);
    }),
    mean,
    deviation: mean * sqrt(square - 1),
    states: statesOf(mean, states),
    isNormal: false,
    isLognormal: true,
  };
}

function uniform(least: number, most: number): Shape {
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

/** The density rises from `least` to the mode, and falls to `most`. */
function triangular(least: number, most: number, mode: number): Shape {
  const width = most - least;
  const rising = mode - least;
  const falling = most - mode;
  const mean = (least + mode + most) / 3;
  return {
    ratio: (deviate) =>
      deviate * width < rising
        ? least + sqrt(deviate * width * rising)
        : most - sqrt((1 - deviate) * width * falling),
    mean,
    deviation: sqrt((rising * rising + rising * falling + falling * falling) / 18),
    states: statesOf(mean, mode === 1 ? 'mode' : 'median'),
    isNormal: false,
  };
}

/**
 * The median is 1, and `lower` and `upper` are the ends of the two-sided 95 % interval. Each side is half of a lognormal distribution; of a value of 0,
 * or with a lower end that is not above 0, half of a normal one.
 */
function between(lower: number, upper: number, hasRatios: boolean): Shape {
  const isLogarithmic = hasRatios && lower > 0;
  const [below, above] = (isLogarithmic ? [-log(lower), log(upper)] : [1 - lower, upper - 1]).map(
    (width) => width / HALF_WIDTH_95,
  ) as [number, number];
  const { mean, square } = isLogarithmic ? logarithmicMoments(below, above) : linearMoments(below, above);
  return {
    ...fromNormals((normals) => {
      for (let draw = 0; draw < normals.length; draw++) {
        const normal = normals[draw]!;
        const part = (normal < 0 ? below : above) * normal;
        normals[draw] = isLogarithmic ? exp(part) : 1 + part;
      }
    }),
    mean,
    deviation: sqrt(square - mean * mean),
    states: statesOf(mean, 'median'),
    isNormal: !isLogarithmic && below === above,
  };
}

/** The mean and the mean square of exp(σ z), with a σ of its own on each side of z = 0: exp(σ² / 2) Φ(σ) is the part of one side. */
function logarithmicMoments(below: number, above: number): { mean: number; square: number } {
  const partOf = (deviation: number): number =>
    exp((deviation * deviation) / 2) * normalProbability(deviation);
  return { mean: partOf(-below) + partOf(above), square: partOf(-2 * below) + partOf(2 * above) };
}

/** Those of 1 + σ z: the mean of the positive side of z is 1 / √(2π). */
function linearMoments(below: number, above: number): { mean: number; square: number } {
  const shift = (above - below) / ROOT_2_PI;
  return { mean: 1 + shift, square: 1 + 2 * shift + (below * below + above * above) / 2 };
}

const ROOT_2_PI = 2.5066282746310002;

/** Each of the values, which ascend, is as likely. */
function empirical(values: Float64Array): Shape {
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
function quantiles(values: Float64Array): Shape {
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
