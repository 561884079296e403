import { ALWAYS, entry, type TestEntry } from '../dataset.ts';

/** Returns the rows of a list of groups: each group with its members. */
export function groupRows(
  groups: Readonly<Record<string, readonly string[]>>,
  list = 'g',
  value = '1',
): TestEntry[] {
  return Object.entries(groups).flatMap(([group, members]) =>
    members.map((member) => {
      const detail = { row: 'group-member', list, group, member };
      return entry(`${list}/${group}/${member}`, value, '1', detail, ALWAYS);
    }),
  );
}
