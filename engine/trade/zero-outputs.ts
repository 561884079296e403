import type { Warning } from '../errors/warning.ts';
import { listSome } from '../errors/list-some.ts';
import { addUpInputs, addUpOutput, isPositive } from './output.ts';
import { columnOf, rangeOf } from './pack.ts';
import { showNumber } from './show.ts';
import { firstRow, nameIndustry, statedValues, type Table, type TableMatrix } from './table.ts';

/** What becomes of an industry that has inputs or emissions and no output. */
export const ZERO_OUTPUTS = ['refuse', 'leave-out'] as const;

/**
 * Returns a table without the inputs and emissions of industries that have no output: what such an industry emits is for nobody, and is in no
 * account. Industries that sold to these alone have no output then, and are left out too. Each figure names them.
 */
export function leaveOutZeroOutputs(table: Table): Table {
  let left = table;
  const all: number[] = [];
  for (;;) {
    const output = addUpOutput(left, statedValues(left));
    const found = left.industries.flatMap((_, at) =>
      output.takes[at] === 1 && !isPositive(output, at) && output.x[at]! >= -output.error[at]! ? [at] : [],
    );
    if (found.length === 0) break;
    all.push(...found);
    left = emptyColumns(left, new Set(found));
  }
  if (all.length === 0) return table;
  const stressors = table.stressors.map((stressor, index) => ({
    ...stressor,
    withoutIndustries: nameByRegion(table, index, all),
  }));
  return { ...left, stressors, warnings: [...table.warnings, warnOf(table, all)] };
}

function emptyColumns(table: Table, columns: ReadonlySet<number>): Table {
  const { flows, cells, relative } = table.z;
  const values = flows.values.slice();
  for (let i = 0; i < flows.size; i++) {
    const [first, after] = rangeOf(flows, i);
    for (let at = first; at < after; at++) if (columns.has(columnOf(flows, i, at))) values[at] = 0;
  }
  const kept = cells === null ? null : cells.filter(({ to }) => !columns.has(to));
  return {
    ...table,
    z: { flows: { ...flows, values }, cells: kept, relative },
    f: emptyOf(table.f, columns),
  };
}

function emptyOf(matrix: TableMatrix, columns: ReadonlySet<number>): TableMatrix {
  const values = matrix.values.map((value, at) => (columns.has(at % matrix.columns) ? 0 : value));
  const cells = matrix.cells === null ? null : matrix.cells.filter(({ to }) => !columns.has(to));
  const spreads = matrix.spreads?.filter(({ to }) => !columns.has(to));
  return { ...matrix, values, cells, ...(spreads === undefined ? {} : { spreads }) };
}

/** Returns the industries that emit a stressor, with how much, by region. */
function nameByRegion(table: Table, stressor: number, all: readonly number[]): Map<number, string[]> {
  const { industries, f, stressors } = table;
  const named = new Map<number, string[]>();
  for (const at of all) {
    const emitted = f.values[stressor * f.columns + at]!;
    if (emitted === 0) continue;
    const { region } = industries[at]!;
    const text = `${showNumber(emitted)} ${stressors[stressor]!.unit.text} of ${nameIndustry(table, industries[at]!)}`;
    named.set(region, [...(named.get(region) ?? []), text]);
  }
  return named;
}

function warnOf(table: Table, all: readonly number[]): Warning {
  const { z, industries, currency, multiple } = table;
  const inputs = addUpInputs(table, z.flows.values);
  const unit = multiple === 1 ? currency : `${multiple} ${currency}`;
  const named = all.map(
    (at) => `${nameIndustry(table, industries[at]!)} (inputs of ${showNumber(inputs[at]!)} ${unit})`,
  );
  const message = `left out, because they have no output: ${listSome(named)}. What they buy and emit is in no account`;
  return { code: 'zero-output', message, row: firstRow(table, all[0]!) };
}
