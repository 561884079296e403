import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Warning } from '../../errors/warning.ts';
import type { FactorOf } from '../../factors/factor.ts';
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
 * Checks that a volume of gas and what is per volume are of one temperature. Where only some state it, that is a warning.
 * @throws EngineError `mixed-conditions`
 */
export function checkConditions(
  { use, form, conditions }: FuelAmount,
  factors: readonly Conditioned[],
  noted: Map<string, Warning>,
): void {
  const stated = factors.map(({ row }) => ({ row, conditions: conditionsOf(row) }));
  const all =
    form === 'volume'
      ? [conditions, ...stated.map((own) => own.conditions)]
      : stated.map((own) => own.conditions);
  const known = all.find((own) => own !== undefined);
  if (known === undefined) return;
  const other = stated.find((own) => own.conditions !== undefined && own.conditions !== known);
  if (other !== undefined) {
    const text = `${use.key} counts a volume of ${use.detail.fuel} at ${known}, and ${other.row.key} is at ${other.conditions}: name in detail.factors a conversion-factor whose detail.conditions are ${other.conditions}, or use a factor at ${known}`;
    throw new EngineError('mixed-conditions', text, known, placeOf(use, 'detail.conditions'));
  }
  if (!all.includes(undefined)) return;
  const silent = stated.find((own) => own.conditions === undefined)?.row.key ?? use.key;
  const message = `${use.key} counts a volume of ${use.detail.fuel} at ${known}, and ${silent} does not state its conditions: state detail.conditions`;
  noted.set(message, { code: 'conditions-unstated', message, row: { record: use.record, key: use.key } });
}

function conditionsOf({ detail }: Conditioned['row'] | RowOf<'fuel-use'>): string | undefined {
  return 'conditions' in detail ? detail.conditions : undefined;
}
