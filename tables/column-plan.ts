import { PLAIN_MEMBERS, TERM_MEMBERS } from './cells/plain-members.ts';
import { DatasetRefused, refuseTable, type TableProblem } from './cells/table-problem.ts';
import type { Table } from './cells/table.ts';
import { findRowType } from '../engine/rows/types/row-types.ts';
import { LEFT_OUT } from './special-names.ts';
import type { NameList } from './name-lookup.ts';

/** Which member of an entry each column becomes, and which members are the same in every row: `value`, `detail.fuel`. */
export interface Mapping {
  /** Column → member; an empty member skips the column. */
  readonly columns: Readonly<Record<string, string>>;
  /**
   * Member → text, in which `{Column}` is replaced by the cell of that column. Beside other text it is the code of that cell, as in
   * `urn:example:{Entity}`. Where the cell is empty, the row does not have the member.
   */
  readonly set: Readonly<Record<string, string>>;
  /**
   * Column → what the names in it state. Where the column is a member itself, its list is of those cells that are read as something else: `kgs` as
   * `kg`. Else the list must have each name.
   */
  readonly lookups?: Readonly<Record<string, NameList>> | undefined;
  /** Sheets of the same workbook that say what the names in a column mean. */
  readonly joins?: readonly SheetJoin[] | undefined;
  /** When fiscal years begin: a month, as `04`, or the first month of a year by its name, as `FY25=2024-04`. */
  readonly fiscalYearFrom?: string | undefined;
  /** Rows of the file that are left out. */
  readonly leftOut?: readonly LeftOutRow[] | undefined;
  /** Whether amounts count with the other sign, as issues from a stock that are negative. */
  readonly isReversed?: boolean | undefined;
  /** Names of a column that are alike and name two things: they are not offered as one. */
  readonly twoNames?: readonly TwoNames[] | undefined;
}

/** A sheet with a row for each name that a column of the table has: a list of sites, of equipment, of locations. */
export interface SheetJoin {
  readonly sheet: string;
  /** The column of the table. */
  readonly column: string;
  /** The column of the sheet that has the same names. */
  readonly by: string;
  /** Column of the sheet → member of an entry that it states. */
  readonly columns: Readonly<Record<string, string>>;
}

/** A row of the file that a person leaves out. */
export interface LeftOutRow {
  readonly row: number;
  /** Its sheet, where several are read as one table. */
  readonly sheet?: string | undefined;
}

/** Two names of a column that a person keeps apart. */
export interface TwoNames {
  readonly column: string;
  readonly names: readonly [string, string];
}

/** The mapping of a table whose columns have the names of members. */
export const NO_MAPPING: Mapping = { columns: {}, set: {} };

/** Returns the members that names in columns state, by lists or by other sheets. */
export function listStated({ lookups = {}, joins = [] }: Mapping): readonly string[] {
  const said = Object.values(lookups).flatMap((list) => Object.values(list));
  return [
    ...said.flatMap((members) => Object.keys(members)),
    ...joins.flatMap(({ columns }) => Object.values(columns)),
  ];
}

/** One column and the member that it becomes. */
export interface PlannedColumn {
  readonly index: number;
  readonly name: string;
  readonly member: string;
}

/** The plan by which rows become entries. */
export interface ColumnPlan {
  readonly count: number;
  readonly names: readonly string[];
  readonly columns: readonly PlannedColumn[];
  readonly set: Readonly<Record<string, string>>;
  readonly leftOut: readonly LeftOutRow[];
  readonly isReversed: boolean;
  readonly twoNames: readonly TwoNames[];
  readonly lookups: readonly { readonly index: number; readonly name: string; readonly list: NameList }[];
}

/**
 * Returns which member each column of a header becomes. A column that is named as a member needs no mapping. Columns that no sheet has together can become
 * one member: `apart` are the columns of each sheet.
 * @throws DatasetRefused `columns`
 */
