import type { FormRows } from '../../figures/draft.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { floatRatio, toFloat } from '../../quantities/float.ts';
import { parseUnit } from '../../quantities/unit.ts';
import { rowsOfType } from '../../rows/row-index.ts';
import type { Row, RowOf } from '../../rows/row.ts';
import { abs } from '../rounding.ts';
import { stressorsOf } from './stressors-of.ts';
import type { Table } from '../table.ts';
import { ratioOf } from './balance.ts';
import { showNumber, showPercent } from '../show.ts';

/** What was compared with totals of countries: those that differ, the largest difference first, and the rows of all. */
export interface NationalTotals {
  readonly different: readonly { readonly row: Row; readonly text: string }[];
  readonly rows: readonly FormRows[];
}

/**
 * A total that differs by more than this is worth a look. What residents emit abroad, bunkers and other inventories explain smaller
 * differences.
 */
const MOST = 0.2;

type NationalRow = RowOf<'national-emission'>;

/**
 * Compares what the industries and the final demand of each region emit of a gas with the production of the country of that name, as rows
 * `national-emission` of the period state it. All stressors of the run that are masses of the gas add up.
 */
export function compareNational(table: Table, { rows, period }: MethodContext): NationalTotals {
  const own = rowsOfType(rows, 'national-emission').filter(
    ({ detail, from, until }) =>
      detail.account === 'production' && from === period.from && until === period.until,
  );
  const different: { row: Row; text: string; size: number }[] = [];
  const used: NationalRow[] = [];
  for (const group of Map.groupBy(own, nameOf).values()) {
    const { geography, gas } = group[0]!.detail;
    const region = table.regions.indexOf(geography);
    const emitted = region < 0 ? null : emissionsOf(table, region, gas);
    if (emitted === null) continue;
    const whole = group.filter(({ detail }) => detail.part === undefined);
    const parts = whole.length > 0 ? whole.slice(0, 1) : group;
    const unit = parseUnit(`t{${gas}}`);
    const stated = parts.reduce((sum, row) => sum + toFloat(row.amount) * floatRatio(row.unit, unit), 0);
    used.push(...parts);
    const difference = emitted - stated;
    if (ratioOf(difference, emitted, stated) <= MOST) continue;
    const text = `${geography} emits ${showNumber(emitted)} ${unit.text} in the table, and ${showNumber(stated)} by ${parts[0]!.key} (${showPercent(difference / stated)})`;
    different.push({ row: parts[0]!, text, size: abs(difference) });
  }
  different.sort((a, b) => b.size - a.size);
  return { different, rows: setsOf(used) };
}

/** Totals of two records about one country and gas are two totals. */
function nameOf({ record, detail }: NationalRow): string {
  return `${record} ${detail.geography} ${detail.gas}`;
}

/** Returns what a region emits of a gas, in tonnes; null where the table does not state it. */
function emissionsOf(
  { stressors, industries, demands, f, fy }: Table,
  region: number,
  gas: string,
): number | null {
  const own = stressorsOf(stressors, gas);
  if (own.length === 0) return null;
  let sum = 0;
  for (const stressor of own) {
    industries.forEach((industry, at) => {
      if (industry.region === region) sum += f.values[stressor * f.columns + at]!;
    });
    if (fy !== null)
      demands.forEach((demand, at) => {
        if (demand.region === region) sum += fy.values[stressor * fy.columns + at]!;
      });
  }
  return sum;
}

function setsOf(rows: readonly NationalRow[]): FormRows[] {
  return [...Map.groupBy(rows, ({ record }) => record).values()].map((unsorted) => {
    const own = unsorted.toSorted((a, b) => a.index - b.index);
    return { symbol: 'N', rows: own, to: own[0]!.unit, selection: { keys: own.map(({ key }) => key) } };
  });
}
