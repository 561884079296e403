import { Invariant } from '../../core/errors.ts';
import { Amount, powerOfTen, ZERO } from '../quantities/decimal.ts';
import { exactFloat } from '../quantities/float.ts';
import type { ExactEvaluator } from './exact.ts';
import { partsOf, type Expression } from './expression.ts';

/** What a bound is where float64 proves none. */
export const NOT_PROVEN = 'not proven';

/** How far a value can be from the true one: an amount in its unit, null where it is exact, or that nothing is proven. */
export type Bound = Amount | null | typeof NOT_PROVEN;

/**
 * How far the value of an expression can be from the true one, where it takes forms over a table. Everything else in it is exact, so the
 * bound follows from those of its forms: |a b − a' b'| ≤ |a| β + |b| α + α β, where a and b are wrong by at most α and β.
 */
export class BoundEvaluator {
  readonly #known = new Map<Expression, Bound>();
  readonly #exact: ExactEvaluator;

  constructor(exact: ExactEvaluator) {
    this.#exact = exact;
  }

  /** Returns the bound, in the unit of the expression. It is exact where it takes no form. */
  evaluate(node: Expression): Bound {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    const bound = this.#compute(node);
    this.#known.set(node, bound);
    return bound;
  }

  #compute(node: Expression): Bound {
    switch (node.kind) {
      case 'constant':
      case 'quantity':
      case 'row-sum':
      case 'solution':
        return null;
      case 'form': {
        const bound = node.system.boundOf(node.index);
        return isFinite(bound) ? exactFloat(bound) : NOT_PROVEN;
      }
      case 'figure':
        return this.evaluate(node.draft.expression);
      case 'sum':
      case 'difference':
        return partsOf(node)
          .map((part) => this.evaluate(part))
          .reduce<Bound>(add, null);
      case 'product':
        return this.#multiply(node.factors);
      case 'quotient': {
        const over = this.evaluate(node.over);
        this.#requireExact(node.under, 'nothing is divided by a form');
        if (over === null || over === NOT_PROVEN) return over;
        return over.div(this.#exact.evaluate(node.under).abs());
      }
      case 'function':
        return this.#requireExact(node.of, 'no function takes a form');
      case 'rounded':
        return this.#requireExact(node.of, 'no step of a rule set takes a form');
    }
  }

  #requireExact(node: Expression, claim: string): null {
    if (this.evaluate(node) !== null) throw new Invariant(claim);
    return null;
  }

  #multiply(factors: readonly Expression[]): Bound {
    if (factors.every((factor) => this.evaluate(factor) === null)) return null;
    let [product, bound] = [new Amount(1n), ZERO];
    for (const factor of factors) {
      const [value, own] = [this.#exact.evaluate(factor).abs(), this.evaluate(factor) ?? ZERO];
      if (own === NOT_PROVEN) return NOT_PROVEN;
      bound = product.times(own).plus(value.times(bound)).plus(bound.times(own));
      product = product.times(value);
    }
    return bound;
  }
}

function add(sum: Bound, bound: Bound): Bound {
  if (sum === NOT_PROVEN || bound === NOT_PROVEN) return NOT_PROVEN;
  return sum === null || bound === null ? (sum ?? bound) : sum.plus(bound);
}

/** Returns an amount of at least 0 with this many significant digits, rounded up. */
export function roundUp(amount: Amount, digits: number): Amount {
  const drop = amount.coefficient.toString().length - digits;
  if (drop <= 0) return amount;
  const unit = powerOfTen(drop);
  const coefficient = (amount.coefficient + unit - 1n) / unit;
  return amount.scale >= drop
    ? new Amount(coefficient, amount.scale - drop)
    : new Amount(coefficient * powerOfTen(drop - amount.scale));
}

/** Returns how many decimals a rounding keeps of an amount; null where it has no significant digit. */
export function decimalsKept(amount: Amount, digits: number): number | null {
  if (amount.isZero()) return null;
  return amount.scale - amount.abs().coefficient.toString().length + digits;
}
