import type { DocumentReader } from './document-reader.ts';
import { type DenseMatrix, findLabelFault, type Matrix, MOST_VALUES, type SparseMatrix } from './matrix.ts';

/** The first line: format, and real or integer values of a general matrix. */
const BANNER = /^%%MatrixMarket matrix (coordinate|array) (?:real|integer|double) general *$/i;
/** A comment that names the next row or column. */
const LABEL = /^%(row|column) (.+)$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const INDEX = /^[1-9]\d{0,9}$/;
const LONGEST_LINE = 4096;

/**
 * Returns the matrix in a Matrix Market file (docs/spec/matrices.md): comments `%row NAME` and `%column NAME` name rows and columns. The format
 * `array` gives a dense matrix, `coordinate` a sparse one, whose entries ascend by row and column, or by column and row.
 * @throws EngineError `bad-document`, with the line
 */
export async function readMatrixMarket(reader: DocumentReader): Promise<Matrix> {
  const lines = new Lines(reader);
  const format = BANNER.exec((await lines.next())?.text ?? '')?.[1]?.toLowerCase();
  if (format === undefined)
    throw reader.fault(
      'expected a first line "%%MatrixMarket matrix array real general", or coordinate for array',
    );
  const { size, ...labels } = await readHead(reader, lines);
  const matrix =
    format === 'array'
      ? await readArray(reader, lines, labels, size)
      : await readCoordinates(reader, lines, labels, size);
  const more = await lines.next();
  if (more !== null) throw reader.fault(`line ${more.number} is one more than line ${size.number} announces`);
  await reader.finish();
  return matrix;
}

interface Line {
  readonly number: number;
  readonly text: string;
}

interface Labels {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
}

/** Reads the lines that are not blank, one after the other. */
class Lines {
  readonly #reader: DocumentReader;
  readonly #pieces: AsyncGenerator<Uint8Array>;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #left = '';
  #lines: string[] = [];
  #at = 0;
  /** The number of the line before `#at`. */
  #number = 0;
  #isAtEnd = false;

  constructor(reader: DocumentReader) {
    this.#reader = reader;
    this.#pieces = reader.takeAll();
  }

