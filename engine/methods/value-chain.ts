import * as z from 'zod';
import { selectActivities } from '../rows/activity.ts';
import { EngineError, placeOf } from '../errors/engine-error.ts';
import { isForPlace, selectFactor, type FactorOf } from '../factors/factor.ts';
import type { Warning } from '../errors/warning.ts';
import type { Draft } from '../figures/draft.ts';
import { partsOfChain, quantitiesOf, selectChain, unitAfter } from '../figures/chain.ts';
import { factorOf, nodesOf } from '../figures/expression.ts';
import { distinctTexts, type MethodContext } from '../figures/figure.ts';
import { describeUses, Shapes, type Shape } from '../figures/terms.ts';
import { totalOf } from '../figures/total.ts';
import type { Method } from './method.ts';
import { commonParameters, gwpSet } from './parameters.ts';
import { classify, sumClasses, type ClassedUses, type UseClass } from './use-class.ts';
import type { Row, RowOf } from '../rows/row.ts';
import { groupRows, rowsAbout, rowsWhere } from '../rows/row-index.ts';
import { parseUnit, tonnesPer } from '../quantities/unit.ts';

/** What to do with parts that do not fit their total. `refuse` is an error, `list` adds a warning. */
export const totals = z.strictObject({
  /** Factors of CO2 alone in a total of CO2e. */
  co2Only: z.enum(['refuse', 'list']).default('refuse'),
  /** Parts with different bases in one total. */
  mixedBases: z.enum(['refuse', 'list']).default('refuse'),
});

const parameters = commonParameters.extend({ gwpSet, totals: totals.prefault({}) });
type Parameters = z.output<typeof parameters>;
type Use = RowOf<'value-chain-activity'>;

/** Scope 3 by factors: amount of each activity × factor of its item. One figure for each item, one total for each category. */
export const valueChain: Method<Parameters> = {
  id: 'value-chain',
  version: 2,
  title: 'Scope 3 by factors, all fifteen categories',
  standard:
    'GHG Protocol Corporate Value Chain (Scope 3) Standard (2011), chapters 5 and 7; Technical Guidance for Calculating Scope 3 Emissions (2013), chapters 1 to 15',
  reads: ['value-chain-activity', 'activity-factor'],
  parameters,
  figures: [
    {
      key: 'scope3/{category}/{basis}/{item}',
      unit: 't{gas}',
      meaning:
        'Emissions of an item in a category: AD × EF, in CO2e, or in CO2 where the factor covers CO2 alone.',
    },
    ...['biogenic', 'land-use'].map((origin) => ({
      key: `${origin}/scope3/{category}/{basis}/{item}`,
      unit: 't{gas}',
      meaning: `The same by factors of ${origin} carbon. It is not part of any scope or total.`,
    })),
    { key: 'scope3/{category}/total', unit: 't{CO2e}', meaning: 'Total of all items in a category.' },
  ],
  traps: [
    'Combustion and well-to-tank factors add up to the whole of a fuel; a life-cycle factor includes both. Each activity names its basis, and only factors with that basis are used. A total of life-cycle parts and others is an error unless the parameters allow it (totals.mixedBases: list).',
    'CO2 of biogenic origin, and of land use, is not part of scope 3. A factor states it in detail.origin, and has a line of its own.',
    'A factor of CO2 alone is not CO2e. In a total it is an error unless the parameters allow it (totals.co2Only: list).',
    'The UK conversion factor files state each gas in CO2e already. Their CO2e row is the sum: do not add the gases again.',
  ],
  compute: computeValueChain,
};

function computeValueChain(context: MethodContext, chosen: Parameters): Draft[] {
  const uses = selectActivities(context.rows, 'value-chain-activity', context.period);
  const items = [...groupRows(uses, nameItem, isSameItem).values()];
  const byCategory = Map.groupBy(items, ([first]) => first!.detail.category);
  return [...byCategory].flatMap(([category, ofCategory]) => {
    const drafts = ofCategory.flatMap((ofItem) => draftItem(ofItem, chosen, context));
    const inScope = drafts.filter(({ scope }) => scope === 3);
    return [...drafts, ...(inScope.length === 0 ? [] : [totalCategory(category, inScope, chosen, context)])];
  });
}

function nameItem({ detail: { category, basis, item } }: Use): string {
  return `${category}/${basis}/${item}`;
}

function isSameItem({ detail: a }: Use, { detail: b }: Use): boolean {
  return a.item === b.item && a.category === b.category && a.basis === b.basis;
}

