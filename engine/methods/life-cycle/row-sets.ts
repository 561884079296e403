import type { Selection } from '../../../core/records/selection.ts';
import type { FormRows } from '../../figures/draft.ts';
import { rowsOfType, type RowIndex } from '../../rows/row-index.ts';
import type { Row } from '../../rows/row.ts';
import type { Chain, Supply } from './chain.ts';
import { documentsOf, isCell } from './matrices.ts';

/** A set with more rows than these is all rows of their type in their record: their keys are not listed. */
const MOST_KEYS = 1000;

/** The rows that forms over a chain take, as sets of one record each. */
export class RowSets {
  readonly #chain: Chain;
  readonly #rows: RowIndex;
  /** The supplies that each functional unit needs, directly or through others. */
  readonly #reached: readonly ReadonlySet<number>[];
  readonly #exchanges = new Map<number, readonly FormRows[]>();
  readonly #sets = new Map<string, readonly FormRows[]>();

  constructor(chain: Chain, rows: RowIndex) {
    [this.#chain, this.#rows] = [chain, rows];
    const needs = Map.groupBy(chain.cells, ({ to }) => to);
    this.#reached = chain.demands.map(({ supply }) => {
      const reached = new Set([supply]);
      for (const at of reached) for (const { from } of needs.get(at) ?? []) reached.add(from);
      return reached;
    });
  }

  /** Returns the supplies that a functional unit needs. */
  reachedBy(demand: number): ReadonlySet<number> {
    return this.#reached[demand]!;
  }

  /** Returns the rows of a functional unit, and those of a line of its inventory: always the same lists. */
  of(demand: number, line: number | null): readonly FormRows[] {
    const name = `${demand} ${line ?? ''}`;
    const known = this.#sets.get(name);
    if (known !== undefined) return known;
    const sets = [...this.#exchangesOf(demand), ...(line === null ? [] : this.#flowsOf(demand, line))];
    this.#sets.set(name, sets);
    return sets;
  }

  /** Returns all rows of the chain. */
  all(): ReadonlySet<Row> {
    const { supplies, cells, flows } = this.#chain;
    return new Set([
      ...supplies.flatMap(rowsOfSupply),
      ...cells.map(({ row }) => row),
      ...flows.map(({ row }) => row),
    ]);
  }

  /** Returns the entries of the documents that a functional unit needs cells of. */
  documentsOf(demand: number): readonly Row[] {
    const reached = this.#reached[demand]!;
    const { supplies, flows } = this.#chain;
    const own = [...reached].flatMap((at) => rowsOfSupply(supplies[at]!));
    const emitted = flows.flatMap(({ row, to }) => (reached.has(to) ? [row] : []));
    return documentsOf([...own, ...emitted], { rows: this.#rows });
  }

  #exchangesOf(demand: number): readonly FormRows[] {
    const known = this.#exchanges.get(demand);
    if (known !== undefined) return known;
    const own = [...this.#reached[demand]!].map((at) => this.#chain.supplies[at]!);
    const rows = new Set<Row>(own.flatMap(rowsOfSupply));
    const sets = this.#split(
      'E',
      [...rows].filter(({ detail }) => detail.row === 'process-exchange'),
    );
    const weights = this.#split(
      'w',
      [...rows].filter(({ detail }) => detail.row === 'product-property'),
    );
    this.#exchanges.set(demand, [...sets, ...weights]);
    return [...sets, ...weights];
  }

  #flowsOf(demand: number, line: number): readonly FormRows[] {
    const reached = this.#reached[demand]!;
    const own = this.#chain.flows.filter(
      ({ line: of, to, emission }) => of === line && emission !== null && reached.has(to),
    );
    return this.#split('F', [...new Set(own.map(({ row }) => row))]);
  }

  #split(symbol: string, rows: readonly Row[]): FormRows[] {
    const sorted = rows.filter((row) => !isCell(row)).toSorted((a, b) => a.index - b.index);
    return [...Map.groupBy(sorted, ({ record }) => record)].flatMap(([record, own]) =>
      [...Map.groupBy(own, ({ detail }) => detail.row)].map(([type, ofType]) => {
        const isListed = ofType.length <= MOST_KEYS || type === 'figure';
        const all = isListed ? ofType : rowsOfType(this.#rows, type).filter((row) => row.record === record);
        const selection: Selection = isListed ? { keys: ofType.map(({ key }) => key) } : { rows: [type] };
        const first = all[0]!;
        // Inputs and outputs do not add up, nor do flows of several kinds.
        const isSum =
          type !== 'process-exchange' && all.every(({ unit }) => unit.dimension === first.unit.dimension);
        return { symbol, rows: all, to: isSum ? first.unit : null, selection };
      }),
    );
  }
}

/** Returns the rows of a supply and its process that decide what it needs, but for its elementary flows. */
function rowsOfSupply({ maker: { makes, needs }, share }: Supply): Row[] {
  const properties =
    'weights' in share
      ? share.weights.flatMap(({ property }) => (property === null ? [] : [property.row]))
      : [];
  return [...[...makes.values()].flat(), ...needs.map(({ row }) => row), ...properties];
}
