import { dataset, entry, YEAR_2023, type TestEntry } from '../dataset.ts';
import type { InputRecord } from '../../../engine/rows/input.ts';

/** A table by its matrices. Names of industries and demands are `region/member`. */
export interface SmallTable {
  readonly industries: readonly string[];
  readonly demands: readonly string[];
  /** Stressor → unit. */
  readonly stressors: Readonly<Record<string, string>>;
  readonly z: Numbers;
  readonly y: Numbers;
  readonly f: Numbers;
  readonly fy?: Numbers;
}

export type Numbers = readonly (readonly (number | string)[])[];

/** Returns the rows of a table: one for each cell of F and F_Y, and for each other one that is not 0, or all. */
export function rowsOf(
  { industries, demands, stressors, z, y, f, fy = [] }: SmallTable,
  zeros: 'kept' | 'left out' = 'left out',
): TestEntry[] {
  const names = Object.keys(stressors);
  const cell = (
    key: string,
    value: number | string,
    unit: string,
    detail: Record<string, string>,
  ): TestEntry => entry(key, String(value), unit, detail, YEAR_2023);
  const split = (name: string): [string, string] => name.split('/') as [string, string];
  const each = (
    matrix: Numbers,
    make: (row: number, column: number, value: number | string) => TestEntry,
  ): TestEntry[] => matrix.flatMap((values, row) => values.map((value, column) => make(row, column, value)));
  return [
    ...each(z, (i, j, value) => {
      const [[fromRegion, fromSector], [toRegion, toSector]] = [split(industries[i]!), split(industries[j]!)];
      const detail = { row: 'intermediate-flow', fromRegion, fromSector, toRegion, toSector };
      return cell(`z/${industries[i]!}/${industries[j]!}`, value, '{EUR}', detail);
    }).filter(({ value }) => value !== '0' || zeros === 'kept'),
    ...each(y, (i, c, value) => {
      const [[fromRegion, fromSector], [toRegion, category]] = [split(industries[i]!), split(demands[c]!)];
      const detail = { row: 'final-demand', fromRegion, fromSector, toRegion, category };
      return cell(`y/${industries[i]!}/${demands[c]!}`, value, '{EUR}', detail);
    }).filter(({ value }) => value !== '0' || zeros === 'kept'),
    ...each(f, (s, i, value) => {
      const [region, sector] = split(industries[i]!);
      const detail = { row: 'sector-stressor', stressor: names[s]!, region, sector };
      return cell(`f/${names[s]!}/${industries[i]!}`, value, stressors[names[s]!]!, detail);
    }),
    ...each(fy, (s, c, value) => {
      const [region, category] = split(demands[c]!);
      const detail = { row: 'demand-stressor', stressor: names[s]!, region, category };
      return cell(`fy/${names[s]!}/${demands[c]!}`, value, stressors[names[s]!]!, detail);
    }),
  ];
}

/** Returns a table as one record. */
export function recordOf(table: SmallTable): InputRecord {
  return dataset('1', ...rowsOf(table));
}

/** A table without any fault. */
export const SOUND_TABLE: SmallTable = {
  industries: ['a/1', 'a/2', 'b/1'],
  demands: ['a/y', 'b/y'],
  stressors: { CO2: 'kg{CO2}' },
  z: [
    [1, 2, 3],
    [0, 0, 2],
    [4, 0, 1],
  ],
  y: [
    [10, 1],
    [5, 1],
    [2, 20],
  ],
  f: [[1, 2, 3]],
  fy: [[4, 5]],
};
