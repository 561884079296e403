import type { DatasetName } from '../engine/datasets/dataset.ts';
import { TIME_MEMBERS } from './cells/plain-members.ts';
import type { TableRow } from './cells/table.ts';
import { isDay } from './cells/written-time.ts';
import { readPeriodName } from './cells/period-name.ts';
import { findTimesOfDay, findYearAndMonth } from './column-times.ts';
import { isMember, listStated, type Mapping, type SheetJoin } from './column-plan.ts';
import { showCell } from './corrected-cells.ts';
import { findLikely, findMember, listMembers } from './layout/column-names.ts';
import { isOfAmounts, splitUnit } from './layout/header-units.ts';
import { findStock } from './layout/stock-names.ts';
import { findFitting, isFitting } from './layout/fitting-member.ts';

/** The key of a row that has none: its place in the file. */
const BY_PLACE = 'row-{row}';

/**
 * Returns a mapping of a table's columns to the members of a dataset's entries, guessed from their names. A column with a name that says
 * nothing is skipped. The key is made from the cells of its column, which may have blanks, or else from the number of the row. It is a proposal: its user looks at it, and sets what is missing, such as `detail.row`.
 */
export function suggestMapping(
  names: readonly string[],
  dataset: DatasetName,
  { apart, rows = [], joins = [] }: TableContext = {},
): Mapping {
  const texts = (name: string): string[] =>
    rows.map(({ cells }) => showCell(cells[names.indexOf(name)] ?? null)).filter((text) => text !== '');
  const members = listMembers(dataset);
  const unlike = names.flatMap((name) => {
    const named = findMember(name, members) ?? findLikely(name, members);
    if (named === null || named === name || isFitting(named, texts(name))) return [];
    return [[name, findFitting(name, members, texts(name)) ?? ''] as const];
  });
  const stock = Object.fromEntries(
    Object.entries(findStock(names)).filter(([, member]) => members.has(member)),
  );
  const given = {
    columns: { ...Object.fromEntries(unlike), ...stock, ...findSpareYear(names, texts) },
    set: {},
    joins,
  };
  const named = completeMapping(names, given, dataset, apart);
  const { set } = named;
  const columns = {
    ...named.columns,
    ...sumTimes(names, { ...named.columns, ...findOnlyAmount(names, named.columns) }),
    ...findOnlyAmount(names, named.columns),
    ...findOnlyTime(names, named.columns, rows),
  };
  const skipped = names.filter((name) => name !== '' && !(name in columns) && !isMemberOf(name, dataset));
  const all = { ...columns, ...Object.fromEntries(skipped.map((name) => [name, ''])) };
  return { columns: all, set, ...(joins.length === 0 ? {} : { joins }) };
}

/** Returns a column of years that is not needed, because the months beside it have theirs. */
function findSpareYear(
  names: readonly string[],
  textsOf: (name: string) => readonly string[],
): Mapping['columns'] {
  const pair = findYearAndMonth(names);
  const isNamed = (text: string): boolean => (readPeriodName(text)?.year ?? null) !== null || isDay(text);
  return pair !== null && textsOf(pair.month).some(isNamed) ? { [pair.year]: '' } : {};
}

/** Returns the columns of the times of a day as amounts that are added up, where no other column is the amount. */
function sumTimes(names: readonly string[], columns: Mapping['columns']): Mapping['columns'] {
  if (names.some((name) => (columns[name] ?? name) === 'value')) return {};
  return Object.fromEntries(
    findTimesOfDay(names).map((name, index) => [name, index === 0 ? 'value' : 'plus'] as const),
  );
}

/** Returns the only column with a unit in its name as that of the amounts, such as `Diesel (L)`, where no other column is. */
function findOnlyAmount(names: readonly string[], columns: Mapping['columns']): Mapping['columns'] {
  if (names.some((name) => (columns[name] ?? name) === 'value')) return {};
  const [only, ...others] = names.filter((name) => {
    const unit = splitUnit(name)?.unit;
    return unit !== undefined && columns[name] === undefined && isOfAmounts(unit);
  });
  return only === undefined || others.length > 0 ? {} : { [only]: 'value' };
}

