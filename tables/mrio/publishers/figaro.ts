import { type Axis, checkLabels, inHeader, makeAxis } from '../axis.ts';
import { checkSize } from '../collect-rows.ts';
import { faultIn } from '../fault.ts';
import { findYear } from '../find-year.ts';
import { readFlatRows } from './figaro-flat.ts';
import { type FigaroSheet, isDemand, NO_COUNTRY } from './figaro-sheet.ts';
import type { FormatOptions, PublisherFormat } from '../publisher-format.ts';
import type { SourceFile } from '../source-file.ts';
import type { TableBuilder } from '../table-builder.ts';
import type { TableInput } from '../table-input.ts';
import { type MatrixRow, openTextRows } from '../text-rows.ts';
import { spellUnit } from '../units.ts';

const UNIT = spellUnit('M.EUR');

/**
 * FIGARO of Eurostat: one CSV file in millions of euro, as a matrix or flat, industry by industry or product by product. It has no output: that
 * is the sum of a row. Its accounts of the environment are other datasets. The layout is that of public readers; no file of Eurostat was read.
 */
export const FIGARO: PublisherFormat = {
  name: 'figaro',
  meaning:
    'FIGARO of Eurostat, such as matrix_eu-ic-io_ind-by-ind_26ed_2023.csv or flatfile_…_prod-by-prod_….zip; no emissions',
  provider: 'Eurostat',
  tolerance: 0.001,
  async read(input, builder, options) {
    const file = findTable(input, options);
    input.expect([file]);
    const year = findYear(input, { ...options, year: options.year ?? yearOf(file) });
    const isFlat = /flatfile/i.test(file.path);
    const sheet = isFlat ? await readFlatRows(input, file) : await readMatrix(input, file);
    addSheet(builder, file.path, sheet, year);
  },
};

async function readMatrix(input: TableInput, file: SourceFile): Promise<FigaroSheet> {
  const table = await openTextRows(file.path, input.stream(file), {
    ...{ separator: ',', headerRows: 1, indexColumns: 1 },
  });
  const columns = table.columns.map(([name = '']) => splitName(file.path, name, 1));
  const first = columns.findIndex(([, code]) => isDemand(code));
  const count = first === -1 ? columns.length : first;
  const sectors = makeAxis(columns.slice(0, count), inHeader(file.path));
  const demand = readDemand(file.path, columns.slice(count));
  const width = columns.length - count;
  checkSize(file.path, count, count);
  const sheet = { sectors, demand, z: new Float64Array(count * count), y: new Float64Array(count * width) };
  const labels: [string, string][] = [];
  const lines: number[] = [];
  const others: { name: string; values: Float64Array }[] = [];
  for await (const row of table.rows) {
    const [region, code] = splitName(file.path, row.labels[0]!, row.row);
    if (region === NO_COUNTRY) {
      others.push({ name: code, values: row.values.slice() });
      continue;
    }
    refuseLate(file.path, row, { isLate: others.length > 0, isMore: labels.length === count });
    sheet.z.set(row.values.subarray(0, count), labels.length * count);
    sheet.y.set(row.values.subarray(count), labels.length * width);
    labels.push([region, code]);
    lines.push(row.row);
  }
  checkLabels(labels, sectors, {
    file: file.path,
    rowOf: (at) => lines[at] ?? (lines.at(-1) ?? 1) + 1,
  });
  return { ...sheet, others };
}

function readDemand(file: string, columns: readonly (readonly [string, string])[]): Axis {
  if (columns.length === 0)
    throw faultIn(file, 'header', 'there are no columns of final demand, such as AT_P3_S14', { row: 1 });
  return makeAxis(columns, inHeader(file));
}

function refuseLate(
  file: string,
  { labels, row }: MatrixRow,
  { isLate, isMore }: { readonly isLate: boolean; readonly isMore: boolean },
): void {
  if (!isLate && !isMore) return;
  const why = isMore ? 'the header has no more industries' : `it is below the rows ${NO_COUNTRY}_…`;
  throw faultIn(file, 'label', `got the row "${labels[0]!}": ${why}`, { row });
}

/** Splits `AT_C10T12`, `AT_CPA_C10T12` or `AT_P3_S14` at the country. */
function splitName(file: string, name: string, row: number): [region: string, code: string] {
  const cut = name.indexOf('_');
  if (cut > 0 && cut < name.length - 1) return [name.slice(0, cut), name.slice(cut + 1)];
  throw faultIn(file, 'label', `expected a name such as AT_A01, got "${name}"`, { row });
}

function addSheet(
  builder: TableBuilder,
  file: string,
  { sectors, demand, z, y, others }: FigaroSheet,
  year: number,
): void {
  if (others.length === 0)
    throw faultIn(file, 'truncated', `the file has no rows of value added, such as ${NO_COUNTRY}_D1`);
  if (demand.regions.join() !== sectors.regions.join())
    throw faultIn(file, 'label', 'final demand must be that of the countries that have industries', {
      row: 1,
    });
  builder.begin({ axis: sectors, currency: 'EUR', multiple: 1_000_000, year });
  const count = sectors.regions.length * sectors.items.length;
  builder.addFlows(z);
  builder.addDemand(demand, y);
  const width = demand.regions.length * demand.items.length;
  const f = new Float64Array(others.length * count);
  const direct = new Float64Array(others.length * width);
  const sums = new Float64Array(count);
  for (const [at, { values }] of others.entries()) {
    f.set(values.subarray(0, count), at * count);
    direct.set(values.subarray(count), at * width);
    for (let column = 0; column < count; column++) sums[column]! += values[column]!;
  }
  builder.stateValueAdded({ file, values: sums });
  const stressors = { names: others.map(({ name }) => name), units: others.map(() => UNIT) };
  builder.addStressors('F', stressors, f);
  builder.addStressors('F_Y', stressors, direct);
}

/** The year is the last one in the name: the edition, such as `26ed`, is before it. */
function yearOf({ path }: SourceFile): number | null {
  const year = path.match(/(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])/g)?.at(-1);
  return year === undefined ? null : Number(year);
}

/** A folder can have several years: the option names one. */
function findTable(input: TableInput, { year }: FormatOptions): SourceFile {
  const tables = input.source.files.filter(({ path }) => /ic-io[^/]*\.csv$/i.test(path));
  const found = tables.length === 1 ? tables : tables.filter((file) => yearOf(file) === year);
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  const names = tables.map(({ path }) => path).join(', ');
  throw input.fault(
    input.source.name,
    'missing-file',
    tables.length === 0
      ? 'there is no file matrix_eu-ic-io_….csv or flatfile_eu-ic-io_….csv'
      : `expected one table, or one of the year of --year, got ${names}`,
  );
}
