import { floatRatio, toFloat } from '../quantities/float.ts';
import {
  divideFloats,
  floatAt,
  FloatSum,
  multiplyFloats,
  oneFloat,
  subtractFloats,
  type Floats,
} from '../quantities/floats.ts';
import { Decomposition } from '../quantities/linear.ts';
import type { Row } from '../rows/row.ts';
import type { DrawsOf, FormSystem } from './draft.ts';
import type { Expression, LinearSystem, Quantity, RowSum } from './expression.ts';
import { applyToFloats } from './function.ts';

/**
 * Computes expressions in float64, once for every draw or once for all. Each node is computed once, and the order of operations is that of
 * the graph: factors and parts as they are listed, and of a sum of rows first those that are not drawn, then the others, each by key. A figure
 * of the run counts with its own float64, not with its rounded value.
 */
export class FloatEvaluator {
  readonly #known = new Map<Expression, Floats>();
  readonly #solved = new Map<LinearSystem, readonly Floats[]>();
  readonly #forms = new Map<FormSystem, readonly Floats[] | null>();
  readonly #split = new Map<RowSum, SplitRows>();
  readonly #drawsOf: DrawsOf;

  /** @param drawsOf the drawn rows; none unless stated */
  constructor(drawsOf: DrawsOf = () => null) {
    this.#drawsOf = drawsOf;
  }

  evaluate(node: Expression): Floats {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    const values = this.#compute(node);
    this.#known.set(node, values);
    return values;
  }

  /** Returns the number of an expression without drawn rows. */
  evaluateOne(node: Expression): number {
    return floatAt(this.evaluate(node), 0);
  }

  /** Forgets what depends on drawn rows, so that their next draws can be used. */
  forgetDraws(): void {
    for (const [node, { length }] of this.#known) if (length > 1) this.#known.delete(node);
    for (const [system, solution] of this.#solved)
      if (solution.some(({ length }) => length > 1)) this.#solved.delete(system);
    for (const [system, draws] of this.#forms) if (draws !== null) this.#forms.delete(system);
  }

  #compute(node: Expression): Floats {
    switch (node.kind) {
      case 'constant':
        return oneFloat(toFloat(node.over) / toFloat(node.under));
      case 'quantity':
        return this.#readQuantity(node);
      case 'row-sum':
        return this.#sumRows(node);
      case 'figure':
        return this.evaluate(node.draft.expression);
      case 'sum': {
        const sum = new FloatSum();
        for (const part of node.parts) sum.add(this.evaluate(part));
        return sum.total();
      }
      case 'difference':
        return subtractFloats(this.evaluate(node.from), this.evaluate(node.less));
      case 'product':
        return node.factors.map((factor) => this.evaluate(factor)).reduce(multiplyFloats);
      case 'quotient':
        return divideFloats(this.evaluate(node.over), this.evaluate(node.under));
      case 'function':
        return applyToFloats(node.name, this.evaluate(node.of));
      case 'rounded':
        return this.evaluate(node.of);
      case 'solution':
        return this.#solve(node.system)[node.index]!;
      case 'form':
        return this.#drawForms(node.system)?.[node.index] ?? oneFloat(node.system.valueOf(node.index));
    }
  }

  /** Solves the system of a table once for every draw of its rows, for all forms over it. */
  #drawForms(system: FormSystem): readonly Floats[] | null {
    const known = this.#forms.get(system);
    if (known !== undefined) return known;
    const draws = system.drawsOf(this.#drawsOf);
    this.#forms.set(system, draws);
    return draws;
  }

  /** A quantity that a member of a detail states is not drawn: the uncertainty of a row is that of its value. */
  #readQuantity({ row, column, amount, unit, to }: Quantity): Floats {
    const draws = column === 'value' ? this.#drawsOf(row) : null;
    return multiplyFloats(draws ?? oneFloat(toFloat(amount)), oneFloat(floatRatio(unit, to)));
  }

  #sumRows(node: RowSum): Floats {
    let split = this.#split.get(node);
    if (split === undefined) this.#split.set(node, (split = this.#splitRows(node)));
    const sum = split.stated.copy();
    for (const { row, ratio } of split.drawn) sum.add(this.#drawsOf(row)!, ratio);
    return sum.total();
  }

  #splitRows({ rows, to }: RowSum): SplitRows {
    const stated = new FloatSum();
    const drawn: { row: Row; ratio: number }[] = [];
    const value = oneFloat(0);
    for (const row of rows) {
      const ratio = floatRatio(row.unit, to);
      if (this.#drawsOf(row) !== null) drawn.push({ row, ratio });
      else {
        value[0] = toFloat(row.amount) * ratio;
        stated.add(value);
      }
    }
    return { stated, drawn };
  }

  /** Solves a system once for all of its components, and once for every draw of its right side, or of its matrix. */
  #solve(system: LinearSystem): readonly Floats[] {
    const known = this.#solved.get(system);
    if (known !== undefined) return known;
    const valuesOf = (cell: Expression | null): Floats => (cell === null ? ZERO : this.evaluate(cell));
    const solution = solveEach(system.matrix.flat().map(valuesOf), system.vector.map(valuesOf));
    this.#solved.set(system, solution);
    return solution;
  }
}

/** The rows of a sum: the sum of those that hold for every draw, and the drawn ones with the ratio of their unit to that of the sum. */
interface SplitRows {
  readonly stated: FloatSum;
  readonly drawn: readonly { readonly row: Row; readonly ratio: number }[];
}

const ZERO = oneFloat(0);

/** Solves `matrix · x = vector` for every draw. Returns one list of draws for each component. */
function solveEach(matrix: readonly Floats[], vector: readonly Floats[]): readonly Floats[] {
  const size = vector.length;
  const isDrawn = matrix.some(({ length }) => length > 1);
  const draws = [...matrix, ...vector].reduce((most, { length }) => (length > most ? length : most), 1);
  const decompose = (draw: number): Decomposition =>
    new Decomposition(
      Float64Array.from(matrix, (cell) => floatAt(cell, draw)),
      size,
    );
  const solution = vector.map(() => new Float64Array(draws));
  let decomposition = decompose(0);
  for (let draw = 0; draw < draws; draw++) {
    if (isDrawn && draw > 0) decomposition = decompose(draw);
    const x = decomposition.solve(Float64Array.from(vector, (cell) => floatAt(cell, draw)));
    solution.forEach((component, index) => (component[draw] = x[index]!));
  }
  return solution;
}
