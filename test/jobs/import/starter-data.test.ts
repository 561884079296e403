import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { UnsaltedEntry } from '../../../core/records/entry.ts';
import type { DatasetName } from '../../../engine/datasets/dataset.ts';
import { importTable } from '../../../tables/dataset-table.ts';
import { NO_MAPPING } from '../../../tables/column-plan.ts';
import { readStarterDataset } from '../../../jobs/import/starter-dataset.ts';
import { createTableFile } from '../../../tables/table-file.ts';

const DATA = join(import.meta.dirname, '../../../data');

/** A file in `data/index.json`. */
interface StarterFile {
  readonly file: string;
  readonly dataset: DatasetName;
  readonly source: string;
  readonly provider: string;
  readonly licence: string;
  readonly url?: string;
  readonly date: string;
}
const files = JSON.parse(readFileSync(join(DATA, 'index.json'), 'utf8')) as StarterFile[];

describe('the starter data', () => {
  it.each(files)('$file imports without an error or a warning', async (own) => {
    const plan = {
      file: createTableFile(own.file, readFileSync(join(DATA, own.file))),
      dataset: own.dataset,
      mapping: NO_MAPPING,
      table: { delimiter: undefined, sheet: undefined, style: null },
      style: { decimal: '.' as const, thousands: null },
      source: {
        title: own.source,
        provider: own.provider,
        licence: own.licence,
        url: own.url,
        published: own.date === '' ? undefined : own.date,
      },
      documents: [],
    };
    const entries: UnsaltedEntry[] = [];
    const write = (more: readonly UnsaltedEntry[]) => Promise.resolve(void entries.push(...more));
    const { rows, warnings } = await importTable(plan, { write, onRows: () => {} });
    expect(warnings).toEqual({ total: 0, listed: [] });
    expect(rows).toBeGreaterThan(0);
    // What a page registers when a factor of the file is taken.
    if (own.file.endsWith('.csv')) {
      const taken = await readStarterDataset(`data/${own.file}`, (name) => readFile(join(DATA, name)));
      expect(taken.entries).toEqual(entries);
    }
  });
});
