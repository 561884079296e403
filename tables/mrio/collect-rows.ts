import { MOST_VALUES } from '../../engine/rows/matrix.ts';
import { faultIn } from './fault.ts';
import type { CollectedRows, RowTable } from './text-rows.ts';

/** Reads all rows of a table into one array. `expected` is how many there must be; null where the file decides. @throws DatasetRefused */
export async function collectRows(table: RowTable, expected: number | null): Promise<CollectedRows> {
  if (table.whole !== undefined) return checkCount(table.file, table.whole, expected);
  const width = table.columns.length;
  checkSize(table.file, expected ?? 1, width);
  let values = new Float64Array(width * (expected ?? 64));
  const labels: (readonly string[])[] = [];
  const lines: number[] = [];
  for await (const { labels: names, values: row, row: line } of table.rows) {
    if (labels.length === expected)
      throw faultIn(table.file, 'shape', `there is one row more than the ${expected} that were expected`, {
        row: line,
      });
    const start = labels.length * width;
    if (start === values.length) {
      checkSize(table.file, labels.length * 2, width);
      const larger = new Float64Array(values.length * 2);
      larger.set(values);
      values = larger;
    }
    values.set(row, start);
    labels.push(names);
    lines.push(line);
  }
  const found = { labels, values: values.subarray(0, labels.length * width), lines };
  return checkCount(table.file, found, expected);
}

/** Checks that a matrix is not larger than a document can be. @throws DatasetRefused `too-large` */
export function checkSize(file: string, rows: number, columns: number): void {
  if (rows * columns > MOST_VALUES)
    throw faultIn(
      file,
      'too-large',
      `the matrix has ${rows} rows and ${columns} columns; a document has at most ${MOST_VALUES} values`,
    );
}

function checkCount(file: string, rows: CollectedRows, expected: number | null): CollectedRows {
  const { length } = rows.labels;
  if (expected === null || length === expected) return rows;
  const [code, message] =
    length < expected
      ? (['truncated', `the file ends after ${length} rows, expected ${expected}`] as const)
      : (['shape', `the file has ${length} rows, expected ${expected}`] as const);
  throw faultIn(file, code, message, { row: (rows.lines.at(-1) ?? 0) + 1 });
}
