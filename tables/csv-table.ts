import { CsvError, parse } from 'csv-parse';
import { Readable } from 'node:stream';
import { refuseTable } from './table-problem.ts';
import type { Table, TableRow } from './table.ts';

/** Characters that can separate columns. */
const DELIMITERS = [',', ';', '\t', '|'];
const BATCH = 1024;
/** The longest row in characters: a quote that is never closed reads no further. */
const MOST_ROW = 1 << 20;

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
    if (first.done === true) throw refuseTable(file, 'table', 'the file is empty');
    return { columns: first.value, rows: batchRows(rows) };
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
  const text = new TextDecoder().decode(Buffer.concat(chunks).subarray(0, MOST_ROW));
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
): AsyncGenerator<string[], void> {
  const options = { bom: true, delimiter, relax_column_count: true, max_record_size: MOST_ROW };
  const source = Readable.from(bytes);
  const parser = parse(options);
  source.on('error', (error) => parser.destroy(error)).pipe(parser);
  try {
    for await (const cells of parser) yield cells as string[];
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const before = typeof cause['records'] === 'number' ? cause['records'] : 0;
    throw refuseTable(file, 'table', `not CSV: ${cause.message}`, { row: before + 1 });
  } finally {
    source.destroy();
  }
}

async function* batchRows(rows: AsyncGenerator<string[], void>): AsyncGenerator<TableRow[]> {
  let batch: TableRow[] = [];
  let row = 1;
  for await (const cells of rows) {
    row++;
    if (cells.length === 1 && cells[0] === '') continue;
    batch.push({ row, cells });
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
