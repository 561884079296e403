import type { DatasetName } from '../engine/datasets/dataset.ts';
import type { Mapping } from './column-plan.ts';
import { findMember, listMembers, memberFor } from './layout/column-names.ts';
import { isMember } from './column-plan.ts';

/**
 * Returns a mapping of a table's columns to the members of a dataset's entries, guessed from their names. A column with a name that says
 * nothing is skipped. The key is made from the cells of its column, which may have blanks, or else from the number of the row. It is a proposal: its user looks at it, and sets what is missing, such as `detail.row`.
 */
export function suggestMapping(names: readonly string[], dataset: DatasetName): Mapping {
  const members = listMembers(dataset);
  const taken = new Set<string>();
  const columns: Record<string, string> = {};
  let key = 'row-{row}';
  for (const name of names) {
    const member = findMember(name, members);
    const isFree = member !== null && !taken.has(member);
    if (isFree) taken.add(member);
    if (member === 'key' && isFree && name !== 'key') key = `{${name}}`;
    if (name !== '' && member !== name) columns[name] = isFree && member !== 'key' ? member : '';
  }
  return { columns, set: names.includes('key') ? {} : { key } };
}

/**
 * Returns a mapping with what the names of the other columns say without any doubt, as `memberFor` reads them, and keys from such a column or from
 * the numbers of the rows. A name that says nothing stays as it is, and so is refused.
 */
export function completeMapping(names: readonly string[], mapping: Mapping): Mapping {
  const { columns, set, lookups = {} } = mapping;
  const taken = new Set([...names.map((name) => columns[name] ?? name), ...Object.keys(set)]);
  const found: Record<string, string> = {};
  let key = 'row-{row}';
  for (const name of names) {
    if (name in columns || name in lookups || isMember(name)) continue;
    const member = memberFor(name);
    if (member === null || taken.has(member)) continue;
    taken.add(member);
    if (member === 'key') key = `{${name}}`;
    found[name] = member === 'key' ? '' : member;
  }
  const hasKey = names.some((name) => (columns[name] ?? name) === 'key') || 'key' in set;
  return { ...mapping, columns: { ...found, ...columns }, set: hasKey ? set : { ...set, key } };
}
