import type { Warning } from '../../errors/warning.ts';
import type { FactorOf } from '../../factors/factor.ts';
import { constant, type Constant } from '../../figures/expression.ts';
import { volumeRatio } from '../../quantities/gas-conditions.ts';
import type { RowOf } from '../../rows/row.ts';
import type { FuelAmount } from './form.ts';

type Conditioned = FactorOf<
  | 'emission-factor'
  | 'carbon-content'
  | 'net-calorific-value'
  | 'gross-calorific-value'
  | 'calorific-ratio'
  | 'density'
>;

/**
 * Returns what a volume of gas is multiplied by where it is stated at other conditions than what is per volume: the ratio of the absolute temperatures
 * and pressures. Null where they agree, or where only some of them are stated, which is a warning.
 * @param factors what leads to or from a volume, in the order in which it counts
 */
export function convertConditions(
  { use, form, conditions }: FuelAmount,
  factors: readonly Conditioned[],
  noted: Map<string, Warning>,
): Constant | null {
  const stated = factors.map(({ row }) => conditionsOf(row));
  const all = form === 'volume' ? [conditions, ...stated] : stated;
  const known = all.filter((own) => own !== undefined);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (all.includes(undefined)) {
    const silent = factors.find(({ row }) => conditionsOf(row) === undefined)?.row.key ?? use.key;
    const message = `${use.key} counts a volume of ${use.detail.fuel} at ${first}, and ${silent} does not state its conditions: state detail.conditions`;
    noted.set(message, { code: 'conditions-unstated', message, row: { record: use.record, key: use.key } });
  }
  if (first === last) return null;
  const { text, over, under } = volumeRatio(first, last);
  return constant(text, over, under);
}

function conditionsOf({ detail }: Conditioned['row'] | RowOf<'fuel-use'>): string | undefined {
  return 'conditions' in detail ? detail.conditions : undefined;
}
