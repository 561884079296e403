import type { Spread } from '../figures/distribution.ts';
import type { Draft } from '../figures/draft.ts';
import { requireFinite } from '../figures/evaluators.ts';
import { partsOf, type Expression } from '../figures/expression.ts';
import { keepsSign } from '../figures/function.ts';
import { normalDeviate } from '../quantities/deviates.ts';
import { exp, log, sqrt } from '../quantities/elementary.ts';
import { isSigned } from '../rows/row.ts';
import { rankContributions, type Assessment } from './assessment.ts';
import { covariancesOf } from './covariance.ts';
import type { Variables } from './variables.ts';

/** The level of an interval, and the most contributions that are listed. */
export interface Propagation {
  /** Between 0 and 1. */
  readonly level: number;
  readonly contributions: number;
}

/**
 * The largest coefficient of variation with which an interval is that of a normal distribution (2006 IPCC Guidelines, volume 1, section
 * 3.2.3.1: Approach 1 holds where the standard deviation over the mean is below 0.3).
 */
export const MOST_NORMAL = 0.3;

/**
 * Assesses a figure by propagation of error: Approach 1 of the 2006 IPCC Guidelines, volume 1, section 3.2.3.1. The variance of the
 * figure is the sum over its rows of (derivative × standard deviation)². For products that is equation 3.1, for sums equation 3.2, and a
 * row that has several places is one variable, so that what it correlates is counted exactly. Rows of a group are added up before they are
 * squared. The interval is about the mean of the
 * figure: where a row states another value than its mean, the figure is moved by derivative × difference.
 * @throws EngineError `out-of-range` for a variance that is not finite in float64
 */
export function propagate(
  draft: Draft,
  value: number,
  { all, unstated, rowsState, states, dependence }: Variables,
  { level, contributions: most }: Propagation,
): Assessment {
  const z = normalDeviate((1 + level) / 2);
  const uncertain = all.filter(({ spread }) => spread !== null);
  let asymmetric = 0;
  let mean = value;
  const parts = uncertain.map((variable) => {
    const { deviation, isAsymmetric } = deviationOf(variable.spread!, level, z);
    if (isAsymmetric) asymmetric++;
    const size = variable.derivative * variable.spread!.scale;
    mean += size * (variable.spread!.mean - 1);
    return { row: variable.row, part: size * deviation, correlation: variable.correlation };
  });
  const covariances = covariancesOf(parts);
  const sum = requireFinite(
    covariances.reduce((total, covariance) => total + covariance, 0),
    draft.key,
  );
  // Parts of a group that offset each other leave what float64 rounds, which can be below 0.
  const variance = sum > 0 ? sum : 0;
  const standardDeviation = sqrt(variance);
  const shares = parts.map(({ row }, at) => ({
    row,
    share: variance === 0 ? 0 : covariances[at]! / variance,
  }));
  const isNormal = uncertain.every(({ spread }) => spread!.isNormal);
  const shape = !isNormal && isLognormal(draft, mean, standardDeviation) ? 'lognormal' : 'normal';
  const ends = shape === 'lognormal' ? lognormalInterval : normalInterval;
  return {
    approach: 1,
    value,
    mean: requireFinite(mean, draft.key),
    interval: uncertain.length === 0 ? null : ends(mean, standardDeviation, z),
    standardDeviation,
    ...rankContributions(shares, most),
    unstated,
    rowsState,
    states,
    dependence,
    propagated: { shape, asymmetric },
  };
}

/** Two differences whose relative distance is below this are equal, but for how float64 rounds. */
const SAME = 1e-9;

/**
 * Returns the standard deviation of a row over its value. Where the interval of the row is not symmetric about its mean, the larger
 * difference counts as if it were on both sides, as the guidelines say for columns E and F of table 3.2; never less than the standard
 * deviation.
 */
export function deviationOf(
  { deviation, mean, ratio, isNormal }: Spread,
  level: number,
  z: number,
): { readonly deviation: number; readonly isAsymmetric: boolean } {
  if (isNormal) return { deviation, isAsymmetric: false };
  const below = mean - ratio((1 - level) / 2);
  const above = ratio((1 + level) / 2) - mean;
  const [smaller, larger] = above > below ? [below / z, above / z] : [above / z, below / z];
  if (larger - smaller <= SAME * larger) return { deviation, isAsymmetric: false };
  return larger > deviation ? { deviation: larger, isAsymmetric: true } : { deviation, isAsymmetric: false };
}

interface Interval {
  readonly low: number;
  readonly high: number;
}

function normalInterval(mean: number, deviation: number, z: number): Interval {
  return { low: mean - z * deviation, high: mean + z * deviation };
}

/** The interval of the lognormal distribution with this mean and standard deviation. */
function lognormalInterval(mean: number, deviation: number, z: number): Interval {
  const square = 1 + (deviation / mean) * (deviation / mean);
  const [median, spread] = [mean / sqrt(square), sqrt(log(square))];
  return { low: median * exp(-z * spread), high: median * exp(z * spread) };
}

/**
 * A figure that cannot be negative, and whose standard deviation is large, is taken as lognormal; but not where all of its rows are
 * stated to be normal.
 */
function isLognormal({ expression }: Draft, mean: number, deviation: number): boolean {
  return mean > 0 && deviation > MOST_NORMAL * mean && isNeverNegative(expression, new Map());
}

function isNeverNegative(node: Expression, known: Map<Expression, boolean>): boolean {
  const before = known.get(node);
  if (before !== undefined) return before;
  const never = judge(node, known);
  known.set(node, never);
  return never;
}

function judge(node: Expression, known: Map<Expression, boolean>): boolean {
  switch (node.kind) {
    case 'constant':
      return !node.over.isNegative() && !node.under.isNegative();
    case 'quantity':
      return !isSigned(node.row.detail);
    case 'row-sum':
      return node.rows.every(({ detail }) => !isSigned(detail));
    case 'figure':
    case 'sum':
    case 'product':
    case 'quotient':
    case 'rounded':
      return partsOf(node).every((part) => isNeverNegative(part, known));
    case 'function':
      return keepsSign(node.name, isNeverNegative(node.of, known));
    case 'difference':
    case 'solution':
    case 'form':
      return false;
  }
}
