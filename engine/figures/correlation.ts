import { normalDeviate, normalProbability } from '../quantities/deviates.ts';
import { sqrt } from '../quantities/elementary.ts';
import { readFloat } from '../quantities/float.ts';
import { Deviates } from '../quantities/threefry.ts';
import { nameRow } from '../factors/factor.ts';
import { loadingsOf } from './readings.ts';
import type { Row } from '../rows/row.ts';

/** How an uncertain row moves with others: what makes one row of a group too high makes the others too high. */
export interface Correlation {
  readonly group: string;
  /** The correlation of any two rows of the group: above 0, and 1 where they move together wholly. Null where that follows from loadings. */
  readonly coefficient: number | null;
  /** −1 where the row is too low where the others of its group are too high. */
  readonly sign: 1 | -1;
  /**
   * Of a mean of readings: its standard normal deviate is Σ loading × that of each moment, and the squares of loadings add up to 1. So two means
   * have the correlation Σ of the products of their loadings, of either sign.
   */
  readonly loadings?: Float64Array;
}

/** Whether rows of one meter are one group, where they name no group themselves. */
export type Meters = 'independent' | 'together';

/** Returns how a row moves with others; null where it is independent of them. Names of meters are those of one facility. */
export function correlationOf(row: Row, meters: Meters): Correlation | null {
  const { detail } = row;
  if (detail.row === 'measured-quantity' && detail.readings !== undefined)
    return detail.together === undefined ? null : loadReadings(row, detail.readings, detail.together);
  if ('correlation' in detail && detail.correlation !== undefined) {
    const { group, coefficient = '1', opposite } = detail.correlation;
    return { group, coefficient: readFloat(coefficient), sign: opposite === undefined ? 1 : -1 };
  }
  if (meters === 'independent' || !('meter' in detail) || detail.meter === undefined) return null;
  const facility = ('facility' in detail ? detail.facility : undefined) ?? '';
  return { group: `meter ${facility} ${detail.meter}`, coefficient: 1, sign: 1 };
}

function loadReadings({ amount }: Row, readings: readonly string[], together: string): Correlation | null {
  const loadings = loadingsOf(readings);
  if (loadings === null) return null;
  // A spread is one of ratios to the value: below 0, a larger ratio is a smaller value.
  const own = amount.isNegative() ? loadings.map((loading) => -loading) : loadings;
  return { group: `readings ${together}`, coefficient: null, sign: 1, loadings: own };
}

/** What writes the uniform deviates of following draws. */
export type Drawing = Pick<Deviates, 'fill'>;

/**
 * Returns the deviates of a row: its own, or those of its group. Under a coefficient r below 1 its normal deviate is √r × that of the
 * group + √(1 − r) × its own (a Gaussian copula with one factor), so any two rows of the group have this correlation if both are normal.
 */
export function drawingOf(row: Row, correlation: Correlation | null, seed: number): Drawing {
  if (correlation === null) return Deviates.of(seed, nameRow(row));
  const { group, coefficient, sign, loadings } = correlation;
  if (loadings !== undefined) {
    const moments = Array.from(loadings, (_, moment) => Deviates.of(seed, `${group} ${moment + 1}`));
    return new MixedDeviates(moments, loadings);
  }
  const common = Deviates.of(seed, `group ${group}`);
  if (coefficient === 1 || coefficient === null)
    return sign === 1 ? common : new MixedDeviates([common], Float64Array.of(-1));
  const weights = Float64Array.of(sign * sqrt(coefficient), sqrt(1 - coefficient));
  return new MixedDeviates([common, Deviates.of(seed, nameRow(row))], weights);
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
