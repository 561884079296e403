import type { TestEntry } from '../dataset.ts';
import type { Random } from './random.ts';
import type { RightTable } from './right-table.ts';

/** A table with one fault. */
export interface Planted {
  readonly table: RightTable;
  /** The keys of rows that a finding may name: the one with the fault, or those of the same series. */
  readonly rows: readonly string[];
}

/**
 * One kind of fault. `plant` puts one into a right table; null where the table has no place for it.
 */
export interface Fault {
  readonly kind: string;
  /** Present where no check finds it yet: what must be built for that. */
  readonly needs?: string;
  /** Present where what varies from month to month can hide the fault: the share of tables in which it is found. */
  readonly least?: number;
  readonly plant: (table: RightTable, random: Random) => Planted | null;
}

type Is = (row: TestEntry, table: RightTable) => boolean;
type Edit = (row: TestEntry, random: Random) => TestEntry;

/** Returns a fault that changes one activity of the period of the run. */
export function changeActivity(kind: string, is: Is, edit: Edit, needs?: string): Fault {
  return {
    kind,
    ...(needs === undefined ? {} : { needs }),
    plant: (table, random) => {
      const found = ofPeriod(table).filter((row) => is(row, table));
      if (found.length === 0) return null;
      const row = random.oneOf(found);
      const activities = table.activities.map((other) => (other === row ? edit(row, random) : other));
      return { table: { ...table, activities }, rows: [row.key] };
    },
  };
}

/** Returns a fault that changes the factor with this key, in a table whose activities need it. */
export function changeFactor(
  kind: string,
  key: string,
  needed: (row: TestEntry) => boolean,
  edit: Edit,
  needs?: string,
): Fault {
  return {
    kind,
    ...(needs === undefined ? {} : { needs }),
    plant: (table, random) => {
      if (!ofPeriod(table).some(needed)) return null;
      const factors = table.factors.map((row) => (row.key === key ? edit(row, random) : row));
      return { table: { ...table, factors }, rows: [key] };
    },
  };
}

/** Returns a fault that puts other activities in the place of one, or beside it. */
export function replaceActivity(
  kind: string,
  is: Is,
  replace: (row: TestEntry, table: RightTable, random: Random) => readonly TestEntry[],
  needs?: string,
): Fault {
  return {
    kind,
    ...(needs === undefined ? {} : { needs }),
    plant: (table, random) => {
      const found = ofPeriod(table).filter((row) => is(row, table));
      if (found.length === 0) return null;
      const row = random.oneOf(found);
      const others = replace(row, table, random);
      const activities = table.activities.flatMap((other) => (other === row ? others : [other]));
      const series = seriesOf(row, table).map(({ key }) => key);
      return { table: { ...table, activities }, rows: [...others.map(({ key }) => key), ...series] };
    },
  };
}

/** Returns the activities in the period of the run. */
export function ofPeriod({ activities, parameters }: RightTable): TestEntry[] {
  const { from } = parameters['period'] as { readonly from: number };
  return activities.filter((row) => row.from >= from);
}

/** Returns the rows of the series of a row, in the period of the run. */
export function seriesOf(row: TestEntry, table: RightTable): TestEntry[] {
  return ofPeriod(table).filter(({ detail }) => JSON.stringify(detail) === JSON.stringify(row.detail));
}

/** Whether a row has so many periods in its series. */
export const inSeriesOf =
  (least: number): Is =>
  (row, table) =>
    seriesOf(row, table).length >= least;

/** Whether a row is of a type. */
export const isOf =
  (type: string, members: Readonly<Record<string, unknown>> = {}) =>
  ({ detail }: TestEntry): boolean =>
    detail!['row'] === type && Object.entries(members).every(([member, value]) => detail![member] === value);

/** Whether all hold. */
export const all =
  (...tests: readonly Is[]): Is =>
  (row, table) =>
    tests.every((is) => is(row, table));

/** Changes of a row: its value times a number, its unit, members of its detail. */
export const times =
  (factor: number): Edit =>
  (row) => ({ ...row, value: writeExact(Number(row.value) * factor) });
export const valued =
  (value: string): Edit =>
  (row) => ({ ...row, value });
export const inUnit =
  (unit: string): Edit =>
  (row) => ({ ...row, unit });
export const stating =
  (members: Readonly<Record<string, unknown>>): Edit =>
  (row) => ({ ...row, detail: { ...row.detail, ...members } });
export const without =
  (member: string): Edit =>
  (row) => {
    const { [member]: _left, ...detail } = row.detail!;
    return { ...row, detail };
  };

function writeExact(value: number): string {
  return value.toFixed(9).replace(/\.?0+$/, '');
}
