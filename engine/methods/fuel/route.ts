import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { isForPlace, selectFactor, type FactorOf } from '../../factors/factor.ts';
import { factorOf, type Quantity } from '../../figures/expression.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { parseUnit } from '../../quantities/unit.ts';
import { rowsAbout, rowsWhere } from '../../rows/row-index.ts';
import type { RowOf } from '../../rows/row.ts';
import {
  describeForm,
  formOfFactor,
  lacksBasis,
  type FuelAmount,
  type FuelFactorRow,
  type FuelForm,
} from './form.ts';

type Use = RowOf<'fuel-use'>;
type PropertyType = 'net-calorific-value' | 'gross-calorific-value' | 'calorific-ratio' | 'density';

/** A property of a fuel, which multiplies an amount of one form to one of another. */
interface Property {
  readonly type: PropertyType;
  readonly symbol: string;
  readonly from: FuelForm;
  readonly to: FuelForm;
  /** A sample of its unit; `energy` in a formula is TJ or GJ. */
  readonly unit: (energy: string) => string;
}

const PROPERTIES: readonly Property[] = [
  calorific('net', 'mass'),
  calorific('net', 'volume'),
  calorific('gross', 'mass'),
  calorific('gross', 'volume'),
  { type: 'calorific-ratio', symbol: 'CR', from: 'gross', to: 'net', unit: () => '1' },
  { type: 'density', symbol: 'D', from: 'volume', to: 'mass', unit: () => 't/m3' },
];

function calorific(to: 'net' | 'gross', from: 'mass' | 'volume'): Property {
  const per = from === 'mass' ? 't' : 'm3';
  const symbol = to === 'net' ? 'NCV' : 'GCV';
  return { type: `${to}-calorific-value`, symbol, from, to, unit: (energy) => `${energy}/${per}` };
}

/** One conversion: the property multiplies the amount, or divides it. */
interface Step {
  readonly property: Property;
  readonly isForward: boolean;
}

/** The properties that convert an amount of fuel to what a factor is per. */
export interface Conversion {
  readonly factors: readonly Quantity[];
  readonly divisors: readonly Quantity[];
  /** The properties that are per volume, or of a volume. */
  readonly ofVolume: readonly FactorOf<PropertyType>[];
}

/**
 * Returns how an amount of a form is converted to another one, with as few properties of the fuel as possible.
 * @throws EngineError as `selectFactor`
 */
export function convertFuel(
  use: Use,
  steps: readonly Step[],
  energy: string,
  context: MethodContext,
): Conversion {
  const quantities = steps.map(({ property, isForward }) => {
    const factor = selectProperty(property, use, context);
    return {
      isForward,
      factor,
      isOfVolume: property.from === 'volume',
      quantity: factorOf(property.symbol, factor, property.unit(energy), null),
    };
  });
  const those = (wanted: boolean): Quantity[] =>
    quantities.filter(({ isForward }) => isForward === wanted).map(({ quantity }) => quantity);
  const ofVolume = quantities.filter(({ isOfVolume }) => isOfVolume).map(({ factor }) => factor);
  return { factors: those(true), divisors: those(false), ofVolume };
}

/** Returns the shortest way from one form to another over the properties that the fuel has at the place of the use; null if none. */
export function findRoute(
  { use, form: from }: FuelAmount,
  to: FuelForm,
  context: MethodContext,
): readonly Step[] | null {
  const open = PROPERTIES.filter((property) => isKnown(property, use, context));
  const routes = new Map<FuelForm, readonly Step[]>([[from, []]]);
  for (const [form, route] of routes)
    for (const property of open)
      for (const isForward of [true, false]) {
        const [own, next] = isForward ? [property.from, property.to] : [property.to, property.from];
        if (own === form && !routes.has(next)) routes.set(next, [...route, { property, isForward }]);
      }
  return routes.get(to) ?? null;
}

function isKnown(property: Property, use: Use, context: MethodContext): boolean {
  return listProperty(property, use, context).some((row) =>
    isForPlace(row, use.detail.geography, context.proxies),
  );
}

function listProperty(
  { type, unit }: Property,
  { detail: { fuel } }: Use,
  { rows }: MethodContext,
): readonly RowOf<PropertyType>[] {
  const { dimension } = parseUnit(unit('J'));
  const ofFuel: readonly RowOf<PropertyType>[] = rowsAbout(rows, type, fuel);
  return rowsWhere(ofFuel, dimension, (row) => row.unit.dimension === dimension);
}

function selectProperty(property: Property, use: Use, context: MethodContext): FactorOf<PropertyType> {
  const { fuel, geography } = use.detail;
  const what = nameProperty(property, fuel);
  const sought = { what, period: use, geography, by: use, column: 'detail.fuel' };
  return selectFactor(listProperty(property, use, context), sought, context.proxies);
}

function nameProperty({ type }: Property, fuel: string): string {
  return `${type.replaceAll('-', ' ')} of ${fuel}`;
}

/**
 * Returns the error where no property converts a use to what its factor is per: says which row to add.
 * @throws EngineError `factor-out-of-place` where such a row exists for another place
 */
export function refuseRoute(
  { use, form: from }: FuelAmount,
  factor: FuelFactorRow,
  context: MethodContext,
): EngineError {
  const to = formOfFactor(factor);
  const isDirect = (property: Property): boolean =>
    (property.from === from && property.to === to) || (property.from === to && property.to === from);
  const property = PROPERTIES.find(isDirect)!;
  if (listProperty(property, use, context).length > 0) selectProperty(property, use, context);
  const { fuel } = use.detail;
  const needs = `${use.key} gives ${fuel} by ${describeForm(from)} (${use.unit.text}), and ${factor.key} is per ${describeForm(to)} (${factor.unit.text})`;
  const text = `${needs}: add a row ${property.type} of ${fuel} in ${property.unit('GJ')}, or a factor per ${describeForm(from)}${adviseBasis(use, factor)}`;
  return new EngineError('missing-factor', text, nameProperty(property, fuel), placeOf(use, 'detail.fuel'));
}

/** Where a use only lacks its basis, stating it can be all that is needed. */
function adviseBasis(use: Use, factor: FuelFactorRow): string {
  return lacksBasis(use) && formOfFactor(factor) === 'gross'
    ? '; or state detail.calorific gross if the energy was measured so'
    : '';
}
