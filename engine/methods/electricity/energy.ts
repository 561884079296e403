import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { nameRow } from '../../factors/factor.ts';
import { quantitiesOf, selectChain } from '../../figures/chain.ts';
import { NOTHING, type Expression, type Quantity } from '../../figures/expression.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { Shapes, type Shape } from '../../figures/terms.ts';
import { ONE, type Amount } from '../../quantities/decimal.ts';
import { convertAmount, parseUnit } from '../../quantities/unit.ts';
import type { RowOf } from '../../rows/row.ts';
import { intensity } from './factor.ts';
import type { GridFactor } from './grid.ts';

type Use = RowOf<'electricity-use'>;

/** The unit in which electricity is counted. */
export const ENERGY = parseUnit('MW.h');
const RATIO = parseUnit('1');
/** The conversion factors of a use of electricity, such as a loss: what they are in a formula, and their products. */
interface Ratio {
  readonly factors: readonly Quantity[];
  readonly divisors: readonly Quantity[];
  readonly over: Amount;
  readonly under: Amount;
}

/** Whether a use names conversion factors. */
export function hasRatio({ detail: { factors, divisors } }: Use): boolean {
  return factors !== undefined || divisors !== undefined;
}

/**
 * Returns a function that gives the conversion factors of a use, always as the same object for the same rows; null where it names none. Each
 * must be a ratio, because electricity is metered as energy.
 * @throws EngineError `unit-mismatch`, and as `selectChain`
 */
export function openRatios(context: MethodContext): (use: Use) => Ratio | null {
  const known = new Map<string, Ratio>();
  return (use) => {
    if (!hasRatio(use)) return null;
    const chain = selectChain(use, use, context);
    const name = [chain.factors, chain.divisors]
      .map((side) => side.map(({ row }) => nameRow(row)).join(' '))
      .join(' / ');
    const found = known.get(name);
    if (found !== undefined) return found;
    const { factors, divisors } = quantitiesOf(chain);
    const [over, under] = [factors, divisors].map((side) => side.map(toRatio)) as [Quantity[], Quantity[]];
    const ratio = { factors: over, divisors: under, over: multiply(over), under: multiply(under) };
    known.set(name, ratio);
    return ratio;
  };
}

function toRatio(quantity: Quantity): Quantity {
  const { row, unit } = quantity;
  if (unit.dimension === '') return { ...quantity, to: RATIO };
  const text = `${row.key} is in ${unit.text}: a conversion factor of electricity must be a ratio, such as 0.95 or 95 %`;
  throw new EngineError('unit-mismatch', text, unit.text, placeOf(row, 'unit'));
}

function multiply(quantities: readonly Quantity[]): Amount {
  return quantities.reduce(
    (product, { amount, unit }) => product.times(convertAmount(amount, unit, RATIO)),
    ONE,
  );
}

/** What uses of electricity are multiplied by: a factor of a grid under a symbol. Null: the grid emits none of the gas. */
interface Emitting {
  readonly symbol: string;
  readonly factorOf: (use: Use) => GridFactor | null;
}

/** Returns the shapes of uses of electricity, in MW.h after their conversion factors, and their emissions where a factor is given. */
export function shapesOfEnergy(context: MethodContext, emitting?: Emitting): (use: Use) => Shape {
  const shapes = new Shapes();
  const ratioOf = openRatios(context);
  return (use) => {
    const ratio = ratioOf(use);
    const factor = emitting?.factorOf(use);
    return shapes.of(ratio === null ? [factor] : [factor, ratio], () => ({
      symbol: 'E',
      to: ENERGY,
      substance: null,
      factors: [...(ratio?.factors ?? []), ...emissionOf(factor, emitting?.symbol ?? '')],
      divisors: ratio?.divisors ?? [],
    }));
  };
}

function emissionOf(factor: GridFactor | null | undefined, symbol: string): Expression[] {
  if (factor === undefined) return [];
  return [factor === null ? NOTHING : intensity(symbol, factor)];
}
