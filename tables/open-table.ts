import { readCsvTable } from './csv-table.ts';
import type { Mapping } from './column-plan.ts';
import { readJsonTable } from './json-table.ts';
import { findStyle } from './layout/find-style.ts';
import { Findings } from './layout/finding.ts';
import { findMisfit, joinSheets, type LaidSheet, type LeftSheet } from './join-sheets.ts';
import { type LaidTable, layTable } from './layout/lay-table.ts';
import { parseFiscalRule } from './cells/fiscal-year.ts';
import type { NumberStyle } from './cells/number-cell.ts';
import { ALL_SHEETS } from './sheet-choice.ts';
import { TERM_MEMBERS, TIME_MEMBERS } from './cells/plain-members.ts';
import { readParquetTable } from './parquet-table.ts';
import { refuseTable } from './cells/table-problem.ts';
import { endingOf, readWhole, type TableFile } from './table-file.ts';
import type { RawTable } from './cells/table.ts';
import { openWorkbook, type Sheet } from './workbook/open-workbook.ts';

/** What is needed to read a table in addition to its bytes. */
export interface TableOptions {
  /** The character between columns of CSV; undefined where it is looked for. */
  readonly delimiter: string | undefined;
  /**
   * The sheet of a workbook; undefined for the only one that it shows. Several names with commas between them, or `all` for those with rows for
   * the mapping, are read as one table, with a column `Sheet`.
   */
  readonly sheet: string | undefined;
  /** How numbers and days are written, as far as the user says it; the rest is looked for. */
  readonly style: Partial<NumberStyle> | null;
  /** What the user mapped: the header has the columns that are named. */
  readonly mapping: Mapping;
}

/** A table that was opened, and how its numbers are written. */
export interface OpenTable extends LaidTable {
  readonly style: NumberStyle;
}

/** File name ending of a matrix → media type (docs/spec/matrices.md). */
const MATRIX_TYPES: Readonly<Record<string, string>> = {
  '.parquet': 'application/vnd.apache.parquet',
  '.mtx': 'application/x-matrix-market',
};

/** Returns the media type of a matrix by the ending of its name; null if it is not that of a matrix. */
export function findMatrixType(name: string): string | null {
  return MATRIX_TYPES[endingOf(name)] ?? null;
}

/** File name ending of a table → media type. */
export const TABLE_TYPES = {
  '.csv': 'text/csv',
  '.tsv': 'text/csv',
  '.txt': 'text/csv',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.json': 'application/json',
  '.parquet': 'application/vnd.apache.parquet',
} as const;

type TableType = (typeof TABLE_TYPES)[keyof typeof TABLE_TYPES];

/** Returns the media type of a table by the ending of its name; null if it is not that of a table. */
export function findTableType(name: string): TableType | null {
  const ending = endingOf(name);
  return Object.hasOwn(TABLE_TYPES, ending) ? TABLE_TYPES[ending as keyof typeof TABLE_TYPES] : null;
}

/** Returns the table in a file, by the ending of its name, with its header found. @throws DatasetRefused */
export async function openTable(file: TableFile, options: TableOptions): Promise<OpenTable> {
  const { name } = file;
  switch (findTableType(name)) {
    case 'text/csv':
      return layText(file, options);
    case 'application/json': {
      const style = completeStyle(PLAIN_STYLE, options);
      return {
        ...readJsonTable(name, await readWhole(file)),
        findings: new Findings(),
        stated: () => [],
        style,
      };
    }
    case 'application/vnd.apache.parquet': {
      const blob = await file.openBlob();
      const slice = (start: number, end?: number): Promise<ArrayBuffer> =>
        blob.slice(start, end).arrayBuffer();
      const table = await readParquetTable(name, { byteLength: blob.size, slice });
      const style = completeStyle(PLAIN_STYLE, options);
      return { ...table, findings: new Findings(), stated: () => [], style };
    }
    case 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {
      return laySheets(name, await openWorkbook(file), options);
    }
    case null:
      throw refuseTable(
        name,
        'table',
        `not a table: its name must end in ${Object.keys(TABLE_TYPES).join(', ')}`,
      );
  }
}

const PLAIN_STYLE: NumberStyle = { decimal: '.', thousands: null };

async function layText(file: TableFile, options: TableOptions): Promise<OpenTable> {
  const { name } = file;
  const open = (): Promise<RawTable> => readCsvTable(name, file.stream(), { delimiter: options.delimiter });
  const style = completeStyle(await findStyle([await open()]), options);
  return { ...(await lay(name, await open(), { ...options, style }, [])), style };
}

