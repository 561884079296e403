import { type Axis, checkLabels, makeAxis } from '../axis.ts';
import { collectRows } from '../collect-rows.ts';
import { faultIn, labelOf } from '../fault.ts';
import {
  checkCorner,
  joinNames,
  readBetween,
  readStressors,
  stack,
  type StressorRows,
} from './labelled-matrix.ts';
import { computeOutput, scaleColumns } from './leontief-output.ts';
import { openParquetRows } from '../parquet-rows.ts';
import type { FormatOptions } from '../publisher-format.ts';
import type { SourceFile } from '../source-file.ts';
import type { TableBuilder } from '../table-builder.ts';
import type { TableInput } from '../table-input.ts';
import { openTextRows, readTextCells, type RowTable } from '../text-rows.ts';
import { readMoney, spellStressorUnit, spellUnit } from '../units.ts';

/** A data frame in a file: how many of its lines and columns name columns and rows. */
export interface FrameFile {
  readonly file: SourceFile;
  readonly headerRows: number;
  readonly indexColumns: number;
}

/** Environmental accounts: a folder with F, perhaps F_Y, and units. */
export interface AccountFiles {
  readonly name: string;
  readonly f: FrameFile;
  readonly demand: FrameFile | null;
  readonly unit: FrameFile | null;
}

/** The files of a table that was written by pandas, as pymrio and EXIOBASE 3 do. */
export interface FrameTable {
  readonly year: number;
  /** Z, or A where there is no Z. */
  readonly flows: FrameFile & { readonly isCoefficients: boolean };
  readonly demand: FrameFile;
  readonly output: FrameFile | null;
  readonly unit: FrameFile;
  readonly accounts: readonly AccountFiles[];
}

const SECTOR_HEADER = [['region'], ['sector', 'industry', 'product']];
const DEMAND_HEADER = [['region'], ['category', 'sector', 'final demand']];

/** Reads a table into a builder. @throws DatasetRefused */
export async function readFrameTable(
  input: TableInput,
  builder: TableBuilder,
  table: FrameTable,
): Promise<void> {
  input.expect(listFiles(table));
  const { axis, ...money } = await readSectors(input, table.unit);
  builder.begin({ axis, ...money, year: table.year });
  const output = table.output === null ? null : await readOutput(input, table.output, axis);
  if (table.flows.isCoefficients) await readCoefficients(input, builder, { table, axis, output });
  else {
    builder.addFlows(await readFlows(input, table.flows, axis));
    const demand = await readDemand(input, table.demand, axis);
    builder.addDemand(demand.axis, demand.values);
  }
  if (output !== null) builder.stateOutput(output);
  await readAccounts(input, builder, { accounts: table.accounts, axis, ...money });
}

function listFiles({ flows, demand, output, unit, accounts }: FrameTable): SourceFile[] {
  const ofAccounts = accounts.flatMap((account) => [account.f, account.demand, account.unit]);
  return [flows, demand, output, unit, ...ofAccounts].flatMap((frame) => frame?.file ?? []);
}

/** Opens a data frame as text or as Parquet, by the ending of its name. */
async function openFrame(
  input: TableInput,
  { file, headerRows, indexColumns }: FrameFile,
  isAccount = false,
): Promise<RowTable> {
  if (/\.par(q|quet)?$/i.test(file.path)) return openParquetRows(file, input.stream(file), indexColumns);
  if (!/\.(txt|tsv|csv)$/i.test(file.path))
    throw faultIn(file.path, 'missing-file', 'expected a text or a Parquet file: pickles are not read');
  const layout = { separator: '\t', headerRows, indexColumns } as const;
  return openTextRows(file.path, input.stream(file), isAccount ? { ...layout, mayBeBlank: true } : layout);
}

/** Reads the sectors of all regions from the file of their units, which are all the same amount of one currency. */
async function readSectors(
  input: TableInput,
  unit: FrameFile,
): Promise<{ readonly axis: Axis; readonly currency: string; readonly multiple: number }> {
  const { labels, units, lines } = await readUnits(input, unit);
  const { path } = unit.file;
  const axis = makeAxis(
    labels.map(([region = '', sector = '']) => [region, sector]),
    { file: path, rowOf: (index) => lines[index] ?? lines.length + 2 },
  );
  const different = units.findIndex((text) => text !== units[0]);
  if (different !== -1)
    throw faultIn(path, 'unit-mismatch', `got the unit "${units[different]}", and "${units[0]}" before`, {
      row: lines[different]!,
      column: 'unit',
    });
  const money = readMoney(units[0]!);
  if (money === null)
    throw faultIn(path, 'unknown-unit', `expected an amount of money such as M.EUR, got "${units[0]}"`, {
      row: lines[0]!,
      column: 'unit',
    });
  return { axis, ...money };
}

/** The units of rows, with their names and lines. */
interface Units {
  readonly labels: string[][];
  readonly units: string[];
  readonly lines: number[];
}

