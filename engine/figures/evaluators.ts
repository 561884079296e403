import { EngineError } from '../errors/engine-error.ts';
import type { Amount } from '../quantities/decimal.ts';
import { percentileOf } from '../quantities/percentile.ts';
import type { Draft } from './draft.ts';
import { ExactEvaluator } from './exact.ts';
import { FloatEvaluator } from './float.ts';
import { gradientOf, type Gradient } from './gradient.ts';
import { sampleFigures, type Sampling } from './samples.ts';

/** One figure as every evaluator computes it, in the draft's own unit and not rounded. */
export interface Evaluation {
  readonly draft: Draft;
  readonly exact: Amount;
  readonly float: number;
  readonly gradient: Gradient;
  /** One number for each draw, in the order of the draws. */
  readonly samples: Float64Array;
  /** One number for each percentile that was asked for. */
  readonly percentiles: readonly number[];
}

/** A simulation, and the percentiles of each figure that it gives, from 0 to 100. */
export interface Percentiles extends Sampling {
  readonly percentiles: readonly number[];
}

/**
 * Computes figures with every evaluator. All share the graphs of the figures, so no formula is written twice.
 * @throws EngineError `out-of-range` for a division by zero, and for a figure or a draw that is not finite in float64
 */
export function evaluateDrafts(drafts: readonly Draft[], simulation: Percentiles): Evaluation[] {
  const [exact, float] = [new ExactEvaluator(), new FloatEvaluator()];
  const all = sampleFigures(drafts, simulation);
  return drafts.map((draft, index) => {
    const samples = all[index]!;
    const sorted = samples.toSorted();
    return {
      draft,
      exact: exact.evaluate(draft.expression),
      float: requireFinite(float.evaluateOne(draft.expression), draft.key),
      gradient: gradientOf(draft, float),
      samples,
      percentiles: simulation.percentiles.map((percent) => percentileOf(sorted, percent)),
    };
  });
}

/** Returns the float64 of a figure. @throws EngineError `out-of-range` where it is not finite */
export function requireFinite(value: number, key: string): number {
  if (value - value === 0) return value;
  const text = `${key} is not a finite number in float64: its rows are too large, or it is divided by zero`;
  throw new EngineError('out-of-range', text, value, { record: '', key, column: 'value' });
}
