import { utils, write } from '@e965/xlsx';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { ImportPlan } from '../../tables/dataset-table.ts';

/** A table in the words of a company: two rows are sound, the last one has two faults. */
export const COLUMNS = ['Reference', 'Fuel type', 'Quantity', '单位', 'Year', 'Remarks'];
export const ROWS = [
  ['boiler 1', 'anthracite', '12.5', 't', '2023', 'first'],
  ['boiler 2', 'diesel-oil', '3', 't', '2023', ''],
  ['boiler 3', 'diesel-oil', 'many', 'km', '2023', ''],
];
/** What a person adds to the mapping that is suggested for it. */
export const SET = { 'detail.row': 'fuel-use', 'detail.category': '1.A.2', 'detail.geography': 'CN' };

const csv = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => `${cells.join(';')}\n`).join('');

/** Returns the table, or its first rows, as files: one of each format, by name. */
export function writeTables(count = ROWS.length): Readonly<Record<string, Uint8Array>> {
  const rows = ROWS.slice(0, count);
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([COLUMNS, ...rows]), 'Fuels');
  utils.book_append_sheet(book, utils.aoa_to_sheet([['nothing'], ['here']]), 'Notes');
  const objects = rows.map((cells) =>
    Object.fromEntries(cells.map((cell, at) => [COLUMNS[at]!, cell] as const)),
  );
  const columnData = COLUMNS.map((name, at) => ({
    name,
    data: rows.map((cells) => cells[at]!),
    type: 'STRING' as const,
  }));
  const utf8 = new TextEncoder();
  return {
    'fuels.csv': utf8.encode(`\ufeff${csv([COLUMNS, ...rows])}`),
    'fuels.json': utf8.encode(JSON.stringify(objects)),
    'fuels.parquet': new Uint8Array(parquetWriteBuffer({ columnData })),
    'fuels.xlsx': Uint8Array.from(write(book, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array),
  };
}

/** What describes the table when it is imported. */
export const PLAN: Omit<ImportPlan, 'file' | 'mapping' | 'table'> = {
  dataset: 'activity',
  source: { title: 'Fuels', provider: 'Test', licence: 'internal', url: undefined, published: undefined },
  documents: [],
};
