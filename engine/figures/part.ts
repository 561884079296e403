import type { Row } from '../rows/row.ts';
import type { Draft, Expression, RowSum } from './draft.ts';
import { differenceOf, productOf, quotientOf, sumOf } from './expression.ts';
import { NOTHING } from './consolidation.ts';
import { distinctTexts } from './figure.ts';
import { describeUses } from './terms.ts';

/**
 * Returns the part of a figure that some of its rows make, without the other figures that it adds up: these are written out. Only for a
 * figure that is linear in its rows, as a total is: the parts of all rows then add up to it. Null where no row is taken.
 */
export function takePart(draft: Draft, take: (node: RowSum) => readonly RowSum[]): Draft | null {
  const taker = new Taker(take);
  const expression = taker.takeFrom(draft);
  if (expression === null) return null;
  const { key, unit, method, scope, gwpSet } = draft;
  const { categories, geographies } = describeUses(taker.rows);
  const gases = distinctTexts([...taker.leaves].flatMap((leaf) => leaf.gases));
  return { key, unit, method, scope, gwpSet, categories, gases, geographies, expression };
}

class Taker {
  readonly rows: Row[] = [];
  /** The figures whose rows were taken. */
  readonly leaves = new Set<Draft>();
  readonly #take: (node: RowSum) => readonly RowSum[];

  constructor(take: (node: RowSum) => readonly RowSum[]) {
    this.#take = take;
  }

  takeFrom(draft: Draft): Expression | null {
    const count = this.rows.length;
    const leaves = this.leaves.size;
    const part = this.#part(draft.expression);
    // Rows that no figure below has are those of this one.
    if (this.rows.length > count && this.leaves.size === leaves) this.leaves.add(draft);
    return part;
  }

  /** Returns the part of a node; null where it is 0, so that nothing of it is written. */
  #part(node: Expression): Expression | null {
    switch (node.kind) {
      case 'row-sum': {
        const sums = this.#take(node);
        for (const { rows } of sums) for (const row of rows) this.rows.push(row);
        return sums.length === 0 ? null : sumOf(sums);
      }
      case 'figure':
        return this.takeFrom(node.draft);
      case 'sum': {
        const parts = node.parts.flatMap((part) => this.#part(part) ?? []);
        return parts.length === 0 ? null : sumOf(parts);
      }
      case 'difference': {
        const [from, less] = [this.#part(node.from), this.#part(node.less)];
        return less === null ? from : differenceOf(from ?? NOTHING, less);
      }
      case 'product': {
        const factors = node.factors.flatMap((factor) => this.#part(factor) ?? []);
        return factors.length < node.factors.length ? null : productOf(...factors);
      }
      case 'quotient': {
        const over = this.#part(node.over);
        return over === null ? null : quotientOf(over, node.under);
      }
      case 'constant':
      case 'quantity':
      case 'solution':
      case 'form':
        return node;
    }
  }
}
