import { concatBytes } from '../core/encoding/hex.ts';
import { CsvFault, MOST_ROW, splitCsv } from './split-csv.ts';
import { refuseTable } from './table-problem.ts';
import type { Table, TableRow } from './table.ts';

/** Characters that can separate columns. */
const DELIMITERS = [',', ';', '\t', '|'];
const BATCH = 1024;

/**
 * Returns the table in bytes of CSV (RFC 4180, UTF-8). A UTF-8 byte order mark is skipped; the delimiter is detected
 * where the header has only one kind of them.
 * @throws DatasetRefused `table`, `delimiter`, `byte-order-mark`; its rows throw them too
 */
export async function readCsvTable(
  file: string,
  bytes: AsyncIterable<Uint8Array>,
  delimiter: string | undefined,
): Promise<Table> {
  const source = bytes[Symbol.asyncIterator]();
  try {
    const { chunks, header } = await readHeader(source);
    checkMark(file, chunks[0]);
    const mark = delimiter ?? findDelimiter(file, header);
    checkDelimiter(file, header, mark);
    const rows = splitRows(file, resume(chunks, source), mark);
    const first = await rows.next();
    const [columns, ...body] = first.done === true ? [] : first.value;
    if (columns === undefined) throw refuseTable(file, 'table', 'the file is empty');
    return { columns, rows: batchRows(body, rows) };
  } catch (error) {
    await source.return?.();
    throw error;
  }
}

/** Reads until the header's line is complete. */
async function readHeader(
  source: AsyncIterator<Uint8Array>,
): Promise<{ chunks: Uint8Array[]; header: string }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const next = await source.next();
    if (next.done === true) break;
    chunks.push(next.value);
    length += next.value.length;
    if (next.value.includes(10) || length > MOST_ROW) break;
  }
  const text = new TextDecoder().decode(concatBytes(...chunks).subarray(0, MOST_ROW));
  return { chunks, header: text.split(/\r?\n/, 1)[0] ?? '' };
}

async function* resume(
  chunks: readonly Uint8Array[],
  source: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* chunks;
  for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
}

function checkMark(file: string, chunk: Uint8Array | undefined): void {
  const [a, b] = chunk ?? [];
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff))
    throw refuseTable(file, 'byte-order-mark', 'the file is UTF-16: save it as UTF-8 (in Excel: CSV UTF-8)', {
      row: 1,
    });
}

/** Returns the delimiters that occur outside quotes. */
function listMarks(header: string): string[] {
  const bare = header.replaceAll(/"(?:[^"]|"")*"/g, '');
  return DELIMITERS.filter((mark) => bare.includes(mark));
}

function findDelimiter(file: string, header: string): string {
  const marks = listMarks(header);
  if (marks.length <= 1) return marks[0] ?? ',';
  const shown = marks.map((mark) => JSON.stringify(mark)).join(' and ');
  throw refuseTable(file, 'delimiter', `the header has both ${shown}: name the delimiter with --delimiter`, {
    row: 1,
  });
}

function checkDelimiter(file: string, header: string, mark: string): void {
  const marks = listMarks(header);
  if (marks.length === 0 || marks.includes(mark)) return;
  const text = `expected columns separated by ${JSON.stringify(mark)}, got ${JSON.stringify(marks[0])}`;
  throw refuseTable(file, 'delimiter', text, { row: 1 });
}

async function* splitRows(
  file: string,
  bytes: AsyncIterable<Uint8Array>,
  delimiter: string,
): AsyncGenerator<string[][], void> {
  try {
    yield* splitCsv(bytes, delimiter);
  } catch (cause) {
    if (!(cause instanceof CsvFault)) throw cause;
    throw refuseTable(file, 'table', `not CSV: ${cause.message}`, { row: cause.row });
  }
}

/** Numbers the rows below the header, and leaves out empty lines. */
async function* batchRows(
  first: readonly string[][],
  others: AsyncGenerator<string[][], void>,
): AsyncGenerator<TableRow[]> {
  let row = 1;
  const number = (rows: readonly string[][]): TableRow[] =>
    rows.flatMap((cells) => {
      row++;
      return cells.length === 1 && cells[0] === '' ? [] : [{ row, cells }];
    });
  for (let at = 0; at < first.length; at += BATCH) yield number(first.slice(at, at + BATCH));
  for await (const rows of others)
    for (let at = 0; at < rows.length; at += BATCH) yield number(rows.slice(at, at + BATCH));
}
