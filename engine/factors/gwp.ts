import type { RowName } from '../errors.ts';
import { selectFactor, type FactorOf } from './factor.ts';
import type { MethodContext } from '../figures/figure.ts';
import { amountIn, type Period } from '../rows/row.ts';
import { rowsAbout } from '../rows/row-index.ts';
import type { Amount } from '../quantities/decimal.ts';

const HORIZON = 100;

/**
 * Returns the 100-year global warming potential (GWP) of a gas from the named set. `by` is the row that needs it.
 * @throws EngineError `missing-factor`, `factor-out-of-time`, `ambiguous-factor`
 */
export function selectGwp(
  gas: string,
  set: string,
  period: Period,
  by: RowName,
  { rows, proxies }: MethodContext,
): FactorOf<'gwp'> {
  const candidates = rowsAbout(rows, 'gwp', gas).filter(
    ({ detail }) => detail.gwpSet === set && detail.horizon === HORIZON,
  );
  const sought = { what: `${set} potential of ${gas}`, period, by, column: 'detail.gas' };
  return selectFactor(candidates, sought, proxies);
}

/** Returns the GWP in kg CO2e per kg of the gas. @throws EngineError `unit-mismatch` */
export function gwpAmount(gwp: FactorOf<'gwp'>): Amount {
  return amountIn(gwp.row, 'kg/kg', 'CO2e');
}
