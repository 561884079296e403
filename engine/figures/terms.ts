import type { Selection } from '../../core/records/selection.ts';
import type { Row } from '../rows/row.ts';
import type { Unit } from '../quantities/unit.ts';
import { checkUnit, type Expression, productOf, quotientOf, type RowSum, sumOf } from './expression.ts';
import { splitBySpelling } from './spelled-sets.ts';

/** What multiplies and divides a use: the same object for all uses that take the same factors. */
export interface Shape {
  /** The symbol of the use, the unit in which it counts, and the substance of its mass. */
  readonly symbol: string;
  readonly to: Unit;
  readonly substance: string | null;
  readonly factors: readonly Expression[];
  readonly divisors?: readonly Expression[];
  /** Set where one of the factors states how uncertain the uses are. */
  readonly isCertain?: true;
}

/**
 * Returns the sum of one product for each use: its quantity × its factors. Uses of one record that take the same factors are added up
 * first. `selection` is exactly the given uses, in each of their records.
 * @throws EngineError `unit-mismatch`
 */
export function sumTerms<R extends Row>(
  uses: readonly R[],
  selection: Selection,
  shapeOf: (use: R) => Shape,
): Expression {
  return sumOf(
    splitBySpelling(uses, selection).flatMap((set) => listTerms(set.rows, set.selection, shapeOf)),
  );
}

function listTerms<R extends Row>(
  uses: readonly R[],
  selection: Selection,
  shapeOf: (use: R) => Shape,
): Expression[] {
  const groups = new Map<string, Map<Shape, Group>>();
  let last: Group | undefined;
  for (const use of uses) {
    const shape = shapeOf(use);
    if (last?.shape !== shape || last.rows[0]!.record !== use.record)
      last = findGroup(groups, use.record, shape);
    if (last.unit !== use.unit) {
      checkUnit(use, shape.to, shape.substance);
      last.unit = use.unit;
    }
    last.rows.push(use);
  }
  const parts = [...groups.values()].flatMap((ofRecord) => [...ofRecord.values()]);
  return parts.map(({ shape: { symbol, to, factors, divisors = [], isCertain }, rows }) => {
    const sum: RowSum = { kind: 'row-sum', symbol, rows, to, selection };
    const product = productOf(isCertain === true ? { ...sum, isCertain } : sum, ...factors);
    return divisors.length === 0 ? product : quotientOf(product, productOf(...divisors));
  });
}

/** Returns the sum of rows of any records. `selection` is exactly the given rows. @throws EngineError `unit-mismatch` */
export function sumOfRows(
  symbol: string,
  rows: readonly Row[],
  { to, substance, selection }: Pick<Shape, 'to' | 'substance'> & { readonly selection: Selection },
): Expression {
  const shape = { symbol, to, substance, factors: [] };
  return sumTerms(rows, selection, () => shape);
}

interface Group {
  readonly shape: Shape;
  readonly rows: Row[];
  /** The unit of the last row: its conversion was checked. */
  unit: Unit | null;
}

function findGroup(groups: Map<string, Map<Shape, Group>>, record: string, shape: Shape): Group {
  const ofRecord = groups.get(record) ?? new Map<Shape, Group>();
  groups.set(record, ofRecord);
  const group = ofRecord.get(shape) ?? { shape, rows: [], unit: null };
  ofRecord.set(shape, group);
  return group;
}

/** Shapes by what they are made of, so that uses that take the same factors get the same shape. */
export class Shapes {
  readonly #known: Node = { next: new Map(), shape: null };
  #parts: readonly unknown[] = [];
  #last: Shape | null = null;

  /** Returns the shape of these parts (factors, units), compared by identity. */
  of(parts: readonly unknown[], make: () => Shape): Shape {
    if (this.#last !== null && parts.length === this.#parts.length && this.#isLast(parts)) return this.#last;
    let node = this.#known;
    for (const part of parts) {
      const next = node.next.get(part) ?? { next: new Map(), shape: null };
      node.next.set(part, next);
      node = next;
    }
    node.shape ??= make();
    [this.#parts, this.#last] = [parts, node.shape];
    return node.shape;
  }

  #isLast(parts: readonly unknown[]): boolean {
    return parts.every((part, index) => part === this.#parts[index]);
  }
}

interface Node {
  readonly next: Map<unknown, Node>;
  shape: Shape | null;
}

/** Returns the distinct categories and places of uses, each ascending. */
export function describeUses(uses: readonly Row[]): { categories: string[]; geographies: string[] } {
  const [categories, geographies] = [new Set<string>(), new Set<string>()];
  let [category, geography]: (string | undefined)[] = [];
  let last: Row['detail'] | undefined;
  for (const { detail } of uses) {
    if (detail === last) continue;
    last = detail;
    if (detail.row === 'figure') {
      detail.categories.forEach((each) => categories.add(each));
      detail.geographies.forEach((each) => geographies.add(each));
    }
    if ('category' in detail && detail.category !== category) categories.add((category = detail.category));
    if ('geography' in detail && detail.geography !== geography) {
      geography = detail.geography;
      if (geography !== undefined) geographies.add(geography);
    }
  }
  return { categories: [...categories].sort(), geographies: [...geographies].sort() };
}
