import { describe, expect, it } from 'vitest';
import { engineFolder } from '../../../cli/engines/engine-folder.ts';
import type { UnsaltedEntry } from '../../../core/records/entry.ts';
import type { DatasetName } from '../../../engine/datasets/dataset.ts';
import { computeFigures } from '../../../jobs/compute/compute-figures.ts';
import { formatSaved, listSaved } from '../../../jobs/compute/saved-entries.ts';
import { NO_MAPPING } from '../../../tables/column-plan.ts';
import { importTable } from '../../../tables/dataset-table.ts';
import { readEntryTable } from '../../../tables/entries-file.ts';
import { createTableFile, type TableFile } from '../../../tables/table-file.ts';
import { publishedRun } from '../../engine/published-rows.ts';

const save = (entries: readonly UnsaltedEntry[]): TableFile =>
  createTableFile('saved.csv', new TextEncoder().encode(formatSaved(listSaved(entries, 'Example Ltd'))));

async function importSaved(file: TableFile, dataset: DatasetName): Promise<UnsaltedEntry[]> {
  const entries: UnsaltedEntry[] = [];
  await importTable(
    {
      ...{ file, dataset, mapping: NO_MAPPING, documents: [] },
      table: { delimiter: undefined, sheet: undefined, style: null },
      source: { title: 'saved', provider: 'Example Ltd', licence: 'internal' },
    },
    { write: (more) => Promise.resolve(void entries.push(...more)), onRows: () => {} },
  );
  return entries.filter(({ key }) => key !== 'source');
}

describe('figures that were saved as CSV', () => {
  it('are imported as published figures, with all digits, and read by a run as they are', async () => {
    const { entries } = await computeFigures(
      {
        ...{ method: 'inventory@2', ...publishedRun('inventory@2'), given: [] },
        ...{ leftOut: 'listed', warnings: 'listed', entries: 'listed' },
      },
      {
        engines: engineFolder,
        openDocument: () => Promise.resolve(null),
        finish: (prepared) => prepared.finish(),
        onProgress: () => {},
      },
    );
    const figures = entries.filter(({ unit }) => unit !== '');
    const file = save(entries);
    const rows = await importSaved(file, 'trade');
    const stated = (all: readonly UnsaltedEntry[]): unknown =>
      all.map(({ key, value, unit, from, until }) => ({ key, value, unit, from, until }));
    expect(stated(rows)).toEqual(stated(figures));
    expect(rows[0]!.detail).toMatchObject({
      ...{ row: 'published-figure', about: 'Example-Ltd', publisher: 'Example-Ltd' },
      ...{ account: 'production', line: figures[0]!.key.replaceAll('/', '.'), method: 'inventory@2' },
    });
    expect(stated(await readEntryTable(file))).toEqual(stated(figures));
    await expect(importSaved(file, 'activity')).rejects.toThrow('trade');
  });

  it('of a dataset are the same rows again, but for what describes their file', async () => {
    const { inputs } = publishedRun('inventory@2');
    const rows = inputs.flatMap(({ entries }) => entries as readonly UnsaltedEntry[]);
    const uses = rows.filter(({ detail }) => detail?.['row'] === 'fuel-use');
    expect(uses.length).toBeGreaterThan(0);
    expect(await importSaved(save(uses), 'activity')).toMatchObject(uses);
  });
});
