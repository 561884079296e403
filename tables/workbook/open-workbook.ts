import { concatBytes } from '../../core/encoding/hex.ts';
import { refuseTable } from '../cells/table-problem.ts';
import type { RawTable, SheetFacts, TableRow } from '../cells/table.ts';
import { inflate, inflateUnchecked, type Listed, type PackedBytes, readBlob, readList } from './archive.ts';
import { CellStyles, isOn } from './cell-styles.ts';
import { parseXml, type XmlEvents } from './parse-xml.ts';
import { readColumn } from '../cells/column-letters.ts';
import { type CellRange, SheetRows } from './sheet-rows.ts';

/** The most bytes of a workbook without its compression that are read. */
export const LARGEST_WORKBOOK = 512 << 20;
/** The most bytes of the list of texts, which is held in memory. */
const LARGEST_TEXTS = 128 << 20;
const MOST_RANGES = 100_000;

/** A sheet of a workbook. */
export interface Sheet {
  readonly name: string;
  readonly isHidden: boolean;
  /** Returns its rows; each call reads it anew. */
  read(): RawTable;
}

/** The file of a workbook. */
export interface WorkbookFile {
  readonly name: string;
  /** Returns it for random access. */
  openBlob(): Promise<Blob>;
}

/** Workbooks that were opened, by their files: what all sheets share is read once. */
const OPENED = new WeakMap<WorkbookFile, Promise<readonly Sheet[]>>();

/**
 * Opens a workbook (.xlsx, ISO/IEC 29500-1), and returns its sheets in their order. Only the parts that a sheet needs are unpacked, a piece at a
 * time, and their bytes are counted.
 * @throws DatasetRefused `table` if it is not a workbook, `too-large`; the rows of a sheet throw them too
 */
export function openWorkbook(file: WorkbookFile, most = LARGEST_WORKBOOK): Promise<readonly Sheet[]> {
  const opened = OPENED.get(file) ?? listSheets(file, most);
  OPENED.set(file, opened);
  return opened;
}

async function listSheets(file: WorkbookFile, most: number): Promise<readonly Sheet[]> {
  const book = await Archive.open(file.name, readBlob(await file.openBlob()), most);
  const targets = await book.readTargets();
  const { sheets, is1904 } = await book.readSheets();
  return sheets.map(({ name, id, isHidden }) => ({
    ...{ name, isHidden },
    read: () => readSheet(book, { name, path: targets.get(id), is1904 }),
  }));
}

function readSheet(
  book: Archive,
  {
    name,
    path,
    is1904,
  }: { readonly name: string; readonly path: string | undefined; readonly is1904: boolean },
): RawTable {
  const facts: SheetFacts = { computed: 0, rounded: 0, struckCells: 0, merged: 0, hiddenColumns: [] };
  async function* readRows(): AsyncGenerator<readonly TableRow[]> {
    if (path === undefined || !book.has(path))
      throw refuseTable(book.file, 'sheet', `the sheet ${name} cannot be read: save the workbook again`);
    const parts = { strings: await book.readStrings(), styles: await book.readStyles(), is1904 };
    const merged = await book.readRanges(path);
    facts.merged = merged.length;
    const rows = new SheetRows(parts, merged, facts);
    for await (const _ of book.parse(path, rows)) {
      const batch = rows.take();
      if (batch.length > 0) yield batch;
    }
    const last = rows.take();
    if (last.length > 0) yield last;
  }
  return { rows: readRows(), facts };
}

/** The parts of a workbook. */
class Archive {
  readonly file: string;
  readonly #most: number;
  readonly #parts: ReadonlyMap<string, Listed>;
  #strings: Promise<readonly string[]> | null = null;
  #styles: Promise<CellStyles> | null = null;
  readonly #ranges = new Map<string, Promise<readonly CellRange[]>>();

  private constructor(file: string, parts: readonly Listed[], most: number) {
    const decoder = new TextDecoder();
    this.file = file;
    this.#most = most;
    this.#parts = new Map(parts.map((listed) => [decoder.decode(listed.name), listed]));
  }

  static async open(file: string, bytes: PackedBytes, most: number): Promise<Archive> {
    const [first, second] = await bytes.slice(0, 2);
    // The first two bytes of a zip archive.
    if (first !== 0x50 || second !== 0x4b) throw refuseTable(file, 'table', 'not an XLSX workbook');
    try {
      return new Archive(file, await readList(bytes), most);
    } catch (cause) {
      throw explain(file, cause);
    }
  }

  has(path: string): boolean {
    return this.#parts.has(path);
  }

  /** Reads a part; nothing if the workbook has none. */
  async *parse(path: string, events: XmlEvents, most = this.#most): AsyncGenerator<void> {
    const listed = this.#parts.get(path);
    if (listed === undefined) return;
    try {
      yield* parseXml(this.#count(inflate(listed), most), events);
    } catch (cause) {
      throw explain(this.file, cause);
    }
  }

  async *#count(bytes: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
    let left = most;
    for await (const piece of bytes) {
      left -= piece.length;
      if (left < 0) {
        const text = `it has more than ${most >> 20} MiB without compression: save the sheet as CSV or Parquet`;
        throw refuseTable(this.file, 'too-large', text);
      }
      yield piece;
    }
  }

