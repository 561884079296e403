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

/** Returns a number as a constant of 12 digits. */
export function numberOf(value: number): Expression {
  const amount = fromFloat(value);
  return constant(String(amount), amount, ONE);
}

/** Returns a sum that is written term by term. */
export function sumPlain(parts: readonly Expression[]): Expression {
  return parts.length === 1 ? parts[0]! : { kind: 'sum', parts, isPlain: true };
}

/** Returns Σ weight × figure, such as `0.4 * gap1 - 0.2 * gap3`: each figure has its number in its symbol. */
export function combine(symbol: string, drafts: readonly Draft[], weights: ArrayLike<number>): Expression {
  const write = (at: number, weight: number): Expression =>
    productOf(numberOf(weight), valueOf(`${symbol}${at + 1}`, drafts[at]!));
  const counted = drafts.map((_, at) => at).filter((at) => weights[at] !== 0);
  const more = counted.filter((at) => weights[at]! > 0).map((at) => write(at, weights[at]!));
  const less = counted.filter((at) => weights[at]! < 0);
  if (counted.length === 0) return NOTHING;
  if (less.length === 0) return sumPlain(more);
  if (more.length === 0) return sumPlain(less.map((at) => write(at, weights[at]!)));
  return differenceOf(sumPlain(more), sumPlain(less.map((at) => write(at, -weights[at]!))));
}
