import { subjectOf, type RowType } from './row-detail.ts';
import type { Row, RowOf } from './row.ts';

/** Rows by type, and by type and subject, each in the order in which they were given. */
export interface RowIndex {
  readonly all: readonly Row[];
  readonly byType: ReadonlyMap<string, readonly Row[]>;
  readonly bySubject: ReadonlyMap<string, readonly Row[]>;
}

/** Returns rows so that those of a type, or about a subject, are found at once. */
export function indexRows(rows: readonly Row[]): RowIndex {
  return {
    all: rows,
    byType: Map.groupBy(rows, ({ detail }) => detail.row),
    bySubject: Map.groupBy(rows, ({ detail }) => nameOf(detail.row, subjectOf(detail))),
  };
}

/** Returns the rows of one type. */
export function rowsOfType<T extends RowType>({ byType }: RowIndex, type: T): readonly RowOf<T>[] {
  return (byType.get(type) ?? []) as readonly RowOf<T>[];
}

/** Returns the rows of one type about a subject: a fuel, a gas, an item, a good. */
export function rowsAbout<T extends RowType>(
  { bySubject }: RowIndex,
  type: T,
  subject: string,
): readonly RowOf<T>[] {
  return (bySubject.get(nameOf(type, subject)) ?? []) as readonly RowOf<T>[];
}

function nameOf(type: RowType, subject: string): string {
  return `${type}/${subject}`;
}
