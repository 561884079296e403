import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { checkDocuments, type DocumentSource, readDocument } from '../../engine/rows/document.ts';
import type { Matrix } from '../../engine/rows/matrix.ts';
import { nameDocumentFile, readDocumentFile, readMatrix } from '../../tables/matrix-file.ts';
import { createTableFile } from '../../tables/table-file.ts';

const utf8 = new TextEncoder();
const PARQUET = 'application/vnd.apache.parquet';

type Options = Omit<Parameters<typeof parquetWriteBuffer>[0], 'columnData'>;

/** A Parquet file with names of rows and columns of numbers. */
function writeParquet(
  rows: readonly string[],
  columns: Readonly<Record<string, readonly number[]>>,
  options: Options = {},
): Uint8Array {
  const columnData: ColumnSource[] = [
    { name: 'row', data: [...rows], type: 'STRING', nullable: false },
    ...Object.entries(columns).map(([name, data]): ColumnSource => ({
      ...{ name, type: 'DOUBLE', nullable: false },
      data: Float64Array.from(data),
    })),
  ];
  return new Uint8Array(parquetWriteBuffer({ columnData, ...options }));
}

const readParquet = (bytes: Uint8Array): Promise<Matrix> => readMatrix(createTableFile('m.parquet', bytes));
const readMarket = (text: string): Promise<Matrix> => readMatrix(createTableFile('m.mtx', utf8.encode(text)));

const HEAD = '%%MatrixMarket matrix array real general\n%row a\n%row b\n%column x\n%column y\n';
const SPARSE = HEAD.replace('array', 'coordinate');

describe('readMatrix of a Parquet file', () => {
  it('gives names, and values row by row', async () => {
    expect(await readParquet(writeParquet(['a', 'b'], { x: [1, 2], y: [0.1, -3e300], z: [5, 6] }))).toEqual({
      form: 'dense',
      rows: ['a', 'b'],
      columns: ['x', 'y', 'z'],
      values: Float64Array.of(1, 0.1, 5, 2, -3e300, 6),
    });
  });

  it('gives the bits that were written, whatever row groups, encoding and compression the file has', async () => {
    // The library that writes the files here takes −0 and 0 for one entry of its dictionary.
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    const shape = fc.record({
      height: fc.integer({ min: 1, max: 9 }),
      width: fc.integer({ min: 1, max: 150 }),
    });
    const options = fc.record({
      codec: fc.constantFrom('SNAPPY', 'UNCOMPRESSED'),
      rowGroupSize: fc.integer({ min: 1, max: 10 }),
      pageSize: fc.constantFrom(16, 1 << 20),
      statistics: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        shape,
        options,
        fc.array(number, { minLength: 20 }),
        async ({ height, width }, how, pool) => {
          const at = (row: number, column: number): number => pool[(row * 7 + column * 3) % pool.length]!;
          const rows = Array.from({ length: height }, (_, row) => `r${row}`);
          const columns = Array.from({ length: width }, (_, column): [string, number[]] => [
            `c${column}`,
            rows.map((_name, row) => at(row, column)),
          ]);
          const matrix = await readParquet(writeParquet(rows, Object.fromEntries(columns), how));
          expect(matrix.rows).toEqual(rows);
          expect(matrix.values).toEqual(
            Float64Array.from({ length: height * width }, (_, index) =>
              at(Math.floor(index / width), index % width),
            ),
          );
        },
      ),
    );
  });

  it.each([
    [
      'no column row',
      { columnData: [{ name: 'x', data: Float64Array.of(1), type: 'DOUBLE' }] },
      /first column "row" of texts/,
    ],
    [
      'a column of whole numbers',
      {
        columnData: [
          { name: 'row', data: ['a'] },
          { name: 'x', data: [1], type: 'INT32' },
        ],
      },
      /DOUBLE or FLOAT, got "x" of INT32/,
    ],
    [
      'a missing value',
      {
        columnData: [
          { name: 'row', data: ['a', 'b'] },
          { name: 'x', data: [1.5, null], type: 'DOUBLE' },
        ],
      },
      /row 2 of the column "x" is (null|undefined)/,
    ],
    [
      'a value that is not a number',
      {
        columnData: [
          { name: 'row', data: ['a'] },
          { name: 'x', data: [NaN], type: 'DOUBLE' },
        ],
      },
      /row 1 of the column "x" is NaN/,
    ],
    [
      'two rows of one name',
      {
        columnData: [
          { name: 'row', data: ['a', 'a'] },
          { name: 'x', data: [1.5, 2.5] },
        ],
      },
      /row 2 has the name "a"/,
    ],
    ['no columns', { columnData: [{ name: 'row', data: ['a'] }] }, /it has no column/],
  ] as [string, Parameters<typeof parquetWriteBuffer>[0], RegExp][])(
    'refuses %s',
    async (_, options, message) => {
      await expect(readParquet(new Uint8Array(parquetWriteBuffer(options)))).rejects.toMatchObject({
        code: 'bad-document',
        message: expect.stringMatching(message) as string,
      });
    },
  );

  it('refuses bytes that are not Parquet, and any file that is cut or has a byte changed', async () => {
    const bytes = writeParquet(['a', 'b'], { x: [1, 2], y: [3, 4] });
    await expect(readParquet(utf8.encode('row,x\na,1\n'))).rejects.toMatchObject({ code: 'bad-document' });
    const name = await nameDocumentFile(createTableFile('m.parquet', bytes));
    const sourceOf = (changed: Uint8Array): DocumentSource => ({
      size: changed.length,
      read: (start, end) => Promise.resolve(changed.slice(start, end)),
    });
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at]! ^= 1;
      await expect(readDocument(name, sourceOf(changed)), `byte ${at}`).rejects.toMatchObject({
        code: 'bad-document',
      });
      await expect(readDocument({ ...name, size: at }, sourceOf(bytes.slice(0, at)))).rejects.toMatchObject({
        code: 'bad-document',
      });
    }
    expect((await readDocument(name, sourceOf(bytes))).matrix.rows).toEqual(['a', 'b']);
  });
});

