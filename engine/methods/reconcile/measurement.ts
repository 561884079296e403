import { groupsOf, ownPartOf } from '../../figures/correlation.ts';
import type { Draft } from '../../figures/draft.ts';
import { FloatEvaluator } from '../../figures/float.ts';
import { gradientOf } from '../../figures/gradient.ts';
import { sqrt } from '../../quantities/elementary.ts';
import type { Row } from '../../rows/row.ts';
import type { Spreads } from '../../uncertainty/variables.ts';

/**
 * What makes a measured flow uncertain: the standard deviation that each row gives it, or each group of rows that are wrong together. Flows that have a
 * row or a group in common are wrong together by it, to the same side or, where one deviation is below 0, to the other.
 */
export type MeasurementError = ReadonlyMap<Row | string, number>;

/** A flow that was measured. */
export interface Measurement {
  /** For messages, such as `coke from oven to furnace`. */
  readonly name: string;
  /** The first segments of its figures. */
  readonly prefix: string;
  /** For warnings: the first row that states it. */
  readonly row: Row;
  readonly draft: Draft;
  readonly error: MeasurementError;
}

/** Returns what makes a figure uncertain. Two rows of a group with the coefficient r share √r of their errors, as correlations everywhere. */
export function errorOf(draft: Pick<Draft, 'expression'>, spreads: Spreads): MeasurementError {
  const error = new Map<Row | string, number>();
  const add = (source: Row | string, deviation: number): void => {
    if (deviation !== 0) error.set(source, (error.get(source) ?? 0) + deviation);
  };
  for (const [row, derivative] of gradientOf(draft, new FloatEvaluator()).rows) {
    const spread = spreads.of(row);
    if (spread === null) continue;
    const deviation = derivative * spread.deviation * (spread.scale < 0 ? -spread.scale : spread.scale);
    const correlation = spreads.correlationOf(row);
    add(row, (correlation === null ? 1 : ownPartOf(correlation)) * deviation);
    for (const { group, coefficient, sign } of correlation === null ? [] : groupsOf(correlation))
      if (coefficient !== null) add(group, sign * sqrt(coefficient) * deviation);
  }
  return error;
}
