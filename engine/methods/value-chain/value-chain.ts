import type * as z from 'zod';
import { selectActivities } from '../../rows/activity.ts';
import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Draft } from '../../figures/draft.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { totalOf } from '../../figures/total.ts';
import type { RowOf } from '../../rows/row.ts';
import { groupRows } from '../../rows/row-index.ts';
import { draftClasses, FINANCED_FIGURES } from './financed.ts';
import type { Financing } from './financed-terms.ts';
import type { Method } from '../method.ts';
import { commonParameters, gwpSet } from '../parameters.ts';
import { draftItem } from './item.ts';
import { listBases, listCo2Only, totals } from './totals.ts';

const parameters = commonParameters.extend({ gwpSet, totals: totals.prefault({}) });
type Parameters = z.output<typeof parameters>;
type Use = RowOf<'value-chain-activity'>;

const OF_ITEM = 'scope3/{category}/{basis}/{item}';
const ORIGINS = {
  biogenic: 'The same by factors of biogenic carbon. It is not part of any scope or total.',
  'land-use':
    'The same by factors of land-use origin, where totals.landUse is beside. It is not part of any scope or total.',
} as const;

/** Scope 3 by factors: amount of each activity × factor of its item. One figure for each item, one total for each category. */
export const valueChain: Method<Parameters> = {
  id: 'value-chain',
  version: 2,
  title: 'Scope 3 by factors, all fifteen categories',
  standard:
    'GHG Protocol Corporate Value Chain (Scope 3) Standard (2011), chapters 5 (categories) and 7 (data); Technical Guidance for Calculating Scope 3 Emissions (2013), categories 1 to 15',
  reads: [
    'value-chain-activity',
    'activity-factor',
    'conversion-factor',
    'gwp',
    'financing',
    'investee-value',
    'investee-emissions',
  ],
  parameters,
  figures: [
    {
      key: OF_ITEM,
      unit: 't{gas}',
      meaning:
        'Emissions of an item in a category: AD × EF, in CO2e, or in CO2 where the factor covers CO2 alone. Where factors are given gas by gas, their sum in CO2e.',
    },
    {
      key: `${OF_ITEM}/{gas}`,
      unit: 't{gas}',
      meaning: 'One gas of an item, where its factors are given gas by gas. Part of the figure of the item.',
    },
    {
      key: `${OF_ITEM}/land-use`,
      unit: 't{gas}',
      meaning:
        'Emissions of an item by factors of land-use origin, where totals.landUse is within. Part of the total of the category.',
    },
    {
      key: `${OF_ITEM}/land-use/{gas}`,
      unit: 't{gas}',
      meaning: 'One gas of these, where their factors are given gas by gas.',
    },
    ...Object.entries(ORIGINS).map(([origin, meaning]) => ({
      key: `${origin}/${OF_ITEM}`,
      unit: 't{gas}',
      meaning,
    })),
    ...FINANCED_FIGURES,
    {
      key: 'scope3/{category}/total',
      unit: 't{CO2e}',
      meaning:
        'Total of all items in a category, and of financed emissions in scope 1 and 2 in category 3.15.',
    },
  ],
  traps: [
    'Combustion and well-to-tank factors add up to the whole of a fuel; a life-cycle factor includes both. Each activity names its basis, and only factors with that basis are used. A total of life-cycle parts and others is an error unless the parameters allow it (totals.mixedBases: list).',
    'CO2 of biogenic origin is not part of scope 3. A factor states it in detail.origin, and has a line of its own. Emissions of land-use origin have one too: beside the totals, or within the total of their category if the parameters say so (totals.landUse: within), as ISO 14067 is said to count direct land-use change (its text was not read).',
    'A factor set is in CO2e, or has one factor for each gas. A place that has both for one item is refused. Single gases become CO2e by the GWP set of the run. A gas that other places have, and one lacks, gives a warning.',
    'Money states currency and price year in its unit: a spend in {USD-2023} does not fit a factor per {EUR-2019}. Conversion factors lead from one to the other: an exchange rate in {EUR-2023}/{USD-2023}, a price index in {EUR-2019}/{EUR-2023}. Basic prices are a unit of their own too, as in {EUR-2019-basic}. A currency without a year is refused.',
    'An investment (3.15) counts in full: name the share of equity as a conversion factor. What rows of financing are about counts by outstanding amount over value, as in financed@1, and never by an item of the same name too.',
    'A factor of CO2 alone is not CO2e. In a total it is an error unless the parameters allow it (totals.co2Only: list).',
    'A factor holds for the period of the row, not of the run: the months of a fiscal year take the factors of their calendar years.',
    'The UK conversion factor files state each gas in CO2e already. Their CO2e row is the sum: do not add the gases again.',
  ],
  compute: computeValueChain,
};

function computeValueChain(context: MethodContext, chosen: Parameters): Draft[] {
  const uses = selectActivities(context.rows, 'value-chain-activity', context.period);
  const items = [...groupRows(uses, nameItem, isSameItem).values()];
  const rules = { gwpSet: chosen.gwpSet, landUse: chosen.totals.landUse };
  const drafts = items.flatMap((ofItem) => draftItem(ofItem, rules, context));
  const classes = draftClasses(chosen.gwpSet, context);
  refuseFinancedTwice(
    uses,
    classes.flatMap((own) => own.uses),
  );
  const figures = [...drafts.map(({ figure }) => figure), ...classes.flatMap((own) => own.figures)];
  const inScope = figures.filter(({ scope }) => scope === 3);
  return [
    ...figures,
    ...drafts.flatMap(({ gases }) => gases),
    ...[...Map.groupBy(inScope, ({ categories }) => categories[0]!)].map(([category, own]) =>
      totalCategory(category, own, chosen, context),
    ),
  ];
}

/** Throws for an item of category 3.15 that is an investee of `financing` rows: its emissions would count twice. @throws EngineError `double-counting` */
function refuseFinancedTwice(uses: readonly Use[], financings: readonly Financing[]): void {
  const byInvestee = new Map(financings.map((row) => [row.detail.investee, row]));
  if (byInvestee.size === 0) return;
  for (const use of uses) {
    const { category, item } = use.detail;
    const other = category === '3.15' ? byInvestee.get(item) : undefined;
    if (other === undefined) continue;
    const text = `${use.key} counts the emissions of ${item} in category 3.15, and ${other.key} counts them too: leave out one of them`;
    throw new EngineError('double-counting', text, item, placeOf(use, 'detail.item'));
  }
}

function nameItem({ detail: { category, basis, item } }: Use): string {
  return `${category}/${basis}/${item}`;
}

function isSameItem({ detail: a }: Use, { detail: b }: Use): boolean {
  return a.item === b.item && a.category === b.category && a.basis === b.basis;
}

const OF_LAND_USE = /^scope3(\/[^/]+){3}\/land-use$/;

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
  const ofItems = items.filter(({ basis }) => basis !== undefined);
  // Land-use change is CO2: a factor of it leaves out no gas.
  const others = items.filter(({ key }) => !OF_LAND_USE.test(key));
  const warnings = [...listCo2Only(others, chosen), ...listBases(category, ofItems, chosen)];
  return { ...totalOf(items, about, context), categories: [category], warnings };
}
