import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunResult, runMethod } from '../../../engine/run.ts';
import type { InputDocument } from '../../../engine/rows/document.ts';
import type { InputRecord } from '../../../engine/rows/input.ts';
import { readEntries } from '../../../tables/entries-file.ts';
import { readDocumentFile } from '../../../tables/matrix-file.ts';
import { createTableFile } from '../../../tables/table-file.ts';
import type { TableDesk } from './table-desk.ts';

/** Computes trade accounts from the table that a desk has read, with other rows beside it. */
export async function computeTable(
  { folder }: TableDesk,
  year: number,
  { parameters = {}, others = [] }: { parameters?: object; others?: InputRecord['entries'] } = {},
): Promise<RunResult> {
  const load = async (name: string) => createTableFile(name, await readFile(join(folder, 'out', name)));
  const entries = await readEntries(await load('table.ndjson'));
  const documents: InputDocument[] = [];
  for (const matrix of ['Z', 'Y', 'F', 'F_Y'])
    if (existsSync(join(folder, 'out', `${matrix}.parquet`)))
      documents.push(await readDocumentFile(await load(`${matrix}.parquet`)));
  const period = { from: Date.UTC(year, 0, 1) / 1000, until: Date.UTC(year + 1, 0, 1) / 1000 };
  const record = { record: `0x${'1'.repeat(64)}`, entries: [...entries, ...others] };
  return runMethod('trade@1', [record], { period, ...parameters }, { documents });
}
