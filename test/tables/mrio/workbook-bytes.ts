import { utils, write } from '@e965/xlsx';

/** Rows of cells; null is an empty one. */
export type Rows = readonly (readonly (string | number | null)[])[];

/** Returns a workbook with these sheets. */
export function makeWorkbook(
  sheets: Readonly<Record<string, Rows>>,
  bookType: 'xlsx' | 'xlsb' = 'xlsx',
): Uint8Array {
  const book = utils.book_new();
  for (const [name, rows] of Object.entries(sheets))
    utils.book_append_sheet(book, utils.aoa_to_sheet(rows.map((row) => [...row])), name);
  return new Uint8Array(write(book, { type: 'buffer', bookType }) as Uint8Array);
}
