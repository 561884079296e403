/** Reads the sheets of workbooks in which publishers issue their factors. */
import { readFileSync } from 'node:fs';
import { read, utils, type WorkBook } from '@e965/xlsx';

/** A workbook, with its sheets as texts. */
export class Workbook {
  readonly #book: WorkBook;
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
    this.#book = read(readFileSync(file), { type: 'buffer' });
  }

  hasSheet(name: string): boolean {
    return this.#book.Sheets[name] !== undefined;
  }

  /** Returns the cells of a sheet, row by row. Numbers are their shortest decimals, blanks are single. @throws Error without the sheet */
  readSheet(name: string): string[][] {
    const sheet = this.#book.Sheets[name];
    if (sheet === undefined) throw new Error(`${this.#file} has no sheet ${name}`);
    const rows: unknown[][] = utils.sheet_to_json(sheet, {
      header: 1,
      raw: true,
      defval: '',
      blankrows: true,
    });
    return rows.map((row) => row.map(writeCell));
  }
}

function writeCell(cell: unknown): string {
  if (typeof cell === 'number') return writeNumber(cell);
  return String(cell).replaceAll(/\s+/g, ' ').trim();
}

/** The most decimals that a number of a workbook has here. With more, the binary number would show. */
const MOST_DECIMALS = 15;

/** Returns the shortest decimal of a number, without an exponent: `0.000002`. */
function writeNumber(value: number): string {
  const shortest = String(value);
  return shortest.includes('e') ? trimZeros(value.toFixed(MOST_DECIMALS)) : shortest;
}

function trimZeros(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}

/** Whether a cell is a number. */
export function isNumber(cell: string | undefined): cell is string {
  return cell !== undefined && /^-?\d+(\.\d+)?$/.test(cell);
}
