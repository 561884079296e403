import { inHeader, makeAxis } from './axis.ts';
import { checkSize } from './collect-rows.ts';
import { faultIn } from './fault.ts';
import { findYear } from './find-year.ts';
import { OecdColumns } from './oecd-columns.ts';
import type { FormatOptions, PublisherFormat } from './publisher-format.ts';
import type { SourceFile } from './source-folder.ts';
import type { TableInput } from './table-input.ts';
import { openTextRows } from './text-rows.ts';
import { spellUnit } from './units.ts';

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
    const names = table.columns.map(([name = '']) => name);
    const columns = new OecdColumns(file.path, names);
    const axis = makeAxis(columns.sectors, inHeader(file.path));
    const { demand } = columns;
    if (demand.regions.join() !== axis.regions.join())
      throw faultIn(
        file.path,
        'label',
        `final demand has the countries ${demand.regions.join(' ')}, and sectors have ${axis.regions.join(' ')}`,
        { row: 1 },
      );
    const count = columns.sectors.length;
    const width = demand.regions.length * demand.items.length;
    checkSize(file.path, count, count);
    const z = new Float64Array(count * count);
    const y = new Float64Array(count * width);
    const stated = { output: new Float64Array(count), line: new Map<number, number>() };
    const added: { name: string; line: number; values: Float64Array }[] = [];
    let [read, leftOut] = [0, 0];
    let outputRow: { readonly line: number; readonly values: Float64Array } | null = null;
    const discrepancies = new Float64Array(count);
    for await (const { labels, values, row } of table.rows) {
      const [label = ''] = labels;
      if (OUTPUT.test(label)) {
        outputRow = { line: row, values: values.slice() };
        continue;
      }
      const isAdded = ADDED.test(label);
      const blank = values.findIndex(
        (value, at) => Number.isNaN(value) && !(isAdded && columns.isDemand(at)),
      );
      if (blank !== -1)
        throw faultIn(file.path, 'not-a-number', 'expected a number, got ""', { row, column: names[blank]! });
      if (isAdded) {
        // Final demand has no value added: some releases leave these cells empty.
        for (const [at, value] of values.entries()) if (Number.isNaN(value)) values[at] = 0;
        added.push({ name: label, line: row, values: values.slice() });
        continue;
      }
      const wanted = columns.sourceSectors[read];
      if (label !== wanted || added.length > 0)
        throw faultIn(
          file.path,
          'label',
          `got the row "${label}", expected "${wanted ?? 'VA'}" as in the header`,
          { row },
        );
      const target = columns.targetOf(read);
      columns.addSectors(values, z.subarray(target * count, (target + 1) * count));
      columns.addDemand(values, y.subarray(target * width, (target + 1) * width));
      const discrepancy = columns.sumDiscrepancy(values);
      leftOut += Math.abs(discrepancy);
      discrepancies[target]! += discrepancy;
      stated.output[target]! += columns.outputOf(values);
      stated.line.set(target, row);
      read++;
    }
    if (read < columns.sourceSectors.length || added.length === 0)
      throw faultIn(
        file.path,
        'truncated',
        `the file ends before the row "${columns.sourceSectors[read] ?? 'VA'}"`,
        { row: read + added.length + 2 },
      );
    builder.begin({
      axis,
      currency: 'USD',
      multiple: 1_000_000,
      year: findYear(input, { ...options, year: options.year ?? yearOf(file) }),
    });
    builder.addFlows(z);
    builder.addDemand(demand, y);
    stateOutput();
    if (leftOut > 0) builder.leaveOut('DISC', leftOut);
    addValueAdded();

    /** Output is in a column, in the release of 2016 in a row. The discrepancy is a part of it that no matrix has. */
    function stateOutput(): void {
      if (!columns.hasOutput && outputRow === null) return;
      const { output, line } = stated;
      if (!columns.hasOutput) columns.addSectors(outputRow!.values, output);
      const rowOf = (at: number): number => (columns.hasOutput ? line.get(at)! : outputRow!.line);
      const values = output.map((value, at) => value - discrepancies[at]!);
      builder.stateOutput({ file: file.path, values, rowOf, what: 'rows' });
    }

    function addValueAdded(): void {
      const f = new Float64Array(added.length * count);
      const direct = new Float64Array(added.length * width);
      const total = new Float64Array(count);
      for (const [at, { values }] of added.entries()) {
        const row = f.subarray(at * count, (at + 1) * count);
        columns.addSectors(values, row);
        columns.addDemand(values, direct.subarray(at * width, (at + 1) * width));
        for (let column = 0; column < count; column++) total[column]! += row[column]!;
      }
      const stressors = { names: added.map(({ name }) => name), units: added.map(() => UNIT) };
      builder.stateValueAdded({ file: file.path, values: total });
      builder.addStressors('F', stressors, f);
      builder.addStressors('F_Y', stressors, direct);
    }
  },
};

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