  /** Returns the next line, null after the last one. */
  async next(): Promise<Line | null> {
    for (;;) {
      while (this.#at < this.#lines.length) {
        const text = this.#lines[this.#at++]!.trim();
        this.#number += 1;
        if (text !== '') return { number: this.#number, text };
      }
      if (this.#isAtEnd) return null;
      await this.#fill();
    }
  }

  async #fill(): Promise<void> {
    const next = await this.#pieces.next();
    this.#isAtEnd = next.done === true;
    const piece = next.done === true ? undefined : next.value;
    const lines = (this.#left + this.#decode(piece)).split('\n');
    this.#left = this.#isAtEnd ? '' : lines.pop()!;
    [this.#lines, this.#at] = [lines, 0];
    const long = [...lines, this.#left].findIndex(({ length }) => length > LONGEST_LINE);
    if (long !== -1)
      throw this.#reader.fault(`line ${this.#number + long + 1} has more than ${LONGEST_LINE} characters`);
  }

  #decode(bytes: Uint8Array | undefined): string {
    try {
      return this.#decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw this.#reader.fault(`it is not UTF-8 after line ${this.#number}`);
    }
  }
}

/** Reads names and sizes. */
async function readHead(
  reader: DocumentReader,
  lines: Lines,
): Promise<Labels & { readonly size: Line & { readonly numbers: readonly string[] } }> {
  const labels = { row: [] as string[], column: [] as string[] };
  for (let line = await lines.next(); line !== null; line = await lines.next()) {
    const [, what, label = ''] = LABEL.exec(line.text) ?? [];
    if (what !== undefined) labels[what as 'row' | 'column'].push(label.trim());
    if (line.text.startsWith('%')) continue;
    for (const name of ['row', 'column'] as const) {
      const fault = findLabelFault(name, labels[name]);
      if (fault !== null)
        throw reader.fault(`${fault}: name each with a line "%${name} NAME" before the sizes`);
    }
    return { rows: labels.row, columns: labels.column, size: { ...line, numbers: line.text.split(/\s+/) } };
  }
  throw reader.fault('it has no line with the sizes');
}

type Size = Line & { readonly numbers: readonly string[] };

/** Checks that the sizes are those of the names; returns the numbers after them. */
function checkSize(
  reader: DocumentReader,
  { rows, columns }: Labels,
  { number, numbers }: Size,
  count: number,
): string[] {
  const [height, width, ...more] = numbers;
  if (height === `${rows.length}` && width === `${columns.length}` && more.length === count) return more;
  throw reader.fault(
    `line ${number} has the sizes "${numbers.join(' ')}", expected ${rows.length} rows and ${columns.length} columns, as many as are named${count === 1 ? ', and the number of values' : ''}`,
  );
}

/** Values column by column, one a line. */
async function readArray(
  reader: DocumentReader,
  lines: Lines,
  labels: Labels,
  size: Size,
): Promise<DenseMatrix> {
  checkSize(reader, labels, size, 0);
  const [height, width] = [labels.rows.length, labels.columns.length];
  if (height * width > MOST_VALUES)
    throw reader.fault(`it has ${height} rows and ${width} columns, which is too many`);
  const values = new Float64Array(height * width);
  for (let column = 0; column < width; column++)
    for (let row = 0; row < height; row++) {
      const line = await requireLine(reader, lines, height * width);
      values[row * width + column] = readNumber(reader, line, line.text);
    }
  return { form: 'dense', ...labels, values };
}

/** Row, column and value, one a line. */
async function readCoordinates(
  reader: DocumentReader,
  lines: Lines,
  labels: Labels,
  size: Size,
): Promise<SparseMatrix> {
  const [stated = ''] = checkSize(reader, labels, size, 1);
  const count = stated === '0' ? 0 : INDEX.test(stated) ? +stated : MOST_VALUES + 1;
  // Each value takes at least six bytes of the file, so that no memory is taken for values that it cannot have.
  if (count > MOST_VALUES || count * 6 > reader.size)
    throw reader.fault(`line ${size.number} announces ${stated} values, which the file cannot have`);
  const [rowAt, columnAt, values] = [new Uint32Array(count), new Uint32Array(count), new Float64Array(count)];
  const isAscending = openOrder();
  for (let at = 0; at < count; at++) {
    const line = await requireLine(reader, lines, count);
    const [row = '', column = '', value = '', ...more] = line.text.split(/\s+/);
    const place = [readIndex(row, labels.rows.length), readIndex(column, labels.columns.length)] as const;
    if (place[0] === null || place[1] === null || more.length > 0)
      throw reader.fault(
        `line ${line.number} is "${line.text}", expected a row from 1 to ${labels.rows.length}, a column from 1 to ${labels.columns.length} and a value`,
      );
    if (!isAscending(place[0], place[1]))
      throw reader.fault(
        `line ${line.number} breaks the order: values ascend by row and column, or by column and row, none twice`,
      );
    [rowAt[at], columnAt[at]] = [place[0], place[1]];
    values[at] = readNumber(reader, line, value);
  }
  return { form: 'sparse', ...labels, rowAt, columnAt, values };
}

async function requireLine(reader: DocumentReader, lines: Lines, count: number): Promise<Line> {
  const line = await lines.next();
  if (line !== null) return line;
  throw reader.fault(`it ends before its ${count} values`);
}

function readIndex(text: string, most: number): number | null {
  return INDEX.test(text) && +text <= most ? +text - 1 : null;
}

/** The nearest double of a decimal (IEEE 754, ties to even): the same on every machine. */
function readNumber(reader: DocumentReader, { number }: Line, text: string): number {
  const value = NUMBER.test(text) ? +text : NaN;
  if (Number.isFinite(value)) return value;
  throw reader.fault(`line ${number} has the value "${text}", expected a number that a double can hold`);
}

/** Returns a function that tells whether places ascend, by row and column or by column and row. Then none is there twice. */
function openOrder(): (row: number, column: number) => boolean {
  let [lastRow, lastColumn] = [-1, -1];
  let [byRow, byColumn] = [true, true];
  return (row, column) => {
    byRow &&= row > lastRow || (row === lastRow && column > lastColumn);
    byColumn &&= column > lastColumn || (column === lastColumn && row > lastRow);
    [lastRow, lastColumn] = [row, column];
    return byRow || byColumn;
  };
}
