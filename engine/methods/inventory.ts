import * as z from 'zod';
import { EngineError, placeOf } from '../errors/engine-error.ts';
import type { Draft } from '../figures/draft.ts';
import { sumOf, valueOf } from '../figures/expression.ts';
import { distinctTexts, type MethodContext } from '../figures/figure.ts';
import {
  APPROACHES,
  type Approach,
  consolidate,
  isInside,
  refuseJointControl,
} from '../figures/consolidation.ts';
import { rewriteDrafts } from '../figures/rewrite.ts';
import { coverParts, totalOf } from '../figures/total.ts';
import type { Method } from './method.ts';
import { commonParameters, entities, grids, gwpSet } from './parameters.ts';
import { groupRows, indexRows, joinRows, rowsOfType } from '../rows/row-index.ts';
import { liesOutside } from '../rows/activity.ts';
import type { Row } from '../rows/row.ts';
import { findRowType } from '../rows/types/row-types.ts';
import { baseYear, draftBaseYear } from './base-year.ts';
import { draftIntensities, intensity } from './intensity.ts';
import { combustion } from './combustion.ts';
import { processEmissions } from './process-emissions.ts';
import { refrigerant } from './refrigerant.ts';
import { draftLocation, leaveOutInstrument, scope2 } from './scope2.ts';
import { listCo2Only, totals } from './value-chain-totals.ts';
import { valueChain } from './value-chain.ts';

const parameters = commonParameters.extend({
  gwpSet,
  grids,
  entities,
  consolidation: z
    .enum(APPROACHES)
    .optional()
    .describe(
      'Which rows count, by their members boundary, control and share. Unless stated, as operational-control.',
    ),
  baseYear: baseYear.optional(),
  intensity: intensity.optional(),
  totals: totals.prefault({}),
  /** What the inventory leaves out, and why. Its totals list this. */
  exclusions: z
    .array(z.strictObject({ what: z.string().min(1).max(256), reason: z.string().min(1).max(1024) }))
    .default([]),
});
type Parameters = z.output<typeof parameters>;

/** The figures that are also computed for each facility, and for the rows without one: scope 1, location-based scope 2, and scope 3. */
const ofFacility = [
  ...[combustion, processEmissions, refrigerant, scope2, valueChain]
    .flatMap(({ figures }) => figures)
    .filter(({ key }) => !/^scope2\/(market|coverage)/.test(key)),
  { key: 'scope1', unit: 't{CO2e}', meaning: 'Total of scope 1.' },
  { key: 'scope3', unit: 't{CO2e}', meaning: 'Total of scope 3.' },
].flatMap(({ key, unit, meaning }) => [
  { key: `by-facility/{facility}/${key}`, unit, meaning: `For one facility: ${meaning}` },
  { key: `without-facility/${key}`, unit, meaning: `For the rows without a facility: ${meaning}` },
]);

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
      'output',
    ] as const),
  ],
  parameters,
  figures: [
    ...[combustion, processEmissions, refrigerant, scope2, valueChain].flatMap(({ figures }) => figures),
    { key: 'scope1/total', unit: 't{CO2e}', meaning: 'Total of scope 1.' },
    { key: 'scope3/total', unit: 't{CO2e}', meaning: 'Total of all categories of scope 3.' },
    ...['biogenic', 'land-use'].flatMap((origin) =>
      ['scope1', 'scope3'].map((scope) => ({
        key: `${origin}/${scope}/total`,
        unit: 't{CO2}',
        meaning: `CO2 of ${origin} origin beside ${scope.replace('scope', 'scope ')}. It is not part of any other total.`,
      })),
    ),
    {
      key: 'total/location',
      unit: 't{CO2e}',
      meaning: 'Total of scopes 1 to 3 with location-based scope 2.',
    },
    { key: 'total/market', unit: 't{CO2e}', meaning: 'Total of scopes 1 to 3 with market-based scope 2.' },
    {
      key: 'by-gas/{gas}',
      unit: 't{CO2e}',
      meaning: 'Total of scope 1 for one gas, or for one blend that has no line of each gas.',
    },
    ...ofFacility,
    {
      key: 'scope1/by-facility',
      unit: 't{CO2e}',
      meaning: 'Scope 1 of all facilities and of the rows without one: the total, from these parts.',
    },
    {
      key: 'base-year/{scope}/{total}',
      unit: 't{CO2e}',
      meaning: 'A total of the base year, recalculated where adjustments reach the threshold.',
    },
    {
      key: 'base-year/change/{scope}/{total}',
      unit: '%',
      meaning: 'The change of a total since the base year.',
    },
    {
      key: 'intensity/{output}/{scope}/{figure}',
      unit: 't{gas}/{output}',
      meaning: 'A figure per unit of an output of the organisation.',
    },
  ],
  traps: [
    'Both scope 2 figures are reported. Each total includes only one of them.',
    'The market-based figure is not split by facility: instruments cover the electricity of the whole organisation.',
    'Avoided emissions and offsets are not part of any total.',
    'Each figure states its consolidation. Under financial control a joint venture counts by share (Corporate Standard, chapter 3), which this method does not do yet: such a row is refused, and so is one with a share that does not state detail.control.',
  ],
  leavesOut: (row, chosen) =>
    isPart(row) && !isInside(row, approachOf(chosen)) ? 'consolidation' : leaveOutInstrument(row, chosen),
  compute: computeInventory,
};

