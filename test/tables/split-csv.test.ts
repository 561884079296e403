import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { CsvFault, MOST_ROW, splitCsv } from '../../tables/split-csv.ts';

const utf8 = new TextEncoder();

/** Splits a text that comes in chunks of `size` bytes. */
async function split(text: string, delimiter = ',', size = 1 << 16): Promise<string[][]> {
  const bytes = utf8.encode(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
  const rows: string[][] = [];
  for await (const batch of splitCsv(ReadableStream.from(chunks), delimiter)) rows.push(...batch);
  return rows;
}

const cell = fc.string({ unit: fc.constantFrom(...'ab", ;é钢\r\n'.split('')), maxLength: 5 });
const quote = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

describe('splitCsv', () => {
  it('reads back any cells, however the bytes are cut, with each kind of line end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.integer({ min: 1, max: 9 }),
        fc.boolean(),
        async (rows, end, size, isEnded) => {
          // A row with one empty cell at the end of a file is no row.
          const text = rows.map((cells) => cells.map(quote).join(',')).join(end);
          fc.pre(text !== '' && !text.endsWith(end));
          expect(await split(isEnded ? text + end : text, ',', size)).toEqual(rows);
        },
      ),
    );
  });

  it('gives the rows of csv-parse for any text that csv-parse takes', async () => {
    const options = { bom: true, relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'] };
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom(...'a",\n'.split('')), maxLength: 14 }),
        fc.integer({ min: 1, max: 5 }),
        async (text, size) => {
          let expected: string[][] | null;
          try {
            expected = parse(text, options);
          } catch {
            expected = null;
          }
          const got = await split(text, ',', size).catch((error: unknown) => {
            expect(error).toBeInstanceOf(CsvFault);
            return null;
          });
          expect(got).toEqual(expected);
        },
      ),
    );
  });

  it('skips a byte order mark, and takes other delimiters', async () => {
    expect(await split('\ufeffa;"b;c"\r\n\r\n1;2', ';', 1)).toEqual([['a', 'b;c'], [''], ['1', '2']]);
  });

  it.each([
    ['a quote that is not closed', 'a\n"b\nc\n', 2],
    ['a quote inside a cell', 'a\nb"c\n', 2],
    ['text after a closing quote', 'a\nb\n"c"d\n', 3],
    ['a row that is too long', `a\n"${'x'.repeat(MOST_ROW)}"\n`, 2],
  ])('says in which row there is %s', async (_, text, row) => {
    await expect(split(text)).rejects.toMatchObject({ row });
  });
});
