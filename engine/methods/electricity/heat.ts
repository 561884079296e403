import { selectActivities } from '../../rows/activity.ts';
import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { selectFactor, type FactorOf } from '../../factors/factor.ts';
import { factorsOfGas, listGases } from '../../factors/gas-set.ts';
import { partsOfChain, quantitiesOf, selectChain, unitAfter } from '../../figures/chain.ts';
import type { Draft } from '../../figures/draft.ts';
import { factorOf } from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { describeUses, Shapes, type Shape } from '../../figures/terms.ts';
import { parseUnit, tonnesPer, type Unit } from '../../quantities/unit.ts';
import type { RowOf } from '../../rows/row.ts';
import { rowsAbout } from '../../rows/row-index.ts';
import { describeGases } from './factor.ts';
import { draftByGas, placeClasses, type GasFigures, type PlacedClass } from '../gas-figures.ts';
import { countryOf } from '../place.ts';
import { classify, sumClasses } from '../use-class.ts';

type Use = RowOf<'heat-use'>;
type HeatFactor = FactorOf<'heat-factor'>;
type FactorRow = HeatFactor['row'];

const ENERGY = parseUnit('MW.h');

/** The two ways to count purchased energy. */
export type Basis = 'location' | 'market';

/** How purchased heat counts. */
export interface HeatRules {
  readonly basis: Basis;
  readonly gwpSet: string | undefined;
}

/**
 * Returns the figures of each carrier that was bought (heat, steam, cooling). The market-based figure takes the factor of the supplier
 * that a row names, the location-based one the average of the place; each takes the other where its own is not given.
 * @throws EngineError `missing-factor`, `unit-mismatch` and as `selectFactor`, `draftByGas`
 */
export function draftHeat(rules: HeatRules, context: MethodContext): GasFigures[] {
  const uses = selectActivities(context.rows, 'heat-use', context.period);
  const byCarrier = Map.groupBy(uses, ({ detail }) => detail.carrier);
  return distinctTexts(byCarrier.keys()).map((carrier) =>
    draftCarrier(carrier, byCarrier.get(carrier as Use['detail']['carrier'])!, rules, context),
  );
}

function draftCarrier(
  carrier: string,
  uses: readonly Use[],
  { basis, gwpSet }: HeatRules,
  context: MethodContext,
): GasFigures {
  const classes = classify(uses, ['geography', 'supplier']);
  const classed = { type: 'heat-use' as const, where: { carrier }, all: uses, classes };
  const lists = new Map<string, readonly FactorRow[]>();
  const candidatesOf = (use: Use): readonly FactorRow[] => {
    const { geography, supplier } = use.detail;
    const name = `${geography} ${supplier ?? ''}`;
    const candidates = lists.get(name) ?? listHeatFactors(basis, use.detail, context);
    lists.set(name, candidates);
    if (candidates.length === 0) throw refuseMissing(use, context);
    return candidates;
  };
  const places = placeClasses(classes, (first) =>
    listGases(candidatesOf(first), { ...context, geography: first.detail.geography }),
  );
  const draftGas = (gas: string, key: string, having: readonly PlacedClass<Use>[]): Draft => {
    const factors = new Set<HeatFactor>();
    const shapeOf = shapesOfHeat(gas, candidatesOf, factors, context);
    const part = { classes: having.map(({ own }) => own), shapeOf };
    const expression = sumClasses(classed, [part], context);
    const used = having.length === classes.length ? uses : having.flatMap(({ own }) => own.uses);
    return {
      key,
      method: 'scope2@2',
      scope: 2,
      ...describeUses(used),
      ...describeGases([...factors], []),
      expression,
    };
  };
  const asked = { key: `scope2/${basis}/${carrier}`, method: 'scope2@2', scope: 2, gwpSet };
  return draftByGas({ ...asked, subject: carrier, places, draftGas }, context);
}

/** Returns the shapes of uses of heat, and collects their factors. Each use counts in its own unit: 3 GJ are no finite number of MW.h. */
function shapesOfHeat(
  gas: string,
  candidatesOf: (use: Use) => readonly FactorRow[],
  factors: Set<HeatFactor>,
  context: MethodContext,
): (use: Use) => Shape {
  const shapes = new Shapes();
  return (use) => {
    const { carrier, geography, supplier } = use.detail;
    const what = `factor of ${carrier}${supplier === undefined ? '' : ` of ${supplier}`}`;
    const sought = { what, period: use, geography, by: use, column: 'detail.carrier' };
    const factor = selectFactor(factorsOfGas(candidatesOf(use), gas), sought, context.proxies);
    factors.add(factor);
    const chain = selectChain(use, use, context);
    return shapes.of([use.unit, factor, ...partsOfChain(chain)], () => {
      const delivered = unitAfter(use.unit, chain);
      requireEnergy(use, delivered);
      const ef = factorOf('EF', factor, tonnesPer(delivered), factor.row.unit.substance);
      const conversions = quantitiesOf(chain);
      return {
        symbol: 'Q',
        to: use.unit,
        substance: null,
        factors: [...conversions.factors, ef],
        divisors: conversions.divisors,
      };
    });
  };
}

/** Checks that a use is an energy after its conversion factors. Steam can be metered as a mass. @throws EngineError `unit-mismatch` */
function requireEnergy(use: Use, delivered: Unit): void {
  if (delivered.dimension === ENERGY.dimension) return;
  const text = `${use.key} is in ${delivered.text}, and heat is an energy: name the heat per ${use.unit.text} as a conversion factor in detail.factors, such as 2.7 GJ/t`;
  throw new EngineError('unit-mismatch', text, use.unit.text, placeOf(use, 'unit'));
}

/** Whose heat it is, and where it is used. */
interface HeatSite {
  readonly carrier: string;
  readonly geography: string;
  readonly supplier?: string | undefined;
}

/** Returns the factors of heat at a place. Those of another place or supplier are no candidates. */
export function listHeatFactors(
  basis: Basis,
  { carrier, geography, supplier }: HeatSite,
  { rows }: MethodContext,
): FactorRow[] {
  const here = rowsAbout(rows, 'heat-factor', carrier).filter(
    ({ detail: { geography: place } }) =>
      place === undefined || place === geography || place === countryOf(geography),
  );
  const own = here.filter(({ detail }) => supplier !== undefined && detail.supplier === supplier);
  const average = here.filter(({ detail }) => detail.supplier === undefined);
  const [first, second] = basis === 'market' ? [own, average] : [average, own];
  return first.length > 0 ? first : second;
}

function refuseMissing(use: Use, { rows }: MethodContext): EngineError {
  const { carrier, geography, supplier } = use.detail;
  const others = rowsAbout(rows, 'heat-factor', carrier).map(
    ({ key, detail }) =>
      `${key} (of ${detail.supplier ?? 'any supplier'}, ${detail.geography ?? 'any place'})`,
  );
  const found = others.length === 0 ? '' : `, and found only ${others.slice(0, 4).join(', ')}`;
  const what =
    supplier === undefined ? carrier : `${carrier} of ${supplier}, or of ${carrier} without a supplier,`;
  const text = `${use.key} needs a factor of ${what} for ${geography}${found}: add a heat-factor row with carrier ${carrier} and geography ${geography}`;
  return new EngineError('missing-factor', text, carrier, placeOf(use, 'detail.carrier'));
}
