import type { DatasetName } from '../engine/datasets/dataset.ts';
import { isMember, type Mapping } from './column-plan.ts';
import { findMember, listMembers } from './layout/column-names.ts';

/** The key of a row that has none: its place in the file. */
const BY_PLACE = 'row-{row}';

/**
 * Returns a mapping of a table's columns to the members of a dataset's entries, guessed from their names. A column with a name that says
 * nothing is skipped. The key is made from the cells of its column, which may have blanks, or else from the number of the row. It is a proposal: its user looks at it, and sets what is missing, such as `detail.row`.
 */
export function suggestMapping(names: readonly string[], dataset: DatasetName): Mapping {
  const { columns, set } = completeMapping(names, { columns: {}, set: {} }, dataset);
  const skipped = names.filter((name) => name !== '' && !(name in columns) && !isMemberOf(name, dataset));
  return { columns: { ...columns, ...Object.fromEntries(skipped.map((name) => [name, ''])) }, set };
}

function isMemberOf(name: string, dataset: DatasetName): boolean {
  return listMembers(dataset).has(name);
}

/**
 * Returns a mapping with the columns that it does not mention and whose names say which member of the dataset they are, as far as no other
 * column has it. Where nothing gives a key, it is the place of the row. Columns with other names stay without a member.
 */
export function completeMapping(names: readonly string[], given: Mapping, dataset: DatasetName): Mapping {
  const members = listMembers(dataset);
  const { lookups = {} } = given;
  const stated = Object.values(lookups).flatMap((list) =>
    Object.values(list).flatMap((each) => Object.keys(each)),
  );
  const taken = new Set([...Object.values(given.columns), ...Object.keys(given.set), ...stated]);
  const columns: Record<string, string> = { ...given.columns };
  const set: Record<string, string> = { ...given.set };
  for (const name of names) if (!(name in given.columns) && isMember(name)) taken.add(name);
  for (const name of names) {
    if (name in given.columns || name in lookups || isMember(name)) continue;
    const member = findMember(name, members);
    if (member === null || taken.has(member)) continue;
    taken.add(member);
    columns[name] = member === 'key' ? '' : member;
    if (member === 'key') set['key'] = `{${name}}`;
  }
  if (!taken.has('key')) set['key'] = BY_PLACE;
  return { ...given, columns, set };
}
