import { concatBytes } from '../core/encoding/hex.ts';
import { findEncoding, recode } from './cells/text-encoding.ts';
import { CsvFault, splitCsv } from './split-csv.ts';
import { refuseTable } from './cells/table-problem.ts';
import type { RawTable, TableRow } from './cells/table.ts';

/** Characters that can separate columns. */
const DELIMITERS = [',', ';', '\t', '|'];
const BATCH = 1024;

/** How a CSV file is read. */
export interface CsvOptions {
  /** The character between columns; undefined where it is looked for. */
  readonly delimiter: string | undefined;
  /** Whether it must be UTF-8, as files that are made for the ledger are. */
  readonly isStrict?: boolean;
}

/** The first lines, in which the delimiter is looked for. */
const MOST_LINES = 20;
/** The most bytes of them. */
const HEAD = 1 << 16;

/**
 * Returns the rows in bytes of CSV (RFC 4180), from row 1 on. Its encoding is found from its first bytes (`findEncoding`). The delimiter is detected where the
 * first lines have only one kind of them, or one more often than the others in each line.
 * @throws DatasetRefused `table`, `delimiter`, `byte-order-mark`; its rows throw them too
 */
export async function readCsvTable(
  file: string,
  content: AsyncIterable<Uint8Array>,
  { delimiter, isStrict = false }: CsvOptions,
): Promise<RawTable> {
  const source = content[Symbol.asyncIterator]();
  try {
    const chunks = await readHead(source);
    const head = concatBytes(...chunks).subarray(0, HEAD);
    if (isStrict) checkMark(file, head);
    const encoding = isStrict ? 'utf-8' : findEncoding(head);
    const lines = new TextDecoder(encoding)
      .decode(head)
      .split(/\r?\n/, MOST_LINES + 1)
      .slice(0, MOST_LINES)
      .filter((line) => line.trim() !== '');
    const mark = delimiter ?? findDelimiter(file, lines);
    checkDelimiter(file, lines, mark);
    const bytes = resume(chunks, source);
    const text = encoding === 'utf-8' ? bytes : recode(bytes, encoding);
    return { rows: numberRows(splitRows(file, text, mark)), encoding };
  } catch (error) {
    await source.return?.();
    throw error;
  }
}

/** Reads the beginning, in which the first lines are. */
async function readHead(source: AsyncIterator<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for (let length = 0; length < HEAD;) {
    const next = await source.next();
    if (next.done === true) break;
    chunks.push(next.value);
    length += next.value.length;
  }
  return chunks;
}

async function* resume(
  chunks: readonly Uint8Array[],
  source: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
    for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
  } finally {
    await source.return?.();
  }
}

function checkMark(file: string, [a, b]: Uint8Array): void {
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff))
    throw refuseTable(file, 'byte-order-mark', 'the file is UTF-16: save it as UTF-8 (in Excel: CSV UTF-8)', {
      row: 1,
    });
}

/** Returns how often each delimiter occurs outside quotes. */
function countMarks(line: string): Map<string, number> {
  const bare = line.replaceAll(/"(?:[^"]|"")*"/g, '');
  return new Map(DELIMITERS.map((mark) => [mark, bare.split(mark).length - 1]));
}

/**
 * Returns the delimiter of the first lines. A line of a title may have none, and decimals may begin with one: the delimiter is the one that most
 * lines have equally often.
 */
function findDelimiter(file: string, lines: readonly string[]): string {
  const counts = lines.map(countMarks);
  const used = DELIMITERS.filter((mark) => counts.some((count) => count.get(mark)! > 0));
  if (used.length <= 1) return used[0] ?? ',';
  const agreeing = used.map((mark) => ({ mark, lines: countEqual(counts.map((count) => count.get(mark)!)) }));
  const most = Math.max(...agreeing.map((each) => each.lines));
  const [only, ...others] = agreeing.filter((each) => each.lines === most);
  if (most > 1 && others.length === 0) return only!.mark;
  const shown = used.map((mark) => JSON.stringify(mark)).join(' and ');
  throw refuseTable(
    file,
    'delimiter',
    `the first lines have both ${shown}: name the delimiter with --delimiter`,
    {
      row: 1,
    },
  );
}

/** Returns how many lines have a delimiter as often as most lines that have it. */
function countEqual(counts: readonly number[]): number {
  const lines = new Map<number, number>();
  for (const count of counts) if (count > 0) lines.set(count, (lines.get(count) ?? 0) + 1);
  return Math.max(0, ...lines.values());
}

function checkDelimiter(file: string, lines: readonly string[], mark: string): void {
  const found = lines.map(countMarks);
  const used = DELIMITERS.filter((each) => found.some((count) => count.get(each)! > 0));
  if (used.length === 0 || lines.some((line) => line.includes(mark))) return;
  const text = `expected columns separated by ${JSON.stringify(mark)}, got ${JSON.stringify(used[0])}`;
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

/** Numbers the rows, and leaves out empty lines. */
async function* numberRows(batches: AsyncGenerator<string[][], void>): AsyncGenerator<TableRow[]> {
  let row = 0;
  for await (const rows of batches)
    for (let at = 0; at < rows.length; at += BATCH)
      yield rows.slice(at, at + BATCH).flatMap((cells) => {
        row++;
        return cells.length === 1 && cells[0] === '' ? [] : [{ row, cells }];
      });
}
