import { EngineError, placeOf } from '../errors.ts';
import { selectFactor, type FactorOf } from '../factors/factor.ts';
import { factorOf, type Expression } from '../figures/expression.ts';
import type { MethodContext } from '../figures/figure.ts';
import type { Shape, Shapes } from '../figures/terms.ts';
import { convertAmount, parseUnit } from '../quantities/unit.ts';
import { ONE } from '../quantities/decimal.ts';
import type { RowOf } from '../rows/row.ts';
import { rowsAbout } from '../rows/row-index.ts';

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

/** A factor with the symbol and unit that it has in a formula. */
export interface FormulaFactor {
  readonly symbol: string;
  readonly factor: FactorOf<'emission-factor' | 'carbon-content' | 'oxidation'>;
  readonly unit: string;
  readonly substance: string | null;
}

/** The unit of energy of a formula, and the symbol of its activity. */
export interface FuelFormula {
  readonly symbol: string;
  readonly energy: string;
  /** What multiplies the product besides its factors, such as 44/12. */
  readonly ratio?: Expression;
}

/**
 * Returns what multiplies a use of a fuel: its net calorific value unless the use is an energy, and the given factors.
 * @throws EngineError as `selectFactor`, `unit-mismatch`
 */
export function shapeOfUse(
  use: RowOf<'fuel-use'>,
  { symbol, energy, ratio }: FuelFormula,
  others: readonly FormulaFactor[],
  shapes: Shapes,
  context: MethodContext,
): Shape {
  const { dimension } = use.unit;
  const unit = dimension === ENERGY ? energy : dimension === VOLUME ? 'm3' : 't';
  const calorific = dimension === ENERGY ? null : selectFuelFactor('net-calorific-value', use, context);
  return shapes.of([unit, calorific, ...others.map(({ factor }) => factor)], () => ({
    symbol,
    to: parseUnit(unit),
    substance: null,
    factors: [
      ...(calorific === null ? [] : [factorOf('NCV', calorific, `${energy}/${unit}`, null)]),
      ...others.map((other) => factorOf(other.symbol, other.factor, other.unit, other.substance)),
      ...(ratio === undefined ? [] : [ratio]),
    ],
  }));
}

/** Selects the share of a fuel's carbon that burns. @throws EngineError `out-of-range` when it is above 1 */
export function selectOxidation(use: RowOf<'fuel-use'>, context: MethodContext): FactorOf<'oxidation'> {
  const oxidation = selectFuelFactor('oxidation', use, context);
  const { key, value, amount, unit } = oxidation.row;
  if (unit.dimension === '' && convertAmount(amount, unit, parseUnit('1')).greaterThan(ONE)) {
    const text = `${key}: expected an oxidation of at most 1, got ${value}`;
    throw new EngineError('out-of-range', text, value, placeOf(oxidation.row, 'value'));
  }
  return oxidation;
}
