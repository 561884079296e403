import { type Axis, inHeader, makeAxis } from '../axis.ts';
import { checkSize } from '../collect-rows.ts';
import { faultIn } from '../fault.ts';
import { findYear } from '../find-year.ts';
import { OecdColumns } from './oecd-columns.ts';
import type { FormatOptions, PublisherFormat } from '../publisher-format.ts';
import type { SourceFile } from '../source-file.ts';
import type { TableBuilder } from '../table-builder.ts';
import type { TableInput } from '../table-input.ts';
import { type MatrixRow, openTextRows } from '../text-rows.ts';
import { spellUnit } from '../units.ts';

const OUTPUT = /^(OUT|OUTPUT|TOTAL)$/;
/** Value added, and taxes less subsidies, of all countries or of each one. */
const ADDED = /^(VA|VALU|TLS|VA\+TAXSUB|([A-Z0-9]{3}_)?TAXSUB)$/;
const UNIT = spellUnit('M.USD');

/** OECD inter-country input-output tables: one CSV file, in millions of US dollars. */
export const OECD: PublisherFormat = {
  name: 'oecd',
  meaning: 'OECD ICIO, such as ICIO2021_2018.csv: columns AUS_01T02, AUS_HFCE, OUT; rows TLS, VA, OUT',
  provider: 'OECD',
  tolerance: 0.001,
  async read(input, builder, options) {
    const file = findTable(input, options);
    input.expect([file]);
    const table = await openTextRows(file.path, input.stream(file), {
      ...{ separator: ',', headerRows: 1, indexColumns: 1, mayBeBlank: true },
    });
    const reader = new OecdReader(
      file.path,
      table.columns.map(([name = '']) => name),
    );
    for await (const row of table.rows) reader.add(row);
    const year = findYear(input, options, yearOf(file));
    reader.build(builder, year);
  },
};

/** A row below the sectors. */
interface OtherRow {
  readonly name: string;
  readonly line: number;
  readonly values: Float64Array;
}

/** Takes the rows of a table. Parts of a country are regions that follow it. */
class OecdReader {
  readonly #file: string;
  readonly #names: readonly string[];
  readonly #columns: OecdColumns;
  readonly #axis: Axis;
  readonly #count: number;
  readonly #width: number;
  readonly #z: Float64Array;
  readonly #y: Float64Array;
  readonly #output: Float64Array;
  readonly #discrepancies: Float64Array;
  readonly #lines = new Map<number, number>();
  readonly #added: OtherRow[] = [];
  #outputRow: OtherRow | null = null;
  #read = 0;

  constructor(file: string, names: readonly string[]) {
    [this.#file, this.#names] = [file, names];
    this.#columns = new OecdColumns(file, names);
    this.#axis = makeAxis(this.#columns.sectors, inHeader(file));
    const { demand, sectors } = this.#columns;
    const { regions } = this.#axis;
    this.#count = sectors.length;
    this.#width = regions.length * demand.items.length;
    checkSize(file, this.#count, this.#count);
    this.#z = new Float64Array(this.#count * this.#count);
    this.#y = new Float64Array(this.#count * this.#width);
    this.#output = new Float64Array(this.#count);
    this.#discrepancies = new Float64Array(this.#count);
  }

  /** Takes the next row. */
  add({ labels: [label = ''], values, row: line }: MatrixRow): void {
    if (OUTPUT.test(label)) {
      this.#outputRow = { name: label, line, values: values.slice() };
      return;
    }
    const isAdded = ADDED.test(label);
    this.#checkNumbers(values, isAdded, line);
    if (isAdded) this.#added.push({ name: label, line, values: values.map((value) => value || 0) });
    else this.#addSector(label, values, line);
  }

  /** Final demand has no value added: some releases leave these cells empty. */
  #checkNumbers(values: Float64Array, isAdded: boolean, row: number): void {
    const blank = values.findIndex(
      (value, at) => Number.isNaN(value) && !(isAdded && this.#columns.isDemand(at)),
    );
    if (blank !== -1)
      throw faultIn(this.#file, 'not-a-number', 'expected a number, got ""', {
        row,
        column: this.#names[blank]!,
      });
  }

  #addSector(label: string, values: Float64Array, line: number): void {
    const wanted = this.#columns.sourceSectors[this.#read];
    if (label !== wanted || this.#added.length > 0)
      throw faultIn(
        this.#file,
        'label',
        `got the row "${label}", expected "${wanted ?? 'VA'}" as in the header`,
        {
          row: line,
        },
      );
    const target = this.#columns.targetOf(this.#read++);
    this.#columns.addSectors(values, this.#rowOf(this.#z, target, this.#count));
    this.#columns.addDemand(values, this.#rowOf(this.#y, target, this.#width));
    this.#discrepancies[target]! += this.#columns.sumDiscrepancy(values);
    this.#output[target]! += this.#columns.outputOf(values);
    this.#lines.set(target, line);
  }

  #rowOf(values: Float64Array, row: number, width: number): Float64Array {
    return values.subarray(row * width, (row + 1) * width);
  }

