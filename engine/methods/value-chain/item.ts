import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { isForPlace, selectFactor, type FactorOf } from '../../factors/factor.ts';
import { factorsOfGas, gasOfFactor, listGases } from '../../factors/gas-set.ts';
import { partsOfChain, quantitiesOf, selectChain, unitAfter } from '../../figures/chain.ts';
import type { Draft } from '../../figures/draft.ts';
import { factorOf } from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { describeUses, Shapes, type Shape } from '../../figures/terms.ts';
import { tonnesPer } from '../../quantities/unit.ts';
import type { RowOf } from '../../rows/row.ts';
import { rowsAbout, rowsWhere } from '../../rows/row-index.ts';
import { draftByGas, placeClasses, type GasFigures, type PlacedClass } from '../gas-figures.ts';
import { classify, sumClasses, type ClassedUses, type UseClass } from '../use-class.ts';
import { refuseUndatedPrice } from './price-year.ts';

type Use = RowOf<'value-chain-activity'>;
type FactorRow = RowOf<'activity-factor'>;

/** How the figures of items count. */
export interface ItemRules {
  readonly gwpSet: string;
  /** Where emissions of land-use origin count: beside the totals, or within them. */
  readonly landUse: 'beside' | 'within';
}

/** What all figures of one item are made with. */
interface Item {
  readonly classed: ClassedUses<Use>;
  readonly rules: ItemRules;
  readonly context: MethodContext;
}

/** The uses of an item that count with the factors of one origin. */
interface OriginPart {
  readonly origin: string;
  readonly candidates: readonly FactorRow[];
  readonly classes: readonly UseClass<Use>[];
}

const FOSSIL = 'fossil';

/**
 * Returns the figures of the uses of one item in one category with one basis: one for each origin of its factors. One whose factors are given
 * gas by gas is the sum of a figure for each gas, which follow it.
 * @throws EngineError `missing-factor`, `mixed-bases`, `mixed-gases`, `mixed-gwp-sets`, `missing-price-year`, and as `selectFactor`
 */
export function draftItem(uses: readonly Use[], rules: ItemRules, context: MethodContext): GasFigures[] {
  const { category, basis, item } = uses[0]!.detail;
  const candidates = findItemFactors(uses[0]!, context);
  const origins = distinctTexts(candidates.map(originOf));
  const isPlain =
    origins.every((origin) => origin === FOSSIL) &&
    new Set(candidates.map(gasOfFactor)).size < 2 &&
    uses.every(({ detail }) => detail.origin === undefined);
  const classes = isPlain ? [{ uses, where: {} }] : classify(uses, ['geography', 'origin']);
  const where = { category, basis, item };
  const classed = { type: 'value-chain-activity' as const, where, all: uses, classes };
  const parts =
    isPlain || origins.length === 0
      ? [{ origin: FOSSIL, candidates, classes }]
      : origins.map((origin) => choosePart(origin, candidates, classes, context));
  refuseUncounted(classes, parts);
  return parts
    .filter((part) => part.classes.length > 0)
    .map((part) => draftPart(part, { classed, rules, context }));
}

function originOf({ detail }: FactorRow): string {
  return detail.origin ?? FOSSIL;
}

/**
 * A use that states its origin counts with factors of that origin, and with those of gases without CO2, which are in scope 3 for every
 * origin. Factors of fossil carbon count wherever no origin is stated.
 */
function choosePart(
  origin: string,
  all: readonly FactorRow[],
  classes: readonly UseClass<Use>[],
  { proxies }: MethodContext,
): OriginPart {
  const candidates = rowsWhere(all, origin, (row) => originOf(row) === origin);
  const isWithoutCo2 = origin === FOSSIL && candidates.every(({ detail }) => !detail.gases.includes('CO2'));
  const counts = ({ uses: [use] }: UseClass<Use>): boolean => {
    const { origin: stated, geography } = use!.detail;
    const isHere = candidates.some((row) => isForPlace(row, geography, proxies));
    if (stated !== undefined) return stated === origin || (isWithoutCo2 && isHere);
    return origin === FOSSIL || isHere;
  };
  return { origin, candidates, classes: classes.filter(counts) };
}

/** Throws when no factor has the origin that a use states, or fossil origin where it states none. @throws EngineError `missing-factor` */
function refuseUncounted(classes: readonly UseClass<Use>[], parts: readonly OriginPart[]): void {
  const isCounted = (own: UseClass<Use>): boolean => {
    const { origin = FOSSIL } = own.uses[0]!.detail;
    return parts.some((part) => part.origin === origin && part.classes.includes(own));
  };
  const [use] = classes.find((own) => !isCounted(own))?.uses ?? [];
  if (use === undefined) return;
  const { origin = FOSSIL, item } = use.detail;
  const advice =
    use.detail.origin === undefined
      ? `, or state detail.origin biogenic or land-use in the use if it has no fossil carbon`
      : `, with detail.origin ${origin}`;
  const text = `${use.key} needs a ${origin} factor of ${item}: add a row that gives it${advice}`;
  throw new EngineError('missing-factor', text, item, placeOf(use, 'detail.item'));
}

/** Key and scope of the figure of one origin: in scope 3, or in a line outside the scopes where the carbon is not fossil. */
function placePart(origin: string, { category, basis, item }: Use['detail'], { landUse }: ItemRules) {
  const key = `scope3/${category}/${basis}/${item}`;
  if (origin === FOSSIL) return { key, scope: 3 } as const;
  if (origin === 'land-use' && landUse === 'within') return { key: `${key}/land-use`, scope: 3 } as const;
  return { key: `${origin}/${key}`, scope: null } as const;
}

