import { join } from 'node:path';
import type { Axis } from './axis.ts';
import { listSome } from '../../engine/errors/list-some.ts';
import { compareBalance } from '../../engine/trade/checks/balance.ts';
import { listSwapped } from '../../engine/trade/checks/swapped-regions.ts';
import { listUnproductive } from '../../engine/trade/unproductive.ts';
import { compareOutput, listDifferent, type Difference, type StatedOutput } from './balance.ts';
import { faultIn, labelOf } from './fault.ts';
import { type ChangedName, listChangedNames, spellNames } from './spelled-names.ts';
import { writeMatrixFile, type WrittenFile } from './write-matrix.ts';

/** The matrices of a table: sales between sectors, to final demand, stressors of sectors, and of final demand. */
export type MatrixName = 'Z' | 'Y' | 'F' | 'F_Y';

/** What all matrices of a table share. */
export interface TableHead {
  /** Regions and sectors. */
  readonly axis: Axis;
  /** ISO 4217. */
  readonly currency: string;
  /** How many of the currency one unit of Z and Y is: 1,000,000 where the publisher states millions. */
  readonly multiple: number;
  readonly year: number;
  /** Regions that are parts of another one, whose figures are added up after the table is solved. They follow it, or each other. */
  readonly parts?: readonly { readonly part: string; readonly whole: string }[];
  /** Regions that the publisher divides elsewhere, and this table has as a whole alone. */
  readonly undivided?: readonly string[];
}

/** Rows of F or F_Y: stressors with their units, both as the publisher spells them. */
export interface Stressors {
  readonly names: readonly string[];
  readonly units: readonly string[];
}

/** A matrix that was written as a document. */
export interface WrittenMatrix extends WrittenFile {
  readonly matrix: MatrixName;
  /** Name of the file in the folder of the dataset. */
  readonly file: string;
  readonly shape: readonly [number, number];
  /** How many values are below zero. */
  readonly negatives: number;
  readonly stressors?: readonly string[];
  readonly units?: readonly string[];
}

/** How far output differs between its sources. Null where the table has only one of them. */
export interface Balance {
  /** Row sums of Z and Y against the output that the table states. */
  readonly rows: Difference | null;
  /** Column sums of Z with value added against output. */
  readonly columns: Difference | null;
}

/** Something that a table has and no matrix: a discrepancy without a region, or files that are not read. */
export interface LeftOut {
  readonly name: string;
  /** The sum of its absolute values, in the unit of Z; null where it was not read. */
  readonly sum: number | null;
}

/** A value added for each sector, and the file that it is from. */
export interface StatedColumns {
  readonly file: string;
  readonly values: Float64Array;
}

/** A table whose matrices are written. Names are those of the documents. */
export interface BuiltTable {
  readonly head: Omit<TableHead, 'axis'>;
  readonly regions: readonly string[];
  readonly sectors: readonly string[];
  readonly categories: readonly string[];
  readonly matrices: readonly WrittenMatrix[];
  readonly changedNames: readonly ChangedName[];
  readonly balance: Balance;
  readonly leftOut: readonly LeftOut[];
  /** The part of all output that was compared with an output or a value added that the table states. */
  readonly judged: number;
  /** What is worth a look, each with names and sizes. */
  readonly findings: readonly string[];
}

/**
 * Takes the matrices of a table from a reader, one after the other, checks them together, and writes each as a document into a folder. It
 * holds none of them.
 */
export class TableBuilder {
  readonly #folder: string;
  readonly #tolerance: number;
  #head: TableHead | null = null;
  #demand: Axis | null = null;
  readonly #matrices: WrittenMatrix[] = [];
  readonly #names = new Map<string, ChangedName>();
  #rowSums = new Float64Array();
  #columnSums = new Float64Array();
  #flowsOfRegions = new Float64Array();
  #demandOfRegions = new Float64Array();
  #output: StatedOutput | null = null;
  #added: StatedColumns | null = null;
  readonly #leftOut: LeftOut[] = [];

  constructor(folder: string, tolerance: number) {
    this.#folder = folder;
    this.#tolerance = tolerance;
  }

  /** Begins a table. It is called before all else. */
  begin(head: TableHead): void {
    this.#head = head;
    const count = head.axis.regions.length * head.axis.items.length;
    this.#rowSums = new Float64Array(count);
    this.#columnSums = new Float64Array(count);
    this.#flowsOfRegions = new Float64Array(head.axis.regions.length ** 2);
    this.#demandOfRegions = new Float64Array(head.axis.regions.length ** 2);
    this.#keep(head.axis.regions, head.axis.items);
  }