function computeInventory(context: MethodContext, chosen: Parameters): Draft[] {
  refuseNetting(context);
  const all = [...context.rows.byType.values()].flat();
  const approach = approachOf(chosen);
  const outside = all.filter((row) => isPart(row) && !isInside(row, approach));
  if (approach === 'financial-control') {
    const isCounted = (row: Row): boolean => isRead(row) && !liesOutside(row, context.period);
    refuseJointControl(all.filter((row) => isInside(row, approach) && isCounted(row)));
  }
  const byShare = approach === 'equity-share';
  const own = outside.length === 0 ? context : without(outside, all, context);
  const consolidated = { ...own, byShare };
  const drafts = draftScopes(consolidated, chosen);
  const compared = [...drafts, ...draftComparisons(drafts, chosen, consolidated)];
  return consolidate(compared, approach);
}

function approachOf({ consolidation = 'operational-control' }: Pick<Parameters, 'consolidation'>): Approach {
  return consolidation;
}

/** Whether a row is an activity of a type that an inventory reads. */
function isRead(row: Row): boolean {
  return isPart(row) && inventory.reads.includes(row.detail.row);
}

/** Returns the figures of all scopes, and their totals. */
function draftScopes(context: MethodContext, chosen: Parameters): Draft[] {
  const [direct, beside] = computeDirect(context, chosen);
  const purchased = scope2.compute(context, chosen);
  const indirect = valueChain.compute(context, chosen);
  const location = purchased.filter(({ key }) => key === 'scope2/location');
  const market = purchased.filter(({ key }) => key === 'scope2/market');
  const categories = indirect.filter(({ key }) => key.endsWith('/total'));
  const total = (key: string, scope: number | null, parts: readonly Draft[]): Draft[] =>
    totalDrafts({ key, scope, parts }, chosen, context);
  return [
    ...direct,
    ...beside,
    ...purchased,
    ...indirect,
    ...total('scope1/total', 1, direct),
    ...total('scope3/total', 3, categories),
    ...totalOutside('biogenic', [...beside, ...indirect]),
    ...totalOutside('land-use', [...beside, ...indirect]),
    ...total('total/location', null, [...direct, ...location, ...categories]),
    ...total('total/market', null, [...direct, ...market, ...categories]),
    ...[...Map.groupBy(direct, ({ gases }) => gases.join('+'))].flatMap(([gas, parts]) =>
      total(`by-gas/${gas}`, 1, parts),
    ),
    ...totalFacilities(context, chosen),
  ];
}

