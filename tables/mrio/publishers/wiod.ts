import { type Axis, checkLabels, makeAxis } from '../axis.ts';
import { checkSize } from '../collect-rows.ts';
import { faultIn } from '../fault.ts';
import { findYear } from '../find-year.ts';
import type { FormatOptions, PublisherFormat } from '../publisher-format.ts';
import type { SourceFile } from '../source-file.ts';
import type { TableBuilder } from '../table-builder.ts';
import type { TableInput } from '../table-input.ts';
import { spellUnit } from '../units.ts';
import { readWorkbook, textOf, type SheetCell } from '../workbook.ts';

/** Cells that name a row, and rows that name a column: code, description, country, number. */
const HEADS = 4;
const CODE = 0;
const NAME = 1;
const COUNTRY = 2;
const NUMBER = 3;
const UNIT = spellUnit('M.USD');

/** WIOD: one sheet in millions of US dollars. Its accounts of the environment, in other files for each country, are not read. */
export const WIOD: PublisherFormat = {
  name: 'wiod',
  meaning:
    'WIOD 2013 and 2016, such as wiot09_row_sep12.xlsx or WIOT2014_Nov16_ROW.xlsb; no environmental accounts',
  provider: 'WIOD',
  tolerance: 0.001,
  async read(input, builder, options) {
    const file = findTable(input);
    input.expect([file]);
    const book = await readWorkbook(input, file);
    const [rows = []] = book.values();
    const sheet = readSheet(file.path, rows);
    const year = findYear(input, options, yearOf(rows, file));
    builder.begin({ axis: sheet.axis, currency: 'USD', multiple: 1_000_000, year });
    addMatrices(file.path, builder, sheet);
    const others = input.source.files.filter((other) => other !== file);
    if (others.length > 0)
      builder.leaveOut(`files that are not read: ${others.length}, such as ${others[0]!.path}`, null);
  },
};

/** The workbook of one year: those of prices of the year before, and of accounts, have other names. */
function findTable(input: TableInput): SourceFile {
  return input.require(/(^|\/)wiot[^/]*\.xls[xb]$/i, 'wiot….xlsx or wiot….xlsb');
}

/** The release of 2013 has the year in its title, that of 2016 in its name. */
function yearOf(rows: readonly (readonly SheetCell[])[], { path }: SourceFile): FormatOptions['year'] {
  const year = /(\d{4})$/.exec(textOf(rows[0]?.[0]))?.[1] ?? /wiot(\d{4})/i.exec(path)?.[1];
  return year === undefined ? null : Number(year);
}

/** A sheet, and where its parts are: all indices are from 0. */
interface WiodSheet {
  readonly rows: readonly (readonly SheetCell[])[];
  readonly axis: Axis;
  readonly demand: Axis;
  /** Row of the first sector. */
  readonly top: number;
  /** Column of total output. */
  readonly total: number;
  /** Rows of value added, taxes and margins. */
  readonly added: readonly number[];
}