/** The uses of an item that count with the factors of one origin. */
interface OriginPart {
  readonly origin: string;
  readonly candidates: readonly RowOf<'activity-factor'>[];
  readonly classes: readonly UseClass<Use>[];
}

/** The figures of the uses of one item in one category with one basis: one for each origin of its factors. */
function draftItem(uses: readonly Use[], chosen: Parameters, context: MethodContext): Draft[] {
  const { category, basis, item } = uses[0]!.detail;
  const candidates = findItemFactors(uses[0]!, context);
  const origins = distinctTexts(candidates.map(originOf));
  const isPlain =
    origins.every((origin) => origin === FOSSIL) && uses.every(({ detail }) => detail.origin === undefined);
  const classes = isPlain ? [{ uses, where: {} }] : classify(uses, ['geography', 'origin']);
  const classed = {
    type: 'value-chain-activity' as const,
    where: { category, basis, item },
    all: uses,
    classes,
  };
  const parts =
    isPlain || origins.length === 0
      ? [{ origin: FOSSIL, candidates, classes }]
      : origins.map((origin) => choosePart(origin, candidates, classes, context));
  refuseUncounted(classes, parts);
  return parts
    .filter((part) => part.classes.length > 0)
    .map((part) => draftPart(part, classed, chosen, context));
}

const FOSSIL = 'fossil';

function originOf({ detail }: RowOf<'activity-factor'>): string {
  return detail.origin ?? FOSSIL;
}

/**
 * A use that states its origin counts with factors of that origin, and with those of gases without CO2, which are in scope 3 for every
 * origin. Factors of fossil carbon count wherever no origin is stated.
 */
