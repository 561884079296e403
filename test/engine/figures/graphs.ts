import type { Draft } from '../../../engine/figures/draft.ts';
import { quantityOf, type Expression } from '../../../engine/figures/expression.ts';
import { readRows, type Row } from '../../../engine/rows/row.ts';
import { dataset, entry } from '../dataset.ts';

/** Returns one row for each value, in tonnes: x0, x1, …; with a distribution where one is given. */
export function rowsOf(
  values: readonly string[],
  uncertainties: readonly (object | undefined)[] = [],
): Row[] {
  const detail = { row: 'measured-emission', gas: 'CO2', source: 's', category: 'c', geography: 'DE' };
  const entries = values.map((value, index) => {
    const uncertainty = uncertainties[index];
    return entry(`x${index}`, value, 't', uncertainty === undefined ? detail : { ...detail, uncertainty });
  });
  return readRows([dataset('a', ...entries)]);
}

/** Returns the quantity of a row in its own unit. */
export function quantity(row: Row): Expression {
  return quantityOf(row.key, row, row.unit, null);
}

/** Returns a figure that an expression computes. */
export function draftOf(expression: Expression, key = 'figure'): Draft {
  return {
    key,
    unit: 't{CO2}',
    expression,
    method: 'none@1',
    scope: null,
    categories: [],
    gases: ['CO2'],
    gwpSet: null,
    geographies: [],
  };
}