function readSheet(file: string, rows: readonly (readonly SheetCell[])[]): WiodSheet {
  const numbers = rows.findIndex((row) => textOf(row[HEADS]) === 'c1');
  if (numbers < HEADS - 1)
    throw faultIn(file, 'header', 'expected a row of column numbers c1, c2, … below code, name and country');
  const head = (part: number, column: number): string => textOf(rows[numbers - (HEADS - 1) + part]?.[column]);
  const top = numbers + 1;
  const end = rows.findIndex((row, at) => at >= top && isTotal(row));
  if (end === -1)
    throw faultIn(file, 'truncated', 'the sheet ends before the row of totals', { row: rows.length + 1 });
  const labels = rows
    .slice(top, end)
    .map((row): [string, string] => [textOf(row[COUNTRY]), textOf(row[CODE])]);
  const axis = makeAxis(labels, { file, rowOf: (at) => top + at + 1 });
  const count = labels.length;
  const columns = Array.from({ length: count }, (_, at) => [
    head(COUNTRY, HEADS + at),
    head(CODE, HEADS + at),
  ]);
  checkLabels(columns, axis, { file, rowOf: null, headerRow: numbers });
  const width = Math.max(...rows.slice(numbers - COUNTRY, numbers + 1).map((row) => row.length));
  const first = HEADS + count;
  let last = first;
  while (last < width && ![``, 'TOT'].includes(head(COUNTRY, last))) last++;
  const demand = makeAxis(
    Array.from({ length: last - first }, (_, at): [string, string] => [
      head(COUNTRY, first + at),
      head(CODE, first + at) || head(NUMBER, first + at),
    ]),
    { file, rowOf: null, headerRow: numbers },
  );
  const added = rows.flatMap((row, at) => (at >= end && isAdded(row) ? [at] : []));
  if (added.length === 0)
    throw faultIn(file, 'truncated', 'the sheet has no value added', { row: rows.length + 1 });
  return { rows, axis, demand, top, total: last, added };
}

/** The first row after the sectors has the total of intermediate consumption. */
function isTotal(row: readonly SheetCell[]): boolean {
  return textOf(row[COUNTRY]) === 'TOT' || /^total intermediate consumption/i.test(textOf(row[NAME]));
}

/** Totals of intermediate consumption, and output, are sums of others. */
function isAdded(row: readonly SheetCell[]): boolean {
  const name = textOf(row[NAME]);
  return name !== '' && !/^(total intermediate consumption|output at basic prices)/i.test(name);
}

function addMatrices(
  file: string,
  builder: TableBuilder,
  { rows, axis, demand, top, total, added }: WiodSheet,
): void {
  const count = axis.regions.length * axis.items.length;
  const width = demand.regions.length * demand.items.length;
  checkSize(file, count, count);
  const z = new Float64Array(count * count);
  const y = new Float64Array(count * width);
  const output = new Float64Array(count);
  const columns = [axis, demand].flatMap(({ regions, items }) =>
    regions.flatMap((region) => items.map((item) => `${region} / ${item}`)),
  );
  for (let row = 0; row < count; row++) {
    const cells = rows[top + row]!;
    const numberAt = (column: number): number =>
      readCell(file, cells[HEADS + column], { row: top + row + 1, column: columns[column] ?? 'output' });
    for (let column = 0; column < count; column++) z[row * count + column] = numberAt(column);
    for (let column = 0; column < width; column++) y[row * width + column] = numberAt(count + column);
    output[row] = numberAt(total - HEADS);
  }
  builder.addFlows(z);
  builder.addDemand(demand, y);
  builder.stateOutput({ file, values: output, rowOf: (at) => top + at + 1, what: 'rows' });
  const f = new Float64Array(added.length * count);
  const direct = new Float64Array(added.length * width);
  const sums = new Float64Array(count);
  for (const [at, row] of added.entries())
    for (const [column, label] of columns.entries()) {
      const cell = rows[row]![HEADS + column];
      // Final demand has no value added in some releases: these cells are empty.
      const value =
        column >= count && textOf(cell) === '' ? 0 : readCell(file, cell, { row: row + 1, column: label });
      if (column >= count) direct[at * width + column - count] = value;
      else {
        f[at * count + column] = value;
        sums[column]! += value;
      }
    }
  builder.stateValueAdded({ file, values: sums });
  const stressors = { names: added.map((row) => textOf(rows[row]![NAME])), units: added.map(() => UNIT) };
  builder.addStressors('F', stressors, f);
  builder.addStressors('F_Y', stressors, direct);
}

function readCell(file: string, cell: SheetCell | undefined, place: { row: number; column: string }): number {
  if (typeof cell === 'number' && Number.isFinite(cell)) return cell;
  throw faultIn(file, 'not-a-number', `expected a number, got ${JSON.stringify(cell ?? '')}`, place);
}
