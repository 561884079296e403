import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { canonicalGas } from '../../factors/gas-names.ts';
import { GWP_SETS } from '../../factors/gwp-sets.ts';
import { parseAmount } from '../../quantities/decimal.ts';
import { convertAmount, parseUnit } from '../../quantities/unit.ts';
import type { Row, RowOf } from '../row.ts';
import type { CheckedRows } from './check.ts';

const HORIZON = 100;
const RATIO = parseUnit('kg/kg');
const ORIGINS = ['fossil', 'biogenic'];

/**
 * Refuses a global warming potential that is not the one of the set that it names, where the engine knows the set and its gas. Only
 * potentials that a figure uses are looked at.
 * @throws EngineError `other-gwp`
 */
export function refuseOtherGwps({ factors }: Pick<CheckedRows, 'factors'>): void {
  for (const row of factors) if (isGwp(row)) refuseOther(row);
}

function isGwp(row: Row): row is RowOf<'gwp'> {
  return row.detail.row === 'gwp';
}

function refuseOther({ detail, amount, unit, record, key, value }: RowOf<'gwp'>): void {
  const { gwpSet, gas, horizon } = detail;
  const values = findValues(detail);
  if (values.length === 0 || horizon !== HORIZON) return;
  if (unit.dimension !== RATIO.dimension) return;
  const stated = convertAmount(amount, unit, RATIO);
  if (values.some((known) => parseAmount(known).minus(stated).isZero())) return;
  const text =
    `${key} gives ${gas} ${value}, but ${gwpSet} gives ${values.join(' or ')}: correct the value, or name another set in ` +
    'detail.gwpSet where it is not from that report';
  throw new EngineError('other-gwp', text, value, placeOf({ record, key }, 'value'));
}

/** Returns the values that a set gives for a gas under any of its names; those of one origin where the row names it. */
function findValues({ gwpSet, gas, origin }: RowOf<'gwp'>['detail']): readonly string[] {
  const known = GWP_SETS[gwpSet] ?? {};
  const name = canonicalGas(gas);
  const ofOrigin = (each: string): readonly string[] => known[`${name}/${each}`] ?? [];
  const any = known[name] ?? [];
  return origin === undefined ? [...any, ...ORIGINS.flatMap(ofOrigin)] : [...any, ...ofOrigin(origin)];
}
