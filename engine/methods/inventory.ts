import * as z from 'zod';
import { EngineError, placeOf } from '../errors.ts';
import type { Draft } from '../figures/draft.ts';
import { distinctTexts, type MethodContext } from '../figures/figure.ts';
import { totalOf } from '../figures/total.ts';
import type { Method } from './method.ts';
import { commonParameters, grids, gwpSet } from './parameters.ts';
import { groupRows, indexRows, joinRows, rowsOfType } from '../rows/row-index.ts';
import type { Row } from '../rows/row.ts';
import { combustion } from './combustion.ts';
import { processEmissions } from './process-emissions.ts';
import { refrigerant } from './refrigerant.ts';
import { draftLocation, scope2 } from './scope2.ts';
import { listCo2Only, totals, valueChain } from './value-chain.ts';

const parameters = commonParameters.extend({
  gwpSet,
  grids,
  totals: totals.prefault({}),
  /** What the inventory leaves out, and why. Its totals list this. */
  exclusions: z
    .array(z.strictObject({ what: z.string().min(1).max(256), reason: z.string().min(1).max(1024) }))
    .default([]),
});
type Parameters = z.output<typeof parameters>;

/** The figures that are also computed for each facility: scope 1, and location-based scope 2. */
const ofFacility = [combustion, processEmissions, refrigerant, scope2]
  .flatMap(({ figures }) => figures)
  .filter(({ key }) => !/^scope2\/(market|coverage)/.test(key))
  .map(({ key, unit, meaning }) => ({
    key: `by-facility/{facility}/${key}`,
    unit,
    meaning: `For one facility: ${meaning}`,
  }));

/** The inventory of an organisation: scopes 1 to 3, with totals in CO2e by scope, category, facility and gas. */
export const inventory: Method<Parameters> = {
  id: 'inventory',
  version: 2,
  title: 'Greenhouse gas inventory of an organisation, scopes 1 to 3',
  standard:
    'GHG Protocol Corporate Standard (2004), chapters 4 and 9; Scope 2 Guidance (2015), chapter 7; ISO 14064-1:2018, clauses 5 and 6',
  reads: [
    ...new Set([
      ...combustion.reads,
      ...processEmissions.reads,
      ...refrigerant.reads,
      ...scope2.reads,
      ...valueChain.reads,
    ]),
  ],
  parameters,
  figures: [
    ...[combustion, processEmissions, refrigerant, scope2, valueChain].flatMap(({ figures }) => figures),
    { key: 'scope1/total', unit: 't{CO2e}', meaning: 'Total of scope 1.' },
    { key: 'scope3/total', unit: 't{CO2e}', meaning: 'Total of all categories of scope 3.' },
    {
      key: 'total/location',
      unit: 't{CO2e}',
      meaning: 'Total of scopes 1 to 3 with location-based scope 2.',
    },
    { key: 'total/market', unit: 't{CO2e}', meaning: 'Total of scopes 1 to 3 with market-based scope 2.' },
    { key: 'by-gas/{gas}', unit: 't{CO2e}', meaning: 'Total of scope 1 for one gas.' },
    { key: 'by-facility/{facility}/scope1', unit: 't{CO2e}', meaning: 'Total of scope 1 for one facility.' },
    ...ofFacility,
  ],
  traps: [
    'Both scope 2 figures are reported. Each total includes only one of them.',
    'The market-based figure is not split by facility: instruments cover the electricity of the whole organisation.',
    'Avoided emissions and offsets are not part of any total.',
  ],
  compute: computeInventory,
};

function computeInventory(context: MethodContext, chosen: Parameters): Draft[] {
  refuseNetting(context);
  const [direct, beside] = computeDirect(context, chosen);
  const purchased = scope2.compute(context, chosen);
  const indirect = valueChain.compute(context, chosen);
  const location = purchased.filter((figure) => figure.key === 'scope2/location');
  const market = purchased.filter((figure) => figure.key === 'scope2/market');
  const categories = indirect.filter((figure) => figure.key.endsWith('/total'));
  const total = (key: string, scope: number | null, parts: readonly Draft[]): Draft[] =>
    totalDrafts({ key, scope, parts }, chosen, context);
  return [
    ...direct,
    ...beside,
    ...purchased,
    ...indirect,
    ...total('scope1/total', 1, direct),
    ...total('scope3/total', 3, categories),
    ...total('total/location', null, [...direct, ...location, ...categories]),
    ...total('total/market', null, [...direct, ...market, ...categories]),
    ...[...Map.groupBy(direct, ({ gases }) => gases.join('+'))].flatMap(([gas, parts]) =>
      total(`by-gas/${gas}`, 1, parts),
    ),
    ...totalFacilities(context, chosen),
  ];
}

/** Returns the figures of scope 1, and those outside the scopes. */
function computeDirect(context: MethodContext, chosen: Parameters): [direct: Draft[], beside: Draft[]] {
  const figures = [
    ...combustion.compute(context, chosen),
    ...processEmissions.compute(context, chosen),
    ...refrigerant.compute(context, chosen),
  ];
  const isDirect = ({ scope }: Draft): boolean => scope === 1;
  return [figures.filter(isDirect), figures.filter((figure) => !isDirect(figure))];
}

/** Throws when the inputs hold avoided emissions. They need a separate run, so that nothing is netted. */
function refuseNetting({ rows }: MethodContext): void {
  const [row] = rowsOfType(rows, 'solution-use');
  if (row === undefined) return;
  const text = `${row.key} is about avoided emissions, which cannot reduce an inventory: run avoided@2 on it instead`;
  throw new EngineError('netting-refused', text, row.key, placeOf(row, 'detail.row'));
}

/** Returns the figures of each facility that rows name. Rows without a facility count only for the whole organisation. */
function totalFacilities(context: MethodContext, chosen: Parameters): Draft[] {
  const all = [...context.rows.byType.values()].flat();
  const shared = indexRows(all.filter(isShared));
  const byFacility = groupRows(all, (row) => facilityOf(row) ?? '');
  const names = distinctTexts([...byFacility.keys()]).filter((name) => name !== '');
  return names.flatMap((facility) => {
    const own = { ...context, facility, rows: joinRows(shared, indexRows(byFacility.get(facility)!)) };
    const purchased = draftLocation(chosen.grids, own);
    const within = (figures: readonly Draft[]): Draft[] =>
      figures.map((figure) => ({ ...figure, key: `by-facility/${facility}/${figure.key}` }));
    const [direct, beside] = computeDirect(own, chosen).map(within);
    return [
      ...direct!,
      ...beside!,
      ...totalDrafts({ key: `by-facility/${facility}/scope1`, scope: 1, parts: direct! }, chosen, context),
      ...within(purchased),
    ];
  });
}

function facilityOf({ detail }: Row): string | undefined {
  return 'facility' in detail ? detail.facility : undefined;
}

/** Whether a row is a factor, which all facilities share. Activities belong to a facility, instruments to the organisation. */
function isShared({ detail }: Row): boolean {
  return detail.row !== 'instrument' && !('category' in detail);
}

/** Returns the total of parts; none without parts. */
function totalDrafts(
  {
    key,
    scope,
    parts,
  }: { readonly key: string; readonly scope: number | null; readonly parts: readonly Draft[] },
  chosen: Parameters,
  context: MethodContext,
): Draft[] {
  if (parts.length === 0) return [];
  const { gwpSet: set, exclusions } = chosen;
  const about = { key, scope, method: 'inventory@2', gwpSet: set, exclusions };
  return [{ ...totalOf(parts, about, context), warnings: listCo2Only(parts, chosen) }];
}
