import type { Warning } from '../errors/warning.ts';
import type { Draft } from '../figures/draft.ts';
import { FloatEvaluator } from '../figures/float.ts';
import { sqrt } from '../quantities/elementary.ts';
import { fromFloat } from '../quantities/float.ts';
import type { Row } from '../rows/row.ts';
import type { Assessment } from './assessment.ts';
import type { Variable } from './variables.ts';

/** By which part of it the standard deviation of propagation may differ from that of the draws. */
const MOST_OFF = 0.1;
const DIGITS = 3;

/** A figure, and both of its assessments. */
export interface Compared {
  readonly draft: Draft;
  readonly variables: readonly Variable[];
  readonly propagated: Assessment;
  /** Null where nothing was drawn. */
  readonly drawn: Assessment | null;
  readonly draws: number;
}

/**
 * Warns where propagation of error, which takes a figure as linear in its rows, does not hold: it gives another standard deviation than the draws,
 * or none of a figure that moves with its rows, such as the square of a quantity that is 0.
 */
export function warnOfFirstOrder({ draft, variables, propagated, drawn, draws }: Compared): Warning[] {
  const { standardDeviation: first } = propagated;
  const make = (what: string): Warning[] => [
    {
      code: 'not-linear',
      message: `${draft.key} is not linear in its rows within their uncertainty: ${what}`,
      row: { record: '', key: draft.key },
    },
  ];
  if (drawn === null)
    return first === 0 && moves(draft, variables, propagated.value)
      ? make('propagation of error gives it no uncertainty, which is wrong. Use approach 2')
      : [];
  // A row that is skewed counts with its larger difference, so there both differ by intention.
  if ((propagated.propagated?.asymmetric ?? 0) > 0) return [];
  const { standardDeviation: second } = drawn;
  const off = first > second ? first - second : second - first;
  if (!(off > (MOST_OFF + 4 / sqrt(2 * draws)) * second)) return [];
  const percent = String(fromFloat((100 * first) / second, DIGITS));
  return make(
    `the standard deviation by propagation of error is ${percent} % of that of the draws. Use the interval of approach 2`,
  );
}

/** Places in the distributions of rows at which a figure is computed. */
const PLACES = [1, 6, 11, 16];

/** Whether a figure is another one for other values of its uncertain rows. */
function moves({ expression }: Draft, variables: readonly Variable[], value: number): boolean {
  const draws = new Map<Row, Float64Array>();
  variables.forEach(({ row, stated, spread }, at) => {
    if (spread === null) return;
    const drawn = PLACES.map(
      (place) => stated + spread.scale * (spread.ratio((((place + 5 * at) % 17) + 0.5) / 17) - 1),
    );
    draws.set(row, Float64Array.from(drawn));
  });
  if (draws.size === 0) return false;
  return new FloatEvaluator((row) => draws.get(row) ?? null)
    .evaluate(expression)
    .some((drawn) => drawn !== value);
}
