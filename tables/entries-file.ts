import * as z from 'zod';
import type { Hex } from '../core/encoding/hex.ts';
import { BUNDLE_JSON, parseJson } from '../core/encoding/json.ts';
import { readLines } from '../core/encoding/lines.ts';
import { parseWith } from '../core/encoding/schema.ts';
import { BadInput } from '../core/errors.ts';
import { entrySchema, type UnsaltedEntry } from '../core/records/entry.ts';
import { CheckedRows } from './checked-rows.ts';
import { TERM_MEMBERS } from './cells/plain-members.ts';
import { type ColumnPlan, NO_MAPPING, planColumns } from './column-plan.ts';
import { mapPlainList } from './plain-list.ts';
import { readCsvTable } from './csv-table.ts';
import { readAsItStands } from './layout/lay-table.ts';
import { PlainEntryChecker } from './plain-entry-checker.ts';
import { readWhole, type TableFile } from './table-file.ts';
import { refuseTable } from './cells/table-problem.ts';

/** An entry of a file, with its salt if the file states one. */
export type FileEntry = UnsaltedEntry & { readonly salt?: Hex | undefined };

/** An entry whose salt may be missing. */
export const unsaltedSchema = z.strictObject({
  ...entrySchema.shape,
  salt: entrySchema.shape.salt.optional(),
});
const listSchema = z.array(unsaltedSchema);

/** Called from time to time with how many entries were read. */
export type ReportCount = (count: number) => void;

const REPORT_EVERY = 100_000;
/** A list is written by a person. */
const AS_WRITTEN = { decimal: '.', thousands: null } as const;

/**
 * Returns the entries in a file, in the form in which they are hashed. The name decides the format: .csv is a table; .ndjson is a
 * dataset file with one JSON object per line; any other is a JSON array of `{key, value, unit, from, until, detail, salt?}`.
 * @throws DatasetRefused; BadInput `json-…`, or the code of the wrong member
 */
export async function readEntries(
  file: TableFile,
  report: ReportCount = () => {},
): Promise<readonly FileEntry[]> {
  const name = file.name.toLowerCase();
  if (name.endsWith('.csv')) return readEntryTable(file);
  return name.endsWith('.ndjson') ? readEntryLines(file, report) : readEntryList(file);
}

/**
 * Returns the entries of a CSV table whose columns are the members of an entry, in the order of the rows. Values are canonical
 * decimals. `from` (inclusive) and `until` (exclusive) are ISO days or moments in UTC, both empty without a period. `detail` is the
 * text of a JSON object. A row without value and unit is a document. A list of groups or of spreads (`mapPlainList`) is a table too.
 * @throws DatasetRefused with all problems
 */
export async function readEntryTable(file: TableFile): Promise<UnsaltedEntry[]> {
  const table = await readAsItStands(
    file.name,
    await readCsvTable(file.name, file.stream(), { delimiter: ',', isStrict: true }),
  );
  const list = mapPlainList(file.name, table.columns);
  const plan = planColumns(file.name, table, list ?? NO_MAPPING);
  if (list === null) refuseParts(file.name, plan);
  const checked = new CheckedRows(plan, list === null ? 'as-hashed' : AS_WRITTEN, new PlainEntryChecker());
  const entries: UnsaltedEntry[] = [];
  for await (const rows of table.rows) for (const entry of checked.read(rows)) entries.push(entry);
  if (checked.rows === 0) throw refuseTable(file.name, 'table', 'the table has no rows', { row: 2 });
  checked.refuseProblems(file.name);
  return entries;
}

/** Refuses columns that are parts of an amount or of a unit: cells that are hashed as they are become no sum. */
function refuseParts(file: string, { columns }: ColumnPlan): void {
  const part = columns.find(({ member }) => member === 'per' || TERM_MEMBERS.includes(member));
  if (part === undefined) return;
  const message = 'not a member of an entry as it is hashed: import the table with ledger dataset import';
  throw refuseTable(file, 'columns', message, { row: 1, column: part.name });
}

async function readEntryLines(file: TableFile, report: ReportCount): Promise<FileEntry[]> {
  const entries: FileEntry[] = [];
  for await (const line of readLines(file.stream())) {
    if (line.trim() === '') continue;
    entries.push(parseLine(line, file.name, entries.length + 1));
    if (entries.length % REPORT_EVERY === 0) report(entries.length);
  }
  return entries;
}

function parseLine(line: string, name: string, number: number): FileEntry {
  try {
    return parseWith(unsaltedSchema, parseJson(line));
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    const place = error.path === '' ? String(number) : `${number}.${error.path}`;
    throw new BadInput(error.code, `${name}, entry ${number}: ${error.message}`, error.value, place);
  }
}

/** Reads one byte more than allowed, so that the parser reports the limit. */
async function readEntryList(file: TableFile): Promise<FileEntry[]> {
  const bytes = await readWhole(file, BUNDLE_JSON.bytes + 1);
  try {
    return parseWith(listSchema, parseJson(bytes, BUNDLE_JSON));
  } catch (error) {
    throw explainEntries(error, file.name);
  }
}

/** Returns the error with entries counted from 1, and with the form of an entry. */
function explainEntries(error: unknown, path: string): unknown {
  if (!(error instanceof BadInput)) return error;
  if (error.code === 'json-number')
    return new BadInput(error.code, `${path}: ${error.message}; write values as strings, such as "12.5"`);
  const [index = '', member = ''] = error.path.split('.');
  if (!/^[0-9]+$/.test(index)) return new BadInput(error.code, `${path}: ${error.message}`);
  const what =
    member !== '' && error.value === undefined
      ? `has no ${member}; an entry is ${FORM}`
      : error.message.replace(/^[0-9]+[.:] ?/, '');
  return new BadInput(error.code, `${path}, entry ${Number(index) + 1}: ${what}`, error.value);
}

const FORM = '{key, value, unit, from, until, detail}; from and until are 0 without a period';
