import { floatRatio } from '../quantities/float.ts';
import { Decomposition } from '../quantities/linear.ts';
import type { Row } from '../rows/row.ts';
import type { Draft, FormSystem, Solution, TableForm } from './draft.ts';
import { partsOf, type Expression, type LinearSystem, type Product } from './expression.ts';
import type { FloatEvaluator } from './float.ts';
import { derivativeAt } from './function.ts';
import { cellsOf } from './solve-exact.ts';

/** The derivatives of one figure by everything that rows state, in the figure's own unit per unit of the quantity. */
export interface Gradient {
  /** By the value of each row, per the row's own unit. A row that is used in several places is one variable. */
  readonly rows: ReadonlyMap<Row, number>;
  /** By the quantities that members of a row's detail state, per their own unit, by column. */
  readonly stated: ReadonlyMap<Row, ReadonlyMap<string, number>>;
}

/**
 * Returns the gradient of a figure by reverse differentiation: one pass from the figure down to its rows, through the figures that it
 * takes. The cost is that of computing the figure, however many rows there are.
 * @param float an evaluator without drawn rows
 */
export function gradientOf({ expression }: Pick<Draft, 'expression'>, float: FloatEvaluator): Gradient {
  const pass = new Pass(float);
  pass.add(expression, 1);
  for (const node of orderNodes(expression).reverse()) pass.propagate(node);
  return pass;
}

type Ordered = Expression | LinearSystem | FormSystem;

/** Returns nodes and systems, each once and after all that it is made of. */
function orderNodes(expression: Expression): Ordered[] {
  const seen = new Set<Ordered>();
  const visit = (node: Expression): void => {
    if (seen.has(node)) return;
    if (node.kind !== 'solution' || !seen.has(node.system)) partsOf(node).forEach(visit);
    if (node.kind === 'solution' || node.kind === 'form') seen.add(node.system);
    seen.add(node);
  };
  visit(expression);
  return [...seen];
}

/** One pass. The adjoint of a node is the derivative of the figure by that node. */
class Pass implements Gradient {
  readonly rows = new Map<Row, number>();
  readonly stated = new Map<Row, Map<string, number>>();
  readonly #float: FloatEvaluator;
  readonly #adjoints = new Map<Expression, number>();
  /** Adjoints of the components of each system. */
  readonly #ofSystems = new Map<LinearSystem, Float64Array>();
  /** Adjoints of the forms over each table. */
  readonly #ofForms = new Map<FormSystem, Map<number, number>>();

  constructor(float: FloatEvaluator) {
    this.#float = float;
  }

  add(node: Expression, adjoint: number): void {
    this.#adjoints.set(node, (this.#adjoints.get(node) ?? 0) + adjoint);
  }

  /** Passes the adjoint of a node on to its parts. */
  propagate(node: Ordered): void {
    if (!('kind' in node)) {
      if ('matrix' in node) this.#propagateSystem(node);
      else this.#propagateForms(node);
    } else this.#propagateNode(node);
  }

  #propagateNode(node: Expression): void {
    const adjoint = this.#adjoints.get(node) ?? 0;
    switch (node.kind) {
      case 'constant':
        break;
      case 'quantity':
        this.#addQuantity(node.row, node.column, adjoint * floatRatio(node.unit, node.to));
        break;
      case 'row-sum':
        if (node.isCertain === true) break;
        for (const row of node.rows) this.#addQuantity(row, 'value', adjoint * floatRatio(row.unit, node.to));
        break;
      case 'figure':
        this.add(node.draft.expression, adjoint);
        break;
      case 'sum':
        for (const part of node.parts) this.add(part, adjoint);
        break;
      case 'difference':
        this.add(node.from, adjoint);
        this.add(node.less, -adjoint);
        break;
      case 'product':
        this.#propagateProduct(node, adjoint);
        break;
      case 'quotient': {
        const under = this.#float.evaluateOne(node.under);
        this.add(node.over, adjoint / under);
        this.add(node.under, -(adjoint * this.#float.evaluateOne(node)) / under);
        break;
      }
      case 'function': {
        const [x, y] = [this.#float.evaluateOne(node.of), this.#float.evaluateOne(node)];
        this.add(node.of, adjoint * derivativeAt(node.name, x, y));
        break;
      }
      case 'rounded':
        this.add(node.of, adjoint);
        break;
      case 'solution':
        this.#addComponent(node, adjoint);
        break;
      case 'form':
        this.#addForm(node, adjoint);
    }
  }

  /** Each factor gets the product of the others: of those before it and those after it, so that a factor of 0 does no harm. */
  #propagateProduct({ factors }: Product, adjoint: number): void {
    const values = factors.map((factor) => this.#float.evaluateOne(factor));
    const after = new Float64Array(factors.length + 1).fill(1);
    for (let index = factors.length - 1; index >= 0; index--)
      after[index] = after[index + 1]! * values[index]!;
    let before = adjoint;
    factors.forEach((factor, index) => {
      this.add(factor, before * after[index + 1]!);
      before *= values[index]!;
    });
  }

  /** With A x = b and the adjoint v of x: Aᵀ y = v, the adjoint of b is y, and that of A's cell (i, j) is −y[i] x[j]. */
  #propagateSystem(system: LinearSystem): void {
    const { matrix, vector } = cellsOf(system, (cell) => this.#float.evaluateOne(cell));
    const decomposition = new Decomposition(matrix, vector.length);
    const [x, y] = [decomposition.solve(vector), decomposition.solveTransposed(this.#ofSystems.get(system)!)];
    system.vector.forEach((cell, row) => {
      if (cell !== null) this.add(cell, y[row]!);
    });
    system.matrix.forEach((cells, row) => {
      cells.forEach((cell, column) => {
        if (cell !== null) this.add(cell, -y[row]! * x[column]!);
      });
    });
  }

  #addComponent({ system, index }: Solution, adjoint: number): void {
    const ofSystem = this.#ofSystems.get(system) ?? new Float64Array(system.vector.length);
    ofSystem[index]! += adjoint;
    this.#ofSystems.set(system, ofSystem);
  }

  #addForm({ system, index }: TableForm, adjoint: number): void {
    const ofForms = this.#ofForms.get(system) ?? new Map<number, number>();
    this.#ofForms.set(system, ofForms.set(index, (ofForms.get(index) ?? 0) + adjoint));
  }

  #propagateForms(system: FormSystem): void {
    for (const [row, derivative] of system.gradientOf(this.#ofForms.get(system)!))
      this.#addQuantity(row, 'value', derivative);
  }

  #addQuantity(row: Row, column: string, derivative: number): void {
    if (column === 'value') {
      this.rows.set(row, (this.rows.get(row) ?? 0) + derivative);
      return;
    }
    const ofRow = this.stated.get(row) ?? new Map<string, number>();
    this.stated.set(row, ofRow.set(column, (ofRow.get(column) ?? 0) + derivative));
  }
}
