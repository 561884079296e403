import { sqrt } from '../../quantities/elementary.ts';
import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { FormRows } from '../../figures/draft.ts';
import { selectionOf, type MethodContext } from '../../figures/method-context.ts';
import { Amount } from '../../quantities/decimal.ts';
import { toFloat } from '../../quantities/float.ts';
import { rowsOfType } from '../../rows/row-index.ts';
import type { Row, RowOf } from '../../rows/row.ts';
import { forEachFlow } from '../pack.ts';
import { nameIndustry, type Table } from '../table.ts';
import type { StatedAdded } from './balance.ts';

/** Value added that rows state, and these rows. */
export interface RowsAdded extends StatedAdded {
  readonly rows: readonly FormRows[];
}

type AddedRow = RowOf<'value-added'>;

/**
 * Returns the value added that rows of the period state; null where there are none.
 * @throws EngineError `mixed-currencies`, `unknown-industry`, `repeated-cell`, `straddled-period`
 */
export function readValueAdded(table: Table, context: MethodContext): RowsAdded | null {
  const rows = rowsOfPeriod(context);
  if (rows.length === 0) return null;
  const values = new Float64Array(table.industries.length).fill(NaN);
  const places = new Map(table.industries.map((industry, at) => [nameIndustry(table, industry), at]));
  const seen = new Map<string, AddedRow>();
  for (const row of rows) {
    refuseCurrency(row, table);
    const { region, sector, component = '' } = row.detail;
    const at = places.get(`${region}/${sector}`);
    if (at === undefined) {
      const text = `${row.key} is about ${region}/${sector}, which has neither sales nor purchases in the table`;
      throw new EngineError('unknown-industry', text, `${region}/${sector}`, placeOf(row, 'detail.sector'));
    }
    const name = `${at} ${component}`;
    const before = seen.get(name);
    if (before !== undefined) {
      const text = `${row.key} and ${before.key} state the same value added`;
      throw new EngineError('repeated-cell', text, row.key, placeOf(row, 'key'));
    }
    seen.set(name, row);
    const sum = Number.isNaN(values[at]) ? 0 : values[at]!;
    values[at] = sum + toFloat(row.amount) / table.multiple;
  }
  const selection = selectionOf(context, 'value-added', {});
  const sets = [...Map.groupBy(rows, ({ record }) => record).values()];
  return {
    values,
    rounding: boundRounding(table, rows),
    rows: sets.map((own) => ({ symbol: 'V', rows: own, to: own[0]!.unit, selection })),
  };
}

function rowsOfPeriod({ rows, period }: MethodContext): AddedRow[] {
  return rowsOfType(rows, 'value-added').filter((row) => {
    if (row.until <= period.from || row.from >= period.until) return false;
    if (row.from === period.from && row.until === period.until) return true;
    const text = `${row.key} is of another period than the run: the value added of a table must be of its period`;
    throw new EngineError('straddled-period', text, row.from, placeOf(row, 'from'));
  });
}

function refuseCurrency(row: AddedRow, { currency }: Table): void {
  if (row.unit.text === currency) return;
  const text = `${row.key} states value added in ${row.unit.text}, and the table is in ${currency}: state it in the currency of the table`;
  throw new EngineError('mixed-currencies', text, row.unit.text, placeOf(row, 'unit'));
}

/** Five standard deviations of the sum of numbers that are each rounded to one unit: 5 / √12. */
const ROUNDING = 1.4433756729740645;

/**
 * Returns how far the rounding of what rows state can move the difference of an industry. Each number was rounded to the most decimals that
 * one of them has. Numbers of documents are taken as exact.
 */
function boundRounding(table: Table, added: readonly Row[]): Float64Array {
  const { z, y, multiple, industries } = table;
  const terms = new Float64Array(industries.length).fill(1);
  const cells = [...(z.cells ?? []), ...(y.cells ?? [])];
  let scale = 0;
  for (const { amount } of [...cells.map(({ row }) => row), ...added])
    if (amount.scale > scale) scale = amount.scale;
  const unit = toFloat(new Amount(1n, scale)) / multiple;
  if (z.cells !== null) {
    forEachFlow(z.flows, (from, to) => {
      terms[from]!++;
      terms[to]!++;
    });
    for (let at = 0; at < y.values.length; at++)
      if (y.values[at] !== 0) terms[(at - (at % y.columns)) / y.columns]!++;
  }
  return terms.map((count) => ROUNDING * unit * sqrt(count));
}
