import { openAsBlob } from 'node:fs';
import { importTable } from '../../tables/dataset-table.ts';
import { createTableFile } from '../../tables/table-file.ts';
import {
  COLUMNS,
  listOthers,
  MAPPING,
  MOST_BYTES,
  MOST_TIME,
  ROWS,
  withWorkbook,
} from '../tools/long-workbook.ts';
import { measure, showCost, showMemory } from '../tools/measure.ts';
import type { Row } from '../tools/row.ts';

const METHOD = `A workbook of ${ROWS.toLocaleString('en-GB')} rows in ${COLUMNS} columns becomes a dataset, and 13 of the columns are skipped: its XML is read as a stream, each row is
checked, added up and judged. Another process made the workbook before. _Peak_ is the peak memory of the whole process.`;

/** Measures the import of a long workbook. */
export function measureRow(): Promise<Row> {
  return withWorkbook(importBook);
}

async function importBook(path: string): Promise<Row> {
  const file = createTableFile('meters.xlsx', await openAsBlob(path));
  const others = Object.fromEntries(listOthers().map((name) => [name, '']));
  const imported = await measure(() =>
    importTable(
      {
        ...{ file, dataset: 'activity', documents: [] },
        mapping: { ...MAPPING, columns: { ...others, ...MAPPING.columns } },
        table: { delimiter: undefined, sheet: undefined, style: null },
        source: { title: 'meters', provider: 'bench', licence: 'none' },
      },
      {
        write: () => Promise.resolve(),
        onRows: () => {},
      },
    ),
  );
  const most = process.resourceUsage().maxRSS * 1024;
  if (imported.value.rows !== ROWS) throw new Error('rows were lost');
  return {
    title: `Import of a workbook of ${ROWS.toLocaleString('en-GB')} rows × ${COLUMNS} columns`,
    method: METHOD,
    head: ['', 'processor time', 'elapsed', 'memory kept', 'peak'],
    lines: [['import', ...showCost(imported), showMemory(most)]],
    goals: [
      { what: 'processor time / 10 s', ratio: imported.cpu / MOST_TIME, goal: 1, sense: 'at most' },
      { what: 'memory / 500 MB', ratio: most / MOST_BYTES, goal: 1, sense: 'at most' },
    ],
    notes: [],
  };
}
