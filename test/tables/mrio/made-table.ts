/** A small multi-region table that balances: output by rows is output by columns with value added. */
export interface MadeTable {
  readonly regions: readonly string[];
  readonly sectors: readonly string[];
  readonly categories: readonly string[];
  readonly stressors: readonly string[];
  readonly units: readonly string[];
  readonly z: readonly (readonly number[])[];
  readonly y: readonly (readonly number[])[];
  readonly f: readonly (readonly number[])[];
  readonly demandF: readonly (readonly number[])[];
  readonly added: readonly number[];
  readonly output: readonly number[];
}

/** Returns a table with values of up to 16 digits, some of them zero and one of final demand below zero. */
export function makeTable(
  regions: readonly string[] = ['AT', 'CN', 'WA'],
  sectors: readonly string[] = ['Paddy rice', 'Sale, maintenance, repair', 'Iron/steel'],
): MadeTable {
  const categories = ['Final consumption expenditure by households', 'Changes in inventories'];
  const stressors = ['CO2 - combustion - air', 'Employment: Low-skilled'];
  const [n, d] = [regions.length * sectors.length, regions.length * categories.length];
  const z = matrix(n, n, (row, column) =>
    (row * 7 + column * 3) % 4 === 0 ? 0 : ((row * 31 + column * 17) % 23) / 7 + 0.1,
  );
  const y = matrix(n, d, (row, column) =>
    row === 1 && column === 1 ? -0.25 : ((row * 5 + column) % 13) * 3.7 + 20 * ((row + column) % 2),
  );
  const output = z.map((cells, row) => sum([...cells, ...y[row]!]));
  return {
    ...{ regions, sectors, categories, stressors, z, y, output },
    units: ['kg', '1000 p'],
    f: matrix(2, n, (row, column) => (row + 1) * 1e3 + column / 3),
    demandF: matrix(2, d, (row, column) => (row === 1 ? 0 : column * 1.5e-7)),
    added: output.map((value, column) => value - sum(z.map((cells) => cells[column]!))),
  };
}

function matrix(rows: number, columns: number, at: (row: number, column: number) => number): number[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => at(row, column)),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Returns all pairs of region and item, regions first. */
export function pairsOf(regions: readonly string[], items: readonly string[]): [string, string][] {
  return regions.flatMap((region) => items.map((item): [string, string] => [region, item]));
}

/** Returns lines of cells, each with its end. */
export function joinLines(rows: readonly (readonly (string | number)[])[], separator: string): string {
  return rows.map((cells) => `${cells.join(separator)}\n`).join('');
}

/** Returns a text as pandas writes a data frame: two lines of header, a line with the names of the index, then rows. */
export function formatFrame(
  columns: readonly (readonly [string, string])[],
  rows: readonly (readonly string[])[],
  values: readonly (readonly number[])[],
  { heads, index }: { readonly heads: readonly [string, string]; readonly index: readonly string[] },
): string {
  const blank = index.slice(1).map(() => '');
  return joinLines(
    [
      [heads[0], ...blank, ...columns.map(([region]) => region)],
      [heads[1], ...blank, ...columns.map(([, item]) => item)],
      [...index, ...columns.map(() => '')],
      ...rows.map((names, at) => [...names, ...values[at]!]),
    ],
    '\t',
  );
}
