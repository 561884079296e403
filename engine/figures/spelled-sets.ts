import type { Selection } from '../../core/records/selection.ts';
import type { Row } from '../rows/row.ts';

/** Rows that a selection (§10) selects. */
export interface SelectedRows<R extends Row> {
  readonly rows: readonly R[];
  readonly selection: Selection;
}

/**
 * Returns rows in sets of one spelling each, because a selection names exact texts: a set of `diesel` selects no row of `Diesel`. Rows
 * whose names are spelled as the selection has them stay together; nearly always that is all of them.
 */
export function splitBySpelling<R extends Row>(
  rows: readonly R[],
  selection: Selection,
): readonly SelectedRows<R>[] {
  if (selection.where === undefined || rows.every(({ stated }) => stated === undefined))
    return [{ rows, selection }];
  const sets = new Map<string, { rows: R[]; selection: Selection }>();
  for (const row of rows) {
    const where = spell(selection.where, row);
    const name = JSON.stringify(where);
    const set = sets.get(name) ?? { rows: [], selection: { ...selection, where } };
    sets.set(name, set);
    set.rows.push(row);
  }
  return [...sets.values()];
}

/** Returns the members of a selection as the record of a row states them. */
function spell(where: NonNullable<Selection['where']>, { stated }: Row): NonNullable<Selection['where']> {
  if (stated === undefined) return where;
  const members = stated as Readonly<Record<string, unknown>>;
  const spelled = Object.entries(where).map(([member, text]) => [member, members[member] ?? text]);
  return Object.fromEntries(spelled) as NonNullable<Selection['where']>;
}