/** Returns how a table is written: what the user says, and what was found. */
function completeStyle(
  found: NumberStyle,
  { style, mapping: { fiscalYearFrom } }: Pick<TableOptions, 'style' | 'mapping'>,
): NumberStyle {
  const said = { ...found, ...style };
  return fiscalYearFrom === undefined ? said : { ...said, fiscal: parseFiscalRule(fiscalYearFrom) };
}

/** Lays out the sheets of a choice, which are read once more to find the style of their numbers. */
async function laySheets(file: string, book: readonly Sheet[], options: TableOptions): Promise<OpenTable> {
  const { mapping } = options;
  const { chosen, isAll } = chooseSheets(file, book, options.sheet);
  const style = completeStyle(await findStyle(chosen.map((sheet) => sheet.read())), options);
  const [only] = chosen;
  if (only !== undefined && chosen.length === 1 && !isAll)
    return { ...(await lay(file, only.read(), { mapping, style }, [only.name])), style };
  const laid: LaidSheet[] = [];
  const left: LeftSheet[] = book
    .filter(({ isHidden }) => isAll && isHidden)
    .map(({ name }) => ({ name, why: 'hidden' }));
  for (const sheet of chosen) {
    const { name } = sheet;
    const isList = mapping.joins?.some((join) => join.sheet === name) === true;
    if (isAll && (isList || (await isEmptySheet(sheet)))) {
      left.push({ name, why: isList ? 'a list of names' : 'empty' });
      continue;
    }
    const table = await lay(`${file}, sheet ${name}`, sheet.read(), { mapping, style }, [name]);
    const probe = (): Promise<LaidTable> => lay(file, sheet.read(), { mapping, style }, [name]);
    const why = isAll ? await findWhyLeft(table, mapping, probe) : null;
    if (why === null) laid.push({ name, number: book.indexOf(sheet) + 1, table });
    else left.push({ name, why });
  }
  return { ...joinSheets(file, laid, left, mapping), style };
}

/** Returns why a sheet is left out, by its columns or else by their cells; null where it is read. */
async function findWhyLeft(
  table: LaidTable,
  mapping: Mapping,
  probe: () => Promise<LaidTable>,
): Promise<string | null> {
  if (findMisfit(table, mapping) === null) return null;
  for await (const rows of (await probe()).rows) return findMisfit(table, mapping, rows);
  return findMisfit(table, mapping);
}

async function isEmptySheet(sheet: Sheet): Promise<boolean> {
  for await (const rows of sheet.read().rows) if (rows.length > 0) return false;
  return true;
}

/** Finds the header of a table, whose titles may name its year. */
function lay(
  file: string,
  raw: RawTable,
  { style, mapping }: { readonly style: NumberStyle; readonly mapping: Mapping },
  titles: readonly string[],
): Promise<LaidTable> {
  const mapped = Object.entries(mapping.columns);
  const values = mapped.filter(([, member]) => member === 'value').map(([name]) => name);
  const terms = mapped.filter(([, member]) => TERM_MEMBERS.includes(member)).map(([name]) => name);
  const isTime = (member: string): boolean => TIME_MEMBERS.includes(member);
  const times = mapped.filter(([, member]) => isTime(member)).map(([name]) => name);
  const hasTime = Object.keys(mapping.set).some(isTime);
  const names = {
    columns: mapped.map(([name]) => name),
    set: Object.keys(mapping.set),
    values,
    terms,
    explained: Object.values(mapping.lookups ?? {}).flatMap((list) => Object.keys(list)),
    times,
    hasTime,
  };
  const years = [mapping.set['period'] ?? '', ...titles, file];
  return layTable(file, raw, { given: names, years, style });
}

/**
 * Returns the sheets that are read. A name may have commas; where no sheet has it, they separate names.
 * @throws DatasetRefused `sheet`
 */
function chooseSheets(
  file: string,
  book: readonly Sheet[],
  choice: string | undefined,
): { readonly chosen: readonly Sheet[]; readonly isAll: boolean } {
  const names = book.map(({ name }) => name);
  const isAll = choice === ALL_SHEETS && !names.includes(ALL_SHEETS);
  if (choice === undefined || isAll) {
    const chosen = book.filter(({ isHidden }) => !isHidden);
    if (isAll || chosen.length === 1) return { chosen, isAll };
    const advice = 'name one with --sheet, or read all that have rows with --sheet all';
    throw refuseTable(file, 'sheet', `the workbook has several sheets, ${advice}: ${names.join(', ')}`);
  }
  const wanted = names.includes(choice) ? [choice] : choice.split(',').map((name) => name.trim());
  const absent = wanted.filter((name) => !names.includes(name));
  if (absent.length > 0)
    throw refuseTable(file, 'sheet', `no sheet ${absent.join(', ')}; the workbook has ${names.join(', ')}`);
  return { chosen: book.filter(({ name }) => wanted.includes(name)), isAll };
}
