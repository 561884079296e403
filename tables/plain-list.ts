import type { Mapping } from './column-plan.ts';

/** A list as people keep it: the columns that it must have, what each becomes, and what is the same in every row. */
interface PlainList {
  readonly needed: readonly string[];
  readonly columns: Readonly<Record<string, string>>;
  readonly set: Readonly<Record<string, string>>;
}

/** Which group a region or sector belongs to, such as `AT,EU27`; and how sure the emissions of a table are, such as `CO2,CN,10%`. */
const LISTS: readonly PlainList[] = [
  {
    needed: ['member', 'group'],
    columns: { member: 'detail.member', group: 'detail.group' },
    set: { 'detail.row': 'group-member' },
  },
  {
    needed: ['stressor', 'spread'],
    columns: { stressor: 'detail.stressor', region: 'detail.region', spread: 'detail.uncertainty' },
    set: { 'detail.row': 'stressor-spread' },
  },
];

/** The longest name of a list. */
const LONGEST = 64;

/**
 * Returns how a list becomes rows: a table that has the columns of a list, and no column `key`. Other columns are skipped. A list of groups
 * has the name of its file; null for any other table.
 */
export function mapPlainList(file: string, names: readonly string[]): Mapping | null {
  const list = LISTS.find(({ needed }) => needed.every((name) => names.includes(name)));
  if (list === undefined || names.includes('key')) return null;
  const columns = names.map((name) => [name, list.columns[name] ?? '']);
  const isNamed = list.needed.includes('group');
  const set = { key: 'row-{row}', value: '1', unit: '1', ...list.set };
  return {
    columns: Object.fromEntries(columns) as Record<string, string>,
    set: isNamed ? { ...set, 'detail.list': nameList(file) } : set,
  };
}

/** Returns the name of a file without its folder and ending, as a label. */
function nameList(file: string): string {
  const name = file.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '');
  return name.replaceAll(/[^A-Za-z0-9._:@+%()-]+/g, '_').slice(0, LONGEST) || 'groups';
}