  /** Gives everything to a builder. @throws DatasetRefused `truncated` if rows are missing */
  build(builder: TableBuilder, year: number): void {
    const missing = this.#columns.sourceSectors[this.#read] ?? (this.#added.length === 0 ? 'VA' : undefined);
    if (missing !== undefined)
      throw faultIn(this.#file, 'truncated', `the file ends before the row "${missing}"`, {
        row: this.#read + this.#added.length + 2,
      });
    const { parts, undivided } = this.#columns;
    builder.begin({ axis: this.#axis, currency: 'USD', multiple: 1_000_000, year, parts, undivided });
    builder.addFlows(this.#z);
    builder.addDemand(this.#columns.demand, this.#y);
    this.#stateOutput(builder);
    const leftOut = this.#discrepancies.reduce((sum, value) => sum + Math.abs(value), 0);
    if (leftOut > 0) builder.leaveOut('DISC', leftOut);
    this.#addValueAdded(builder);
  }

  /** Output is in a column, in the release of 2016 in a row. The discrepancy is a part of it that no matrix has. */
  #stateOutput(builder: TableBuilder): void {
    const [row, { hasOutput }] = [this.#outputRow, this.#columns];
    if (!hasOutput && row === null) return;
    if (!hasOutput) this.#columns.addSectors(row!.values, this.#output);
    builder.stateOutput({
      file: this.#file,
      values: this.#output.map((value, at) => value - this.#discrepancies[at]!),
      rowOf: (at) => (hasOutput ? this.#lines.get(at)! : row!.line),
      what: 'rows',
    });
  }

  #addValueAdded(builder: TableBuilder): void {
    const [count, width, rows] = [this.#count, this.#width, this.#added];
    const f = new Float64Array(rows.length * count);
    const direct = new Float64Array(rows.length * width);
    const total = new Float64Array(count);
    for (const [at, { values }] of rows.entries()) {
      const row = this.#rowOf(f, at, count);
      this.#columns.addSectors(values, row);
      this.#columns.addDemand(values, this.#rowOf(direct, at, width));
      for (let column = 0; column < count; column++) total[column]! += row[column]!;
    }
    const stressors = { names: rows.map(({ name }) => name), units: rows.map(() => UNIT) };
    builder.stateValueAdded({ file: this.#file, values: total });
    builder.addStressors('F', stressors, f);
    builder.addStressors('F_Y', stressors, direct);
  }
}

function yearOf({ path }: SourceFile): number | null {
  const year = /(?:19|20)[0-9]{2}(?![0-9])(?!.*(?:19|20)[0-9]{2}(?![0-9]))/.exec(path)?.[0];
  return year === undefined ? null : Number(year);
}

/** An archive has several years: the option names one. */
function findTable(input: TableInput, { year }: FormatOptions): SourceFile {
  const tables = input.source.files.filter(({ path }) => /\.csv$/i.test(path) && !/readme/i.test(path));
  const found = tables.length === 1 ? tables : tables.filter((file) => yearOf(file) === year);
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  const names = tables.map(({ path }) => path).join(', ');
  throw input.fault(
    input.source.name,
    'missing-file',
    tables.length === 0 ? 'there is no .csv file' : `name one of several tables with --year: ${names}`,
  );
}