describe('readMatrix of a Matrix Market file', () => {
  it('gives a dense matrix, whose values the file has column by column', async () => {
    expect(await readMarket(`${HEAD}% a remark\n\n2 2\n1\n2.5e-3\n-.5\n 4. \n`)).toEqual({
      form: 'dense',
      rows: ['a', 'b'],
      columns: ['x', 'y'],
      values: Float64Array.of(1, -0.5, 0.0025, 4),
    });
  });

  it('gives a sparse matrix in the order of the file, by row or by column', async () => {
    const expected = { form: 'sparse', rows: ['a', 'b'], columns: ['x', 'y'] };
    expect(await readMarket(`${SPARSE}2 2 2\n1 2 7\n2 1 0.1`)).toEqual({
      ...expected,
      rowAt: Uint32Array.of(0, 1),
      columnAt: Uint32Array.of(1, 0),
      values: Float64Array.of(7, 0.1),
    });
    expect(await readMarket(`${SPARSE}2 2 2\r\n2 1 0.1\r\n1 2 7\r\n`)).toMatchObject({
      rowAt: Uint32Array.of(1, 0),
    });
    expect(await readMarket(`${SPARSE}2 2 0\n`)).toMatchObject({ values: new Float64Array() });
  });

  it('reads names of any script across the borders of what is read at once', async () => {
    const names = Array.from({ length: 60_000 }, (_, at) => `钢铁 Stahl ${at}`);
    const text = `%%MatrixMarket matrix coordinate real general\n${names.map((name) => `%row ${name}\n`).join('')}%column x\n60000 1 1\n60000 1 2\n`;
    expect(text.length).toBeGreaterThan(1 << 20);
    const matrix = await readMarket(text);
    expect(matrix.rows).toEqual(names);
    expect(matrix.values).toEqual(Float64Array.of(2));
  });

  it.each([
    ['another first line', 'row 1\n', /expected a first line/],
    ['a symmetric matrix', HEAD.replace('general', 'symmetric'), /expected a first line/],
    [
      'names that are fewer than the sizes',
      `${HEAD}3 2\n`,
      /line 6 has the sizes "3 2", expected 2 rows and 2 columns/,
    ],
    ['no names', '%%MatrixMarket matrix array real general\n1 1\n1\n', /it has no row/],
    ['a name that is there twice', HEAD.replace('%row b', '%row a') + '2 2\n', /row 2 has the name "a"/],
    ['too few values', `${HEAD}2 2\n1\n2\n3\n`, /it ends before its 4 values/],
    ['too many values', `${HEAD}2 2\n1\n2\n3\n4\n5\n`, /line 11 is one more/],
    ['a value that is not a number', `${HEAD}2 2\n1\n0x10\n3\n4\n`, /line 8 has the value "0x10"/],
    ['a value beyond a double', `${HEAD}2 2\n1\n1e999\n3\n4\n`, /line 8 has the value "1e999"/],
    ['a place outside', `${SPARSE}2 2 1\n3 1 5\n`, /line 7 is "3 1 5", expected a row from 1 to 2/],
    ['a place that is there twice', `${SPARSE}2 2 2\n1 1 5\n1 1 5\n`, /line 8 breaks the order/],
    ['places in no order', `${SPARSE}2 2 3\n1 1 1\n2 2 1\n1 2 1\n`, /line 9 breaks the order/],
    ['more values than the file can have', `${SPARSE}2 2 99999999\n`, /announces 99999999 values/],
  ])('refuses %s', async (_, text, message) => {
    await expect(readMarket(text)).rejects.toMatchObject({
      code: 'bad-document',
      message: expect.stringMatching(message) as string,
    });
  });
});

describe('readDocument', () => {
  it('gives what only this engine has read: checkDocuments refuses a copy, and one that is given twice', async () => {
    const file = createTableFile('m.parquet', writeParquet(['a'], { x: [1] }));
    const document = await readDocumentFile(file);
    expect([...checkDocuments([document]).keys()]).toEqual([document.sha256]);
    for (const given of [[{ ...document }], [document, document]])
      expect(() => checkDocuments(given)).toThrow(expect.objectContaining({ code: 'bad-document' }) as Error);
  });

  it('notices a file that changes while it is read', async () => {
    const bytes = writeParquet(['a', 'b'], { x: [1, 2] });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const other = writeParquet(['a', 'b'], { x: [1, 3] });
    let reads = 0;
    const source: DocumentSource = {
      size: bytes.length,
      read: (start, end) => Promise.resolve((reads++ === 0 ? other : bytes).slice(start, end)),
    };
    expect(other.length).toBe(bytes.length);
    const name = { sha256, mediaType: PARQUET, size: bytes.length };
    await expect(readDocument(name, source)).rejects.toThrow('it changed while it was read');
  });

  it('refuses another media type and another size', async () => {
    const file = createTableFile('m.parquet', writeParquet(['a'], { x: [1] }));
    const name = await nameDocumentFile(file);
    const source: DocumentSource = { size: name.size, read: () => Promise.reject(new Error('not read')) };
    for (const changes of [{ mediaType: 'text/csv' }, { size: name.size + 1 }])
      await expect(readDocument({ ...name, ...changes }, source)).rejects.toMatchObject({
        code: 'bad-document',
      });
    await expect(readMatrix(createTableFile('m.csv', utf8.encode('a')))).rejects.toThrow(
      'must end in .parquet or .mtx',
    );
  });
});
