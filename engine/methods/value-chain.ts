import * as z from 'zod';
import { selectActivities } from '../rows/activity.ts';
import { sumAmounts } from '../quantities/decimal.ts';
import { EngineError, placeOf } from '../errors.ts';
import { selectFactor, type FactorOf, type Warning } from '../factors/factor.ts';
import {
  distinct,
  distinctTexts,
  finishFigure,
  tonnesOf,
  type MethodContext,
  type Figure,
} from '../figures/figure.ts';
import type { Method } from './method.ts';
import { commonParameters, gwpSet } from './parameters.ts';
import { sumProducts, tonnesPerUnit } from '../figures/product.ts';
import type { RowOf } from '../rows/row.ts';
import { groupRows, rowsAbout } from '../rows/row-index.ts';
import { parseUnit } from '../quantities/unit.ts';

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
  version: 1,
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
    { key: 'scope3/{category}/total', unit: 't{CO2e}', meaning: 'Total of all items in a category.' },
  ],
  traps: [
    'Combustion, well-to-tank and life-cycle factors describe different things. Each activity names its basis, and only factors with that basis are used. A total over several bases is an error unless the parameters allow it (totals.mixedBases: list).',
    'A factor of CO2 alone is not CO2e. In a total it is an error unless the parameters allow it (totals.co2Only: list).',
    'The UK conversion factor files state each gas in CO2e already. Their CO2e row is the sum: do not add the gases again.',
  ],
  compute: computeValueChain,
};

function computeValueChain(context: MethodContext, chosen: Parameters): Figure[] {
  const uses = selectActivities(context.rows, 'value-chain-activity', context.period);
  return [...groupRows(uses, ({ detail }) => detail.category)].flatMap(([category, ofCategory]) => {
    const items = computeItems(category, ofCategory, chosen, context);
    return [...items, totalCategory(category, items, chosen, context)];
  });
}

function computeItems(
  category: string,
  uses: readonly Use[],
  chosen: Parameters,
  context: MethodContext,
): Figure[] {
  const byItem = [...groupRows(uses, ({ detail }) => detail.item)];
  const byBasis = byItem.flatMap(([item, ofItem]) =>
    [...groupRows(ofItem, ({ detail }) => detail.basis)].map(
      ([basis, ofBasis]) => [`${basis}/${item}`, ofBasis] as const,
    ),
  );
  return byBasis.map(([name, ofItem]) => {
    const selected = ofItem.map((use) => selectItemFactor(use, context));
    const factors = new Set(selected.map((factor) => factor.row));
    const { detail, unit } = selected[0]!.row;
    const substance = requireOneSubstance(factors, unit.substance, chosen);
    const symbols = [
      { name: 'AD', unit: null, substance: null },
      { name: 'EF', unit: tonnesPerUnit, substance },
    ];
    return sumProducts(
      ofItem.map((activity, index) => ({ symbols, activity, factors: [selected[index]!] })),
      {
        key: `scope3/${category}/${name}`,
        unit: `t{${substance}}`,
        method: 'value-chain@1',
        scope: 3,
        gases: distinctTexts([...factors].flatMap((factor) => factor.detail.gases)),
        gwpSet: substance === 'CO2e' ? chosen.gwpSet : null,
        basis: detail.basis,
      },
      context,
    );
  });
}

/**
 * Returns the one substance of all factors: CO2e under the GWP set of the run, or CO2.
 * @throws EngineError `mixed-gases`, `mixed-gwp-sets`
 */
function requireOneSubstance(
  factors: Iterable<RowOf<'activity-factor'>>,
  substance: string | null,
  chosen: Parameters,
): 'CO2' | 'CO2e' {
  for (const row of factors) {
    if (row.unit.substance !== substance || (substance !== 'CO2' && substance !== 'CO2e')) {
      const text = `${row.key} is in ${row.unit.text}: all factors of an item must be in CO2e, or all in CO2`;
      throw new EngineError('mixed-gases', text, row.unit.text, placeOf(row, 'unit'));
    }
    if (substance === 'CO2e' && row.detail.gwpSet !== chosen.gwpSet) {
      const text = `${row.key}: expected GWP set ${chosen.gwpSet}, got ${row.detail.gwpSet ?? 'none'}`;
      throw new EngineError('mixed-gwp-sets', text, row.detail.gwpSet, placeOf(row, 'detail.gwpSet'));
    }
  }
  return substance === 'CO2' ? 'CO2' : 'CO2e';
}

