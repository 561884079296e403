/** Writes a long workbook to the file that is named, in a process of its own: making one takes more memory than reading it. */
import { writeFileSync } from 'node:fs';
import { utils, write } from '@e965/xlsx';
import { HEADER, listOthers, ROWS } from './long-workbook.ts';

const FUELS = ['anthracite', 'lignite', 'coking-coal', 'natural-gas', 'diesel'];

function makeBook(): Uint8Array {
  const rows: (string | number)[][] = [[...HEADER, ...listOthers()]];
  for (let index = 0; index < ROWS; index++) {
    const [month, meter] = [index % 12, Math.floor(index / 12)];
    const day = (at: number): string => new Date(Date.UTC(2024, at)).toISOString().slice(0, 10);
    const value = 1000 + ((meter * 7919 + month * 104_729) % 997) + ((index % 99) + 1) / 100;
    rows.push([
      ...[`M${meter}`, `works-${meter % 1000}`, FUELS[meter % FUELS.length]!, value, 't'],
      ...[day(month), day(month + 1)],
      ...listOthers().map((name, at) => (at % 3 === 0 ? index * at : `${name} of ${meter}`)),
    ]);
  }
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet(rows), 'Meters');
  return new Uint8Array(write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Uint8Array);
}

writeFileSync(process.argv[2]!, makeBook());