/** Returns the total of CO2 of an origin that is outside the scopes, for scope 1 and for scope 3. */
function totalOutside(origin: 'biogenic' | 'land-use', drafts: readonly Draft[]): Draft[] {
  const own = drafts.filter(({ key, unit }) => key.startsWith(`${origin}/`) && unit === 't{CO2}');
  const byScope = Map.groupBy(own, ({ key }) => (key.startsWith(`${origin}/scope3/`) ? 'scope3' : 'scope1'));
  return [...byScope].map(([scope, parts]) => ({
    key: `${origin}/${scope}/total`,
    unit: 't{CO2}',
    method: 'inventory@2',
    scope: null,
    gwpSet: null,
    ...coverParts(parts),
    gases: ['CO2'],
    expression: sumOf(parts.map((part) => valueOf('part', part))),
  }));
}

/** Returns the base year and the intensities that the parameters ask for. */
function draftComparisons(drafts: readonly Draft[], chosen: Parameters, context: MethodContext): Draft[] {
  const totals = drafts.filter(({ covers, key }) => covers !== undefined && TOTAL.test(key));
  return [
    ...(chosen.baseYear === undefined
      ? []
      : draftBaseYear(totals, { ...chosen.baseYear, consolidation: approachOf(chosen) }, context)),
    ...(chosen.intensity === undefined ? [] : draftIntensities(drafts, chosen.intensity, context)),
  ];
}

/** The totals of the whole organisation that are compared with those of a base year. */
const TOTAL = /^(scope[13]\/total|total\/(location|market))$/;

/** Whether a row is part of what is consolidated. Factors are not, no matter who states them. */
function isPart({ detail: { row } }: Row): boolean {
  return findRowType(row)?.role === 'activity' || row === 'instrument';
}

function without(outside: readonly Row[], all: readonly Row[], context: MethodContext): MethodContext {
  const left = new Set(outside);
  return { ...context, rows: indexRows(all.filter((row) => !left.has(row))) };
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

/**
 * Returns the figures of each facility that rows name, of the rows that name none, and the sum of scope 1 over all of these: the same as
 * the total, and it says by how much the parts as shown add up to something else.
 */
function totalFacilities(context: MethodContext, chosen: Parameters): Draft[] {
  const all = [...context.rows.byType.values()].flat();
  const shared = indexRows(all.filter(isShared));
  const byFacility = groupRows(
    all.filter((row) => !isShared(row) && !liesOutside(row, context.period)),
    (row) => facilityOf(row) ?? '',
  );
  const names = distinctTexts(byFacility.keys());
  if (names.every((name) => name === '')) return [];
  const drafts = names.map((name) => {
    const rows = joinRows(shared, indexRows(byFacility.get(name)!));
    return draftFacility(name, { ...context, facility: name === '' ? null : name, rows }, chosen);
  });
  const ofScope1 = drafts.flatMap((own) =>
    own.filter(({ key }) => /^(by|without)-facility.*\/scope1$/.test(key)),
  );
  return [
    ...drafts.flat(),
    ...totalDrafts({ key: 'scope1/by-facility', scope: 1, parts: ofScope1 }, chosen, context),
  ];
}

/** Returns the figures of one facility; the empty name is for rows without one. */
function draftFacility(name: string, own: MethodContext, chosen: Parameters): Draft[] {
  const prefix = name === '' ? 'without-facility' : `by-facility/${name}`;
  const within = (drafts: readonly Draft[]): Draft[] =>
    rewriteDrafts(drafts, { key: (key) => `${prefix}/${key}` });
  const [direct, beside] = computeDirect(own, chosen).map(within);
  const scope3 = within(valueChain.compute(own, chosen));
  const categories = scope3.filter(({ key }) => key.endsWith('/total'));
  return [
    ...direct!,
    ...beside!,
    ...totalDrafts({ key: `${prefix}/scope1`, scope: 1, parts: direct! }, chosen, own),
    ...draftLocation(chosen, own, `${prefix}/`),
    ...scope3,
    ...totalDrafts({ key: `${prefix}/scope3`, scope: 3, parts: categories }, chosen, own),
  ];
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
