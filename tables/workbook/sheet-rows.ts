import { readPeriodName } from '../cells/period-name.ts';
import { CellFault } from '../cells/table-problem.ts';
import type { Cell, SheetFacts, TableRow } from '../cells/table.ts';
import { readColumn, writeColumn } from '../cells/column-letters.ts';
import { type CellLook, type CellStyles, isOn, PLAIN_LOOK } from './cell-styles.ts';
import type { XmlAttributes, XmlEvents } from './parse-xml.ts';
import { roundStored } from './round-digits.ts';
import { readSerial } from './serial-date.ts';

/** What the cells of a sheet refer to. */
export interface BookParts {
  readonly strings: readonly string[];
  readonly styles: CellStyles;
  readonly is1904: boolean;
}

/** A range of cells, counted from 0, both ends included. */
export interface CellRange {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** The most columns of a sheet. */
const MOST_COLUMNS = 16_384;

/** A cell while its parts are read: one object has each cell in turn. */
interface OpenCell {
  column: number;
  type: string;
  look: CellLook;
  formula: string | null;
  value: string | null;
  text: string;
}

/** Reads the rows of a sheet from its XML. Merged cells all get the text of their first one; an amount counts once. */
export class SheetRows implements XmlEvents {
  readonly #parts: BookParts;
  readonly #merged: ReadonlyMap<number, readonly CellRange[]>;
  readonly #firsts = new Map<CellRange, Cell>();
  readonly #facts: SheetFacts;
  #rows: TableRow[] = [];
  #row = 0;
  #isHidden = false;
  #cells: Cell[] = [];
  #faults: { column: number; error: Error }[] = [];
  #struck = 0;
  #numbers = 0;
  #struckNumbers = 0;
  readonly #cell: OpenCell = { column: 0, type: 'n', look: PLAIN_LOOK, formula: null, value: null, text: '' };
  #isInCell = false;
  #isPhonetic = false;
  #isInData = false;

  constructor(parts: BookParts, merged: readonly CellRange[], facts: SheetFacts) {
    this.#parts = parts;
    this.#facts = facts;
    const byRow = new Map<number, CellRange[]>();
    for (const range of merged)
      for (let row = range.top; row <= range.bottom && row - range.top < MOST_MERGED; row++)
        byRow.set(row, [...(byRow.get(row) ?? []), range]);
    this.#merged = byRow;
  }

  /** Returns the rows since the last call. */
  take(): TableRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(name: string, attributes: XmlAttributes): void {
    if (name === 'sheetData') this.#isInData = true;
    else if (name === 'col' && isOn(attributes.get('hidden'))) this.#hideColumns(attributes);
    else if (!this.#isInData) return;
    else if (name === 'row') this.#openRow(attributes);
    else if (name === 'c') this.#openCell(attributes);
    else if (name === 'rPh') this.#isPhonetic = true;
  }

  close(name: string, text: string): void {
    if (name === 'sheetData') this.#isInData = false;
    if (!this.#isInData) return;
    const cell = this.#cell;
    if (name === 'row') this.#closeRow();
    else if (!this.#isInCell) return;
    else if (name === 'c') this.#closeCell(cell);
    else if (name === 'v') cell.value = text;
    else if (name === 'f') cell.formula = text;
    else if (name === 't' && !this.#isPhonetic) cell.text += text;
    else if (name === 'rPh') this.#isPhonetic = false;
  }

  #hideColumns(attributes: XmlAttributes): void {
    const [first, last] = [Number(attributes.get('min')), Number(attributes.get('max'))];
    for (let column = first; column <= last && column <= MOST_COLUMNS; column++)
      this.#facts.hiddenColumns.push(column - 1);
  }

  #openRow(attributes: XmlAttributes): void {
    this.#row = attributes.get('r') === undefined ? this.#row + 1 : Number(attributes.get('r'));
    this.#isHidden = isOn(attributes.get('hidden'));
    this.#cells = [];
    this.#faults = [];
    this.#struck = this.#numbers = this.#struckNumbers = 0;
  }

  #openCell(attributes: XmlAttributes): void {
    const address = attributes.get('r');
    const column = address === undefined ? this.#cells.length : readColumn(address);
    if (column >= MOST_COLUMNS) throw new RangeError(`a cell ${address ?? ''} lies outside of a sheet`);
    const cell = this.#cell;
    cell.column = column;
    cell.type = attributes.get('t') ?? 'n';
    cell.look = this.#parts.styles.at(attributes.get('s'));
    cell.formula = cell.value = null;
    cell.text = '';
    this.#isInCell = true;
  }

  #closeCell(cell: OpenCell): void {
    this.#isInCell = false;
    while (this.#cells.length < cell.column) this.#cells.push(null);
    try {
      const content = this.#readCell(cell);
      this.#count(content, cell.look);
      this.#cells[cell.column] = content;
    } catch (error) {
      if (!(error instanceof CellFault)) throw error;
      this.#cells[cell.column] = null;
      this.#faults.push({ column: cell.column, error });
    }
  }

  #count(content: Cell, { isStruck }: CellLook): void {
    if (content === null) return;
    const isNumber = typeof content === 'number';
    if (isNumber) this.#numbers++;
    if (isStruck) this.#struck++;
    if (isNumber && isStruck) this.#struckNumbers++;
  }

