import { type ByteLine, readByteLines } from './byte-lines.ts';
import { faultIn, labelOf } from './fault.ts';
import { NumberScanner } from './number-scanner.ts';

/** How a text has a labelled matrix. */
export interface TextLayout {
  readonly separator: '\t' | ',';
  /** Lines at the start that name the columns; 0 where another file names them. */
  readonly headerRows: number;
  /** Cells at the start of each line that name the row; 0 where another file names them. */
  readonly indexColumns: number;
  /** Names of the columns that another file states, where there is no header. */
  readonly columns?: readonly (readonly string[])[];
  /** Whether each line may end with one more separator. */
  readonly mayTrail?: true;
  /** Whether the last line may lack its end. Absent: such a file is truncated. */
  readonly mayEndOpen?: true;
  /** Whether a cell may be empty: it is NaN then, and the caller decides. */
  readonly mayBeBlank?: true;
}

/** One row of a matrix. */
export interface MatrixRow {
  readonly labels: readonly string[];
  /** Only until the next row is read. */
  readonly values: Float64Array;
  /** Its line in the file, from 1. */
  readonly row: number;
}

/** A matrix, row by row. */
export interface RowTable {
  readonly file: string;
  /** The cells of the header above the names of the rows: for each line, one for each index column. */
  readonly corner: readonly (readonly string[])[];
  /** For each column, its names in the lines of the header. */
  readonly columns: readonly (readonly string[])[];
  readonly rows: AsyncIterable<MatrixRow>;
  /** All rows, where the format gives them at once. */
  readonly whole?: CollectedRows;
}

/** A whole matrix as it was read, row by row, with the labels of its rows. */
export interface CollectedRows {
  readonly labels: readonly (readonly string[])[];
  readonly values: Float64Array;
  /** The line of each row in the file. */
  readonly lines: readonly number[];
}

const QUOTE = 0x22;

/**
 * Opens a text with a labelled matrix. A line of names of the index columns, as pandas writes it below the header, is left out.
 * @throws DatasetRefused `header`, `truncated`, `encoding`; while rows are read also `shape`, `not-a-number`
 */
export async function openTextRows(
  file: string,
  bytes: AsyncIterable<Uint8Array>,
  layout: TextLayout,
): Promise<RowTable> {
  const lines = readByteLines(file, bytes);
  const header: string[][] = [];
  for (let row = 1; row <= layout.headerRows; row++) {
    const next = await lines.next();
    if (next.done === true) throw faultIn(file, 'truncated', 'the file ends within its header', { row });
    header.push(splitCells(file, next.value, layout));
  }
  const [first] = header;
  const { indexColumns, columns: stated } = layout;
  const columns =
    first === undefined
      ? (stated ?? [])
      : Array.from({ length: first.length - indexColumns }, (_, at) =>
          header.map((cells) => cells[indexColumns + at] ?? ''),
        );
  for (const [at, cells] of header.entries())
    if (cells.length !== first!.length)
      throw faultIn(
        file,
        'header',
        `the header has ${cells.length} cells in line ${at + 1}, expected ${first!.length} as in line 1`,
        { row: at + 1 },
      );
  if (columns.length === 0) throw faultIn(file, 'header', 'the header names no columns', { row: 1 });
  const corner = header.map((cells) => cells.slice(0, indexColumns));
  return { file, corner, columns, rows: readRows(file, lines, { ...layout, columns }) };
}

async function* readRows(
  file: string,
  lines: AsyncIterable<ByteLine>,
  layout: TextLayout & { readonly columns: readonly (readonly string[])[] },
): AsyncGenerator<MatrixRow> {
  const values = new Float64Array(layout.columns.length);
  const scanner = new NumberScanner();
  let isFirst = layout.headerRows > 1;
  for await (const line of lines) {
    const { bytes, number: row, isEnded } = line;
    if (bytes.length === 0) continue;
    if (!isEnded && layout.mayEndOpen !== true) throw openEnd(file, line);
    const labels: string[] = [];
    let at = 0;
    for (let index = 0; index < layout.indexColumns; index++) {
      const cell = readCell(file, line, at, layout.separator);
      labels.push(cell.text);
      at = cell.next;
    }
    const wasFirst = isFirst;
    isFirst = false;
    if (wasFirst && isBlank(bytes, at, layout.separator)) continue;
    readValues(file, line, at, { layout, scanner, values });
    yield { labels, values, row };
  }
}

/** Whether nothing but separators follows. */
function isBlank(bytes: Uint8Array, start: number, separator: string): boolean {
  const code = separator.charCodeAt(0);
  for (let at = start; at < bytes.length; at++) if (bytes[at] !== code) return false;
  return true;
}

