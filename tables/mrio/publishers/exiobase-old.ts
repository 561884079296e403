import { type Axis, checkLabels, checkNamesOnce, inHeader, makeAxis } from '../axis.ts';
import { collectRows } from '../collect-rows.ts';
import { faultIn } from '../fault.ts';
import { joinNames, readBetween, stack, type StressorRows } from './labelled-matrix.ts';
import { computeOutput, scaleColumns } from './leontief-output.ts';
import type { FormatOptions } from '../publisher-format.ts';
import type { SourceFile } from '../source-file.ts';
import type { TableBuilder } from '../table-builder.ts';
import type { TableInput } from '../table-input.ts';
import { openTextRows, readTextCells, type RowTable } from '../text-rows.ts';
import { readMoney, spellStressorUnit } from '../units.ts';

/** Files with stressors: of sectors, and of final demand. */
const ACCOUNTS = ['FactorInputs', 'Emissions', 'Materials', 'Resources'];

/** A text with units beside the names of its rows. */
interface UnitTable {
  readonly table: RowTable;
  readonly indexColumns: number;
}

/**
 * Reads EXIOBASE 1, 2 and 3.3: `mrIot….txt`, `mrFinalDemand….txt` and files of stressors. The unit of each row is in its last index column;
 * where it is per money, as `kg/M.EUR`, the values are coefficients, and are multiplied by output.
 */
export async function readOldExiobase(
  input: TableInput,
  builder: TableBuilder,
  { year, flows, options }: { year: number; flows: SourceFile; options: FormatOptions },
): Promise<void> {
  const demandFile = input.require(/(^|\/)mrFinalDemand[^/]*\.txt$/i, 'mrFinalDemand….txt');
  const { table, indexColumns } = await open(input, flows);
  const axis = makeAxis(
    table.columns.map(([region = '', sector = '']) => [region, sector]),
    inHeader(flows.path),
  );
  const units: string[] = [];
  const values = await readBetween(collectUnits(table, indexColumns, units), axis, axis);
  const [money = '', per] = (units[0] ?? '').split('/');
  const amount = readMoney(money);
  if (amount === null)
    throw faultIn(
      flows.path,
      'unknown-unit',
      `expected an amount of money such as M.EUR, got "${units[0]}"`,
      {
        row: 3,
      },
    );
  builder.begin({ axis, ...amount, year });
  const demand = await readDemand(input, demandFile, axis);
  const width = demand.axis.regions.length * demand.axis.items.length;
  const sums = new Float64Array(axis.regions.length * axis.items.length).map((_, row) =>
    demand.values.subarray(row * width, (row + 1) * width).reduce((sum, value) => sum + value, 0),
  );
  const output = per === undefined ? null : computeOutput(flows.path, values, sums);
  if (output !== null) scaleColumns(values, output);
  builder.addFlows(values);
  builder.addDemand(demand.axis, demand.values);
  for (const [matrix, prefix] of [
    ['F', 'mr'],
    ['F_Y', 'mrFD'],
  ] as const) {
    const found = ACCOUNTS.filter((name) => options.accounts?.includes(name) ?? true).flatMap(
      (name) => input.find(new RegExp(`(^|/)${prefix}${name}[^/]*\\.txt$`, 'i')) ?? [],
    );
    const parts = [];
    for (const file of found)
      parts.push(
        await readAccount(input, file, matrix === 'F' ? axis : demand.axis, {
          output: matrix === 'F' ? output : null,
          money,
        }),
      );
    if (parts.length === 0) continue;
    const { names, values: all } = stack(parts);
    builder.addStressors(matrix, { names, units: parts.flatMap((part) => part.units) }, all);
  }
}

/** Opens a text; the header has an empty cell above each index column. */
async function open(input: TableInput, file: SourceFile): Promise<UnitTable> {
  let indexColumns = 0;
  for await (const { cells } of readTextCells(file.path, file.stream(), {
    separator: '\t',
    mayEndOpen: true,
  })) {
    indexColumns = cells.findIndex((cell) => cell !== '');
    break;
  }
  if (indexColumns < 2)
    throw faultIn(file.path, 'header', 'expected empty cells above the names and units of the rows', {
      row: 1,
    });
  const table = await openTextRows(file.path, input.stream(file), {
    separator: '\t',
    headerRows: 2,
    indexColumns,
  });
  return { table, indexColumns };
}

/** Passes rows on, and keeps their units. */
function collectUnits(table: RowTable, indexColumns: number, units: string[]): RowTable {
  async function* rows() {
    for await (const row of table.rows) {
      units.push(row.labels[indexColumns - 1]!);
      yield { ...row, labels: row.labels.slice(0, indexColumns - 1) };
    }
  }
  return { ...table, rows: rows() };
}

async function readDemand(
  input: TableInput,
  file: SourceFile,
  sectors: Axis,
): Promise<{ readonly axis: Axis; readonly values: Float64Array }> {
  const { table, indexColumns } = await open(input, file);
  const axis = makeAxis(
    table.columns.map(([region = '', category = '']) => [region, category]),
    inHeader(file.path),
  );
  return { axis, values: await readBetween(collectUnits(table, indexColumns, []), sectors, axis) };
}

async function readAccount(
  input: TableInput,
  file: SourceFile,
  columns: Axis,
  { output, money }: { readonly output: Float64Array | null; readonly money: string },
): Promise<StressorRows & { readonly units: readonly string[] }> {
  const { table, indexColumns } = await open(input, file);
  checkLabels(table.columns, columns, inHeader(file.path));
  const units: string[] = [];
  const { labels, values, lines } = await collectRows(collectUnits(table, indexColumns, units), null);
  const names = labels.map(joinNames);
  checkNamesOnce(names, { file: file.path, rowOf: (index) => lines[index]! });
  const width = table.columns.length;
  const spelled = units.map((unit, row) => {
    const amount = unit.replace(`/${money}`, '');
    if (output !== null && amount !== unit)
      scaleColumns(values.subarray(row * width, (row + 1) * width), output);
    return spellStressorUnit(names[row]!, amount);
  });
  return { file: file.path, names, values, lines, units: spelled };
}
