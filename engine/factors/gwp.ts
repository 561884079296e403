import type { RowName } from '../errors.ts';
import { selectFactor, type FactorOf, type Proxy } from './factor.ts';
import type { Period } from '../rows/row.ts';
import { rowsAbout, rowsWhere, type RowIndex } from '../rows/row-index.ts';

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
  { rows, proxies }: { readonly rows: RowIndex; readonly proxies: readonly Proxy[] },
): FactorOf<'gwp'> {
  const candidates = rowsWhere(
    rowsAbout(rows, 'gwp', gas),
    set,
    ({ detail }) => detail.gwpSet === set && detail.horizon === HORIZON,
  );
  const sought = { what: `${set} potential of ${gas}`, period, by, column: 'detail.gas' };
  return selectFactor(candidates, sought, proxies);
}
