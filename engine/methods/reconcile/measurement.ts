import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Draft } from '../../figures/draft.ts';
import { sqrt } from '../../quantities/elementary.ts';
import type { Row } from '../../rows/row.ts';
import type { Spreads } from '../../uncertainty/variables.ts';

/** The error of a flow as it was measured: a part of its own, and parts that it shares with others, by group. */
export interface MeasurementError {
  /** The variance of its own part. */
  readonly own: number;
  /** Standard deviations of shared parts. Those of one group are all of them higher, or all lower: below 0 the other way round. */
  readonly shared: ReadonlyMap<string, number>;
}

/** A flow that was measured: the sum of rows. */
export interface Measurement {
  /** For messages, such as `coke from oven to furnace`. */
  readonly name: string;
  /** The first segments of its figures. */
  readonly prefix: string;
  readonly rows: readonly Row[];
  readonly draft: Draft;
  readonly error: MeasurementError;
}

/**
 * Returns the error of a sum of rows. Two rows of a group with the coefficient r share √r of their errors, as correlations everywhere.
 * @param scaleOf by what the value of a row is multiplied in the sum
 * @throws EngineError `missing-uncertainty` for a row that states none
 */
export function errorOf<R extends Row>(
  rows: readonly R[],
  spreads: Spreads,
  scaleOf: (row: R) => number,
): MeasurementError {
  const shared = new Map<string, number>();
  let own = 0;
  for (const row of rows) {
    const deviation = deviationOf(row, spreads) * scaleOf(row);
    const { group, coefficient, sign } = spreads.correlationOf(row) ?? NO_GROUP;
    own += (1 - (coefficient ?? 0)) * deviation * deviation;
    if (coefficient !== null)
      shared.set(group, (shared.get(group) ?? 0) + sign * sqrt(coefficient) * deviation);
  }
  return { own, shared };
}

const NO_GROUP = { group: '', coefficient: null, sign: 1 };

/** Returns the standard deviation of a row, in its own unit. */
function deviationOf(row: Row, spreads: Spreads): number {
  const spread = spreads.of(row);
  if (spread !== null) return spread.deviation * (spread.scale < 0 ? -spread.scale : spread.scale);
  if ('uncertainty' in row.detail && row.detail.uncertainty !== undefined) return 0;
  const text = `${row.key} states no uncertainty, which decides how far a balance moves it: add detail.uncertainty, or name the balances without this stream in parameters.balances`;
  throw new EngineError('missing-uncertainty', text, row.value, placeOf(row, 'detail.uncertainty'));
}