function selectItemFactor(use: Use, { rows, proxies }: MethodContext): FactorOf<'activity-factor'> {
  const { item, basis, geography } = use.detail;
  const all = rowsAbout(rows, 'activity-factor', item);
  const candidates = all.filter(({ detail }) => detail.basis === basis);
  if (candidates.length === 0 && all.length > 0) {
    const bases = distinctTexts(all.map(({ detail }) => detail.basis)).join(', ');
    const text = `${use.key} needs a factor of ${item} with basis ${basis}, found only ${bases}`;
    throw new EngineError('mixed-bases', text, basis, placeOf(use, 'detail.basis'));
  }
  return selectFactor(
    candidates,
    { what: `${basis} factor of ${item}`, period: use, geography, by: use, column: 'detail.item' },
    proxies,
  );
}

function totalCategory(
  category: string,
  items: readonly Figure[],
  chosen: Parameters,
  context: MethodContext,
): Figure {
  const warnings = [...listCo2Only(items, chosen), ...listBases(category, items, chosen)];
  const details = items.map(({ detail }) => detail);
  return finishFigure(
    {
      key: `scope3/${category}/total`,
      amount: sumAmounts(items.map(tonnesOf)),
      unit: 't{CO2e}',
      method: 'value-chain@1',
      scope: 3,
      categories: [category],
      gases: distinctTexts(details.flatMap(({ gases }) => gases)),
      gwpSet: chosen.gwpSet,
      geographies: distinctTexts(details.flatMap(({ geographies }) => geographies)),
      factors: distinct(details.flatMap(({ factors }) => factors)),
      covers: items.map(({ key, unit, detail: { gases } }) => ({ key, unit, gases })),
      formula: 'sum(part[i]); CO2 counts by its potential, 1 by definition',
      operands: items.map(({ key, value, unit }, index) => ({
        name: `part[${index + 1}]`,
        value,
        unit,
        key,
      })),
      warnings: [...details.flatMap(({ derivation }) => derivation.warnings), ...warnings],
    },
    context,
  );
}

/**
 * Returns a warning for each factor of CO2 alone in the parts of a total in CO2e. Where instruments cover a whole part, the
 * warnings are about them. Scope 1 is skipped: its figures are of single gases.
 * @throws EngineError `co2-only-factor`
 */
export function listCo2Only(
  parts: readonly Figure[],
  { totals: { co2Only } }: Pick<Parameters, 'totals'>,
): Warning[] {
  return parts.flatMap((part) => {
    const { scope, gases, factors, derivation } = part.detail;
    const isOfCo2 = parseUnit(part.unit).substance === 'CO2';
    if (scope === 1 || !(isOfCo2 || gases.every((gas) => gas === 'CO2'))) return [];
    const isCovered = factors.length === 0;
    const rows = isCovered ? derivation.operands.filter(({ name }) => name.startsWith('IF')) : factors;
    const column = isOfCo2 && !isCovered ? 'unit' : 'detail.gases';
    return rows.map(({ record = '', key }) => {
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

function listBases(
  category: string,
  parts: readonly Figure[],
  { totals: { mixedBases } }: Pick<Parameters, 'totals'>,
): Warning[] {
  const byBasis = Map.groupBy(parts, ({ detail }) => detail.basis ?? '');
  if (byBasis.size < 2) return [];
  const message = `the total of ${category} has parts of the bases ${distinctTexts([...byBasis.keys()]).join(', ')}`;
  if (mixedBases === 'refuse') {
    const other = parts.find(({ detail }) => detail.basis !== parts[0]!.detail.basis)!;
    throw new EngineError(
      'mixed-bases',
      `${message}: set totals.mixedBases to "list" to allow it`,
      category,
      placeOf(other.detail.factors[0]!, 'detail.basis'),
    );
  }
  return parts.flatMap(({ detail: { factors } }) =>
    factors.map(({ record, key }) => ({ code: 'mixed-bases', message, row: { record, key } }) as const),
  );
}
