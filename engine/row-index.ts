import { subjectOf, type RowType } from './row-detail.ts';
import type { Row, RowOf } from './row.ts';

/** Rows by type, each in the order in which they were given. */
export interface RowIndex {
  readonly byType: ReadonlyMap<RowType, readonly Row[]>;
}

/** Rows of a type by what they are about, from when the first is asked for. */
const bySubject = new WeakMap<readonly Row[], ReadonlyMap<string, readonly Row[]>>();

/** Returns rows so that those of a type, or about a subject, are found at once. */
export function indexRows(rows: readonly Row[]): RowIndex {
  return { byType: groupRows(rows, ({ detail }) => detail.row) };
}

/** Returns the rows of two indexes that have no type in common, at the cost of the second. */
export function joinRows(before: RowIndex, own: RowIndex): RowIndex {
  return { byType: new Map([...before.byType, ...own.byType]) };
}

/** Returns the rows of one type. */
export function rowsOfType<T extends RowType>({ byType }: RowIndex, type: T): readonly RowOf<T>[] {
  return (byType.get(type) ?? []) as readonly RowOf<T>[];
}

/** Returns the rows of one type about a subject: a fuel, a gas, an item, a good. */
export function rowsAbout<T extends RowType>(index: RowIndex, type: T, subject: string): readonly RowOf<T>[] {
  const rows: readonly Row[] = rowsOfType(index, type);
  let subjects = bySubject.get(rows);
  if (subjects === undefined) {
    subjects = Map.groupBy(rows, ({ detail }) => subjectOf(detail));
    bySubject.set(rows, subjects);
  }
  return (subjects.get(subject) ?? []) as readonly RowOf<T>[];
}

/** Returns rows by a name, in their order, as `Map.groupBy` does; neighbours are mostly of one group, which costs less. */
export function groupRows<R, K extends string>(rows: readonly R[], nameOf: (row: R) => K): Map<K, R[]> {
  const groups = new Map<K, R[]>();
  let last: K | undefined;
  let group: R[] = [];
  for (const row of rows) {
    const name = nameOf(row);
    if (name !== last) {
      group = groups.get(name) ?? [];
      groups.set(name, group);
      last = name;
    }
    group.push(row);
  }
  return groups;
}
