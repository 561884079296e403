import type { Row } from '../rows/row.ts';
import type { Difference, Draft, Expression, Product, Quotient, RowSum, Sum } from './draft.ts';
import { differenceOf, nodesOf, NOTHING, productOf, quotientOf, sumOf } from './expression.ts';
import { distinctTexts } from '../rows/row.ts';
import { describeUses } from './terms.ts';

/**
 * Returns the part of a figure that some of its rows make, without the other figures that it adds up: these are written out, each with
 * symbols of its own (`EF_2`). Only for a figure that is linear in its rows, as a total is: the parts of all rows then add up to it.
 * Null where no row is taken.
 * @param ownerOf returns the row whose category and place a row has
 */
export function takePart(
  draft: Draft,
  take: (node: RowSum) => readonly RowSum[],
  ownerOf?: (row: Row) => Row,
): Draft | null {
  const taker = new Taker(take);
  const expression = taker.take(draft, isLeaf(draft) ? '' : null);
  if (expression === null) return null;
  const { key, unit, method, scope, gwpSet } = draft;
  const { categories, geographies } = describeUses(
    ownerOf === undefined ? taker.rows : taker.rows.map(ownerOf),
  );
  const gases = distinctTexts(taker.leaves.flatMap((leaf) => leaf.gases));
  return { key, unit, method, scope, gwpSet, categories, gases, geographies, expression };
}

/** Whether a figure is made of rows, and not of other figures alone; what a meter measured can be one of its factors. */
function isLeaf({ expression, covers }: Draft): boolean {
  const nodes = nodesOf(expression);
  if (nodes.every(({ kind }) => kind !== 'figure')) return true;
  return covers === undefined && nodes.some(({ kind }) => kind === 'quantity' || kind === 'row-sum');
}

class Taker {
  readonly rows: Row[] = [];
  /** The figures whose rows were taken. */
  readonly leaves: Draft[] = [];
  readonly #take: (node: RowSum) => readonly RowSum[];
  readonly #taken = new Map<Draft, Expression | null>();
  /** What the current leaf adds to its symbols, and its nodes: one that is used twice stays one. */
  #suffix = '';
  #known = new Map<Expression, Expression | null>();

  constructor(take: (node: RowSum) => readonly RowSum[]) {
    this.#take = take;
  }

  /** Returns the part of a figure. `suffix` is null for one that adds up others. */
  take(draft: Draft, suffix: string | null): Expression | null {
    if (suffix === null) return this.#part(draft.expression);
    const outer = [this.#suffix, this.#known] as const;
    [this.#suffix, this.#known] = [suffix, new Map<Expression, Expression | null>()];
    const part = this.#part(draft.expression);
    [this.#suffix, this.#known] = outer;
    if (part !== null) this.leaves.push(draft);
    return part;
  }

  #part(node: Expression): Expression | null {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    const part = this.#takeFrom(node);
    this.#known.set(node, part);
    return part;
  }

  #parts(nodes: readonly Expression[]): Expression[] {
    return nodes.flatMap((node) => this.#part(node) ?? []);
  }

  /** Returns the part of a node; null where it is 0, so that nothing of it is written. */
  #takeFrom(node: Expression): Expression | null {
    switch (node.kind) {
      case 'row-sum':
        return this.#takeRows(node);
      case 'figure': {
        const { draft } = node;
        const known = this.#taken.get(draft);
        const part = known ?? this.take(draft, isLeaf(draft) ? `_${this.leaves.length + 1}` : null);
        this.#taken.set(draft, part);
        return part;
      }
      case 'sum':
      case 'difference':
      case 'product':
      case 'quotient':
        return this.#compose(node);
      case 'rounded': {
        const part = this.#part(node.of);
        return part === null ? null : { ...node, of: part };
      }
      case 'quantity':
        return { ...node, symbol: node.symbol + this.#suffix };
      case 'constant':
      case 'function':
      case 'solution':
      case 'form':
        return node;
    }
  }

  #compose(node: Sum | Difference | Product | Quotient): Expression | null {
    switch (node.kind) {
      case 'sum': {
        const parts = this.#parts(node.parts).flatMap((part) => (part.kind === 'sum' ? part.parts : [part]));
        return parts.length === 0 ? null : sumOf(parts);
      }
      case 'difference': {
        const [from, less] = [this.#part(node.from), this.#part(node.less)];
        return less === null ? from : differenceOf(from ?? NOTHING, less);
      }
      case 'product': {
        const factors = this.#parts(node.factors);
        return factors.length < node.factors.length ? null : productOf(...factors);
      }
      case 'quotient': {
        const [over, under] = [this.#part(node.over), this.#part(node.under)];
        return over === null ? null : quotientOf(over, under ?? node.under);
      }
    }
  }

  #takeRows(node: RowSum): Expression | null {
    const sums = this.#take(node).map((sum) => ({ ...sum, symbol: sum.symbol + this.#suffix }));
    for (const { rows } of sums) for (const row of rows) this.rows.push(row);
    return sums.length === 0 ? null : sumOf(sums);
  }
}