/** Reads a file of units: names in its index columns, then the unit. */
async function readUnits(input: TableInput, { file, indexColumns }: FrameFile): Promise<Units> {
  const [labels, units, lines]: [string[][], string[], number[]] = [[], [], []];
  for await (const { cells, row } of readFrameCells(input, file)) {
    if (row === 1) continue;
    const unit = cells[indexColumns];
    if (unit === undefined || cells.length > indexColumns + 1)
      throw faultIn(file.path, 'shape', `the row has ${cells.length} cells, expected ${indexColumns + 1}`, {
        row,
      });
    labels.push(cells.slice(0, indexColumns));
    units.push(unit);
    lines.push(row);
  }
  if (units.length === 0) throw faultIn(file.path, 'truncated', 'the file has no units', { row: 2 });
  return { labels, units, lines };
}

async function* readFrameCells(
  input: TableInput,
  file: SourceFile,
): AsyncGenerator<{ readonly cells: readonly string[]; readonly row: number }> {
  if (!/\.par(q|quet)?$/i.test(file.path)) {
    yield* readTextCells(file.path, input.stream(file), { separator: '\t' });
    return;
  }
  const { cells } = await openParquetRows(file, input.stream(file), null);
  yield* cells;
}

async function readOutput(input: TableInput, frame: FrameFile, axis: Axis) {
  const table = await openFrame(input, frame);
  const { path } = frame.file;
  if (table.columns.length !== 1)
    throw faultIn(path, 'header', `expected one column of output, got ${table.columns.length}`, { row: 1 });
  const { labels, values, lines } = await collectRows(table, axis.regions.length * axis.items.length);
  checkLabels(
    labels.map((label) => label.slice(0, 2)),
    axis,
    { file: path, rowOf: (index) => lines[index]! },
  );
  return { file: path, values, rowOf: (index: number) => lines[index]!, what: 'rows' as const };
}

async function readFlows(input: TableInput, frame: FrameFile, axis: Axis): Promise<Float64Array> {
  const table = await openFrame(input, frame);
  checkCorner(table, SECTOR_HEADER);
  return readBetween(table, axis, axis);
}

async function readDemand(
  input: TableInput,
  frame: FrameFile,
  sectors: Axis,
): Promise<{ readonly axis: Axis; readonly values: Float64Array }> {
  const table = await openFrame(input, frame);
  checkCorner(table, DEMAND_HEADER);
  const axis = makeAxis(
    table.columns.map(([region = '', category = '']) => [region, category]),
    { file: frame.file.path, rowOf: null },
  );
  const values = await readBetween(table, sectors, axis);
  return { axis, values };
}

/** Makes Z of A. Output is what the table states, else what its final demand needs. */
async function readCoefficients(
  input: TableInput,
  builder: TableBuilder,
  {
    table,
    axis,
    output,
  }: { table: FrameTable; axis: Axis; output: { readonly values: Float64Array } | null },
): Promise<void> {
  const demand = await readDemand(input, table.demand, axis);
  const values = await readFlows(input, table.flows, axis);
  const width = demand.axis.regions.length * demand.axis.items.length;
  const sums = new Float64Array(axis.regions.length * axis.items.length).map((_, row) =>
    demand.values.subarray(row * width, (row + 1) * width).reduce((sum, value) => sum + value, 0),
  );
  scaleColumns(values, output?.values ?? computeOutput(table.flows.file.path, values, sums));
  builder.addFlows(values);
  builder.addDemand(demand.axis, demand.values);
}

/** Environmental accounts of a table, as they are read one after the other. */
interface Accounts {
  readonly accounts: readonly AccountFiles[];
  readonly axis: Axis;
  readonly currency: string;
  /** How many of the currency one is in Z and Y. */
  readonly multiple: number;
}

async function readAccounts(input: TableInput, builder: TableBuilder, about: Accounts): Promise<void> {
  const units = new Map<string, string>();
  const unitsOf = (names: readonly string[]): string[] =>
    names.map((name) => units.get(name) ?? spellUnit(''));
  const flows = await readSectorAccounts(input, builder, { ...about, units });
  const ofSectors = flows.map(({ names }) => names);
  if (flows.length > 0) {
    const { names, values } = stack(flows);
    flows.length = 0;
    builder.addStressors('F', { names, units: unitsOf(names) }, values);
  }
  const direct: StressorRows[] = [];
  for (const [at, { demand }] of about.accounts.entries())
    if (demand !== null)
      direct.push(await readDirect(input, builder, demand, { axis: builder.demand, names: ofSectors[at]! }));
  if (direct.length === 0) return;
  const { names, values } = stack(direct);
  builder.addStressors('F_Y', { names, units: unitsOf(names) }, values);
}