interface RowReader {
  readonly layout: TextLayout & { readonly columns: readonly (readonly string[])[] };
  readonly scanner: NumberScanner;
  readonly values: Float64Array;
}

function readValues(
  file: string,
  line: ByteLine,
  start: number,
  { layout, scanner, values }: RowReader,
): void {
  const { bytes } = line;
  const separator = layout.separator.charCodeAt(0);
  const end = bytes.length;
  let at = start;
  for (let column = 0; column < values.length; column++) {
    if (at > end) throw countFault(file, line, layout);
    values[column] = scanner.scan(bytes, at, end);
    let next = scanner.at;
    if (!Number.isFinite(values[column]) || (next < end && bytes[next] !== separator)) {
      const cell = readCell(file, line, at, layout.separator);
      values[column] = readOther(file, line, cell, { layout, column, isQuoted: bytes[at] === QUOTE });
      next = cell.next - 1;
    }
    at = next + 1;
  }
  const hasTrail = layout.mayTrail === true && at === end;
  if (at <= end && !hasTrail) throw countFault(file, line, layout);
}

/** Returns the number of a cell that is in quotes, NaN for a cell that may be empty. @throws DatasetRefused */
function readOther(
  file: string,
  line: ByteLine,
  { text, next }: { readonly text: string; readonly next: number },
  { layout, column, isQuoted }: { layout: RowReader['layout']; column: number; isQuoted: boolean },
): number {
  const value = isQuoted && QUOTED_NUMBER.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  const isLast = next > line.bytes.length;
  if (text === '' && layout.mayBeBlank === true) return Number.NaN;
  if (text === '' && isLast && column < layout.columns.length - 1) throw countFault(file, line, layout);
  throw faultIn(file, 'not-a-number', `expected a number, got ${JSON.stringify(text.slice(0, 64))}`, {
    row: line.number,
    column: labelOf(layout.columns[column]!),
  });
}

const QUOTED_NUMBER = /^ *[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)? *$/i;

function countFault(file: string, line: ByteLine, layout: RowReader['layout']): Error {
  const cells = splitCells(file, line, layout).length;
  return faultIn(
    file,
    'shape',
    `the row has ${cells} cells, expected ${layout.indexColumns + layout.columns.length}`,
    { row: line.number },
  );
}

/** Returns the cell that begins at a byte, and where the next one begins: behind the end of the line for the last cell. */
function readCell(
  file: string,
  line: ByteLine,
  start: number,
  separator: string,
): { text: string; next: number } {
  const { bytes } = line;
  const code = separator.charCodeAt(0);
  let at = start;
  if (bytes[start] === QUOTE) {
    for (at = start + 1; at < bytes.length; at++) {
      if (bytes[at] !== QUOTE) continue;
      if (bytes[at + 1] !== QUOTE) break;
      at++;
    }
    const text = decodeText(file, line, start + 1, at).replaceAll('""', '"');
    return { text, next: at + 2 };
  }
  while (at < bytes.length && bytes[at] !== code) at++;
  return { text: decodeText(file, line, start, at), next: at + 1 };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decodeText(file: string, { bytes, number }: ByteLine, start: number, end: number): string {
  try {
    return utf8.decode(bytes.subarray(start, end));
  } catch {
    throw faultIn(file, 'encoding', 'a name is not UTF-8', { row: number });
  }
}

/** Returns all cells of a line, as texts. @throws DatasetRefused `encoding` */
export function splitCells(
  file: string,
  line: ByteLine,
  { separator }: Pick<TextLayout, 'separator'>,
): string[] {
  const cells: string[] = [];
  for (let at = 0; at <= line.bytes.length;) {
    const { text, next } = readCell(file, line, at, separator);
    cells.push(text);
    at = next;
  }
  return cells;
}

/**
 * Yields the rows of a text table whose cells are names, such as units or labels, each with its line.
 * @throws DatasetRefused `encoding`; `truncated` if the last line has no end, unless it may
 */
export async function* readTextCells(
  file: string,
  bytes: AsyncIterable<Uint8Array>,
  { separator, mayEndOpen }: Pick<TextLayout, 'separator' | 'mayEndOpen'>,
): AsyncGenerator<{ readonly cells: readonly string[]; readonly row: number }> {
  for await (const line of readByteLines(file, bytes)) {
    if (line.bytes.length === 0) continue;
    if (!line.isEnded && mayEndOpen !== true) throw openEnd(file, line);
    yield { cells: splitCells(file, line, { separator }), row: line.number };
  }
}

function openEnd(file: string, { number: row }: ByteLine): Error {
  return faultIn(file, 'truncated', 'the last line has no end: the file is cut', { row });
}