export function planColumns(
  file: string,
  {
    columns: names,
    header,
    apart = [names],
    spread = [],
  }: Pick<Table, 'columns' | 'header' | 'apart' | 'spread'>,
  mapping: Mapping,
): ColumnPlan {
  const refuse = (message: string, column: string | null): Error =>
    refuseTable(file, 'columns', message, { row: header, column });
  const { lookups = {} } = mapping;
  const problems = [...findTwice(names), ...findAbsent(names, spread, mapping)];
  const columns = names.flatMap((name, index) => {
    const member = mapping.columns[name] ?? name;
    if (member === '' && (name === '' || name in mapping.columns)) return [];
    if (name in lookups && !isMember(member)) return [];
    if (isMember(member)) return [{ index, name, member }];
    problems.push(refuseMember(name, member));
    return [];
  });
  if (problems.length > 0)
    throw new DatasetRefused(
      file,
      problems.map((problem) => ({ code: 'columns', row: header, key: null, ...problem })),
    );
  refuseUnnamed(columns, spread, { names, mapping }, refuse);
  const stated = listStated(mapping);
  checkMembers(
    columns,
    { ...mapping.set, ...Object.fromEntries(stated.map((member) => [member, ''])) },
    apart,
    refuse,
  );
  return {
    ...{ count: names.length, names, columns, set: mapping.set },
    ...{ leftOut: mapping.leftOut ?? [], isReversed: mapping.isReversed ?? false },
    twoNames: mapping.twoNames ?? [],
    lookups: Object.entries(lookups).map(([name, list]) => ({ index: names.indexOf(name), name, list })),
  };
}

/** What is wrong with a column. */
type ColumnProblem = Pick<TableProblem, 'column' | 'message'>;

function findTwice(names: readonly string[]): ColumnProblem[] {
  const twice = new Set(names.filter((name, index) => name !== '' && names.indexOf(name) < index));
  return [...twice].map((column) => ({ column, message: 'two columns have this name: rename one' }));
}

/** Returns the columns that the mapping names and the table lacks. Of those that became rows it may say that they are amounts. */
function findAbsent(
  names: readonly string[],
  spread: readonly string[],
  { columns, lookups = {} }: Mapping,
): ColumnProblem[] {
  const isThere = (name: string): boolean =>
    names.includes(name) || (spread.includes(name) && columns[name] === 'value');
  const wanted = new Set([...Object.keys(columns), ...Object.keys(lookups)]);
  return [...wanted]
    .filter((name) => !isThere(name))
    .map((column) => ({ column, message: `no such column; the table has ${names.join(', ')}` }));
}

/** All columns that are not members get one message, by which they are grouped; a wrong member of a mapping is named. */
function refuseMember(name: string, member: string): ColumnProblem {
  const hint =
    'ledger dataset import maps a column with --map "Column=member", reads what its names mean with --lookup "Column=file", or skips it with --map "Column="; ledger dataset propose writes a mapping with all columns';
  const what = member === name ? 'not a member' : `${JSON.stringify(member)} is not a member`;
  return { column: name, message: `${what} of an entry (${PLAIN_MEMBERS.join(', ')}, detail.…): ${hint}` };
}

/** Whether a name is that of a member of an entry: `value`, `detail.fuel`. */
export function isMember(name: string): boolean {
  return (
    (PLAIN_MEMBERS as readonly string[]).includes(name) || /^detail(\.[A-Za-z][A-Za-z0-9_-]*)+$/.test(name)
  );
}

/** Columns that say what a member is, where none is the member itself. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  from: ['period', 'days', 'last', 'until'],
  until: ['last', 'period', 'days', 'from'],
};

/** Returns the column from which a member comes; the member itself where none does. */
export function nameOfMember({ columns }: Pick<ColumnPlan, 'columns'>, member: string): string {
  const members = [member, ...(BESIDE[member] ?? ['detail'])];
  const found = members.map((each) => columns.find((column) => column.member === each));
  return found.find((column) => column !== undefined)?.name ?? member;
}

