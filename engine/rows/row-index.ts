import { subjectOf, type RowType } from './row-detail.ts';
import type { Row, RowOf } from './row.ts';

/** Rows by type, each type in the order in which its rows were given. */
export interface RowIndex {
  readonly byType: ReadonlyMap<RowType, readonly Row[]>;
}

/** Rows of one type by subject; built when the first subject of that type is looked up. */
const bySubject = new WeakMap<readonly Row[], ReadonlyMap<string, readonly Row[]>>();

/** Returns an index that finds the rows of a type, or of a type and subject, without a scan. */
export function indexRows(rows: readonly Row[]): RowIndex {
  return { byType: groupRows(rows, ({ detail }) => detail.row, isSameType) };
}

function isSameType({ detail: a }: Row, { detail: b }: Row): boolean {
  return a === b || a.row === b.row;
}

/** Returns one index for two that have no row type in common. Copies only lists of types, never rows. */
export function joinRows(before: RowIndex, own: RowIndex): RowIndex {
  return { byType: new Map([...before.byType, ...own.byType]) };
}

/** Returns the rows of one type. */
export function rowsOfType<T extends RowType>({ byType }: RowIndex, type: T): readonly RowOf<T>[] {
  return (byType.get(type) ?? []) as readonly RowOf<T>[];
}

/** Returns the rows of one type about one subject: a fuel, a gas, an item, a good. */
export function rowsAbout<T extends RowType>(index: RowIndex, type: T, subject: string): readonly RowOf<T>[] {
  const rows: readonly Row[] = rowsOfType(index, type);
  let subjects = bySubject.get(rows);
  if (subjects === undefined) {
    subjects = Map.groupBy(rows, ({ detail }) => subjectOf(detail));
    bySubject.set(rows, subjects);
  }
  return (subjects.get(subject) ?? []) as readonly RowOf<T>[];
}

/** Returns the rows that satisfy a test: the same list where all do. */
export function keep<R extends Row>(rows: readonly R[], holds: (row: R) => boolean): readonly R[] {
  return rows.every(holds) ? rows : rows.filter(holds);
}

/** Filtered lists, by the list that they are part of and the name of the filter. */
const filtered = new WeakMap<readonly Row[], Map<string, readonly Row[]>>();

/**
 * Returns the rows of a list that satisfy a test. The result is remembered by the list and `name`, which must state everything that
 * `holds` depends on.
 */
export function rowsWhere<R extends Row>(
  rows: readonly R[],
  name: string,
  holds: (row: R) => boolean,
): readonly R[] {
  const known = filtered.get(rows) ?? new Map<string, readonly Row[]>();
  const found = (known.get(name) as readonly R[] | undefined) ?? rows.filter(holds);
  filtered.set(rows, known.set(name, found));
  return found;
}

/**
 * Groups rows by a name and keeps their order, as `Map.groupBy` does. Faster where neighbours mostly share a group: `isSame` tells
 * that two rows have the same name, without writing it.
 */
export function groupRows<R, K extends string>(
  rows: readonly R[],
  nameOf: (row: R) => K,
  isSame: (a: R, b: R) => boolean = (a, b) => nameOf(a) === nameOf(b),
): Map<K, R[]> {
  const groups = new Map<K, R[]>();
  for (let start = 0, end = 1; start < rows.length; start = end++) {
    while (end < rows.length && isSame(rows[end - 1]!, rows[end]!)) end++;
    const name = nameOf(rows[start]!);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, rows.slice(start, end));
    else for (let at = start; at < end; at++) group.push(rows[at]!);
  }
  return groups;
}
