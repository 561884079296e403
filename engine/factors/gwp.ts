import type { RowName } from '../errors/engine-error.ts';
import type { Period, Row, RowOf } from '../rows/row.ts';
import { rowsOfType, rowsWhere, type RowIndex } from '../rows/row-index.ts';
import { selectFactor, type FactorOf, type Proxy } from './factor.ts';
import { canonicalGas } from './gas-names.ts';
import { nameSet } from '../rows/gwp-set-name.ts';

/** Sets that give methane by its origin, and one value besides that leaves open which. */
const METHANE_BY_ORIGIN = /^AR6(\/|$)/;

/** The search for a potential: a gas under any of its names, and the row that needs it. */
export interface SoughtGwp {
  readonly gas: string;
  readonly set: string;
  readonly period: Period;
  readonly by: RowName;
  /**
   * `fossil` for fossil methane whose carbon is not counted as CO2 elsewhere: fugitive and process emissions. Its potential includes
   * the CO2 into which it oxidises. Absent: methane of combustion, whose carbon the CO2 factor of the fuel includes, or not fossil
   * (IPCC AR6, working group I, table 7.15 and section 7.6.1.3; GHG Protocol, Global Warming Potential Values, August 2024).
   */
  readonly methane?: 'fossil' | undefined;
}

/**
 * Returns the potential of a gas from the named set, such as its 100-year global warming potential (GWP): that of the origin of methane if the set gives it
 * by origin, else the one without an origin.
 * @throws EngineError `missing-factor`, `factor-out-of-time`, `ambiguous-factor`
 */
export function selectGwp(
  { gas, set, period, by, methane }: SoughtGwp,
  { rows, proxies }: { readonly rows: RowIndex; readonly proxies: readonly Proxy[] },
): FactorOf<'gwp'> {
  const name = canonicalGas(gas);
  const ofGas = rowsWhere(rowsOfType(rows, 'gwp'), `${set} ${name}`, ({ detail }) => {
    return nameSet(detail) === set && canonicalGas(detail.gas) === name;
  });
  const origin = methane ?? 'biogenic';
  const ofOrigin = rowsWhere(ofGas, origin, ({ detail }) => detail.origin === origin);
  const unstated = rowsWhere(ofGas, 'unstated', ({ detail }) => detail.origin === undefined);
  const what = `${set} potential of ${gas}`;
  const sought = { what, period, by, column: 'detail.gas' };
  if (ofOrigin.length > 0) return selectFactor(ofOrigin, sought, proxies);
  const factor = selectFactor(unstated, sought, proxies);
  return name === 'CH4' && METHANE_BY_ORIGIN.test(set) ? warnOfOrigin(factor) : factor;
}

const warned = new WeakMap<Row, FactorOf<'gwp'>>();

/** Returns a factor with a warning, unless it has one: always the same object for the same row. */
function warnOfOrigin(factor: FactorOf<'gwp'>): FactorOf<'gwp'> {
  if (factor.warning !== null) return factor;
  const known = warned.get(factor.row);
  if (known !== undefined) return known;
  const made = { ...factor, warning: describeUnstated(factor.row) };
  warned.set(factor.row, made);
  return made;
}

function describeUnstated({ record, key, value, detail }: RowOf<'gwp'>): FactorOf<'gwp'>['warning'] {
  const message = `${key} is ${value} for methane of any origin. ${nameSet(detail)} gives methane by its origin: add rows with detail.origin fossil and biogenic`;
  return { code: 'methane-origin-unstated', message, row: { record, key } };
}