  async #readPart(path: string, events: XmlEvents, most?: number): Promise<void> {
    for await (const _ of this.parse(path, events, most));
  }

  /** Returns id of a relationship → path of the part. */
  async readTargets(): Promise<ReadonlyMap<string, string>> {
    const targets = new Map<string, string>();
    await this.#readPart('xl/_rels/workbook.xml.rels', {
      open: (name, attributes) => {
        if (name !== 'Relationship') return;
        const target = attributes.get('Target') ?? '';
        const path = target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;
        targets.set(attributes.get('Id') ?? '', path);
      },
      close: () => {},
    });
    return targets;
  }

  async readSheets(): Promise<{
    readonly sheets: readonly { readonly name: string; readonly id: string; readonly isHidden: boolean }[];
    readonly is1904: boolean;
  }> {
    const sheets: { name: string; id: string; isHidden: boolean }[] = [];
    let is1904 = false;
    await this.#readPart('xl/workbook.xml', {
      open: (name, attributes) => {
        if (name === 'workbookPr') is1904 = isOn(attributes.get('date1904'));
        if (name !== 'sheet') return;
        const [title = '', id = ''] = [attributes.get('name'), attributes.getOfAny('id')];
        sheets.push({ name: title, id, isHidden: (attributes.get('state') ?? 'visible') !== 'visible' });
      },
      close: () => {},
    });
    if (sheets.length === 0) throw refuseTable(this.file, 'table', 'not an XLSX workbook: it has no sheets');
    return { sheets, is1904 };
  }

  /** Returns the texts that cells name by their number. */
  readStrings(): Promise<readonly string[]> {
    return (this.#strings ??= this.#collectStrings());
  }

  async #collectStrings(): Promise<readonly string[]> {
    const strings: string[] = [];
    let text = '';
    let isPhonetic = false;
    await this.#readPart(
      'xl/sharedStrings.xml',
      {
        open: (name) => {
          if (name === 'si') text = '';
          else if (name === 'rPh') isPhonetic = true;
        },
        close: (name, more) => {
          if (name === 't' && !isPhonetic) text += more;
          else if (name === 'rPh') isPhonetic = false;
          else if (name === 'si') strings.push(text);
        },
      },
      LARGEST_TEXTS,
    );
    return strings;
  }

  readStyles(): Promise<CellStyles> {
    return (this.#styles ??= this.#collectStyles());
  }

  async #collectStyles(): Promise<CellStyles> {
    const styles = new CellStyles();
    await this.#readPart('xl/styles.xml', styles);
    return styles;
  }

  /** Returns the merged ranges of a sheet, which are after its rows: they are looked for once. */
  readRanges(path: string): Promise<readonly CellRange[]> {
    const known = this.#ranges.get(path) ?? this.#collectRanges(path);
    this.#ranges.set(path, known);
    return known;
  }

  async #collectRanges(path: string): Promise<readonly CellRange[]> {
    const ranges: CellRange[] = [];
    const events: XmlEvents = {
      open: (name, attributes) => {
        if (name !== 'mergeCell' || ranges.length >= MOST_RANGES) return;
        const [first = '', last = first] = (attributes.get('ref') ?? '').split(':');
        ranges.push({
          ...{ top: readRow(first), left: readColumn(first) },
          ...{ bottom: readRow(last), right: readColumn(last) },
        });
      },
      close: () => {},
    };
    const listed = this.#parts.get(path);
    if (listed === undefined) return [];
    try {
      // Reading the rows compares the CRC-32.
      const bytes = this.#count(inflateUnchecked(listed), this.#most);
      for await (const _ of parseXml(afterRows(bytes), events));
    } catch (cause) {
      throw explain(this.file, cause);
    }
    return ranges;
  }
}

/** What reads the parts throws these where they are damaged. */
function explain(file: string, cause: unknown): unknown {
  if (!(cause instanceof RangeError || cause instanceof TypeError)) return cause;
  return refuseTable(file, 'table', `not a whole workbook: ${cause.message}`);
}

/** Yields what is after the rows of a sheet: few bytes, found without reading the cells. */
async function* afterRows(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let [isAfter, tail] = [false, new Uint8Array()];
  for await (const piece of bytes) {
    if (isAfter) {
      yield piece;
      continue;
    }
    // The tag may be in two pieces.
    const seam = concatBytes(tail, piece.subarray(0, LONGEST_TAG));
    const inSeam = findEndOfRows(seam);
    const end = inSeam < 0 ? findEndOfRows(piece) : inSeam - tail.length;
    isAfter = end >= 0;
    if (isAfter) yield piece.subarray(end);
    else tail = (piece.length < LONGEST_TAG ? seam : piece).slice(-LONGEST_TAG);
  }
}

/** Returns the place behind the tag that ends the rows; -1 if it is not there. In a sheet, the D is the rarest letter of its name. */
function findEndOfRows(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(D); at >= 0; at = bytes.indexOf(D, at + 1)) {
    if (bytes[at - 1] !== T || bytes[at + 1] !== A) continue;
    const start = Math.max(0, at - LONGEST_TAG);
    const found = END_OF_ROWS.exec(LATIN.decode(bytes.subarray(start, at + LONGEST_TAG)));
    if (found !== null) return start + found.index + found[0].length;
  }
  return -1;
}

const END_OF_ROWS = /<\/(?:\w+:)?sheetData>|<(?:\w+:)?sheetData\/>/;
const LONGEST_TAG = 40;
const LATIN = new TextDecoder('latin1');
const [T, D, A] = [0x74, 0x44, 0x61];

function readRow(address: string): number {
  return Number(/\d+/.exec(address)?.[0] ?? '1') - 1;
}
