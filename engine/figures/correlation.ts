import { normalDeviate, normalProbability } from '../quantities/deviates.ts';
import { sqrt } from '../quantities/elementary.ts';
import { readFloat } from '../quantities/float.ts';
import { Deviates } from '../quantities/threefry.ts';
import { nameRow } from '../factors/factor.ts';
import type { Row } from '../rows/row.ts';

/** How an uncertain row moves with others: what makes one row of a group too high makes the others too high. */
export interface Correlation {
  readonly group: string;
  /** The correlation of any two rows of the group: above 0, and 1 where they move together wholly. */
  readonly coefficient: number;
}

/** Whether rows of one meter are one group, where they name no group themselves. */
export type Meters = 'independent' | 'together';

/** Returns how a row moves with others; null where it is independent of them. Names of meters are those of one facility. */
export function correlationOf({ detail }: Row, meters: Meters): Correlation | null {
  if ('correlation' in detail && detail.correlation !== undefined) {
    const { group, coefficient } = detail.correlation;
    return { group, coefficient: coefficient === undefined ? 1 : readFloat(coefficient) };
  }
  if (meters === 'independent' || !('meter' in detail) || detail.meter === undefined) return null;
  const facility = ('facility' in detail ? detail.facility : undefined) ?? '';
  return { group: `meter ${facility} ${detail.meter}`, coefficient: 1 };
}

/** What writes the uniform deviates of following draws. */
export type Drawing = Pick<Deviates, 'fill'>;

/**
 * Returns the deviates of a row: its own, or those of its group. Under a coefficient r below 1 its normal deviate is √r × that of the
 * group + √(1 − r) × its own (a Gaussian copula with one factor), so any two rows of the group have this correlation if both are normal.
 */
export function drawingOf(row: Row, correlation: Correlation | null, seed: number): Drawing {
  if (correlation === null) return Deviates.of(seed, nameRow(row));
  const common = Deviates.of(seed, `group ${correlation.group}`);
  if (correlation.coefficient === 1) return common;
  return new MixedDeviates(common, Deviates.of(seed, nameRow(row)), correlation.coefficient);
}

class MixedDeviates implements Drawing {
  readonly #common: Deviates;
  readonly #own: Deviates;
  readonly #weights: readonly [common: number, own: number];
  #drawn = new Float64Array(0);

  constructor(common: Deviates, own: Deviates, coefficient: number) {
    this.#common = common;
    this.#own = own;
    this.#weights = [sqrt(coefficient), sqrt(1 - coefficient)];
  }

  fill(first: number, deviates: Float64Array): void {
    if (this.#drawn.length !== deviates.length) this.#drawn = new Float64Array(deviates.length);
    const own = this.#drawn;
    this.#common.fill(first, deviates);
    this.#own.fill(first, own);
    const [ofCommon, ofOwn] = this.#weights;
    for (let draw = 0; draw < deviates.length; draw++)
      deviates[draw] = normalProbability(
        ofCommon * normalDeviate(deviates[draw]!) + ofOwn * normalDeviate(own[draw]!),
      );
  }
}