/** Reads F_Y. If its stressors are the first ones of F alone, the file was cut after a line. */
async function readDirect(
  input: TableInput,
  builder: TableBuilder,
  frame: FrameFile,
  { axis, names }: { readonly axis: Axis; readonly names: readonly string[] },
): Promise<StressorRows> {
  const table = await openFrame(input, frame, true);
  checkCorner(table, DEMAND_HEADER);
  const rows = await readStressors(table, axis, null);
  fillBlanks(builder, table, rows);
  const isCut = rows.names.length < names.length && rows.names.every((name, at) => name === names[at]);
  if (!isCut) return rows;
  const text = `the file ends before the stressor "${names[rows.names.length]}", which F has`;
  throw faultIn(frame.file.path, 'truncated', text, { row: rows.lines.at(-1)! + 1 });
}

/** Accounts with the value added of sectors: in 3.9 their own folder, before a part of the satellite accounts. */
const VALUE_ADDED = /^(factor_?inputs?|satellite)$/i;

async function readSectorAccounts(
  input: TableInput,
  builder: TableBuilder,
  { units, ...about }: Accounts & { readonly units: Map<string, string> },
): Promise<StressorRows[]> {
  const { accounts, axis } = about;
  const flows: StressorRows[] = [];
  const added = new Float64Array(axis.regions.length * axis.items.length);
  let addedFile: string | null = null;
  for (const account of accounts) {
    const known = account.unit === null ? null : await readUnits(input, account.unit);
    const table = await openSectorFrame(input, account.f);
    const rows = await readStressors(table, axis, known?.units.length ?? null);
    fillBlanks(builder, table, rows);
    if (known !== null) checkUnits(account.unit!.file.path, known, rows);
    for (const [at, name] of rows.names.entries())
      units.set(name, spellStressorUnit(name, known?.units[at] ?? ''));
    flows.push(rows);
    if (VALUE_ADDED.test(account.name) && addMoney(added, rows, { units: known, about, account }))
      addedFile = account.f.file.path;
  }
  if (addedFile !== null) builder.stateValueAdded({ file: addedFile, values: added });
  return flows;
}

/**
 * Adds the rows that are amounts of the currency of the table, in its unit; returns whether there are any.
 * @throws DatasetRefused `unit-mismatch` where all amounts of money are in another currency
 */
function addMoney(
  sums: Float64Array,
  { values }: StressorRows,
  {
    units,
    about: { currency, multiple },
    account,
  }: { readonly units: Units | null; readonly about: Accounts; readonly account: AccountFiles },
): boolean {
  const money = (units?.units ?? []).flatMap((unit, row) => {
    const amount = readMoney(unit);
    return amount === null ? [] : [{ ...amount, row, unit }];
  });
  const own = money.filter((each) => each.currency === currency);
  const [other] = money;
  if (own.length === 0 && other !== undefined) {
    const text = `the value added is in ${other.unit}, and the table in ${currency}: it cannot be balanced. State it in the currency of the table`;
    throw faultIn(account.unit!.file.path, 'unit-mismatch', text, {
      row: units!.lines[other.row]!,
      column: 'unit',
    });
  }
  for (const { row, multiple: stated } of own)
    for (let at = 0; at < sums.length; at++)
      sums[at]! += (values[row * sums.length + at]! * stated) / multiple;
  return own.length > 0;
}

async function openSectorFrame(input: TableInput, frame: FrameFile): Promise<RowTable> {
  const table = await openFrame(input, frame, true);
  checkCorner(table, SECTOR_HEADER);
  return table;
}

/** A cell that an account leaves empty, as pandas writes what is not a number, counts as 0: the reading of the table says so. */
function fillBlanks(
  builder: TableBuilder,
  { file, columns }: RowTable,
  { names, values }: StressorRows,
): void {
  const first = values.findIndex((value) => Number.isNaN(value));
  if (first === -1) return;
  let count = 0;
  values.forEach((value, at) => {
    if (!Number.isNaN(value)) return;
    values[at] = 0;
    count++;
  });
  const column = labelOf(columns[first % columns.length]!);
  const name = names[Math.floor(first / columns.length)]!;
  builder.leaveOut(
    `${count} empty cells of ${file} count as 0, such as ${name} of ${column}`.slice(0, 256),
    null,
  );
}

function checkUnits(
  file: string,
  { labels, lines }: { readonly labels: readonly string[][]; readonly lines: readonly number[] },
  { names }: StressorRows,
): void {
  for (const [at, label] of labels.entries())
    if (joinNames(label) !== names[at])
      throw faultIn(
        file,
        'label',
        `got the stressor "${joinNames(label)}", expected "${names[at]}" as in F`,
        {
          row: lines[at]!,
        },
      );
}

/** Returns the accounts that the options name. @throws DatasetRefused `missing-file` if one is not there */
export function chooseAccounts(
  input: TableInput,
  accounts: readonly AccountFiles[],
  { accounts: wanted }: FormatOptions,
): readonly AccountFiles[] {
  if (wanted === null) return accounts;
  const missing = wanted.find((name) => accounts.every((account) => account.name !== name));
  if (missing === undefined) return accounts.filter(({ name }) => wanted.includes(name));
  const names = accounts.map(({ name }) => name).join(', ');
  throw input.fault(
    input.source.name,
    'missing-file',
    `there are no accounts "${missing}", expected one of: ${names === '' ? 'none' : names}`,
  );
}
