import { entry, type Row } from './entries.ts';

type Numbers = readonly (readonly (number | string)[])[];

/** A table by its matrices. Names of industries and demands are `region/member`. */
export interface SmallTable {
  readonly industries: readonly string[];
  readonly demands: readonly string[];
  readonly z: Numbers;
  readonly y: Numbers;
  /** In kt of CO2. */
  readonly f: readonly string[];
}

/** Three sectors of two regions. The numbers are those of a test of pymrio (89c9b97, tests/test_math.py, td_small_MRIO). */
export const TWO_REGIONS: Omit<SmallTable, 'f'> = {
  industries: ['reg1', 'reg2'].flatMap((region) => [1, 2, 3].map((sector) => `${region}/sector${sector}`)),
  demands: ['reg1/final', 'reg2/final'],
  z: [
    [10, 5, 1, 6, 5, 7],
    [0, 2, 0, 0, 5, 3],
    [10, 3, 20, 4, 2, 0],
    [5, 0, 0, 1, 10, 9],
    [0, 10, 1, 0, 20, 1],
    [5, 0, 0, 1, 10, 10],
  ],
  y: [
    [14, 3],
    [2.5, 2.5],
    [13, 6],
    [5, 20],
    [10, 10],
    [3, 10],
  ],
};

/** Returns the rows of a table: one for each stressor, and for each other cell that is not 0. */
export function rowsOf({ industries, demands, z, y, f }: SmallTable): Row[] {
  const split = (name: string): [string, string] => name.split('/') as [string, string];
  const each = (matrix: Numbers, make: (row: number, column: number, value: string) => Row): Row[] =>
    matrix.flatMap((values, row) =>
      values.flatMap((value, column) => (value === 0 ? [] : [make(row, column, String(value))])),
    );
  return [
    ...each(z, (i, j, value) => {
      const [[fromRegion, fromSector], [toRegion, toSector]] = [split(industries[i]!), split(industries[j]!)];
      const detail = { row: 'intermediate-flow', fromRegion, fromSector, toRegion, toSector };
      return entry(`z/${industries[i]!}/${industries[j]!}`, value, '{EUR}', detail);
    }),
    ...each(y, (i, c, value) => {
      const [[fromRegion, fromSector], [toRegion, category]] = [split(industries[i]!), split(demands[c]!)];
      const detail = { row: 'final-demand', fromRegion, fromSector, toRegion, category };
      return entry(`y/${industries[i]!}/${demands[c]!}`, value, '{EUR}', detail);
    }),
    ...f.map((value, i) => {
      const [region, sector] = split(industries[i]!);
      const detail = { row: 'sector-stressor', stressor: 'CO2', region, sector };
      return entry(`f/CO2/${industries[i]!}`, value, 'kt{CO2}', detail);
    }),
  ];
}