/** Returns the figure of one origin, and those of its gases where several gases have factors. */
function draftPart(part: OriginPart, about: Item): GasFigures {
  const { candidates, classes, origin } = part;
  const { rules, context, classed } = about;
  const { detail } = classes[0]!.uses[0]!;
  const placed = placePart(origin, detail, rules);
  const places = placeClasses(classes, (first) =>
    listGases(candidates, { ...context, geography: first.detail.geography }),
  );
  const draftGas = (gas: string, key: string, having: readonly PlacedClass<Use>[]): Draft =>
    draftOne({ ...placed, key }, gas, { ...part, classes: having.map(({ own }) => own) }, about);
  const asked = { ...placed, method: 'value-chain@2', subject: detail.item, places, draftGas };
  const { figure, gases } = draftByGas({ ...asked, gwpSet: rules.gwpSet }, context);
  if (gases.length === 0) return { figure, gases };
  return { figure: { ...figure, basis: detail.basis, ...describeUses(usesOf(classes, classed)) }, gases };
}

function usesOf(classes: readonly UseClass<Use>[], classed: ClassedUses<Use>): readonly Use[] {
  return classes.length === classed.classes.length ? classed.all : classes.flatMap(({ uses }) => uses);
}

/** Returns the figure of one gas, or of CO2e. */
function draftOne(
  { key, scope }: { readonly key: string; readonly scope: number | null },
  gas: string,
  { candidates, classes }: OriginPart,
  { classed, rules, context }: Item,
): Draft {
  const { basis, item } = classes[0]!.uses[0]!.detail;
  const ofGas = factorsOfGas(candidates, gas);
  const factors = new Set<FactorRow>();
  const shapes = new Shapes();
  const what = `${basis} factor of ${gas} of ${item}`;
  const shapeOf = (use: Use): Shape => {
    const factor = selectItemFactor(use, ofGas, what, context);
    const chain = selectChain(use, use, context);
    return shapes.of([use.unit, factor, ...partsOfChain(chain)], () => {
      for (const row of [use, factor.row]) refuseUndatedPrice(row);
      if (gas === 'CO2e') requireSet(factor.row, rules.gwpSet);
      if (scope === null) requireCo2(factor.row);
      factors.add(factor.row);
      const conversions = quantitiesOf(chain);
      const emission = factorOf('EF', factor, tonnesPer(unitAfter(use.unit, chain)), gas);
      return {
        symbol: 'AD',
        to: use.unit,
        substance: use.unit.substance,
        factors: [...conversions.factors, emission],
        divisors: conversions.divisors,
      };
    });
  };
  const expression = sumClasses(classed, [{ classes, shapeOf }], context);
  const used = [...factors];
  return {
    key,
    unit: `t{${gas}}`,
    method: 'value-chain@2',
    scope,
    gases: distinctTexts(used.flatMap(({ detail }) => detail.gases)),
    gwpSet: gas === 'CO2e' ? rules.gwpSet : null,
    basis,
    ...(isFugitiveMethane(gas, used) ? { methane: { origin: FOSSIL, assumed: null } } : {}),
    ...describeUses(usesOf(classes, classed)),
    expression,
  };
}

/**
 * Whether methane has the potential of fossil methane: its factors state fossil origin, and do not describe combustion, where the factor of
 * CO2 counts its carbon (IPCC AR6, working group I, table 7.15).
 */
function isFugitiveMethane(gas: string, factors: readonly FactorRow[]): boolean {
  return (
    gas === 'CH4' && factors.every(({ detail }) => detail.origin === FOSSIL && detail.basis !== 'combustion')
  );
}

/** Checks that a factor in CO2e is under the GWP set of the run. @throws EngineError `mixed-gwp-sets` */
function requireSet(row: FactorRow, gwpSet: string): void {
  if (row.detail.gwpSet === gwpSet) return;
  const text = `${row.key}: expected GWP set ${gwpSet}, got ${row.detail.gwpSet ?? 'none'}`;
  throw new EngineError('mixed-gwp-sets', text, row.detail.gwpSet, placeOf(row, 'detail.gwpSet'));
}

/** Checks that a factor outside the scopes counts CO2 alone: other gases of its carbon are in scope 3. @throws EngineError `mixed-gases` */
function requireCo2({ record, key, detail: { gases, origin } }: FactorRow): void {
  if (gases.every((gas) => gas === 'CO2')) return;
  const text =
    `${key} is a factor of ${origin} origin, whose CO2 alone is outside the scopes, and covers ${gases.join(', ')}: ` +
    `give its CO2 in a factor of ${origin} origin, and its other gases in a factor in CO2e without detail.origin`;
  throw new EngineError('mixed-gases', text, gases, placeOf({ record, key }, 'detail.gases'));
}

/** Returns the factors of an item with the basis that a use names. @throws EngineError `mixed-bases` */
function findItemFactors(use: Use, { rows }: MethodContext): readonly FactorRow[] {
  const { item, basis } = use.detail;
  const all = rowsAbout(rows, 'activity-factor', item);
  const candidates = rowsWhere(all, basis, ({ detail }) => detail.basis === basis);
  if (candidates.length > 0 || all.length === 0) return candidates;
  const bases = distinctTexts(all.map(({ detail }) => detail.basis)).join(', ');
  const text = `${use.key} needs a factor of ${item} with basis ${basis}, found only ${bases}`;
  throw new EngineError('mixed-bases', text, basis, placeOf(use, 'detail.basis'));
}

function selectItemFactor(
  use: Use,
  candidates: readonly FactorRow[],
  what: string,
  { proxies }: MethodContext,
): FactorOf<'activity-factor'> {
  const { geography } = use.detail;
  return selectFactor(candidates, { what, period: use, geography, by: use, column: 'detail.item' }, proxies);
}
