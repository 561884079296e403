import { faultIn } from '../fault.ts';
import { type Axis, checkNamesOnce } from '../axis.ts';
import { checkSize } from '../collect-rows.ts';
import { findYear } from '../find-year.ts';
import type { PublisherFormat } from '../publisher-format.ts';
import type { SourceFile } from '../source-file.ts';
import type { TableBuilder } from '../table-builder.ts';
import type { TableInput } from '../table-input.ts';
import { openTextRows, type RowTable } from '../text-rows.ts';
import { spellUnit } from '../units.ts';
import { readWorkbook, textOf, type Workbook } from '../workbook.ts';

/**
 * GLORIA: texts without labels in thousands of US dollars, whose labels are in a workbook. T has for each region its industries, then its
 * products: supply is industries × products, use is products × industries. Each industry supplies its own product alone, so use is Z.
 */
export const GLORIA: PublisherFormat = {
  name: 'gloria',
  meaning:
    'GLORIA, a folder with its archives or files: T-, Y-, V-, TQ- and YQ-Results, GLORIA_ReadMe_….xlsx',
  provider: 'GLORIA',
  tolerance: 0.01,
  async read(input, builder, options) {
    const files = findFiles(input);
    const { readme, ...data } = files;
    input.expect([readme, ...Object.values(data)]);
    const labels = await readLabels(input, readme);
    const { sectors, demand, stressors } = labels;
    builder.begin({
      axis: sectors,
      currency: 'USD',
      multiple: 1000,
      year: findYear(input, options, yearOf(files.t)),
    });
    await readTransactions(input, builder, { file: files.t, sectors });
    const half = halvesOf(sectors);
    const width = demand.regions.length * demand.items.length;
    const y = await readRows(input, files.y, { labels: half.names, columns: width, isRow: half.isProduct });
    builder.addDemand(demand, y);
    const added = await readRows(input, files.v, {
      ...{ labels: labels.added, columns: half.names.length, isColumn: half.isIndustry },
    });
    const count = sectors.regions.length * sectors.items.length;
    const total = new Float64Array(count);
    for (let at = 0; at < added.length; at++) total[at % count]! += added[at]!;
    builder.stateValueAdded({ file: files.v.path, values: total });
    const names = stressors.names;
    const f = await readRows(input, files.tq, {
      labels: names,
      columns: half.names.length,
      isColumn: half.isIndustry,
    });
    builder.addStressors('F', stressors, f);
    builder.addStressors(
      'F_Y',
      stressors,
      await readRows(input, files.yq, { labels: names, columns: width }),
    );
  },
};

interface GloriaFiles {
  readonly t: SourceFile;
  readonly y: SourceFile;
  readonly v: SourceFile;
  readonly tq: SourceFile;
  readonly yq: SourceFile;
  readonly readme: SourceFile;
}

/** Files at basic prices (Markup001). Those at other prices are beside them. */
function findFiles(input: TableInput): GloriaFiles {
  const data = (name: string): SourceFile =>
    input.require(
      new RegExp(`_${name}-Results_[^/]*_Markup001\\(full\\)\\.csv$`),
      `…_${name}-Results_…_Markup001(full).csv`,
    );
  return {
    ...{ t: data('T'), y: data('Y'), v: data('V'), tq: data('TQ'), yq: data('YQ') },
    readme: input.require(/(^|\/)GLORIA_ReadMe_[^/]*\.xlsx$/, 'GLORIA_ReadMe_….xlsx'),
  };
}

function yearOf({ path }: SourceFile): number | null {
  const year = /-Results_([0-9]{4})_/.exec(path)?.[1];
  return year === undefined ? null : Number(year);
}

interface GloriaLabels {
  readonly sectors: Axis;
  readonly demand: Axis;
  /** Names of value added, for each region. */
  readonly added: readonly string[];
  readonly stressors: { readonly names: readonly string[]; readonly units: readonly string[] };
}

async function readLabels(input: TableInput, file: SourceFile): Promise<GloriaLabels> {
  const book = await readWorkbook(input, file);
  const column = (sheet: string, name: string): string[] => readColumn(file.path, book, sheet, name);
  const regions = column('Regions', 'Region_acronyms');
  const sectors = column('Sectors', 'Sector_names');
  const categories = column('Value added and final demand', 'Final_demand_names');
  const added = column('Value added and final demand', 'Value_added_names');
  const [heads, indicators, units] = ['Sat_head_indicator', 'Sat_indicator', 'Sat_unit'].map((name) =>
    column('Satellites', name),
  ) as [string[], string[], string[]];
  const names = indicators.map((indicator, at) => `${heads[at]!}, ${indicator.replaceAll(/^'|'$/g, '')}`);
  for (const list of [regions, sectors, categories, added, names])
    checkNamesOnce(list, { file: file.path, rowOf: (at) => at + 2 });
  return {
    sectors: { regions, items: sectors },
    demand: { regions, items: categories },
    added: regions.flatMap((region) => added.map((name) => `${region} ${name}`)),
    stressors: { names, units: units.map(spellUnit) },
  };
}

