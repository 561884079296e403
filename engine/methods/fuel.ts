import { EngineError, placeOf } from '../errors.ts';
import { selectFactor, type FactorOf } from '../factor.ts';
import type { Context } from '../figure.ts';
import { activityTerm, factorTerm, type Multiplicand } from '../product.ts';
import { amountIn, type RowOf } from '../row.ts';
import { rowsAbout } from '../row-index.ts';
import { parseUnit } from '../unit.ts';

type FuelFactor = 'net-calorific-value' | 'carbon-content' | 'oxidation';

/** Returns the factor of a fuel that holds for a use of it. @throws EngineError as `selectFactor` */
export function selectFuelFactor<T extends FuelFactor>(
  type: T,
  use: RowOf<'fuel-use'>,
  { rows, proxies }: Context,
): FactorOf<T> {
  const { fuel, geography } = use.detail;
  const what = `${type.replaceAll('-', ' ')} of ${fuel}`;
  const sought = { what, period: use, geography, by: use, column: 'detail.fuel' };
  return selectFactor(rowsAbout(rows, type, fuel), sought, proxies);
}

/** The units of a form: of a fuel's mass, of its volume, and of its energy. */
export interface FuelUnits {
  readonly mass: string;
  readonly volume: string;
  readonly energy: string;
}

/**
 * Returns what a use of a fuel gives in energy: its mass or volume by the net calorific value, energy as it is.
 * @throws EngineError as `selectFactor`
 */
export function findEnergy(
  name: string,
  use: RowOf<'fuel-use'>,
  { mass, volume, energy }: FuelUnits,
  context: Context,
): Multiplicand[] {
  const { dimension } = use.unit;
  if (dimension === parseUnit(energy).dimension) return [activityTerm(name, use, energy)];
  const unit = dimension === parseUnit(volume).dimension ? volume : mass;
  const calorific = selectFuelFactor('net-calorific-value', use, context);
  return [activityTerm(name, use, unit), factorTerm('NCV', calorific, `${energy}/${unit}`)];
}

/** Returns the share of a fuel's carbon that burns. @throws EngineError `out-of-range` when it is more than 1 */
export function selectOxidation(use: RowOf<'fuel-use'>, context: Context): FactorOf<'oxidation'> {
  const oxidation = selectFuelFactor('oxidation', use, context);
  if (amountIn(oxidation.row, '1', null).greaterThan(1)) {
    const { key, value } = oxidation.row;
    throw new EngineError('out-of-range', `${key} is more than 1`, value, placeOf(oxidation.row, 'value'));
  }
  return oxidation;
}
