import { normalDeviate, normalProbability } from '../quantities/deviates.ts';
import { sqrt } from '../quantities/elementary.ts';
import { readFloat } from '../quantities/float.ts';
import { Deviates } from '../quantities/threefry.ts';
import { EngineError, placeOf } from '../errors/engine-error.ts';
import { nameRow } from '../factors/factor.ts';
import { loadingsOf } from './readings.ts';
import type { Row } from '../rows/row.ts';

/** A group of rows that are wrong together, for one of them: what makes one row of a group too high makes the others too high. */
export interface Shared {
  readonly group: string;
  /** The correlation of any two rows of the group: above 0, and 1 where they move together wholly. Null where that follows from loadings. */
  readonly coefficient: number | null;
  /** −1 where the row is too low where the others of its group are too high. */
  readonly sign: 1 | -1;
}

/** How an uncertain row moves with others. */
export interface Correlation extends Shared {
  /** Further groups of the row. */
  readonly also?: readonly Shared[];
  /**
   * Of a mean of readings: its standard normal deviate is Σ loading × that of each moment, and the squares of loadings add up to 1. So two means
   * have the correlation Σ of the products of their loadings, of either sign.
   */
  readonly loadings?: Float64Array;
}

/** Returns all groups of a row. */
export function groupsOf(correlation: Correlation): readonly Shared[] {
  return correlation.also === undefined ? [correlation] : [correlation, ...correlation.also];
}

/** Whether rows of one meter are one group, where they name no group themselves. */
export type Meters = 'independent' | 'together';

/** Returns how a row moves with others; null where it is independent of them. Names of meters are those of one facility. */
export function correlationOf(row: Row, meters: Meters): Correlation | null {
  const { detail } = row;
  if (detail.row === 'measured-quantity' && detail.readings !== undefined)
    return detail.together === undefined ? null : loadReadings(row, detail.readings, detail.together);
  if ('correlation' in detail && detail.correlation !== undefined) {
    const { also, ...first } = detail.correlation;
    const own = readShared(first);
    if (also === undefined) return own;
    const all = [own, ...also.map(readShared)];
    refuseExcess(row, all);
    return { ...own, also: all.slice(1) };
  }
  if (meters === 'independent' || !('meter' in detail) || detail.meter === undefined) return null;
  const facility = ('facility' in detail ? detail.facility : undefined) ?? '';
  return { group: `meter ${facility} ${detail.meter}`, coefficient: 1, sign: 1 };
}

interface Stated {
  readonly group: string;
  readonly coefficient?: string | undefined;
  readonly opposite?: 'yes' | undefined;
}

function readShared({ group, coefficient = '1', opposite }: Stated): Shared {
  return { group, coefficient: readFloat(coefficient), sign: opposite === undefined ? 1 : -1 };
}

/** What float64 adds to a sum of decimals that is 1. */
const ROUNDED = 1e-12;

/** @throws EngineError `bad-detail` where a row shares more than all of its error, or names a group twice */
function refuseExcess(row: Row, all: readonly Shared[]): void {
  const sum = all.reduce((total, { coefficient }) => total + coefficient!, 0);
  const second = all.find(({ group }, at) => all.findIndex((each) => each.group === group) < at);
  if (second === undefined && sum <= 1 + ROUNDED) return;
  const text =
    second === undefined
      ? `${row.key}: the coefficients of its groups are ${all.map(({ coefficient }) => coefficient).join(' + ')}: expected at most 1 together`
      : `${row.key} names the group ${second.group} twice: state it once`;
  throw new EngineError('bad-detail', text, second?.group ?? sum, placeOf(row, 'detail.correlation.also'));
}

function loadReadings({ amount }: Row, readings: readonly string[], together: string): Correlation | null {
  const loadings = loadingsOf(readings);
  if (loadings === null) return null;
  // A spread is one of ratios to the value: below 0, a larger ratio is a smaller value.
  const own = amount.isNegative() ? loadings.map((loading) => -loading) : loadings;
  return { group: `readings ${together}`, coefficient: null, sign: 1, loadings: own };
}

/** Returns what is left of the deviate of a row for itself: the square root of 1 less the coefficients of its groups. */
export function ownPartOf(correlation: Correlation): number {
  const left = groupsOf(correlation).reduce((rest, { coefficient }) => rest - (coefficient ?? 0), 1);
  return left > 0 ? sqrt(left) : 0;
}

/** What writes the uniform deviates of following draws. */
export type Drawing = Pick<Deviates, 'fill'>;

/**
 * Returns the deviates of a row: its own, or those of its group. Under a coefficient r below 1 its normal deviate is √r × that of the
 * group + √(1 − r) × its own (a Gaussian copula with one factor), so any two rows of the group have this correlation if both are normal. With several
 * groups it is the sum of √r × that of each, and √(1 − Σ r) × its own.
 */
export function drawingOf(row: Row, correlation: Correlation | null, seed: number): Drawing {
  if (correlation === null) return Deviates.of(seed, nameRow(row));
  const { group, coefficient, sign, loadings, also } = correlation;
  if (loadings !== undefined) {
    const moments = Array.from(loadings, (_, moment) => Deviates.of(seed, `${group} ${moment + 1}`));
    return new MixedDeviates(moments, loadings);
  }
  const common = Deviates.of(seed, `group ${group}`);
  if (coefficient === 1 || coefficient === null)
    return sign === 1 ? common : new MixedDeviates([common], Float64Array.of(-1));
  const more = also?.map((each) => Deviates.of(seed, `group ${each.group}`)) ?? [];
  const weights = [
    ...groupsOf(correlation).map((each) => each.sign * sqrt(each.coefficient!)),
    ownPartOf(correlation),
  ];
  return new MixedDeviates([common, ...more, Deviates.of(seed, nameRow(row))], Float64Array.from(weights));
}

/** The deviates of a weighted sum of standard normal variables, which is one itself. */
class MixedDeviates implements Drawing {
  readonly #parts: readonly Deviates[];
  readonly #weights: Float64Array;
  #drawn = new Float64Array(0);

  /** @param weights one for each part; their squares add up to 1 */
  constructor(parts: readonly Deviates[], weights: Float64Array) {
    [this.#parts, this.#weights] = [parts, weights];
  }

  fill(first: number, deviates: Float64Array): void {
    if (this.#drawn.length !== deviates.length) this.#drawn = new Float64Array(deviates.length);
    const drawn = this.#drawn;
    deviates.fill(0);
    this.#parts.forEach((part, at) => {
      const weight = this.#weights[at]!;
      part.fill(first, drawn);
      for (let draw = 0; draw < drawn.length; draw++) deviates[draw]! += weight * normalDeviate(drawn[draw]!);
    });
    for (let draw = 0; draw < deviates.length; draw++) deviates[draw] = normalProbability(deviates[draw]!);
  }
}