/** Returns the texts of a column of a sheet, until its last one. @throws DatasetRefused `header` */
function readColumn(file: string, book: Workbook, sheet: string, name: string): string[] {
  const rows = book.get(sheet);
  const at = rows?.[0]?.findIndex((cell) => textOf(cell) === name) ?? -1;
  if (rows === undefined || at === -1)
    throw faultIn(file, 'header', `there is no sheet "${sheet}" with a column "${name}"`, {
      row: 1,
      column: name,
    });
  const cells = rows.slice(1).map((row) => textOf(row[at]));
  const last = cells.findLastIndex((cell) => cell !== '');
  return cells.slice(0, last + 1);
}

/** Rows and columns of T: for each region its industries, then its products. */
interface Halves {
  readonly names: readonly string[];
  readonly isIndustry: (at: number) => boolean;
  readonly isProduct: (at: number) => boolean;
}

function halvesOf({ regions, items }: Axis): Halves {
  const names = regions.flatMap((region) =>
    ['Industry', 'Product'].flatMap((kind) => items.map((item) => `${region} / ${kind} / ${item}`)),
  );
  const isProduct = (at: number): boolean => Math.floor(at / items.length) % 2 === 1;
  return { names, isProduct, isIndustry: (at) => !isProduct(at) };
}

function openRows(input: TableInput, file: SourceFile, columns: readonly string[]): Promise<RowTable> {
  return openTextRows(file.path, input.stream(file), {
    ...{ separator: ',', headerRows: 0, indexColumns: 0 },
    columns: columns.map((name) => [name]),
  });
}

interface Chosen {
  readonly labels: readonly string[];
  readonly columns: number;
  readonly isRow?: (at: number) => boolean;
  readonly isColumn?: (at: number) => boolean;
}

/** Reads the chosen rows and columns; the others are zero in the file. */
async function readRows(
  input: TableInput,
  file: SourceFile,
  { labels, columns, isRow = () => true, isColumn = () => true }: Chosen,
): Promise<Float64Array> {
  const names = Array.from({ length: columns }, (_, at) => `column ${at + 1}`);
  const chosen = names.map((_, at) => at).filter(isColumn);
  const rows = labels.map((_, at) => at).filter(isRow).length;
  checkSize(file.path, rows, chosen.length);
  const values = new Float64Array(rows * chosen.length);
  let [read, written] = [0, 0];
  const table = await openRows(input, file, names);
  for await (const { values: row, row: line } of table.rows) {
    requireLabel(file, labels, read, line);
    if (isRow(read)) for (const column of chosen) values[written++] = row[column]!;
    else requireZero(file, row, { labels: names, line });
    read++;
  }
  requireAll(file, labels, read);
  return values;
}

/** Reads supply and use: Z is use, and output is the diagonal of supply. */
async function readTransactions(
  input: TableInput,
  builder: TableBuilder,
  { file, sectors }: { file: SourceFile; sectors: Axis },
): Promise<void> {
  const { names, isIndustry, isProduct } = halvesOf(sectors);
  const count = names.length / 2;
  checkSize(file.path, count, count);
  const industries = names.map((_, at) => at).filter(isIndustry);
  const z = new Float64Array(count * count);
  const output = new Float64Array(count);
  const lines: number[] = [];
  let [read, product] = [0, 0];
  const table = await openRows(input, file, names);
  for await (const { values: row, row: line } of table.rows) {
    requireLabel(file, names, read, line);
    if (isProduct(read)) {
      for (const [at, column] of industries.entries()) z[product * count + at] = row[column]!;
      product++;
    } else {
      const own = read + sectors.items.length;
      output[lines.length] = row[own]!;
      lines.push(line);
      row[own] = 0;
    }
    for (const at of isProduct(read) ? industries : []) row[at] = 0;
    requireZero(file, row, { labels: names, line });
    read++;
  }
  requireAll(file, names, read);
  builder.addFlows(z);
  builder.stateOutput({ file: file.path, values: output, rowOf: (at) => lines[at]!, what: 'rows' });
}

function requireLabel({ path }: SourceFile, labels: readonly string[], read: number, row: number): void {
  if (read === labels.length)
    throw faultIn(path, 'shape', `there is one row more than the ${read} that have labels`, { row });
}

function requireAll({ path }: SourceFile, labels: readonly string[], read: number): void {
  if (read < labels.length)
    throw faultIn(path, 'truncated', `the file ends after ${read} rows, expected ${labels.length}`, {
      row: read + 1,
    });
}

/** Cells outside of supply and use, and supply of another product than the industry's own, are zero: else Z would lack them. */
function requireZero(
  { path }: SourceFile,
  row: Float64Array,
  { labels, line }: { labels: readonly string[]; line: number },
): void {
  const at = row.findIndex((value) => value !== 0);
  if (at === -1) return;
  throw faultIn(
    path,
    'shape',
    `expected zero outside of use and of each industry's own product, got ${row[at]}`,
    {
      ...{ row: line, column: labels[at]! },
    },
  );
}
