import { ONE } from '../quantities/decimal.ts';
import { EngineError, placeOf } from '../errors.ts';
import { selectFactor, type Factor, type FactorOf } from '../factors/factor.ts';
import type { MethodContext } from '../figures/figure.ts';
import type { Multiplicand, Term } from '../figures/product.ts';
import { amountIn, type RowOf } from '../rows/row.ts';
import { rowsAbout } from '../rows/row-index.ts';
import { parseUnit } from '../quantities/unit.ts';

const ENERGY = parseUnit('J').dimension;
const VOLUME = parseUnit('m3').dimension;

type FuelFactor = 'net-calorific-value' | 'carbon-content' | 'oxidation';

/** Selects the factor of a fuel for one use of it. @throws EngineError as `selectFactor` */
export function selectFuelFactor<T extends FuelFactor>(
  type: T,
  use: RowOf<'fuel-use'>,
  { rows, proxies }: MethodContext,
): FactorOf<T> {
  const { fuel, geography } = use.detail;
  const what = `${type.replaceAll('-', ' ')} of ${fuel}`;
  const sought = { what, period: use, geography, by: use, column: 'detail.fuel' };
  return selectFactor(rowsAbout(rows, type, fuel), sought, proxies);
}

/** The units that a formula uses for a fuel's mass, volume and energy. */
export interface FuelUnits {
  readonly mass: string;
  readonly volume: string;
  readonly energy: string;
}

/**
 * The symbols of a formula by how a fuel is measured. Mass and volume are multiplied by the net calorific value; energy is
 * not.
 */
export type FuelSymbols = Readonly<Record<keyof FuelUnits, readonly Multiplicand[]>>;

/** Returns the symbols of a formula: the activity, NCV unless the activity is an energy, and the other factors. */
export function listSymbols(
  name: string,
  { mass, volume, energy }: FuelUnits,
  others: readonly Multiplicand[],
): FuelSymbols {
  const counted = (unit: string): Multiplicand[] => [
    { name, unit, substance: null },
    { name: 'NCV', unit: `${energy}/${unit}`, substance: null },
    ...others,
  ];
  return {
    mass: counted(mass),
    volume: counted(volume),
    energy: [{ name, unit: energy, substance: null }, ...others],
  };
}

/** Returns the term for one use of a fuel, with the other factors of its formula. @throws EngineError as `selectFactor` */
export function findTerm(
  use: RowOf<'fuel-use'>,
  symbols: FuelSymbols,
  others: readonly Factor[],
  context: MethodContext,
): Term {
  const { dimension } = use.unit;
  if (dimension === ENERGY) return { symbols: symbols.energy, activity: use, factors: others };
  const calorific = selectFuelFactor('net-calorific-value', use, context);
  return {
    symbols: dimension === VOLUME ? symbols.volume : symbols.mass,
    activity: use,
    factors: [calorific, ...others],
  };
}

/** Selects the share of a fuel's carbon that burns. @throws EngineError `out-of-range` when it is above 1 */
export function selectOxidation(use: RowOf<'fuel-use'>, context: MethodContext): FactorOf<'oxidation'> {
  const oxidation = selectFuelFactor('oxidation', use, context);
  if (amountIn(oxidation.row, '1', null).greaterThan(ONE)) {
    const { key, value } = oxidation.row;
    throw new EngineError(
      'out-of-range',
      `${key}: expected an oxidation of at most 1, got ${value}`,
      value,
      placeOf(oxidation.row, 'value'),
    );
  }
  return oxidation;
}