  #readCell(cell: OpenCell): Cell {
    this.#refuseFault(cell);
    const { type, look, formula, value, text } = cell;
    if (formula !== null) this.#facts.computed++;
    if (type === 'inlineStr') return text === '' ? null : text;
    if (value === null || value === '') return null;
    if (type === 's') return this.#parts.strings[Number(value)] ?? null;
    if (type === 'b') return isOn(value);
    if (type === 'd') return new Date(value.endsWith('Z') ? value : `${value}Z`);
    return type === 'n' ? this.#readNumber(value, look) : value;
  }

  #refuseFault({ column, type, formula, value }: OpenCell): void {
    if (formula !== null && value === null) {
      const advice = 'open the workbook and save it, or store the value itself';
      throw new CellFault(
        'formula',
        `${this.#addressOf(column)} is computed by =${formula}, and its value is not stored: ${advice}`,
      );
    }
    if (type === 'e') {
      const advice = 'correct it in the workbook';
      throw new CellFault(
        'cell-error',
        `${this.#addressOf(column)} holds the error ${value ?? ''}: ${advice}`,
      );
    }
  }

  #readNumber(text: string, { time }: CellLook): Cell {
    const rounded = roundStored(text);
    if (rounded === null) return text;
    if (time === null) {
      if (rounded.isRounded) this.#facts.rounded++;
      return rounded.value;
    }
    const date = readSerial(rounded.value, this.#parts.is1904);
    if (time === 'date' || !Number.isFinite(date.getTime())) return date;
    return date.toISOString().slice(0, time === 'month' ? 7 : 4);
  }

  #closeRow(): void {
    const own = countFilled(this.#cells);
    for (const range of this.#merged.get(this.#row - 1) ?? []) this.#fill(range);
    if (countFilled(this.#cells) === 0 && this.#faults.length === 0) return;
    const isOfNumbers = this.#numbers > 0 && this.#struckNumbers === this.#numbers;
    const isStruck = this.#struck > 0 && (this.#struck === own || isOfNumbers);
    if (!isStruck) this.#facts.struckCells += this.#struck;
    this.#rows.push({
      ...{ row: this.#row, cells: this.#cells, faults: this.#faults },
      ...{ isHidden: this.#isHidden, isStruck },
    });
  }

  #fill(range: CellRange): void {
    const first = this.#row - 1 === range.top ? this.#cells[range.left] : this.#firsts.get(range);
    if (first === undefined || first === null || isAmount(first)) return;
    if (this.#row - 1 === range.top) this.#firsts.set(range, first);
    while (this.#cells.length < range.left) this.#cells.push(null);
    for (let column = range.left; column <= range.right; column++) this.#cells[column] ??= first;
  }

  #addressOf(column: number): string {
    return `${writeColumn(column)}${this.#row}`;
  }
}

function countFilled(cells: readonly Cell[]): number {
  let filled = 0;
  for (const cell of cells) if (cell !== null) filled++;
  return filled;
}

/** An amount in merged cells counts once. A year, which the header can have, is not one. */
function isAmount(cell: Cell): boolean {
  return typeof cell === 'number' && readPeriodName(cell) === null;
}

/** A merged range over more rows is filled in the first of them. */
const MOST_MERGED = 10_000;
