import {
  SSF as formats,
  read,
  utils,
  type CellObject,
  type DenseWorkSheet,
  type WorkBook,
  type WorkSheet,
} from '@e965/xlsx';
import { CellFault, refuseTable } from './table-problem.ts';
import type { Cell, Table, TableRow } from './table.ts';
import { unpackWorkbook } from './workbook-archive.ts';

/** The library's functions for number formats, for which it has no types. */
interface Formats {
  readonly is_date: (format: string) => boolean;
  readonly parse_date_code: (
    value: number,
    options: { readonly date1904: boolean },
  ) => Readonly<Record<'y' | 'm' | 'd' | 'H' | 'M' | 'S', number>>;
}
const SSF = formats as Formats;

/** What happens to a cell with a formula: it is refused, or the value that was stored with it is taken. */
export const FORMULA_MODES = ['refuse', 'values'] as const;
export type FormulaMode = (typeof FORMULA_MODES)[number];

/** Which sheet is read, and what happens to formulas. */
export interface XlsxOptions {
  readonly sheet: string | undefined;
  readonly formulas: FormulaMode;
}

/** The most cells of a sheet, from the first one to the last, empty ones included. */
const MOST_CELLS = 1 << 24;

/**
 * Returns the table in a workbook: the named sheet, or the only one. The first row is the header.
 * @throws DatasetRefused `table`, `sheet`, `formula`, `too-large`
 */
export async function readXlsxTable(file: string, bytes: Uint8Array, options: XlsxOptions): Promise<Table> {
  const book = await openBook(file, bytes);
  const sheet = chooseSheet(file, book, options.sheet);
  const ref = sheet['!ref'];
  if (ref === undefined) throw refuseTable(file, 'table', 'the sheet is empty');
  const range = utils.decode_range(ref);
  const cells = (range.e.r - range.s.r + 1) * (range.e.c - range.s.c + 1);
  if (!(cells <= MOST_CELLS)) {
    const text = `the cells from ${ref} are more than ${MOST_CELLS}: delete the empty rows and columns at the end`;
    throw refuseTable(file, 'too-large', text);
  }
  const date1904 = book.Workbook?.WBProps?.date1904 === true;
  const rows: TableRow[] = [];
  for (let row = range.s.r; row <= range.e.r; row++) {
    const read = readRow(sheet, row, [range.s.c, range.e.c], { formulas: options.formulas, date1904 });
    if (read.cells.some((cell) => cell !== null) || (read.faults ?? []).length > 0) rows.push(read);
  }
  const [header, ...body] = rows;
  if (header === undefined) throw refuseTable(file, 'table', 'the sheet is empty');
  return { columns: readHeader(file, header), rows: inOne(body), firstColumn: range.s.c };
}

/** Returns the names of the sheets of a workbook, in their order. @throws DatasetRefused `table`, `too-large` */
export async function listSheets(file: string, bytes: Uint8Array): Promise<readonly string[]> {
  return (await openBook(file, bytes)).SheetNames;
}

async function openBook(file: string, bytes: Uint8Array): Promise<WorkBook> {
  // The first two bytes of a zip archive. The library would guess at other formats.
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw refuseTable(file, 'table', 'not an XLSX workbook');
  // Sheets of an .xlsx are XML.
  const unpacked = await unpackWorkbook(file, bytes, { leavesOut: (name) => name.endsWith('.bin') });
  try {
    // Cells in arrays are read in a third of the time.
    const dense = { dense: true, cellFormula: true, cellNF: true, cellHTML: false, cellText: false };
    return read(unpacked, { type: 'buffer', ...dense });
  } catch (cause) {
    throw refuseTable(file, 'table', `not an XLSX workbook: ${cause instanceof Error ? cause.message : ''}`);
  }
}

function chooseSheet(file: string, book: WorkBook, name: string | undefined): WorkSheet {
  const names = book.SheetNames;
  if (name === undefined && names.length !== 1)
    throw refuseTable(
      file,
      'sheet',
      `the workbook has several sheets, name one with --sheet: ${names.join(', ')}`,
    );
  const wanted = name ?? names[0] ?? '';
  const sheet = book.Sheets[wanted];
  if (sheet !== undefined) return sheet;
  const text = names.includes(wanted)
    ? `the sheet ${wanted} cannot be read: save the workbook again`
    : `no sheet ${wanted}; the workbook has ${names.join(', ')}`;
  throw refuseTable(file, 'sheet', text);
}

interface ReadOptions {
  readonly formulas: FormulaMode;
  readonly date1904: boolean;
}

function readRow(
  sheet: WorkSheet,
  row: number,
  [first, last]: readonly [number, number],
  options: ReadOptions,
): TableRow {
  const cells: Cell[] = [];
  const own = (sheet as DenseWorkSheet)['!data'][row] ?? [];
  const faults: { column: number; error: Error }[] = [];
  for (let column = first; column <= last; column++) {
    const cell = own[column];
    try {
      cells.push(
        cell === undefined ? null : readCell(cell, utils.encode_cell({ r: row, c: column }), options),
      );
    } catch (error) {
      if (!(error instanceof CellFault)) throw error;
      cells.push(null);
      faults.push({ column: column - first, error });
    }
  }
  return { row: row + 1, cells, faults };
}

function readCell(cell: CellObject, address: string, { formulas, date1904 }: ReadOptions): Cell {
  if (cell.f !== undefined && formulas === 'refuse') {
    const hint = 'store the value itself, or take the values that were stored with --formulas values';
    throw new CellFault('formula', `${address} is computed by =${cell.f}: ${hint}`);
  }
  if (cell.t === 'e')
    throw new CellFault(
      'cell-error',
      `${address} holds the error ${String(cell.w ?? cell.v)}: correct it in the workbook`,
    );
  const { v: value, z: format } = cell;
  if (typeof value === 'number' && typeof format === 'string' && SSF.is_date(format))
    return readDate(value, date1904);
  return value === undefined || value === '' ? null : value;
}

function readDate(value: number, date1904: boolean): Date {
  const { y, m, d, H, M, S } = SSF.parse_date_code(value, { date1904 });
  return new Date(Date.UTC(y, m - 1, d, H, M, S));
}

function readHeader(file: string, { cells, row, faults = [] }: TableRow): string[] {
  const [fault] = faults;
  if (fault?.error instanceof CellFault)
    throw refuseTable(file, fault.error.code, fault.error.message, { row, column: String(fault.column + 1) });
  return cells.map((cell) => (typeof cell === 'string' || typeof cell === 'number' ? String(cell) : ''));
}

// oxlint-disable-next-line typescript/require-await -- a table yields batches, here a single one
async function* inOne(rows: readonly TableRow[]): AsyncGenerator<readonly TableRow[]> {
  if (rows.length > 0) yield rows;
}
