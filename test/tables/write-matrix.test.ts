import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DenseMatrix } from '../../engine/rows/matrix.ts';
import { readMatrix } from '../../tables/matrix-file.ts';
import { createTableFile } from '../../tables/table-file.ts';
import { writeMatrix } from '../../tables/write-matrix.ts';

const write = (matrix: DenseMatrix): string => [...writeMatrix('x.mtx', matrix)].join('');

/** A name that a line can hold: the others are refused, as is shown below. */
const name = fc
  .string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
  .filter((text) => text.trim() === text && !/[\p{Cc}\u2028\u2029]/u.test(text));
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 5 });
const matrices = fc.tuple(names, names).chain(([rows, columns]) =>
  fc
    .array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
      minLength: rows.length * columns.length,
      maxLength: rows.length * columns.length,
    })
    .map((values): DenseMatrix => ({ form: 'dense', rows, columns, values: Float64Array.from(values) })),
);

describe('writeMatrix', () => {
  it('writes values column by column, one a line, after the names', () => {
    const values = Float64Array.of(1, 0.1, -0, 5e-324);
    expect(write({ form: 'dense', rows: ['DE/steel', 'CN/steel'], columns: ['DE', 'CN'], values })).toBe(
      '%%MatrixMarket matrix array real general\n%row DE/steel\n%row CN/steel\n%column DE\n%column CN\n2 2\n1\n-0\n0.1\n5e-324\n',
    );
  });

  it('writes what is read as the same names and the same bits', async () => {
    await fc.assert(
      fc.asyncProperty(matrices, async (matrix) => {
        const file = createTableFile('x.mtx', new TextEncoder().encode(write(matrix)));
        const read = await readMatrix(file);
        expect({ ...read, values: [] }).toEqual({ ...matrix, values: [] });
        expect([...new BigUint64Array(read.values.buffer)]).toEqual([
          ...new BigUint64Array(matrix.values.buffer),
        ]);
      }),
    );
  });

  it('writes more values than one piece of text has', async () => {
    const rows = Array.from({ length: 100 }, (_, at) => `row ${at}`);
    const columns = Array.from({ length: 100 }, (_, at) => `column ${at}`);
    const values = Float64Array.from({ length: 10_000 }, (_, at) => at / 7);
    const matrix: DenseMatrix = { form: 'dense', rows, columns, values };
    const read = await readMatrix(createTableFile('x.mtx', new TextEncoder().encode(write(matrix))));
    expect(read).toEqual(matrix);
  });

  it.each([' a', 'a\t', 'a\nb', 'a\u007f', 'a\u2028b'])(
    'refuses the name %j, which would be read as another',
    (label) => {
      const matrix: DenseMatrix = {
        form: 'dense',
        rows: [label],
        columns: ['x'],
        values: Float64Array.of(1),
      };
      expect(() => write(matrix)).toThrow('cannot be written');
    },
  );
});
