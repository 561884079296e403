import { Amount, ONE, ZERO } from '../quantities/decimal.ts';
import { convertAmount, type Unit } from '../quantities/unit.ts';
import type { Row } from '../rows/row.ts';
import type { Draft } from './draft.ts';
import { solveExact } from './solve-exact.ts';
import type { Expression, LinearSystem } from './expression.ts';

/**
 * Computes expressions with exact decimals. A quotient that does not terminate has 50 significant digits; the solution of a linear
 * system has 12, from float64. Each node is computed once.
 */
export class ExactEvaluator {
  readonly #known = new Map<Expression, Amount>();
  /** Each system is solved once for all of its components. */
  readonly #solved = new Map<LinearSystem, readonly Amount[]>();
  readonly #figure: (draft: Draft) => Amount;

  /** @param figure what another figure counts as; its exact value unless stated */
  constructor(figure?: (draft: Draft) => Amount) {
    this.#figure = figure ?? (({ expression }) => this.evaluate(expression));
  }

  /** @throws EngineError `out-of-range` for a division by zero */
  evaluate(node: Expression): Amount {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    const amount = this.#compute(node);
    this.#known.set(node, amount);
    return amount;
  }

  #compute(node: Expression): Amount {
    switch (node.kind) {
      case 'constant':
        return node.over.div(node.under);
      case 'quantity':
        return convertAmount(node.amount, node.unit, node.to);
      case 'row-sum':
        return sumRows(node.rows, node.to);
      case 'figure':
        return this.#figure(node.draft);
      case 'sum':
        return node.parts.reduce((sum, part) => sum.plus(this.evaluate(part)), ZERO);
      case 'difference':
        return this.evaluate(node.from).minus(this.evaluate(node.less));
      case 'product':
        return this.#multiply(node.factors);
      case 'quotient':
        return this.evaluate(node.over).div(this.evaluate(node.under));
      case 'solution':
        return this.#solve(node.system)[node.index]!;
    }
  }

  #solve(system: LinearSystem): readonly Amount[] {
    const known = this.#solved.get(system);
    if (known !== undefined) return known;
    const solution = solveExact(system, (cell) => this.evaluate(cell));
    this.#solved.set(system, solution);
    return solution;
  }

  /** Multiplies before it divides by constants, so that 44/12 of a multiple of 12 is exact. */
  #multiply(factors: readonly Expression[]): Amount {
    let product = ONE;
    let divisor: Amount | null = null;
    for (const factor of factors)
      if (factor.kind === 'constant') {
        product = product.times(factor.over);
        divisor = divisor === null ? factor.under : divisor.times(factor.under);
      } else product = product.times(this.evaluate(factor));
    return divisor === null ? product : product.div(divisor);
  }
}

/** Returns the exact sum of rows, added up unit by unit before each unit is converted once. */
export function sumRows(rows: readonly Row[], to: Unit): Amount {
  const sums = new Map<Unit, RunningSum>();
  let unit: Unit | null = null;
  let sum = new RunningSum();
  for (const row of rows) {
    if (row.unit !== unit) {
      unit = row.unit;
      sum = sums.get(unit) ?? new RunningSum();
      sums.set(unit, sum);
    }
    sum.add(row.amount);
  }
  let total = ZERO;
  for (const [own, part] of sums) total = total.plus(convertAmount(part.total(), own, to));
  return total;
}

/** Adds amounts scale by scale, so that a long sum converts no scale more than once. */
class RunningSum {
  readonly #byScale: (bigint | undefined)[] = [];

  add({ coefficient, scale }: Amount): void {
    this.#byScale[scale] = (this.#byScale[scale] ?? 0n) + coefficient;
  }

  total(): Amount {
    let total = ZERO;
    this.#byScale.forEach((coefficient, scale) => {
      if (coefficient !== undefined) total = total.plus(new Amount(coefficient, scale));
    });
    return total;
  }
}
