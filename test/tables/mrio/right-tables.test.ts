import fc from 'fast-check';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PUBLISHER_FORMATS } from '../../../tables/mrio/publishers/formats.ts';
import { IS_LONG } from '../../helpers/long.ts';
import { LAYOUTS, type Layout } from './layouts.ts';
import type { MadeTable } from './made-table.ts';
import { openTableDesk, type TableDesk } from './table-desk.ts';

let desk: TableDesk;
beforeAll(async () => {
  desk = await openTableDesk();
});
afterAll(() => desk.close());

/** Tables of each layout. */
const CASES = IS_LONG ? 200 : 3;

/** Names as publishers have them (ROW is none of Eora's regions, but its discrepancies): of regions, of sectors and categories, and as codes. */
const REGIONS = ['AT', 'CN', 'FIGW1', 'WA', 'RoW', 'US'];
const SECTORS = [
  ...[
    'Paddy rice',
    "Farmers' rice, other",
    'Sale, maintenance, repair (of motor vehicles)',
    'Iron/steel',
    'Ñandú & co.',
    'Café: bars',
  ],
];
const CODES = ['01T02', 'C10T12', 'P85', '24', 'M69_M70', '97T98'];
const CATEGORIES = [
  'Final consumption expenditure by households',
  'Changes in inventories',
  'Exports: Total (fob)',
];

/** A value of a cell: small and large ones, zeros, and such with many digits or an exponent. */
const value = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.double({ min: 0, max: 1e6, noNaN: true }).map((number) => (number < 1e-200 ? 0 : number)),
  },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 1000 }) },
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.double({ min: 1e-9, max: 1e-5, noNaN: true }) },
);
/** Final demand falls where inventories do. */
const bought = fc.oneof(
  { weight: 6, arbitrary: value },
  { weight: 1, arbitrary: fc.integer({ min: -20, max: -1 }) },
);

const sum = (values: readonly number[]): number => values.reduce((total, number) => total + number, 0);
const matrix = (arbitrary: fc.Arbitrary<number>, rows: number, columns: number): fc.Arbitrary<number[][]> =>
  fc.array(fc.array(arbitrary, { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  });

/** A table that balances, in which an industry can be without output. */
function rightTable({ categories: known }: Layout): fc.Arbitrary<MadeTable> {
  const some = (names: readonly string[], least = 1): fc.Arbitrary<string[]> =>
    fc.subarray([...names], { minLength: least, maxLength: Math.min(4, names.length) });
  return fc
    .record({
      regions: some(REGIONS),
      sectors: some(known === null ? SECTORS : CODES),
      categories: some(known ?? CATEGORIES, 1),
      dead: fc.nat(20),
    })
    .chain(({ regions, sectors, categories, dead }) => {
      const [n, d] = [regions.length * sectors.length, regions.length * categories.length];
      const stressors = ['CO2 - combustion - air', 'Employment: Low-skilled'];
      return fc
        .record({
          z: matrix(value, n, n),
          y: matrix(bought, n, d),
          f: matrix(value, 2, n),
          demandF: matrix(value, 2, d),
        })
        .map(({ z, y, f, demandF }) => {
          const isDead = (at: number): boolean => at === dead;
          const flows = z.map((cells, row) =>
            cells.map((cell, column) => (isDead(row) || isDead(column) ? 0 : cell)),
          );
          const demand = y.map((cells, row) => cells.map((cell) => (isDead(row) ? 0 : cell)));
          const emitted = f.map((cells) => cells.map((cell, column) => (isDead(column) ? 0 : cell)));
          const output = flows.map((cells, row) => sum([...cells, ...demand[row]!]));
          const added = output.map((total, column) => total - sum(flows.map((cells) => cells[column]!)));
          return {
            regions,
            sectors,
            categories,
            stressors,
            units: ['kg', '1000 p'],
            z: flows,
            y: demand,
            f: emitted,
            demandF,
            added,
            output,
          };
        });
    });
}

describe('right tables', () => {
  it('are made in every layout that the command names', () => {
    expect([...new Set(LAYOUTS.map(({ format }) => format))].sort()).toEqual(
      PUBLISHER_FORMATS.map(({ name }) => name).sort(),
    );
  });

  it.each(LAYOUTS.map((layout) => [layout.name, layout] as const))(
    'of %s are read, and their flows are what they were',
    async (_, layout) => {
      await fc.assert(
        fc.asyncProperty(rightTable(layout), async (table) => {
          // Coefficients have an output only where enough of it is sold to final demand.
          const isSold = table.y.every((cells, row) => sum(cells) > 0.05 * table.output[row]!);
          fc.pre(layout.name !== 'EXIOBASE 2' || isSold);
          const path = await desk.put('table_2019', layout.files(table));
          const { exit, err } = await desk.read(layout.format, path);
          expect({ exit, err }).toEqual({ exit: 0, err: '' });
          const { values } = await desk.matrix('Z');
          const flows = table.z.flat();
          if (layout.name !== 'EXIOBASE 2') expect(values).toEqual(Float64Array.from(flows));
          await desk.clear();
          await rm(path, { recursive: true });
        }),
        { numRuns: CASES },
      );
    },
    60_000 + CASES * 3000,
  );
});