/** Returns the only column whose cells are days as that of the period, where no other column is of times. */
function findOnlyTime(
  names: readonly string[],
  columns: Mapping['columns'],
  rows: readonly TableRow[],
): Mapping['columns'] {
  const members = names.map((name) => columns[name] ?? name);
  if (members.some((member) => member === 'days' || TIME_MEMBERS.includes(member))) return {};
  const [only, ...others] = names.filter((name) => {
    const cells = rows.map((row) => row.cells[names.indexOf(name)] ?? null).filter((cell) => cell !== null);
    return (columns[name] ?? '') === '' && cells.length > 0 && cells.every((cell) => isDay(cell));
  });
  return only === undefined || others.length > 0 ? {} : { [only]: 'period' };
}

/** What is known of a table besides the names of its columns. */
interface TableContext {
  /** The columns of each sheet. */
  readonly apart?: readonly (readonly string[])[] | undefined;
  /** Its first rows. */
  readonly rows?: readonly TableRow[];
  /** The sheets that say what names in its columns mean. */
  readonly joins?: readonly SheetJoin[];
}

function isMemberOf(name: string, dataset: DatasetName): boolean {
  return listMembers(dataset).has(name);
}

/**
 * Returns a mapping with the columns that it does not mention and whose names say which member of the dataset they are, as far as no other
 * column has it. Where nothing gives a key, it is the place of the row. Columns with other names stay without a member. Columns that no sheet has
 * together can become one member: `apart` are the columns of each sheet.
 */
export function completeMapping(
  names: readonly string[],
  given: Mapping,
  dataset: DatasetName,
  apart: readonly (readonly string[])[] = [names],
): Mapping {
  const members = listMembers(dataset);
  const { lookups = {} } = given;
  const stated = listStated(given);
  const everywhere = new Set([...Object.keys(given.set), ...stated]);
  const columns: Record<string, string> = { ...given.columns };
  const set: Record<string, string> = { ...given.set };
  const memberOf = (name: string): string => columns[name] ?? (isMember(name) ? name : '');
  /** Whether a column beside this one has a member. */
  const isTaken = (name: string, member: string): boolean =>
    everywhere.has(member) ||
    apart.some((own) => own.includes(name) && own.some((other) => isSameMember(memberOf(other), member)));
  const isFree = (name: string): boolean => !(name in columns || name in lookups || isMember(name));
  const pair = findYearAndMonth(names);
  if (pair !== null && [pair.year, pair.month].every((name) => isFree(name) && !isTaken(name, 'period'))) {
    columns[pair.year] = columns[pair.month] = '';
    const hasEnds = names.some((name) =>
      ENDS.includes(findMember(name, members) ?? findLikely(name, members) ?? ''),
    );
    if (!hasEnds) {
      set['period'] = `{${pair.year}}-{${pair.month}}`;
      everywhere.add('period');
    }
  }
  const isKeyed = (): boolean => names.some((name) => memberOf(name) === 'key') || 'key' in set;
  for (const find of [findMember, findLikely])
    for (const name of names.filter(isFree)) {
      const member = find(name, members);
      if (member === null || isTaken(name, member) || (member === 'key' && isKeyed())) continue;
      columns[name] = member === 'key' ? '' : member;
      if (member === 'key') set['key'] = `{${name}}`;
    }
  if (!isKeyed()) set['key'] = BY_PLACE;
  return { ...given, columns, set };
}

/** Whether two members say the same: a period has both ends. */
function isSameMember(one: string, other: string): boolean {
  const isTime = (member: string): boolean => ENDS.includes(member);
  return one === other || (one === 'period' && isTime(other)) || (other === 'period' && isTime(one));
}

const ENDS = ['from', 'until', 'last'];