/** Returns the first column whose member an earlier one has too. */
function findRepeated(columns: readonly PlannedColumn[]): PlannedColumn | undefined {
  return columns.find(
    ({ member }, index) =>
      !TERM_MEMBERS.includes(member) && columns.findIndex((one) => one.member === member) < index,
  );
}

/** Whether each row is a document, such as an entity, which has neither value nor unit. */
function isOfDocuments(set: Mapping['set']): boolean {
  return findRowType(set['detail.row'])?.role === 'document';
}

/** The column of what was measured, where columns became rows. */
const CARRIER = 'carrier';

/** Refuses amounts of several columns, such as litres and kilowatt-hours of one fuel, where nothing tells their rows apart: each would count. */
function refuseUnnamed(
  columns: readonly PlannedColumn[],
  spread: readonly string[],
  { names, mapping }: { readonly names: readonly string[]; readonly mapping: Mapping },
  refuse: (message: string, column: string | null) => Error,
): void {
  const isUsed =
    columns.some(({ name }) => name === CARRIER) ||
    CARRIER in (mapping.lookups ?? {}) ||
    Object.values(mapping.set).some((text) => text.includes(`{${CARRIER}}`));
  if (!names.includes(CARRIER) || spread.length < 2 || isUsed) return;
  const hint =
    'say in the column carrier what each is: by its names (--lookup, or lookups in the file of --mapping), as detail.facility where they are sites, or as detail.custom.register where all are one thing; or map the one that counts to value';
  throw refuse(`several columns became rows, and would all count: ${spread.join(', ')}. ${hint}`, CARRIER);
}

/** The other end of a period, and members that say it. */
const OTHER_ENDS: Readonly<Record<string, readonly string[]>> = {
  from: ['until', 'last', 'days', 'period'],
  until: ['from', 'days', 'period'],
  last: ['from', 'days', 'period'],
};

/** Refuses one end of a period where nothing says the other one: each row would be refused for it. */
function refuseOpenEnd(
  columns: readonly PlannedColumn[],
  set: Mapping['set'],
  refuse: (message: string, column: string | null) => Error,
): void {
  const has = (member: string): boolean =>
    member in set || columns.some((column) => column.member === member);
  const open = columns.find(({ member }) => OTHER_ENDS[member]?.every((other) => !has(other)) === true);
  if (open === undefined) return;
  const end = open.member === 'from' ? 'ends' : 'begins';
  const hint = `map it to period where each row is of that day or month, else map the column with the other end, or one with the number of days`;
  throw refuse(`it becomes ${open.member}, and no column says when the period ${end}: ${hint}`, open.name);
}

function checkMembers(
  columns: readonly PlannedColumn[],
  set: Mapping['set'],
  apart: readonly (readonly string[])[],
  refuse: (message: string, column: string | null) => Error,
): void {
  const unknown = Object.keys(set).find((member) => !isMember(member) && member !== LEFT_OUT);
  if (unknown !== undefined) throw refuse(`--set ${unknown}: not a member of an entry`, null);
  const members = columns.map(({ member }) => member);
  const twice = apart
    .map((own) => findRepeated(columns.filter(({ name }) => own.includes(name))))
    .find(Boolean);
  if (twice !== undefined)
    throw refuse(`two columns become ${twice.member}: skip one with --map "${twice.name}="`, twice.name);
  refuseOpenEnd(columns, set, refuse);
  const needed = isOfDocuments(set) ? ['key'] : ['key', 'value', 'unit'];
  const missing = needed.filter((member) => !members.includes(member) && !(member in set));
  if (missing.length === 0) return;
  throw refuse(
    `missing column ${missing.join(', ')}: rename one, or use --map or --set of ledger dataset import`,
    null,
  );
}
