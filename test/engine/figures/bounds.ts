import { toFloat } from '../../../engine/quantities/float.ts';
import { ONE } from '../../../engine/quantities/decimal.ts';
import { convertAmount } from '../../../engine/quantities/unit.ts';
import type { Row } from '../../../engine/rows/row.ts';
import { ExactEvaluator } from '../../../engine/figures/exact.ts';
import type { Expression } from '../../../engine/figures/expression.ts';
import type { NumberFunction } from '../../../engine/figures/function.ts';

/** Bounds on the sizes of a function of one variable and of its first three derivatives, on an interval. */
export type Bounds = readonly [value: number, first: number, second: number, third: number];

const CONSTANT = (value: number): Bounds => [Math.abs(value), 0, 0, 0];

/**
 * Bounds an expression as a function of the quantity of one row, within `step` of the stated one. Where `step` is 0, the first bound is
 * the sum of the absolute terms of the expression. Each rule is the triangle inequality on the rule of differentiation:
 * a sum has (u ± v)⁽ⁿ⁾, a product has Leibniz's rule, and w = u / v solves u⁽ⁿ⁾ = (w v)⁽ⁿ⁾ for w⁽ⁿ⁾, where |v| is at least what it is in
 * the middle less `step` times the bound of its derivative. A function of u has the chain rule, with the largest values of its derivatives
 * where u is within `step` times the bound of its derivative. Values are exact ones, so that no float evaluator takes part.
 */
export class Bounding {
  readonly #exact = new ExactEvaluator();
  readonly #known = new Map<Expression, Bounds>();
  readonly #row: Row | null;
  readonly #step: number;

  constructor(row: Row | null = null, step = 0) {
    this.#row = row;
    this.#step = step;
  }

  of(node: Expression): Bounds {
    const bounds = this.#known.get(node) ?? this.#compute(node);
    this.#known.set(node, bounds);
    return bounds;
  }

  #compute(node: Expression): Bounds {
    switch (node.kind) {
      case 'constant':
        return CONSTANT(this.#value(node));
      case 'quantity':
        return node.column === 'value' ? this.#ofRow(node.row, node.to) : CONSTANT(this.#value(node));
      case 'row-sum':
        return node.rows.map((row) => this.#ofRow(row, node.to)).reduce(add);
      case 'figure':
        return this.of(node.draft.expression);
      case 'sum':
        return node.parts.map((part) => this.of(part)).reduce(add, CONSTANT(0));
      case 'difference':
        return add(this.of(node.from), this.of(node.less));
      case 'product':
        return node.factors.map((factor) => this.of(factor)).reduce(multiply);
      case 'quotient': {
        const under = this.of(node.under);
        const least = Math.abs(this.#value(node.under)) - this.#step * under[1];
        if (!(least > 0)) throw new Error('the divisor is not bounded away from 0');
        return divide(this.of(node.over), under, least);
      }
      case 'function': {
        const of = this.of(node.of);
        return compose(derivativesOf(node.name, this.#value(node.of), this.#step * of[1]), of);
      }
      case 'rounded':
      case 'solution':
      case 'form':
        throw new Error(`no bound of ${node.kind}`);
    }
  }

  #ofRow(row: Row, to: Row['unit']): Bounds {
    const ratio = toFloat(convertAmount(ONE, row.unit, to));
    const value = Math.abs(toFloat(row.amount) * ratio);
    return row === this.#row ? [value + this.#step * ratio, ratio, 0, 0] : [value, 0, 0, 0];
  }

  #value(node: Expression): number {
    return toFloat(this.#exact.evaluate(node));
  }
}

function add(u: Bounds, v: Bounds): Bounds {
  return [u[0] + v[0], u[1] + v[1], u[2] + v[2], u[3] + v[3]];
}

function multiply(u: Bounds, v: Bounds): Bounds {
  return [
    u[0] * v[0],
    u[1] * v[0] + u[0] * v[1],
    u[2] * v[0] + 2 * u[1] * v[1] + u[0] * v[2],
    u[3] * v[0] + 3 * u[2] * v[1] + 3 * u[1] * v[2] + u[0] * v[3],
  ];
}

function divide(u: Bounds, v: Bounds, least: number): Bounds {
  const value = u[0] / least;
  const first = (u[1] + value * v[1]) / least;
  const second = (u[2] + 2 * first * v[1] + value * v[2]) / least;
  const third = (u[3] + 3 * second * v[1] + 3 * first * v[2] + value * v[3]) / least;
  return [value, first, second, third];
}

/** Returns the largest sizes of a function and of its first three derivatives within `radius` of x. */
function derivativesOf(name: NumberFunction, x: number, radius: number): Bounds {
  if (name === 'exp') {
    const most = Math.exp(x + radius);
    return [most, most, most, most];
  }
  const least = x - radius;
  if (name !== 'ln') throw new Error('no bound of a power');
  if (!(least > 0)) throw new Error('the argument of the logarithm is not bounded away from 0');
  const value = Math.max(Math.abs(Math.log(least)), Math.abs(Math.log(x + radius)));
  return [value, 1 / least, 1 / least ** 2, 2 / least ** 3];
}

/**
 * Bounds f(u). Its value and its derivative are off by what u is off, times the next derivative of f, so each has the terms of u times
 * that among its own terms.
 */
function compose(f: Bounds, u: Bounds): Bounds {
  return [
    f[0] + f[1] * u[0],
    (f[1] + f[2] * u[0]) * u[1],
    f[2] * u[1] ** 2 + f[1] * u[2],
    f[3] * u[1] ** 3 + 3 * f[2] * u[1] * u[2] + f[1] * u[3],
  ];
}
