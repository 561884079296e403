import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { DenseMatrix } from '../../../engine/rows/matrix.ts';
import { readMatrix } from '../../../tables/matrix-file.ts';
import { createTableFile } from '../../../tables/table-file.ts';
import { type CliRun, runLine } from '../../cli/test-terminal.ts';
import { type MadeTable, pairsOf } from './made-table.ts';

/** Files of a table: path → content. */
export type TableFiles = Readonly<Record<string, string | Uint8Array>>;

export type Detail = Readonly<Record<string, unknown>>;

/** What the command refused: its first problem, and the file that the message names. */
export interface Refusal {
  readonly file: string;
  readonly code: string;
  readonly row: number | null;
  readonly column: string | null;
}

/** A folder in which tables are read. */
export interface TableDesk {
  readonly folder: string;
  put(name: string, files: TableFiles): Promise<string>;
  /** Reads a table into the folder `out`. */
  read(format: string, path: string, ...args: string[]): Promise<CliRun>;
  /** Reads a table that must be refused, and checks that nothing was written. */
  refusalOf(format: string, files: TableFiles, ...args: string[]): Promise<Refusal>;
  /** The details of the dataset file in `out`, by key. */
  details(): Promise<Record<string, Detail>>;
  matrix(name: string): Promise<DenseMatrix>;
  /** Removes `out`. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a new folder. */
export async function openTableDesk(): Promise<TableDesk> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-table-'));
  let count = 0;
  const read = (format: string, path: string, ...args: string[]): Promise<CliRun> =>
    runLine(['dataset', 'table', format, path, '--licence', 'CC-BY-4.0', '--out', 'out', '--json', ...args], {
      cwd: folder,
    });
  const put = async (name: string, files: TableFiles): Promise<string> => {
    const root = join(folder, `given-${count++}`, name);
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), content);
    }
    return root;
  };
  return {
    folder,
    put,
    read,
    async refusalOf(format, files, ...args) {
      const { exit, err, out } = await read(format, await put('table_2019', files), ...args);
      expect({ exit, out }).toEqual({ exit: 2, out: '' });
      expect((await readdir(folder)).filter((name) => !name.startsWith('given-'))).toEqual([]);
      const { error } = JSON.parse(err) as {
        error: { message: string; details: { problems: Omit<Refusal, 'file'>[] } };
      };
      const { code, row, column } = error.details.problems[0]!;
      return { file: error.message.split(': ')[0]!, code, row, column };
    },
    async details() {
      const lines = (await readFile(join(folder, 'out', 'table.ndjson'), 'utf8')).trimEnd().split('\n');
      const entries = lines.map((line) => JSON.parse(line) as { key: string; detail: Detail });
      return Object.fromEntries(entries.map(({ key, detail }) => [key, detail]));
    },
    async matrix(name) {
      const bytes = await readFile(join(folder, 'out', `${name}.parquet`));
      return (await readMatrix(createTableFile(`${name}.parquet`, bytes))) as DenseMatrix;
    },
    clear: () => rm(join(folder, 'out'), { recursive: true, force: true }),
    close: () => rm(folder, { recursive: true }),
  };
}

const spell = (name: string): string => name.replaceAll('/', '_');

/** Returns the names of an axis as documents have them. */
export function labelsOf(regions: readonly string[], items: readonly string[]): string[] {
  return pairsOf(regions, items).map(([region, item]) => `${spell(region)}/${spell(item)}`);
}

/** Checks that the documents in `out` are the matrices of a made table, to the last bit. */
export async function expectMatrices(desk: TableDesk, table: MadeTable): Promise<void> {
  const sectors = labelsOf(table.regions, table.sectors);
  const demand = labelsOf(table.regions, table.categories);
  const of = (
    rows: readonly string[],
    columns: readonly string[],
    values: readonly (readonly number[])[],
  ) => ({
    ...{ form: 'dense', rows, columns },
    values: Float64Array.from(values.flat()),
  });
  expect(await desk.matrix('Z')).toEqual(of(sectors, sectors, table.z));
  expect(await desk.matrix('Y')).toEqual(of(sectors, demand, table.y));
  expect(await desk.matrix('F')).toEqual(of(table.stressors, sectors, table.f));
  expect(await desk.matrix('F_Y')).toEqual(of(table.stressors, demand, table.demandF));
}

/** Replaces a part of one of the files. */
export function alter(files: TableFiles, path: string, change: (text: string) => string): TableFiles {
  const before = files[path];
  if (typeof before !== 'string') throw new Error(`no text ${path}`);
  const after = change(before);
  if (after === before) throw new Error(`nothing changed in ${path}`);
  return { ...files, [path]: after };
}

/** Replaces one cell: line and cell counted from 1. */
export function setCell(
  text: string,
  [line, cell]: readonly [number, number],
  value: string,
  separator = '\t',
): string {
  const lines = text.split('\n');
  const cells = lines[line - 1]!.split(separator);
  cells[cell - 1] = value;
  lines[line - 1] = cells.join(separator);
  return lines.join('\n');
}

/** Leaves out a line, counted from 1. */
export function dropLine(text: string, line: number): string {
  return text
    .split('\n')
    .filter((_, at) => at !== line - 1)
    .join('\n');
}
