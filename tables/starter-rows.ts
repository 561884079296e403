import * as z from 'zod';
import { parseJson } from '../core/encoding/json.ts';
import { parseWith } from '../core/encoding/schema.ts';
import { type FactorRow, type FactorSource, readFactorRow } from '../engine/search/factor-row.ts';
import { readEntryTable } from './entries-file.ts';
import { createTableFile } from './table-file.ts';

/** A factor of the starter data. */
export interface StarterRow extends FactorRow {
  /** The file in `data/`, and the line in it. */
  readonly file: string;
  readonly line: number;
  /** Whether only a secondary source of the file was at hand. */
  readonly isSecondary: boolean;
}

/** The list of the starter data, `data/index.json`. */
const indexSchema = z.array(
  z.object({
    file: z.string(),
    dataset: z.string(),
    title: z.string(),
    source: z.string(),
    provider: z.string(),
    licence: z.string(),
    /** Empty where none is stated. */
    date: z.string(),
    url: z.string().optional(),
    secondary: z.boolean().optional(),
  }),
);

/** A file of the starter data, and what its list says about it. */
export type StarterFile = z.output<typeof indexSchema>[number];

/** Returns the bytes of a file in `data/`. */
export type ReadStarter = (name: string) => Promise<Uint8Array>;

/** Returns the list of the starter data. @throws BadInput if it is damaged */
export async function readStarterIndex(read: ReadStarter): Promise<readonly StarterFile[]> {
  return parseWith(indexSchema, parseJson(await read('index.json')));
}

/** A table of rows for anyone; forms are tables that a user fills in, and those of the example are of its company. */
const TABLE = /^(?!(forms|example)\/).+\.csv$/;

/** The line of the first row: the header is line 1. */
const FIRST_LINE = 2;

/**
 * Returns the factors of the starter data: those that began to hold last come first, and those that hold at any time last.
 * @throws DatasetRefused, BadInput if a file is damaged
 */
export async function readStarterRows(read: ReadStarter): Promise<StarterRow[]> {
  const files = await readStarterIndex(read);
  const rows: StarterRow[] = [];
  for (const file of files)
    if (TABLE.test(file.file)) rows.push(...(await readFactors(file, await read(file.file))));
  return rows.sort((a, b) => b.from - a.from);
}

/** The rows of starter files have one line each. */
async function readFactors(
  { file, source: title, licence, date, url, secondary }: StarterFile,
  bytes: Uint8Array,
): Promise<StarterRow[]> {
  const entries = await readEntryTable(createTableFile(file, bytes));
  return entries.flatMap((entry, at) => {
    const row = readFactorRow(entry, null);
    if (row === null) return [];
    const source: FactorSource = {
      ...{ title: row.source?.title ?? title, url: row.source === null ? (url ?? null) : row.source.url },
      licence: row.source?.licence ?? licence,
      published: row.source?.published ?? (date === '' ? null : date),
    };
    return [{ ...row, source, file, line: at + FIRST_LINE, isSecondary: secondary === true }];
  });
}
