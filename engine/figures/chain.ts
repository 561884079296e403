import { EngineError, placeOf } from '../errors/engine-error.ts';
import { selectFactor, type FactorOf } from '../factors/factor.ts';
import { divideUnit, multiplyUnits, type Unit } from '../quantities/unit.ts';
import { rowsAbout } from '../rows/row-index.ts';
import type { Row } from '../rows/row.ts';
import { factorOf, type Quantity } from './expression.ts';
import type { MethodContext } from './method-context.ts';

/** The conversion factors of a row: what it is multiplied and divided by before its emission factor. */
export interface Chain {
  readonly factors: readonly FactorOf<'conversion-factor'>[];
  readonly divisors: readonly FactorOf<'conversion-factor'>[];
}

const NO_CHAIN: Chain = { factors: [], divisors: [] };

/**
 * Selects the conversion factors that a row names in `factors` and `divisors`, for the place and period of a use: by the rule for all
 * factors. `row` is the use, or an emission factor that has conversion factors of its own.
 * @throws EngineError as `selectFactor`; `bad-value` where a divisor is 0 or is a factor too
 */
export function selectChain(row: Row, use: Row, { rows, proxies }: MethodContext): Chain {
  const { detail } = row;
  const factors = 'factors' in detail ? detail.factors : undefined;
  const divisors = 'divisors' in detail ? detail.divisors : undefined;
  if (factors === undefined && divisors === undefined) return NO_CHAIN;
  refuseBoth(row, factors, divisors);
  const select = (column: string, names: readonly string[] = []): Chain['factors'] =>
    names.map((name) =>
      selectFactor(
        rowsAbout(rows, 'conversion-factor', name),
        {
          what: `conversion factor ${name}`,
          period: use,
          ...('geography' in use.detail && use.detail.geography !== undefined
            ? { geography: use.detail.geography }
            : {}),
          by: row,
          column: `detail.${column}`,
        },
        proxies,
      ),
    );
  const chain = { factors: select('factors', factors), divisors: select('divisors', divisors) };
  const zero = chain.divisors.find(({ row: { amount } }) => amount.isZero());
  if (zero === undefined) return chain;
  const text = `${zero.row.key} is 0 and divides ${row.key}: give the factor that it is divided by`;
  throw new EngineError('bad-value', text, zero.row.value, placeOf(zero.row, 'value'));
}

/** Throws where a conversion factor multiplies and divides a row: it would change nothing. */
function refuseBoth(row: Row, factors: readonly string[] = [], divisors: readonly string[] = []): void {
  const name = divisors.find((divisor) => factors.includes(divisor));
  if (name === undefined) return;
  const text = `${row.key} is multiplied and divided by ${name}: name it in detail.factors or in detail.divisors`;
  throw new EngineError('bad-value', text, name, placeOf(row, 'detail.divisors'));
}

/** Returns the parts of a chain that a shape depends on: the same objects for the same factors. */
export function partsOfChain({ factors, divisors }: Chain): readonly unknown[] {
  return divisors.length === 0 ? factors : [...factors, DIVIDED_BY, ...divisors];
}

const DIVIDED_BY = Symbol('divided by');

/** Returns the unit of an amount after its conversion factors: `kW.h` for `{unit}` times `{use}/{unit}` times `kW.h/{use}`. */
export function unitAfter(unit: Unit, { factors, divisors }: Chain): Unit {
  const multiplied = factors.reduce((product, { row }) => multiplyUnits(product, row.unit), unit);
  return divisors.reduce((quotient, { row }) => divideUnit(quotient, row.unit), multiplied);
}

/** Returns the quantities of a chain, each in the unit of its row, as `factors` and `divisors` of a shape. */
export function quantitiesOf({ factors, divisors }: Chain): {
  readonly factors: readonly Quantity[];
  readonly divisors: readonly Quantity[];
} {
  return { factors: factors.map(conversionOf), divisors: divisors.map(conversionOf) };
}

/**
 * Returns the quantities of a chain that leads an amount from the unit `start` to `to`: the last one takes the ratio of units that is left,
 * such as kg to t.
 * @throws EngineError `unit-mismatch` where the chain leads to another kind of unit
 */
export function chainTo(to: Unit, start: Unit, chain: Chain, by: Row): ReturnType<typeof quantitiesOf> {
  const { factors, divisors } = quantitiesOf(chain);
  const after = unitAfter(start, chain);
  if (after.dimension !== to.dimension) {
    const text = `${by.key} is in ${after.text} after its conversion factors, which does not convert to ${to.text}: correct detail.factors and detail.divisors, or the units of these factors`;
    throw new EngineError('unit-mismatch', text, after.text, placeOf(by, 'detail.factors'));
  }
  if (after.text === to.text) return { factors, divisors };
  const ratio = divideUnit(to, after);
  return factors.length > 0
    ? { factors: changeLast(factors, (unit) => multiplyUnits(unit, ratio)), divisors }
    : { factors, divisors: changeLast(divisors, (unit) => divideUnit(unit, ratio)) };
}

function changeLast(quantities: readonly Quantity[], change: (unit: Unit) => Unit): Quantity[] {
  return quantities.map((own, index) =>
    index === quantities.length - 1 ? { ...own, to: change(own.to) } : own,
  );
}

/** Whether rows state the same conversion factors: for neighbours, a cheap test. */
export function isSameChain(a: Row, b: Row): boolean {
  const [one, other]: (Row['detail'] & ChainMembers)[] = [a.detail, b.detail];
  return one!.factors === other!.factors && one!.divisors === other!.divisors;
}

interface ChainMembers {
  readonly factors?: unknown;
  readonly divisors?: unknown;
}

function conversionOf(factor: FactorOf<'conversion-factor'>): Quantity {
  const { unit, detail } = factor.row;
  return factorOf(nameSymbol('K', detail.factor), factor, unit.text, unit.substance);
}

/** Returns a symbol of a formula with a name: `K_clinker_fraction`, which no other symbol can be. */
export function nameSymbol(letter: string, name: string): string {
  return `${letter}_${name.replace(/[^A-Za-z0-9]+/g, '_')}`;
}
