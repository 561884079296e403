import { endingOf, type TableFile } from '../../table-file.ts';
import { refuseTable } from '../../cells/table-problem.ts';
import type { Cell } from '../../cells/table.ts';
import { CsvFault, splitCsv } from '../../split-csv.ts';
import { openWorkbook } from '../../workbook/open-workbook.ts';
import type { LeftOut } from '../left-out.ts';

/** A row of a sheet: its place, and its cells as texts. An empty cell, and one with `(Unknown)`, is an empty text. */
export interface SheetRow {
  readonly place: string;
  readonly cells: readonly string[];
}

/** The most rows and cells of a row of a file. */
const MOST_ROWS = 2_000_000;

/**
 * Returns the rows of each sheet of a file of brightway, without empty ones; of CSV, which is one sheet. A sheet that begins with `skip` is left
 * out; `cutoff` says how many columns are read.
 * @throws DatasetRefused `table`, `too-large`, `cell-error`
 */
export async function readSheets(file: TableFile, leftOut: LeftOut): Promise<SheetRow[][]> {
  const { name } = file;
  const sheets = endingOf(name) === '.csv' ? [await readCsv(file)] : await readXlsx(file);
  return sheets.flatMap((rows) => {
    const [first = '', second = ''] = rows[0]?.cells ?? [];
    if (rows.length === 0) return [];
    if (first === '' || first.toLowerCase() === 'skip') {
      leftOut.note('sheet', rows[0]!.place);
      return [];
    }
    return [first.toLowerCase() === 'cutoff' ? cutRows(name, rows, second) : rows];
  });
}

function cutRows(name: string, rows: readonly SheetRow[], count: string): SheetRow[] {
  if (!/^[1-9]\d{0,4}(\.0)?$/.test(count))
    throw refuseTable(
      name,
      'table',
      `${rows[0]!.place}: cutoff needs the number of columns that are read, got ${JSON.stringify(count)}`,
    );
  return rows.map(({ place, cells }) => ({ place, cells: cells.slice(0, Number(count)) }));
}

async function readCsv({ name, stream }: TableFile): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  let row = 0;
  try {
    for await (const batch of splitCsv(stream(), ','))
      for (const cells of batch) addRow(rows, name, `row ${++row}`, cells);
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error;
    throw refuseTable(name, 'table', error.message, { row: error.row });
  }
  return rows;
}

async function readXlsx(file: TableFile): Promise<SheetRow[][]> {
  const { name } = file;
  const sheets: SheetRow[][] = [];
  for (const sheet of await openWorkbook(file)) {
    const rows: SheetRow[] = [];
    for await (const batch of sheet.read().rows)
      for (const { row, cells, faults = [] } of batch) {
        const [fault] = faults;
        if (fault !== undefined)
          throw refuseTable(name, 'cell-error', `sheet ${sheet.name}: ${fault.error.message}`, { row });
        const texts = cells.map((cell) => (cell instanceof Date ? cell.toISOString() : writeCell(cell)));
        addRow(rows, name, `${sheet.name} row ${row}`, texts);
      }
    sheets.push(rows);
  }
  return sheets;
}

function writeCell(cell: Exclude<Cell, Date>): string {
  return typeof cell === 'string' ? cell : cell === null ? '' : JSON.stringify(cell);
}

function addRow(rows: SheetRow[], name: string, place: string, cells: readonly string[]): void {
  if (rows.length === MOST_ROWS) throw refuseTable(name, 'too-large', `it has more than ${MOST_ROWS} rows`);
  const texts = cells.map((cell) => {
    const text = cell.trim();
    return text === '(Unknown)' ? '' : text;
  });
  if (texts.some((text) => text !== '')) rows.push({ place, cells: texts });
}
