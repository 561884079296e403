import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { JsonObject } from '../../core/encoding/json.ts';
import type { DatasetName } from '../../engine/datasets/dataset.ts';
import type { SourceDetail } from '../../engine/datasets/detail.ts';
import { DatasetChecker } from '../../engine/datasets/validate.ts';
import type { UnsaltedEntry } from './entries-csv.ts';
import { openNewFile, removeFile, streamBytes } from './files.ts';
import { type ColumnPlan, type Mapping, planColumns } from '../tables/columns.ts';
import { EntryReader } from '../tables/entry-reader.ts';
import type { NumberStyle } from '../tables/number-cell.ts';
import { openTable, type TableOptions, typeOfTable } from '../tables/open-table.ts';
import { DatasetRefused, refuseTable, type TableProblem } from '../tables/problem.ts';
import type { TableRow } from '../tables/table.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** A table, and how it becomes a dataset. */
export interface ImportPlan {
  readonly file: string;
  readonly dataset: DatasetName;
  /** The dataset file that is written; null where the table is only checked. */
  readonly output: string | null;
  readonly mapping: Mapping;
  readonly table: TableOptions;
  readonly style: NumberStyle;
  /** What the entry `source` says of the document, beside its hash. */
  readonly source: Pick<SourceDetail, 'title' | 'provider' | 'licence' | 'url' | 'published'>;
  /** Entries that describe documents beside the table. */
  readonly documents: readonly UnsaltedEntry[];
}

/** What an import found. */
export interface Imported {
  readonly rows: number;
  readonly source: SourceDetail;
}

/** Problems that are listed one by one; the others are counted. */
const MOST_LISTED = 1000;
const TELL_EVERY = 100_000;

/**
 * Reads a table as a dataset, checks every row, and writes the dataset file where nothing is wrong: one entry a line, as JSON,
 * the entry `source` last. `onRows` is told every 100,000 rows how many were read.
 * @throws DatasetRefused with all problems; UsageError; BadInput
 */
export async function importDataset(
  terminal: Terminal,
  plan: ImportPlan,
  onRows: (count: number) => void,
): Promise<Imported> {
  const output = plan.output === null ? null : await openNewFile(terminal, plan.output);
  try {
    return await readAll(terminal, plan, output, onRows);
  } catch (error) {
    if (plan.output !== null) await removeFile(terminal, plan.output);
    throw error;
  } finally {
    await output?.close();
  }
}

async function readAll(
  terminal: Terminal,
  plan: ImportPlan,
  output: FileHandle | null,
  onRows: (count: number) => void,
): Promise<Imported> {
  const { file } = plan;
  const table = await openTable(terminal, file, streamBytes(terminal, file), plan.table);
  const reading = new Reading(plan, planColumns(file, table.columns, plan.mapping));
  let told = 0;
  for await (const rows of table.rows) {
    const text = reading.read(rows);
    if (reading.total === 0) await output?.write(text);
    if (reading.rows - told < TELL_EVERY) continue;
    told = reading.rows - (reading.rows % TELL_EVERY);
    onRows(told);
  }
  if (reading.rows === 0) throw refuseTable(file, 'table', 'the table has no rows');
  const source = await describeSource(terminal, plan);
  const text = reading.add([...plan.documents, entryOfSource(source)]);
  if (reading.total > 0) throw new DatasetRefused(file, reading.problems, reading.total);
  await output?.write(text);
  await output?.sync();
  return { rows: reading.rows, source };
}

/** Reads batches of rows, and keeps what is wrong with them. */
class Reading {
  readonly problems: TableProblem[] = [];
  total = 0;
  rows = 0;
  readonly #columns: ColumnPlan;
  readonly #reader: EntryReader;
  readonly #checker: DatasetChecker;

  constructor({ dataset, style }: ImportPlan, columns: ColumnPlan) {
    this.#columns = columns;
    this.#reader = new EntryReader(columns, style);
    this.#checker = new DatasetChecker(dataset);
  }

  /** Returns the lines of the next rows. */
  read(rows: readonly TableRow[]): string {
    let text = '';
    for (const row of rows) {
      const { entry, faults } = this.#reader.read(row);
      for (const fault of faults) this.#report(fault);
      this.#check(entry, row.row, faults);
      if (this.total === 0) text += writeLine(entry);
    }
    this.rows += rows.length;
    return text;
  }

  /** Returns the lines of entries that stand in no row. */
  add(entries: readonly UnsaltedEntry[]): string {
    for (const entry of entries) this.#check(entry, null, []);
    return entries.map(writeLine).join('');
  }

  /** What could not be read is told once: its member is not found missing besides. */
  #check(entry: UnsaltedEntry, row: number | null, faults: readonly TableProblem[]): void {
    const told = faults.map(({ column }) => column);
    for (const problem of this.#checker.check(entry)) {
      const column = this.#nameOf(problem.column);
      if (told.some((name) => name === null || name === column)) continue;
      this.#report({ code: problem.code, row, key: entry.key, column, message: problem.message });
    }
  }

  #nameOf(member: string): string {
    const { columns } = this.#columns;
    const found = columns.find((column) => column.member === member);
    const period = member === 'from' || member === 'until' ? 'period' : 'detail';
    return found?.name ?? columns.find((column) => column.member === period)?.name ?? member;
  }

  #report(problem: TableProblem): void {
    this.total++;
    if (this.problems.length < MOST_LISTED) this.problems.push(problem);
  }
}

/** Keys, values and units that were found in order hold nothing that JSON escapes. */
function writeLine({ key, value, unit, from, until, detail }: UnsaltedEntry): string {
  const quoted = value === null ? 'null' : `"${value}"`;
  const inner = JSON.stringify(detail);
  return `{"key":"${key}","value":${quoted},"unit":"${unit}","from":${from},"until":${until},"detail":${inner}}\n`;
}

async function describeSource(terminal: Terminal, plan: ImportPlan): Promise<SourceDetail> {
  const { size, sha256 } = await hashFile(terminal, plan.file);
  const { url, published, ...said } = plan.source;
  return {
    row: 'source',
    dataset: plan.dataset,
    ...said,
    ...(url === undefined ? {} : { url }),
    ...(published === undefined ? {} : { published }),
    mediaType: typeOfTable(plan.file),
    size,
    sha256,
  };
}

function entryOfSource(source: SourceDetail): UnsaltedEntry {
  return { key: 'source', value: null, unit: '', from: 0, until: 0, detail: { ...source } as JsonObject };
}

/** Returns the bytes of a file in number and SHA-256, 64 hex digits. @throws UsageError `file-unreadable` */
export async function hashFile(terminal: Terminal, path: string): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of streamBytes(terminal, path)) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { size, sha256: hash.digest('hex') };
}
