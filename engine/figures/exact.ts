import { Amount, ONE, ZERO } from '../quantities/decimal.ts';
import { exactFloat } from '../quantities/float.ts';
import { convertAmount, findConversion, type Unit } from '../quantities/unit.ts';
import type { Row } from '../rows/row.ts';
import type { Draft } from './draft.ts';
import { applyExactly } from './function.ts';
import { solveExact } from './solve-exact.ts';
import type { Expression, LinearSystem, RowSum } from './expression.ts';

/**
 * Computes expressions with exact decimals. A quotient, power, logarithm or exponential that is longer has 50 significant digits; the solution of a linear
 * system has 12, from float64. A form over a table is the float64 itself. Each node is computed once.
 */
export class ExactEvaluator {
  readonly #known = new Map<Expression, Amount>();
  readonly #sums = new Map<RowSum, Fraction>();
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
        return valueOf(this.#sumRows(node));
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
      case 'function':
        return applyExactly(node.name, this.evaluate(node.of));
      case 'rounded':
        return this.evaluate(node.of).round(node.decimals, 'half-up');
      case 'solution':
        return this.#solve(node.system)[node.index]!;
      case 'form':
        return exactFloat(node.system.valueOf(node.index));
    }
  }

  #solve(system: LinearSystem): readonly Amount[] {
    const known = this.#solved.get(system);
    if (known !== undefined) return known;
    const solution = solveExact(system, (cell) => this.evaluate(cell));
    this.#solved.set(system, solution);
    return solution;
  }

  #sumRows(node: RowSum): Fraction {
    const known = this.#sums.get(node);
    if (known !== undefined) return known;
    const sum = sumFraction(node.rows, node.to);
    this.#sums.set(node, sum);
    return sum;
  }

  /**
   * Multiplies before it divides, so that 44/12 of a multiple of 12 is exact, and so are gigajoules with a factor per gigajoule in a
   * formula that takes both per megawatt-hour.
   */
  #multiply(factors: readonly Expression[]): Amount {
    let product: Fraction = { over: ONE, under: null };
    for (const factor of factors) product = multiply(product, this.#fractionOf(factor));
    return valueOf(product);
  }

  #fractionOf(node: Expression): Fraction {
    if (node.kind === 'constant') return node;
    if (node.kind === 'row-sum') return this.#sumRows(node);
    if (node.kind === 'quantity') return convert(node.amount, node.unit, node.to);
    if (node.kind === 'difference') {
      const { over, under } = this.#fractionOf(node.less);
      return add(this.#fractionOf(node.from), { over: ZERO.minus(over), under });
    }
    if (node.kind === 'quotient') {
      const [over, under] = [this.#fractionOf(node.over), this.#fractionOf(node.under)];
      return {
        over: under.under === null ? over.over : over.over.times(under.under),
        under: multiplyDivisors(over.under, under.over),
      };
    }
    return { over: this.evaluate(node), under: null };
  }
}

/** An amount that is not divided yet. Null: not at all. */
interface Fraction {
  readonly over: Amount;
  readonly under: Amount | null;
}

function valueOf({ over, under }: Fraction): Amount {
  return under === null ? over : over.div(under);
}

function multiply(a: Fraction, b: Fraction): Fraction {
  return { over: a.over.times(b.over), under: multiplyDivisors(a.under, b.under) };
}

function add(a: Fraction, b: Fraction): Fraction {
  const over = (b.under === null ? a.over : a.over.times(b.under)).plus(
    a.under === null ? b.over : b.over.times(a.under),
  );
  return { over, under: multiplyDivisors(a.under, b.under) };
}

function multiplyDivisors(a: Amount | null, b: Amount | null): Amount | null {
  if (a === null || b === null) return a ?? b;
  return a.times(b);
}

function convert(amount: Amount, from: Unit, to: Unit): Fraction {
  const { multiplier, divisor } = findConversion(from, to);
  return { over: multiplier === null ? amount : amount.times(multiplier), under: divisor };
}

/** Returns the exact sum of rows, added up unit by unit before each unit is converted once. */
export function sumRows(rows: readonly Row[], to: Unit): Amount {
  return valueOf(sumFraction(rows, to));
}

function sumFraction(rows: readonly Row[], to: Unit): Fraction {
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
  let total: Fraction = { over: ZERO, under: null };
  for (const [own, part] of sums) total = add(total, convert(part.total(), own, to));
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
