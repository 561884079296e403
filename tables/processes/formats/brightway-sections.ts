import { refuseTable } from '../../cells/table-problem.ts';
import { readExact } from '../exact-number.ts';
import type { StatedParameter } from '../formula.ts';
import type { LeftOut } from '../left-out.ts';
import type { SheetRow } from './brightway-sheets.ts';

/** Cells of a row by the names of their columns; empty ones are not there. */
export type Fields = ReadonlyMap<string, string>;

/** One row of a section, with its place. */
export interface Record {
  readonly place: string;
  readonly fields: Fields;
}

/** An activity of brightway: a process, or something that flows. */
export interface Activity {
  readonly place: string;
  readonly name: string;
  readonly fields: Fields;
  /** The group whose parameters its formulas can name. */
  readonly group: string;
  readonly exchanges: readonly Record[];
}

/** What the sheets of a file state. */
export interface Sections {
  readonly database: string;
  readonly activities: readonly Activity[];
  readonly project: ReadonlyMap<string, StatedParameter>;
  readonly shared: ReadonlyMap<string, StatedParameter>;
  /** Parameters of activities, by group. */
  readonly groups: ReadonlyMap<string, ReadonlyMap<string, StatedParameter>>;
}

/** Words in the first cell of a row with which a section begins. */
const BEGINS: ReadonlySet<string> = new Set([
  ...['database', 'project parameters', 'database parameters', 'activity', 'parameters', 'exchanges'],
]);

interface Section {
  readonly word: string;
  readonly head: SheetRow;
  readonly rows: readonly SheetRow[];
}

/** Returns what the sheets of a file state. @throws DatasetRefused `header`, `columns`, `not-a-number` */
export function readSections(
  name: string,
  sheets: readonly (readonly SheetRow[])[],
  leftOut: LeftOut,
): Sections {
  const project = new Map<string, StatedParameter>();
  const shared = new Map<string, StatedParameter>();
  const groups = new Map<string, Map<string, StatedParameter>>();
  const activities: Activity[] = [];
  let database: string | null = null;
  const groupOf = (group: string): Map<string, StatedParameter> => {
    const own = groups.get(group) ?? new Map<string, StatedParameter>();
    groups.set(group, own);
    return own;
  };
  for (const sheet of sheets)
    for (const { word, head, rows } of splitSections(sheet, leftOut))
      if (word === 'database') {
        if (database !== null) throw refuseTable(name, 'header', `${head.place}: a second section Database`);
        database = head.cells[1] ?? '';
      } else if (word === 'project parameters') addParameters(name, rows, project);
      else if (word === 'database parameters') addParameters(name, rows, shared);
      else if (word === 'activity') activities.push(beginActivity(name, head, rows));
      else {
        const last = activities.pop();
        if (last === undefined)
          throw refuseTable(name, 'header', `${head.place}: ${word} before the first Activity`);
        if (word === 'exchanges') activities.push({ ...last, exchanges: readRecords(name, rows) });
        else {
          const group = (head.cells[1] ?? '') === '' ? last.group : head.cells[1]!;
          addParameters(name, rows, groupOf(group));
          activities.push({ ...last, group });
        }
      }
  if (database === null)
    throw refuseTable(
      name,
      'header',
      'no row begins with Database: expected the layout of brightway (bw2io)',
    );
  return { database, activities, project, shared, groups };
}

/** Returns an activity without its exchanges: the sections behind it state them. */
function beginActivity(name: string, { place, cells }: SheetRow, rows: readonly SheetRow[]): Activity {
  const own = cells[1] ?? '';
  if (own === '') throw refuseTable(name, 'header', `${place}: Activity without a name in the second cell`);
  return { place, name: own, fields: readFields(rows), group: place, exchanges: [] };
}

function splitSections(rows: readonly SheetRow[], leftOut: LeftOut): Section[] {
  const sections: { word: string; head: SheetRow; rows: SheetRow[] }[] = [];
  for (const row of rows) {
    const word = row.cells[0]!.toLowerCase();
    const own = sections.at(-1);
    if (isHead(word, row)) sections.push({ word, head: row, rows: [] });
    else if (own !== undefined) own.rows.push(row);
    else if (word !== 'cutoff') leftOut.note('kind-of-row', `${row.place}: ${row.cells[0]}`);
  }
  return sections;
}

/** Whether a row begins a section. A field can have the name of one, but then it has a value, or none. */
function isHead(word: string, { cells }: SheetRow): boolean {
  if (!BEGINS.has(word)) return false;
  const second = cells[1] ?? '';
  // Of merged cells, each has the text of the first one.
  const isNamed = second !== '' && second.toLowerCase() !== word;
  if (word === 'activity' || word === 'database') return isNamed;
  return word === 'parameters' || !isNamed;
}

function readFields(rows: readonly SheetRow[]): Fields {
  return new Map(
    rows.flatMap(({ cells: [label = '', value = ''] }) =>
      label === '' || value === '' ? [] : [[label.toLowerCase(), value] as const],
    ),
  );
}

/** Reads rows under a row of labels. */
function readRecords(name: string, rows: readonly SheetRow[]): Record[] {
  const [head, ...body] = rows;
  if (head === undefined) return [];
  const labels = [...head.cells];
  while (labels.at(-1) === '') labels.pop();
  const empty = labels.indexOf('');
  if (empty >= 0) throw refuseTable(name, 'columns', `${head.place}: column ${empty + 1} has no label`);
  return body.map(({ place, cells }) => ({
    place,
    fields: new Map(
      labels.flatMap((label, at) =>
        (cells[at] ?? '') === '' ? [] : [[label.toLowerCase(), cells[at]!] as const],
      ),
    ),
  }));
}

function addParameters(name: string, rows: readonly SheetRow[], to: Map<string, StatedParameter>): void {
  for (const { place, fields } of readRecords(name, rows)) {
    const own = fields.get('name');
    if (own === undefined) throw refuseTable(name, 'columns', `${place}: a parameter without a name`);
    const amount = fields.get('amount');
    const value = amount === undefined ? null : readExact(amount);
    if (amount !== undefined && value === null)
      throw refuseTable(name, 'not-a-number', `${place}: ${JSON.stringify(amount)} is not a number`, {
        column: 'amount',
      });
    const number = value === null ? null : Number(value.toString());
    to.set(own, { value: number, formula: fields.get('formula') ?? null });
  }
}
