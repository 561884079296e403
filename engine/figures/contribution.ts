import { type Amount, ONE, ZERO } from '../quantities/decimal.ts';
import { convertAmount } from '../quantities/unit.ts';
import type { Row } from '../rows/row.ts';
import type { Draft } from './draft.ts';
import type { ExactEvaluator } from './exact.ts';
import { type Expression, partsOf, type Product, type Quantity, type RowSum } from './expression.ts';

/** A figure that rows count in, and what they give of it, in its unit. */
export interface Contribution {
  readonly draft: Draft;
  readonly amount: Amount;
}

type Source = Quantity | RowSum;

/**
 * What rows give of the total of a run, exactly where that is linear in them, as every sum of amounts times factors is. Costs one pass over
 * the nodes of a total, whatever the number of rows.
 */
export class Contributions {
  /** Totals first, the widest one first; then the other masses. */
  readonly #drafts: readonly Draft[];
  readonly #exact: ExactEvaluator;
  readonly #adjoints = new Map<Draft, ReadonlyMap<Expression, Amount>>();
  /** The nodes that take each of the rows. */
  readonly #sources: ReadonlyMap<Row, readonly Source[]>;

  /** @param rows those that are asked about later */
  constructor(drafts: readonly Draft[], rows: readonly Row[], exact: ExactEvaluator) {
    const masses = drafts.filter(({ unit, period }) => unit.startsWith('t{') && period === undefined);
    const widthOf = ({ covers = [] }: Draft): number => covers.length;
    this.#drafts = masses.toSorted((a, b) => widthOf(b) - widthOf(a) || (a.key < b.key ? -1 : 1));
    this.#exact = exact;
    this.#sources = findSources(this.#drafts, rows);
  }

  /** Returns what rows give of the widest figure that takes one of them; null where none does. */
  of(rows: readonly Row[]): Contribution | null {
    const taken = rows.filter((row) => this.#sources.has(row));
    if (taken.length === 0) return null;
    for (const draft of this.#drafts) {
      const adjoints = this.#adjointsOf(draft);
      const isTaken = (row: Row): boolean => this.#sources.get(row)!.some((node) => adjoints.has(node));
      if (!taken.some(isTaken)) continue;
      const amounts = taken.map((row) => this.#weigh(row, adjoints));
      return { draft, amount: amounts.reduce((sum, amount) => sum.plus(amount), ZERO) };
    }
    return null;
  }

  #weigh(row: Row, adjoints: ReadonlyMap<Expression, Amount>): Amount {
    let sum = ZERO;
    for (const node of this.#sources.get(row)!) {
      const adjoint = adjoints.get(node);
      if (adjoint === undefined) continue;
      const [amount, unit] = node.kind === 'quantity' ? [node.amount, node.unit] : [row.amount, row.unit];
      sum = sum.plus(adjoint.times(convertAmount(amount, unit, node.to)));
    }
    return sum;
  }

  #adjointsOf(draft: Draft): ReadonlyMap<Expression, Amount> {
    const known = this.#adjoints.get(draft) ?? findAdjoints(draft.expression, this.#exact);
    this.#adjoints.set(draft, known);
    return known;
  }
}

/** Returns nodes down to rows and through figures, each once and after all that it is made of. Equations, tables and functions are not entered. */
function orderNodes(expression: Expression): Expression[] {
  const seen = new Set<Expression>();
  const visit = (node: Expression): void => {
    if (seen.has(node)) return;
    if (!ENTERED_NOT.has(node.kind)) partsOf(node).forEach(visit);
    seen.add(node);
  };
  visit(expression);
  return [...seen];
}

/** Equations, tables and functions. */
const ENTERED_NOT: ReadonlySet<Expression['kind']> = new Set(['solution', 'form', 'function']);

function findSources(drafts: readonly Draft[], wanted: readonly Row[]): Map<Row, Source[]> {
  const found = new Map<Row, Source[]>();
  const marks = new Uint8Array(wanted.reduce((most, { index }) => (index > most ? index : most), 0) + 1);
  for (const { index } of wanted) marks[index] = 1;
  const add = (row: Row, node: Source): void => {
    if (marks[row.index] !== 1) return;
    const nodes = found.get(row) ?? [];
    found.set(row, nodes);
    nodes.push(node);
  };
  const nodes = new Set(drafts.flatMap(({ expression }) => orderNodes(expression)));
  for (const node of nodes)
    if (node.kind === 'quantity') add(node.row, node);
    else if (node.kind === 'row-sum') for (const row of node.rows) add(row, node);
  return found;
}

/** Returns the derivative of a figure by each of its nodes, exact: reverse differentiation, from the figure down. */
function findAdjoints(expression: Expression, exact: ExactEvaluator): Map<Expression, Amount> {
  const adjoints = new Map<Expression, Amount>([[expression, ONE]]);
  const add = (node: Expression, adjoint: Amount): void => {
    const before = adjoints.get(node);
    adjoints.set(node, before === undefined ? adjoint : before.plus(adjoint));
  };
  for (const node of orderNodes(expression).reverse()) {
    const adjoint = adjoints.get(node);
    if (adjoint !== undefined) passOn(node, adjoint, { add, exact });
  }
  return adjoints;
}

/** Passes the adjoint of a node on to its parts. */
function passOn(
  node: Expression,
  adjoint: Amount,
  {
    add,
    exact,
  }: { readonly add: (node: Expression, adjoint: Amount) => void; readonly exact: ExactEvaluator },
): void {
  switch (node.kind) {
    case 'figure':
      return add(node.draft.expression, adjoint);
    case 'sum':
      for (const part of node.parts) add(part, adjoint);
      return;
    case 'difference':
      add(node.from, adjoint);
      return add(node.less, ZERO.minus(adjoint));
    case 'rounded':
      return add(node.of, adjoint);
    case 'product':
      node.factors.forEach((factor, at) => add(factor, adjoint.times(productWithout(node, at, exact))));
      return;
    case 'quotient': {
      const under = exact.evaluate(node.under);
      add(node.over, adjoint.div(under));
      return add(node.under, ZERO.minus(adjoint.times(exact.evaluate(node)).div(under)));
    }
    case 'constant':
    case 'quantity':
    case 'row-sum':
    case 'function':
    case 'solution':
    case 'form':
  }
}

function productWithout({ factors }: Product, at: number, exact: ExactEvaluator): Amount {
  return factors.reduce(
    (product, factor, other) => (other === at ? product : product.times(exact.evaluate(factor))),
    ONE,
  );
}