  /** Writes Z, row by row: as many rows and columns as there are sectors in all regions. */
  addFlows(values: Float64Array): void {
    const count = this.#rowSums.length;
    const [regions, sectors] = [this.#axis.regions.length, this.#axis.items.length];
    for (let row = 0; row < count; row++) {
      const block = regions * ((row - (row % sectors)) / sectors);
      let sum = 0;
      for (let region = 0, at = row * count, column = 0; region < regions; region++) {
        let own = 0;
        for (let sector = 0; sector < sectors; sector++, at++, column++) {
          const value = values[at]!;
          sum += value;
          own += value;
          this.#columnSums[column]! += value;
        }
        this.#flowsOfRegions[block + region]! += own;
      }
      this.#rowSums[row]! += sum;
    }
    const labels = this.#labelsOf(this.#axis);
    this.#write('Z', labels, labels, values);
  }

  /** Writes Y, row by row, with the regions and categories of its columns. */
  addDemand(demand: Axis, values: Float64Array): void {
    const width = demand.regions.length * demand.items.length;
    const { regions, items } = this.#axis;
    const places = demand.regions.map((region) => regions.indexOf(region));
    for (let row = 0; row < this.#rowSums.length; row++) {
      const block = regions.length * ((row - (row % items.length)) / items.length);
      let sum = 0;
      for (let column = 0; column < width; column++) {
        const value = values[row * width + column]!;
        const region = places[(column - (column % demand.items.length)) / demand.items.length]!;
        sum += value;
        if (region >= 0) this.#demandOfRegions[block + region]! += value;
      }
      this.#rowSums[row]! += sum;
    }
    this.#demand = demand;
    this.#keep(demand.items);
    this.#write('Y', this.#labelsOf(this.#axis), this.#labelsOf(demand), values);
  }

  /** Writes F or F_Y. Stressors that are there twice are a fault of the reader's options: it names the file. */
  addStressors(matrix: 'F' | 'F_Y', stressors: Stressors, values: Float64Array): void {
    const columns = this.#labelsOf(matrix === 'F' ? this.#axis : this.demand);
    this.#keep(stressors.names);
    this.#write(matrix, spellNames(stressors.names), columns, values, stressors.units);
  }

  /** The output that the table states: it must be that of the rows. */
  stateOutput(output: StatedOutput): void {
    this.#output = output;
  }

  /** Value added for each sector: with it, the columns must have the output of the rows. */
  stateValueAdded(added: StatedColumns): void {
    this.#added = added;
  }

  /** Says that something of the table is in no matrix. */
  leaveOut(name: string, sum: number | null): void {
    this.#leftOut.push({ name, sum });
  }

  /** Regions and categories of final demand. */
  get demand(): Axis {
    if (this.#demand === null) throw new Error('Y is read before F_Y');
    return this.#demand;
  }

  get #axis(): Axis {
    return this.#started.axis;
  }

  get #started(): TableHead {
    if (this.#head === null) throw new Error('a reader begins with the head of a table');
    return this.#head;
  }

  /** Compares what was read, and returns all that was written. @throws DatasetRefused `unbalanced` with the first sector that differs */
  finish(): BuiltTable {
    const { axis, ...head } = this.#started;
    const labels = axis.regions.flatMap((region) => axis.items.map((item) => labelOf([region, item])));
    const stated = this.#output;
    const rows = stated === null ? null : compareOutput(this.#rowSums, stated, labels, this.#tolerance);
    const columns = this.#compareColumns(labels);
    return {
      head,
      regions: spellNames(axis.regions),
      sectors: spellNames(axis.items),
      categories: spellNames(this.demand.items),
      matrices: this.#matrices,
      changedNames: [...this.#names.values()],
      balance: { rows, columns },
      leftOut: this.#leftOut,
      judged: rows === null && columns === null ? 0 : 1,
      findings: this.#find(labels),
    };
  }

  /** Returns what is worth a look: sectors that balance only beside the mean of all, or add nothing, and regions that look exchanged. */
  #find(industries: readonly string[]): string[] {
    const sums = {
      ...{ regions: this.#axis.regions, industries, output: this.#rowSums, inputs: this.#columnSums },
      ...{ flows: this.#flowsOfRegions, demand: this.#demandOfRegions },
    };
    const exact = new Float64Array(industries.length);
    const added = this.#added === null ? null : { values: this.#added.values, rounding: exact };
    const { unbalanced } = compareBalance(sums, added, this.#tolerance);
    const different = listDifferent(this.#rowSums, this.#output?.values ?? null, industries, this.#tolerance);
    return [
      describe('sectors that do not balance by their own output', unbalanced),
      describe('sectors whose rows are not the output that the table states', different),
      describe('sectors that buy at least as much as they sell', listUnproductive(sums)),
      describe('regions whose columns look as if they were exchanged', listSwapped(sums)),
    ].flat();
  }

  #compareColumns(labels: readonly string[]): Difference | null {
    const added = this.#added;
    if (added === null) return null;
    const sums = this.#columnSums.map((sum, at) => sum + added.values[at]!);
    const stated: StatedOutput = { file: added.file, values: sums, rowOf: null, what: 'columns' };
    return compareOutput(this.#output?.values ?? this.#rowSums, stated, labels, this.#tolerance);
  }

  #labelsOf({ regions, items }: Axis): string[] {
    const spelled = spellNames(items);
    return spellNames(regions).flatMap((region) => spelled.map((item) => `${region}/${item}`));
  }

  #keep(...lists: (readonly string[])[]): void {
    for (const list of lists)
      for (const changed of listChangedNames(list))
        this.#names.set(`${changed.name} ${changed.original}`, changed);
  }

  #write(
    matrix: MatrixName,
    rows: readonly string[],
    columns: readonly string[],
    values: Float64Array,
    units?: readonly string[],
  ): void {
    const file = `${matrix}.parquet`;
    if (values.length !== rows.length * columns.length || values.length === 0)
      throw faultIn(file, 'shape', `${matrix} has ${rows.length} rows and ${columns.length} columns`);
    let negatives = 0;
    for (const value of values) if (value < 0) negatives++;
    const written = writeMatrixFile(join(this.#folder, file), { rows, columns, values });
    this.#matrices.push({
      ...{ matrix, file, ...written, negatives, shape: [rows.length, columns.length] },
      ...(units === undefined ? {} : { stressors: rows, units }),
    });
  }
}

/** Returns one text about all that one check found; none where it found nothing. */
function describe(what: string, found: readonly { readonly text: string }[]): string[] {
  return found.length === 0 ? [] : [`${found.length} ${what}: ${listSome(found.map(({ text }) => text))}`];
}
