import type { Draft } from '../../figures/draft.ts';
import {
  constant,
  differenceOf,
  NOTHING,
  productOf,
  valueOf,
  type Expression,
} from '../../figures/expression.ts';
import { ONE } from '../../quantities/decimal.ts';
import { fromFloat } from '../../quantities/float.ts';

/**
 * All that float64 is sure to keep. Where balances share a flow that is far less certain than the others, net gaps can be thousands of times the
 * gaps, and what is rounded here counts as many times.
 */
const DIGITS = 15;

/** Returns a number as a constant of 15 digits in a unit, which is not written where it is 1. */
export function numberOf(value: number, unit: string): Expression {
  const amount = fromFloat(value, DIGITS);
  return constant(unit === '1' ? String(amount) : `${String(amount)} ${unit}`, amount, ONE);
}

/** Returns a sum that is written term by term. */
export function sumPlain(parts: readonly Expression[]): Expression {
  return parts.length === 1 ? parts[0]! : { kind: 'sum', parts, isPlain: true };
}

/** Figures, each with what it is multiplied by, and the unit of their sum. */
export interface Weighted {
  readonly drafts: readonly Draft[];
  readonly weights: ArrayLike<number>;
  readonly unit: string;
}

/** Returns Σ weight × figure, such as `0.4 * gap1 - 0.2 * gap3`: each figure has its number in its symbol. */
export function combine(symbol: string, { drafts, weights, unit }: Weighted): Expression {
  const write = (at: number, weight: number): Expression => {
    const draft = drafts[at]!;
    const ratio = draft.unit === unit ? '1' : `${unit}/${draft.unit}`;
    return productOf(numberOf(weight, ratio), valueOf(`${symbol}${at + 1}`, draft));
  };
  const counted = drafts.map((_, at) => at).filter((at) => weights[at] !== 0);
  const more = counted.filter((at) => weights[at]! > 0).map((at) => write(at, weights[at]!));
  const less = counted.filter((at) => weights[at]! < 0);
  if (counted.length === 0) return NOTHING;
  const first = more.length === 0 ? write(less[0]!, weights[less.shift()!]!) : sumPlain(more);
  if (less.length === 0) return first;
  return differenceOf(first, sumPlain(less.map((at) => write(at, -weights[at]!))));
}
