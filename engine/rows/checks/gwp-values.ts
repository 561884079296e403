import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { canonicalGas } from '../../factors/gas-names.ts';
import { nameSet } from '../gwp-set-name.ts';
import { GWP_SETS } from '../../factors/gwp-sets.ts';
import { parseAmount } from '../../quantities/decimal.ts';
import { convertAmount, parseUnit } from '../../quantities/unit.ts';
import type { Row, RowOf } from '../row.ts';
import { warn, type CheckedRows, type RowWarning } from './check.ts';

const RATIO = parseUnit('kg/kg');
const ORIGINS = ['fossil', 'biogenic'];

/**
 * Refuses a potential that is not the one of the set that it names, where the engine knows the set and its gas. Another published value of
 * the set, such as that of an erratum, is a warning: its row names its source and when that was published. Only potentials that a figure uses
 * are looked at.
 * @throws EngineError `other-gwp`
 */
export function checkGwps({ factors }: Pick<CheckedRows, 'factors'>): RowWarning[] {
  return factors.filter(isGwp).flatMap(checkGwp);
}

function isGwp(row: Row): row is RowOf<'gwp'> {
  return row.detail.row === 'gwp';
}

function checkGwp(row: RowOf<'gwp'>): RowWarning[] {
  const { detail, amount, unit, record, key, value } = row;
  const values = findValues(detail);
  if (values.length === 0 || unit.dimension !== RATIO.dimension) return [];
  const stated = convertAmount(amount, unit, RATIO);
  if (values.some((known) => parseAmount(known).minus(stated).isZero())) return [];
  const other = `${key} gives ${detail.gas} ${value}, but ${nameSet(detail)} gives ${values.join(' or ')}`;
  const { title, published } = detail.source ?? {};
  if (published !== undefined)
    return [
      warn('other-published-gwp', `${other}. It counts as published in ${title!}, ${published}`, [row]),
    ];
  const text =
    `${other}: correct the value, name in detail.source the publication and when it was published (published) where it is an erratum of the ` +
    'set, or name another set in detail.gwpSet';
  throw new EngineError('other-gwp', text, value, placeOf({ record, key }, 'value'));
}

/** Returns the values that a set gives for a gas under any of its names; those of one origin where the row names it. */
function findValues({ gas, origin, ...detail }: RowOf<'gwp'>['detail']): readonly string[] {
  const known = GWP_SETS[nameSet(detail)] ?? {};
  const name = canonicalGas(gas);
  const ofOrigin = (each: string): readonly string[] => known[`${name}/${each}`] ?? [];
  const any = known[name] ?? [];
  return origin === undefined ? [...any, ...ORIGINS.flatMap(ofOrigin)] : [...any, ...ofOrigin(origin)];
}
