import type { Mapping } from './column-plan.ts';

/** The longest name of a list. */
const LONGEST = 64;

/**
 * Returns how a list of groups becomes rows: a table with the columns `member` and `group`, such as `AT,EU27`, and no column of an entry.
 * The list has the name of its file; null for any other table.
 */
export function mapGroupList(file: string, columns: readonly string[]): Mapping | null {
  const isList = columns.includes('member') && columns.includes('group') && !columns.includes('key');
  if (!isList) return null;
  const others = columns.filter((name) => name !== 'member' && name !== 'group');
  const names = [['member', 'detail.member'], ['group', 'detail.group'], ...others.map((name) => [name, ''])];
  const set = {
    ...{ key: 'row-{row}', value: '1', unit: '1' },
    ...{ 'detail.row': 'group-member', 'detail.list': nameList(file) },
  };
  return { columns: Object.fromEntries(names) as Record<string, string>, set };
}

/** Returns the name of a file without its folder and ending, as a label. */
function nameList(file: string): string {
  const name = file.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '');
  return name.replaceAll(/[^A-Za-z0-9._:@+%()-]+/g, '_').slice(0, LONGEST) || 'groups';
}
