import fc from 'fast-check';
import type { SmallTable } from './small-table.ts';

/** A whole number of thousandths as a decimal text, so that rows hold it exactly. */
function decimal(thousandths: number): string {
  const [sign, size] = [thousandths < 0 ? '-' : '', Math.abs(thousandths)];
  const text = `${sign}${Math.floor(size / 1000)}.${String(size % 1000).padStart(3, '0')}`;
  return text.replace(/\.?0+$/, '');
}

/** A random table: every industry sells something to final demand, so that its columns take less than is sold. */
export interface RandomTable {
  readonly table: SmallTable;
  readonly regions: readonly string[];
  readonly sectors: readonly string[];
}

const CATEGORIES = ['households', 'inventories'];

/**
 * Tables of 2 to 4 regions and 1 to 4 sectors with two stressors. Half of the flows are zero. Output of each industry is at least what it
 * takes from others, because sales to final demand make up for it.
 */
export const randomTable: fc.Arbitrary<RandomTable> = fc
  .record({ regions: fc.integer({ min: 2, max: 4 }), sectors: fc.integer({ min: 1, max: 4 }) })
  .chain(({ regions, sectors }) => {
    const n = regions * sectors;
    const cell = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 2_000_000 }));
    const matrix = (rows: number, columns: number, of: fc.Arbitrary<number>): fc.Arbitrary<number[][]> =>
      fc.array(fc.array(of, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      });
    return fc.record({
      regions: fc.constant(Array.from({ length: regions }, (_, at) => `R${at + 1}`)),
      sectors: fc.constant(Array.from({ length: sectors }, (_, at) => `s${at + 1}`)),
      z: matrix(n, n, cell),
      y: matrix(n, regions * 2, cell),
      f: matrix(2, n, cell),
      fy: matrix(2, regions * 2, cell),
    });
  })
  .map(({ regions, sectors, z, y, f, fy }) => {
    const industries = regions.flatMap((region) => sectors.map((sector) => `${region}/${sector}`));
    const demands = regions.flatMap((region) => CATEGORIES.map((category) => `${region}/${category}`));
    z[0]![0]! += 1;
    // What an industry takes in all must be less than what it sells: the rest goes to the first final demand.
    industries.forEach((_name, j) => {
      const taken = z.reduce((sum, row) => sum + row[j]!, 0);
      const sold =
        z[j]!.reduce((sum, value) => sum + value, 0) + y[j]!.reduce((sum, value) => sum + value, 0);
      y[j]![0]! += Math.max(0, Math.ceil(taken * 1.25) - sold) + 1;
      // Stocks that go down are negative final demand.
      const least = Math.floor(y[j]![0]! / 8);
      if (y[j]![1]! % 5 === 1) y[j]![1] = -least;
    });
    for (const [at] of regions.entries()) y[at * sectors.length]![at * 2]! += 1;
    const texts = (matrix: number[][]): string[][] => matrix.map((row) => row.map(decimal));
    const table: SmallTable = {
      industries,
      demands,
      stressors: { CO2: 'kg{CO2}', water: 'm3' },
      z: texts(z),
      y: texts(y),
      f: texts(f),
      fy: texts(fy),
    };
    return { table, regions, sectors };
  });

/**
 * Random tables with negative cells in Z, whose industries often take more than they sell, counted without signs. Output is above zero:
 * final demand makes up for what is missing.
 */
export const signedTable: fc.Arbitrary<RandomTable> = fc
  .tuple(randomTable, fc.array(fc.constantFrom(1, 1, -1), { minLength: 256, maxLength: 256 }))
  .map(([made, signs]) => {
    const numbersOf = (matrix: SmallTable['z']): number[][] =>
      matrix.map((row) => row.map((value) => Math.round(Number(value) * 1000)));
    const [z, y] = [numbersOf(made.table.z), numbersOf(made.table.y)];
    z.forEach((row, i) => row.forEach((value, j) => (row[j] = value * signs[i * z.length + j]!)));
    z.forEach((row, i) => {
      const others = [...row, ...y[i]!.slice(1)].reduce((sum, value) => sum + value, 0);
      y[i]![0] = Math.max((y[i]![0]! >> 2) + 1, 100_000 - others);
    });
    const texts = (matrix: number[][]): string[][] => matrix.map((row) => row.map(decimal));
    return { ...made, table: { ...made.table, z: texts(z), y: texts(y) } };
  });
