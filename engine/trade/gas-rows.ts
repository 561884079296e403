import { EngineError, placeOf } from '../errors/engine-error.ts';
import { listSome } from '../errors/list-some.ts';
import { canonicalGas } from '../factors/gas-names.ts';
import type { Exclusion } from '../figures/draft.ts';
import { multiplyUnits, parseUnit, type Unit } from '../quantities/unit.ts';
import type { RowOf } from '../rows/row.ts';

/** A row that says which gas a stressor is. */
export type GasRow = RowOf<'stressor-gas'>;

/** What stressors are added up to: a gas, or CO2e of several. */
export interface Gas {
  /** As the rows name it, such as CH4. Its parts by origin have it in common. */
  readonly name: string;
  /** `fossil` methane has a potential of its own, and `biogenic` CO2 is in no sum. Null for all else. */
  readonly origin: 'fossil' | 'biogenic' | null;
  /** The set of a mass of CO2e; null where no row states it. */
  readonly gwpSet: string | null;
  /** The stressors that it is the sum of. */
  readonly of: readonly string[];
  /** Stressors of documents whose names begin with the gas, and that are not part of it. */
  readonly alike: readonly string[];
  /** What it leaves out besides these. */
  readonly exclusions: readonly Exclusion[];
}

/**
 * Returns the rows about a table by stressor.
 * @throws EngineError `bad-stressor-gas` where two are about one stressor, or one is 0
 */
export function byStressor(rows: readonly GasRow[]): ReadonlyMap<string, GasRow> {
  const found = new Map<string, GasRow>();
  for (const row of rows) {
    const { stressor } = row.detail;
    const before = found.get(stressor);
    if (before !== undefined)
      throw refuse(row, `${row.key} and ${before.key} both say which gas ${stressor} is`, stressor);
    if (row.amount.isZero())
      throw refuse(row, `${row.key} is 0, and would leave out ${stressor}: expected more than 0`, row.value);
    found.set(stressor, row);
  }
  return found;
}

/**
 * Returns the origin that tells stressors of one gas apart: only methane that is fossil, and CO2 that is biogenic, differ from the rest.
 */
export function originOf({ detail: { gas, origin } }: GasRow): Gas['origin'] {
  const name = canonicalGas(gas);
  return (name === 'CH4' && origin === 'fossil') || (name === 'CO2' && origin === 'biogenic') ? origin : null;
}

/**
 * Returns the unit of a gas in a quantity that is in `unit`.
 * @throws EngineError `bad-stressor-gas` where that is neither a mass of the gas nor of CO2e
 */
export function unitOfGas(row: GasRow, unit: Unit): Unit {
  const product = multiplyUnits(unit, row.unit);
  const { substance } = row.unit;
  const { gas, stressor } = row.detail;
  if (product.dimension !== parseUnit('kg').dimension)
    throw refuse(
      row,
      `${row.key} is in ${row.unit.text}, and ${stressor} in ${unit.text}: the product is not a mass`,
      row.unit.text,
    );
  const isOther = (one: string | null, other: string): boolean =>
    one !== null && canonicalGas(one) !== canonicalGas(other);
  if (substance === 'CO2e') return product;
  if (isOther(substance, gas) || isOther(unit.substance, gas))
    throw refuse(
      row,
      `${row.key} says that ${stressor}, in ${unit.text}, is ${gas} in ${row.unit.text}: expected one gas`,
      gas,
    );
  return product;
}

/** Returns what says that stressors whose names begin with a gas are not part of it. */
export function excludeAlike(names: readonly string[], of: string): Exclusion[] {
  return names.length === 0
    ? []
    : [{ what: listSome(names), reason: `they are not part of ${of}, by the rows stressor-gas` }];
}

/** Returns what a figure of a gas leaves out; `name` is that of the stressor. */
export function exclusionsOfGas({ alike, exclusions }: Gas, name: string): Exclusion[] {
  return [...excludeAlike(alike, name), ...exclusions];
}

function refuse(row: GasRow, text: string, value: string): EngineError {
  return new EngineError('bad-stressor-gas', text, value, placeOf(row, 'detail.stressor'));
}
