/** The text is not CSV. `row` counts as a spreadsheet does: the header is row 1. */
export class CsvFault extends Error {
  readonly row: number;

  constructor(row: number, message: string) {
    super(message);
    this.row = row;
  }
}

/** The longest row in characters: a quote that is never closed reads no further. */
export const MOST_ROW = 1 << 20;

const QUOTE = '"';
const [RETURN, FEED] = [13, 10];

/**
 * Yields the rows of CSV (RFC 4180, UTF-8) as they come, many at a time. Rows end with CRLF, LF or CR. A byte order mark is skipped. An empty
 * line is a row with one empty cell.
 * @throws CsvFault
 */
export async function* splitCsv(
  bytes: AsyncIterable<Uint8Array>,
  delimiter: string,
): AsyncGenerator<string[][]> {
  const splitter = new CsvSplitter(delimiter);
  const decoder = new TextDecoder();
  for await (const chunk of bytes) {
    const rows = splitter.split(decoder.decode(chunk, { stream: true }), false);
    if (rows.length > 0) yield rows;
  }
  const rows = splitter.split(decoder.decode(), true);
  if (rows.length > 0) yield rows;
}

/** Splits a text that comes in parts. It keeps the row that is not complete yet, and reads it again with the next part. */
class CsvSplitter {
  readonly #delimiter: string;
  #rest = '';
  #row = 1;
  /** Where the next cell begins. */
  #at = 0;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  split(part: string, isEnd: boolean): string[][] {
    const text = this.#rest + part;
    const rows: string[][] = [];
    let start = 0;
    while (start < text.length) {
      this.#at = start;
      const cells = this.#readRow(text, isEnd);
      const length = (cells === null ? text.length : this.#at) - start;
      if (length > MOST_ROW) throw new CsvFault(this.#row, `the row is longer than ${MOST_ROW} characters`);
      if (cells === null) break;
      rows.push(cells);
      this.#row++;
      start = this.#at;
    }
    this.#rest = text.slice(start);
    return rows;
  }

  /** Reads a row, and goes to the next one; null if the text ends before the row, and may go on. */
  #readRow(text: string, isEnd: boolean): string[] | null {
    const cells: string[] = [];
    for (;;) {
      const cell = text[this.#at] === QUOTE ? this.#readQuoted(text, isEnd) : this.#readBare(text);
      if (cell === null || (this.#at === text.length && !isEnd)) return null;
      cells.push(cell);
      if (text[this.#at] !== this.#delimiter) break;
      this.#at++;
    }
    const isReturn = text.charCodeAt(this.#at) === RETURN;
    if (isReturn && this.#at + 1 === text.length && !isEnd) return null;
    this.#at += isReturn && text.charCodeAt(this.#at + 1) === FEED ? 2 : 1;
    return cells;
  }

  #readBare(text: string): string {
    const start = this.#at;
    const delimiter = this.#delimiter.charCodeAt(0);
    let end = start;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (code === delimiter || code === FEED || code === RETURN) break;
      if (code === 34) throw new CsvFault(this.#row, 'a cell that does not begin with a quote has one');
    }
    this.#at = end;
    return text.slice(start, end);
  }

  #readQuoted(text: string, isEnd: boolean): string | null {
    let cell = '';
    let from = this.#at + 1;
    for (;;) {
      const quote = text.indexOf(QUOTE, from);
      if (quote < 0 && isEnd) throw new CsvFault(this.#row, 'a quote is not closed');
      if (quote < 0 || (quote + 1 === text.length && !isEnd)) return null;
      cell += text.slice(from, quote);
      if (text[quote + 1] !== QUOTE) {
        this.#leaveQuotes(text, quote + 1);
        return cell;
      }
      cell += QUOTE;
      from = quote + 2;
    }
  }

  /** After a closing quote, the cell ends. */
  #leaveQuotes(text: string, at: number): void {
    const next = text[at];
    if (next !== undefined && next !== this.#delimiter && next !== '\r' && next !== '\n')
      throw new CsvFault(
        this.#row,
        `expected a delimiter after a closing quote, got ${JSON.stringify(next)}`,
      );
    this.#at = at;
  }
}
