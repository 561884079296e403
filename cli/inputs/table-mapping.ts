import { BUNDLE_JSON, parseJson } from '../../core/encoding/json.ts';
import { parseWith } from '../../core/encoding/schema.ts';
import { readNameList } from '../../jobs/import/name-list.ts';
import { mappingSchema } from '../../jobs/import/mapping-schema.ts';
import { cleanMapping } from '../../jobs/import/table-mapping.ts';
import type { DatasetName } from '../../engine/datasets/dataset.ts';
import { parseFiscalRule } from '../../tables/cells/fiscal-year.ts';
import { findMember, listMembers } from '../../tables/layout/column-names.ts';
import { type LeftOutRow, type Mapping, NO_MAPPING } from '../../tables/column-plan.ts';
import type { TableOptions } from '../../tables/open-table.ts';
import { findJoin } from '../../tables/propose-joins.ts';
import type { TableFile } from '../../tables/table-file.ts';
import { openTableFile } from './table-file.ts';
import type { NameList } from '../../tables/name-lookup.ts';
import { readBytes, readNaming } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';

/**
 * Returns the mapping in a file, `{"columns": {"Fuel": "detail.fuel"}, "set": {"detail.row": "fuel-use"}}`, together with
 * the options, such as `Fuel=detail.fuel`, which override the file.
 * @throws UsageError `option`, `file-unreadable`; BadInput
 */
export async function readMapping(
  terminal: Terminal,
  file: string | undefined,
  {
    map = [],
    set = [],
    lookup = [],
    value = [],
    fiscalYearFrom,
    leaveOut = [],
    reverse = false,
    dataset,
  }: {
    readonly map?: readonly string[];
    readonly set?: readonly string[];
    readonly lookup?: readonly string[];
    readonly value?: readonly string[];
    readonly fiscalYearFrom?: string;
    readonly leaveOut?: readonly string[];
    readonly reverse?: boolean;
    readonly dataset: DatasetName;
  },
): Promise<Mapping> {
  const given = file === undefined ? NO_MAPPING : await readMappingFile(terminal, file);
  if (fiscalYearFrom !== undefined && parseFiscalRule(fiscalYearFrom) === null)
    throw new UsageError(
      'option',
      `--fiscal-year-from needs a month such as 04, or a year and its first month such as FY25=2024-04; got ${fiscalYearFrom}`,
    );
  const columns = { ...given.columns, ...readPairs(map, '--map', -1) };
  const lookups = { ...given.lookups, ...(await readLookups(terminal, lookup)) };
  return {
    ...(fiscalYearFrom === undefined ? given : { ...given, fiscalYearFrom }),
    ...(leaveOut.length === 0 ? {} : { leftOut: [...(given.leftOut ?? []), ...leaveOut.map(readLeftOut)] }),
    ...(reverse ? { isReversed: true } : {}),
    ...{ columns, set: { ...given.set, ...readPairs(set, '--set', 1) } },
    lookups: addValues(lookups, value, (name) => columns[name] ?? findMember(name, listMembers(dataset))),
  };
}

/** Reads `12`, or `Sheet:12` where several sheets are read. @throws UsageError `option` */
function readLeftOut(text: string): LeftOutRow {
  const [, sheet, row = ''] = /^(?:(.+):)?([1-9]\d*)$/.exec(text) ?? [];
  if (row === '') throw new UsageError('option', `--leave-out needs a row, or sheet:row, got ${text}`);
  return { row: Number(row), ...(sheet === undefined ? {} : { sheet }) };
}

/**
 * Returns a mapping with the sheets that `--join` names, such as `Site=Sites`.
 * @throws UsageError `option`; DatasetRefused `sheet`, `columns`
 */
export async function addJoins(
  file: TableFile,
  mapping: Mapping,
  pairs: readonly string[],
  { table, dataset }: { readonly table: Omit<TableOptions, 'mapping'>; readonly dataset: DatasetName },
): Promise<Mapping> {
  const named = Object.entries(readPairs(pairs, '--join', 1));
  const known = named.map(([column, sheet]) => ({ column, sheet, by: '', columns: {} }));
  const joins = await Promise.all(
    known.map((join) =>
      findJoin(file, join, { ...table, mapping: { ...mapping, joins: known } }, listMembers(dataset)),
    ),
  );
  return joins.length === 0 ? mapping : { ...mapping, joins: [...(mapping.joins ?? []), ...joins] };
}

const VALUE = /^([^:]+):(.*)=([^=]*)$/;

/** Adds what single cells mean, as `Unit:kgs=kg`, to the lists of names. @throws UsageError `option` */
function addValues(
  lookups: Readonly<Record<string, NameList>>,
  values: readonly string[],
  memberOf: (column: string) => string | null,
): Readonly<Record<string, NameList>> {
  const added: Record<string, NameList> = { ...lookups };
  for (const value of values) {
    const [, column = '', name = '', text = ''] = VALUE.exec(value) ?? [];
    if (column === '') throw new UsageError('option', `--value needs column:cell=text, got ${value}`);
    const member = memberOf(column);
    if (member === null || member === '')
      throw new UsageError(
        'option',
        `--value ${value}: name what ${column} holds with --map "${column}=member"`,
      );
    added[column] = { ...added[column], [name]: { [member]: text } };
  }
  return added;
}

async function readLookups(terminal: Terminal, pairs: readonly string[]): Promise<Record<string, NameList>> {
  const named = Object.entries(readPairs(pairs, '--lookup', 1));
  const lists = await Promise.all(
    named.map(async ([column, path]) => [column, await readNameList(openTableFile(terminal, path))] as const),
  );
  return Object.fromEntries(lists);
}

async function readMappingFile(terminal: Terminal, file: string): Promise<Mapping> {
  const bytes = await readBytes(terminal, file);
  const given = readNaming(file, () => parseWith(mappingSchema, parseJson(bytes, BUNDLE_JSON)));
  // What was left empty in a proposal says nothing.
  return cleanMapping({ columns: [] }, given);
}

const NEEDED: Readonly<Record<string, string>> = {
  ...{ '--set': 'member=text', '--lookup': 'column=file', '--join': 'column=sheet' },
};

/** Splits `name=member` pairs. The names of columns and texts may hold an equals sign; members never do. */
function readPairs(pairs: readonly string[], option: string, end: 1 | -1): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = end === 1 ? pair.indexOf('=') : pair.lastIndexOf('=');
      if (at <= 0)
        throw new UsageError('option', `${option} needs ${NEEDED[option] ?? 'column=member'}, got ${pair}`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}