function choosePart(
  origin: string,
  all: readonly RowOf<'activity-factor'>[],
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

/** The figure of one origin: in scope 3, or in a line outside the scopes where the carbon is not fossil. */
function draftPart(
  { origin, candidates, classes }: OriginPart,
  classed: ClassedUses<Use>,
  chosen: Parameters,
  context: MethodContext,
): Draft {
  const first = classes[0]!.uses[0]!;
  const { category, basis, item } = first.detail;
  const factors = new Set<RowOf<'activity-factor'>>();
  const shapes = new Shapes();
  const what = `${basis} factor of ${item}`;
  const substance =
    selectItemFactor(first, candidates, what, context).row.unit.substance === 'CO2' ? 'CO2' : 'CO2e';
  const shapeOf = (use: Use): Shape => {
    const factor = selectItemFactor(use, candidates, what, context);
    const chain = selectChain(use, use, context);
    return shapes.of([use.unit, factor, ...partsOfChain(chain)], () => {
      requireSubstance(factor.row, substance, chosen);
      if (origin !== FOSSIL) requireCo2(factor.row);
      factors.add(factor.row);
      const conversions = quantitiesOf(chain);
      const emission = factorOf('EF', factor, tonnesPer(unitAfter(use.unit, chain)), substance);
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
  return {
    key: `${origin === FOSSIL ? '' : `${origin}/`}scope3/${category}/${basis}/${item}`,
    unit: `t{${substance}}`,
    method: 'value-chain@2',
    scope: origin === FOSSIL ? 3 : null,
    gases: distinctTexts([...factors].flatMap(({ detail }) => detail.gases)),
    gwpSet: substance === 'CO2e' ? chosen.gwpSet : null,
    basis,
    ...describeUses(
      classes.length === classed.classes.length ? classed.all : classes.flatMap(({ uses }) => uses),
    ),
    expression,
  };
}

/**
 * Checks that a factor is in the substance of its item: CO2e under the GWP set of the run, or CO2.
 * @throws EngineError `mixed-gases`, `mixed-gwp-sets`
 */
function requireSubstance(
  row: RowOf<'activity-factor'>,
  substance: 'CO2' | 'CO2e',
  chosen: Parameters,
): void {
  if (row.unit.substance !== substance) {
    const text = `${row.key} is in ${row.unit.text}: all factors of an item must be in CO2e, or all in CO2`;
    throw new EngineError('mixed-gases', text, row.unit.text, placeOf(row, 'unit'));
  }
  if (substance === 'CO2e' && row.detail.gwpSet !== chosen.gwpSet) {
    const text = `${row.key}: expected GWP set ${chosen.gwpSet}, got ${row.detail.gwpSet ?? 'none'}`;
    throw new EngineError('mixed-gwp-sets', text, row.detail.gwpSet, placeOf(row, 'detail.gwpSet'));
  }
}

/** Checks that a factor of carbon that is not fossil counts CO2 alone: other gases of it are in scope 3. @throws EngineError `mixed-gases` */
function requireCo2({ record, key, detail: { gases, origin } }: RowOf<'activity-factor'>): void {
  if (gases.every((gas) => gas === 'CO2')) return;
  const text =
    `${key} is a factor of ${origin} origin, whose CO2 alone is outside the scopes, and covers ${gases.join(', ')}: ` +
    `give its CO2 in a factor of ${origin} origin, and its other gases in a factor in CO2e without detail.origin`;
  throw new EngineError('mixed-gases', text, gases, placeOf({ record, key }, 'detail.gases'));
}

/** Returns the factors of an item with the basis that a use names. @throws EngineError `mixed-bases` */
function findItemFactors(use: Use, { rows }: MethodContext): readonly RowOf<'activity-factor'>[] {
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
  candidates: readonly RowOf<'activity-factor'>[],
  what: string,
  { proxies }: MethodContext,
): FactorOf<'activity-factor'> {
  const { geography } = use.detail;
  return selectFactor(candidates, { what, period: use, geography, by: use, column: 'detail.item' }, proxies);
}

function totalCategory(
  category: string,
  items: readonly Draft[],
  chosen: Parameters,
  context: MethodContext,
): Draft {
  const about = {
    key: `scope3/${category}/total`,
    method: 'value-chain@2',
    scope: 3,
    gwpSet: chosen.gwpSet,
  };
  const warnings = [...listCo2Only(items, chosen), ...listBases(category, items, chosen)];
  return { ...totalOf(items, about, context), categories: [category], warnings };
}

/** Returns the rows that a figure, or a figure that it adds up, takes as factors, each once. */
function factorsOf({ expression }: Draft): Row[] {
  const factors = nodesOf(expression).flatMap((node) => {
    if (node.kind === 'figure') return factorsOf(node.draft);
    return node.kind === 'quantity' && node.factor !== null ? [node.row] : [];
  });
  return [...new Set(factors)];
}

/**
 * Returns a warning for each factor of CO2 alone in the parts of a total in CO2e. Where instruments cover a whole part, the
 * warnings are about them. Scope 1 is skipped: its figures are of single gases.
 * @throws EngineError `co2-only-factor`
 */
export function listCo2Only(
  parts: readonly Draft[],
  { totals: { co2Only } }: Pick<Parameters, 'totals'>,
): Warning[] {
  return parts.flatMap((part) => {
    const { scope, gases, unit } = part;
    const isOfCo2 = parseUnit(unit).substance === 'CO2';
    if (scope === 1 || !(isOfCo2 || gases.every((gas) => gas === 'CO2'))) return [];
    const factors = factorsOf(part);
    const isCovered = factors.length === 0;
    const rows = isCovered ? instrumentsOf(part) : factors;
    const column = isOfCo2 && !isCovered ? 'unit' : 'detail.gases';
    return rows.map(({ record, key }) => {
      const message = `${key} covers CO2 alone, and counts in a total of CO2e`;
      if (co2Only === 'refuse')
        throw new EngineError(
          'co2-only-factor',
          `${message}: set totals.co2Only to "list" to allow it`,
          key,
          placeOf({ record, key }, column),
        );
      return { code: 'co2-only-factor', message, row: { record, key } } as const;
    });
  });
}

function instrumentsOf({ expression }: Draft): Row[] {
  return nodesOf(expression).flatMap((node) =>
    node.kind === 'quantity' && node.row.detail.row === 'instrument' ? [node.row] : [],
  );
}

function listBases(
  category: string,
  parts: readonly Draft[],
  { totals: { mixedBases } }: Pick<Parameters, 'totals'>,
): Warning[] {
  const byBasis = Map.groupBy(parts, ({ basis }) => basis ?? '');
  if (byBasis.size < 2 || !byBasis.has('life-cycle')) return [];
  const message = `the total of ${category} has parts of the bases ${distinctTexts(byBasis.keys()).join(', ')}`;
  if (mixedBases === 'refuse') {
    const other = parts.find(({ basis }) => basis !== parts[0]!.basis)!;
    throw new EngineError(
      'mixed-bases',
      `${message}: set totals.mixedBases to "list" to allow it`,
      category,
      placeOf(factorsOf(other)[0]!, 'detail.basis'),
    );
  }
  return parts.flatMap((part) =>
    factorsOf(part).map(
      ({ record, key }) => ({ code: 'mixed-bases', message, row: { record, key } }) as const,
    ),
  );
}
