import { z } from 'zod';
import { BUNDLE_JSON, parseJson } from '../../core/encoding/json.ts';
import { parseWith } from '../../core/encoding/schema.ts';
import { UsageError } from '../terminal/errors.ts';
import { readBytes, readNaming } from '../inputs/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { refuseTable } from './problem.ts';

/** Where the columns of a table go, and what stands in every row: members such as `value`, `detail.fuel`. */
export interface Mapping {
  /** Column → member; an empty one passes the column over. */
  readonly columns: Readonly<Record<string, string>>;
  /** Member → text. In that of `key`, `{Column}` stands for the cell of a column. */
  readonly set: Readonly<Record<string, string>>;
}

const mappingSchema = z.strictObject({
  columns: z.record(z.string(), z.string()).default({}),
  set: z.record(z.string(), z.string()).default({}),
});

const MEMBERS = ['key', 'value', 'unit', 'from', 'until', 'period', 'detail'];

/** One column and the member that it goes to. */
export interface PlannedColumn {
  readonly index: number;
  readonly name: string;
  readonly member: string;
}

/** How a row becomes an entry. */
export interface ColumnPlan {
  readonly count: number;
  readonly names: readonly string[];
  readonly columns: readonly PlannedColumn[];
  readonly set: Readonly<Record<string, string>>;
}

/**
 * Returns the mapping of a file, `{"columns": {"Fuel": "detail.fuel"}, "set": {"detail.row": "fuel-use"}}`, and of options
 * such as `Fuel=detail.fuel`, which come before those of the file.
 * @throws UsageError `option`, `file-unreadable`; BadInput
 */
export async function readMapping(
  terminal: Terminal,
  file: string | undefined,
  { map = [], set = [] }: { readonly map?: readonly string[]; readonly set?: readonly string[] },
): Promise<Mapping> {
  const given = file === undefined ? { columns: {}, set: {} } : await readMappingFile(terminal, file);
  return {
    columns: { ...given.columns, ...readPairs(map, '--map', -1) },
    set: { ...given.set, ...readPairs(set, '--set', 1) },
  };
}

async function readMappingFile(terminal: Terminal, file: string): Promise<z.infer<typeof mappingSchema>> {
  const bytes = await readBytes(terminal, file);
  return readNaming(file, () => parseWith(mappingSchema, parseJson(bytes, BUNDLE_JSON)));
}

/** A column's name may hold an equals sign, a member's never does; a text may again. */
function readPairs(pairs: readonly string[], option: string, end: 1 | -1): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = end === 1 ? pair.indexOf('=') : pair.lastIndexOf('=');
      if (at <= 0) throw new UsageError('option', `${option} wants name=member, not ${pair}`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

/**
 * Returns where each column of a header goes. Columns that are named as members go there unless they are mapped.
 * @throws DatasetRefused `columns`
 */
export function planColumns(file: string, names: readonly string[], mapping: Mapping): ColumnPlan {
  const refuse = (message: string, column: string | null): Error =>
    refuseTable(file, 'columns', message, { row: 1, column });
  const twice = names.find((name, index) => name !== '' && names.indexOf(name) < index);
  if (twice !== undefined) throw refuse('two columns have this name', twice);
  const absent = Object.keys(mapping.columns).find((name) => !names.includes(name));
  if (absent !== undefined) throw refuse(`there is no such column, but ${names.join(', ')}`, absent);
  const columns = names.flatMap((name, index) => {
    const member = mapping.columns[name] ?? name;
    if (member === '' && (name === '' || name in mapping.columns)) return [];
    if (isMember(member)) return [{ index, name, member }];
    const hint = `say --map "${name}=member", or --map "${name}=" to pass it over`;
    throw refuse(`${name === member ? '' : `${member} is `}no member of an entry: ${hint}`, name);
  });
  checkMembers(columns, mapping.set, refuse);
  return { count: names.length, names, columns, set: mapping.set };
}

function isMember(name: string): boolean {
  return MEMBERS.includes(name) || /^detail(\.[A-Za-z][A-Za-z0-9_-]*)+$/.test(name);
}

function checkMembers(
  columns: readonly PlannedColumn[],
  set: Mapping['set'],
  refuse: (message: string, column: string | null) => Error,
): void {
  const unknown = Object.keys(set).find((member) => !isMember(member));
  if (unknown !== undefined) throw refuse(`--set ${unknown}: no member of an entry`, null);
  const members = columns.map(({ member }) => member);
  const twice = columns.find(({ member }, index) => members.indexOf(member) < index);
  if (twice !== undefined) throw refuse(`two columns go to ${twice.member}`, twice.name);
  const missing = ['key', 'value', 'unit'].filter((member) => !members.includes(member) && !(member in set));
  if (missing.length === 0) return;
  throw refuse(`no column goes to ${missing.join(', ')}: say --map or --set`, null);
}
