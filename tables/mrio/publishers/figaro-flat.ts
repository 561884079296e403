import { checkSize } from '../collect-rows.ts';
import { faultIn } from '../fault.ts';
import { type FigaroSheet, isDemand, NO_COUNTRY } from './figaro-sheet.ts';
import type { SourceFile } from '../source-file.ts';
import type { TableInput } from '../table-input.ts';
import { readTextCells } from '../text-rows.ts';

/** The columns: names of row and column, country and code of the row, those of the column, and the value in millions of euro. */
const HEADER = [
  /^icio[ip]Row$/,
  /^icio[ip]Col$/,
  /^refArea$/,
  /^row[IP][ip]$/,
  /^counterpartArea$/,
  /^col[IP][ip]$/,
  /^obsValue$/,
];
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/;

/** Names of one axis, in the order in which the file first has them. */
class Names {
  readonly #places = new Map<string, number>();

  placeOf(name: string): number {
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    this.#places.set(name, this.#places.size);
    return this.#places.size - 1;
  }

  list(): string[] {
    return [...this.#places.keys()];
  }
}

/** One cell: its row is an industry of a country, or a row of value added, and its column an industry or final demand. */
interface FlatCell {
  readonly line: number;
  readonly origin: string;
  readonly code: string;
  readonly target: string;
  readonly use: string;
  readonly text: string;
}

/**
 * Reads a table that has one line for each cell: once for its names, and once for its values, because it has millions. A cell that the file does
 * not have is 0.
 * @throws DatasetRefused `header`, `shape`, `not-a-number`, `label` where a cell is there twice
 */
export async function readFlatRows(input: TableInput, file: SourceFile): Promise<FigaroSheet> {
  const [regions, sectors, categories, added] = [new Names(), new Names(), new Names(), new Names()];
  input.expect([file]);
  for await (const { origin, code, target, use } of readCells(input, file)) {
    if (origin === NO_COUNTRY) added.placeOf(code);
    else {
      regions.placeOf(origin);
      sectors.placeOf(code);
    }
    regions.placeOf(target);
    (isDemand(use) ? categories : sectors).placeOf(use);
  }
  const [ofSectors, ofDemand] = [sectors.list().length, categories.list().length];
  const [n, d] = [regions.list().length * ofSectors, regions.list().length * ofDemand];
  checkSize(file.path, n, n + d);
  const z = new Float64Array(n * n).fill(NaN);
  const y = new Float64Array(n * d).fill(NaN);
  const others = added.list().map((name) => ({ name, values: new Float64Array(n + d).fill(NaN) }));
  for await (const { line, origin, code, target, use, text } of readCells(input, file)) {
    const region = regions.placeOf(target);
    const isBought = isDemand(use);
    const to = isBought
      ? region * ofDemand + categories.placeOf(use)
      : region * ofSectors + sectors.placeOf(use);
    const isAdded = origin === NO_COUNTRY;
    const row = isAdded ? 0 : regions.placeOf(origin) * ofSectors + sectors.placeOf(code);
    const values = isAdded ? others[added.placeOf(code)]!.values : isBought ? y : z;
    const at = isAdded ? (isBought ? n + to : to) : row * (isBought ? d : n) + to;
    if (!Number.isNaN(values[at]!))
      throw faultIn(file.path, 'label', 'the cell is there twice', { row: line });
    if (!NUMBER.test(text))
      throw faultIn(file.path, 'not-a-number', `expected a number, got "${text}"`, {
        ...{ row: line, column: 'obsValue' },
      });
    values[at] = Number(text);
  }
  for (const values of [z, y, ...others.map((other) => other.values)])
    values.forEach((value, at) => {
      if (Number.isNaN(value)) values[at] = 0;
    });
  return {
    sectors: { regions: regions.list(), items: sectors.list() },
    demand: { regions: regions.list(), items: categories.list() },
    ...{ z, y, others },
  };
}

async function* readCells(input: TableInput, file: SourceFile): AsyncGenerator<FlatCell> {
  let isFirst = true;
  for await (const { cells, row } of readTextCells(file.path, input.stream(file), { separator: ',' })) {
    if (isFirst) checkHeader(file.path, cells);
    else if (cells.length !== HEADER.length)
      throw faultIn(file.path, 'shape', `the line has ${cells.length} cells, expected ${HEADER.length}`, {
        row,
      });
    else {
      const [, , origin = '', code = '', target = '', use = '', text = ''] = cells;
      yield { line: row, origin, code, target, use, text };
    }
    isFirst = false;
  }
}

function checkHeader(file: string, cells: readonly string[]): void {
  const at = HEADER.findIndex((pattern, index) => !pattern.test(cells[index] ?? ''));
  if (at === -1 && cells.length === HEADER.length) return;
  throw faultIn(
    file,
    'header',
    `expected icioiRow, icioiCol, refArea, rowIi, counterpartArea, colIi, obsValue, got ${cells.join(', ')}`,
    {
      row: 1,
    },
  );
}
