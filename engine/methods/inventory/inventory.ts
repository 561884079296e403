import * as z from 'zod';
import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Draft } from '../../figures/draft.ts';
import { sumOf, valueOf } from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { openBoundary, type Boundary, type Consolidated } from '../../entities/boundary.ts';
import { consolidate, type Weight } from '../../figures/consolidation.ts';
import { rewriteDrafts } from '../../figures/rewrite.ts';
import { coverParts, totalOf } from '../../figures/total.ts';
import type { Method } from '../method.ts';
import { breakdowns, draftBreakdowns, draftEliminated, DIMENSIONS } from './breakdown.ts';
import {
  commonParameters,
  consolidation,
  constants,
  entities,
  grids,
  gwpSet,
  organisation,
} from '../parameters.ts';
import { groupRows, indexRows, joinRows, rowsOfType, type RowIndex } from '../../rows/row-index.ts';
import { liesOutside } from '../../rows/activity.ts';
import type { Row } from '../../rows/row.ts';
import { findRowType } from '../../rows/types/row-types.ts';
import { baseYear, draftBaseYear } from './base-year.ts';
import { draftIntensities, intensity } from './intensity.ts';
import { combustion } from '../fuel/combustion.ts';
import { processEmissions } from '../process/process-emissions.ts';
import { draftRegistered, openRegistered } from '../plant/registered.ts';
import { RULE_SETS } from '../plant/rules.ts';
import { METER_FIGURE } from '../plant/meters/figure.ts';
import { ownersOf } from '../plant/meters/owner.ts';
import { draftUnits, UNIT_FIGURES } from '../plant/units.ts';
import { refrigerant } from '../process/refrigerant.ts';
import { draftLocation, leaveOutInstrument, scope2 } from '../electricity/scope2.ts';
import { listCo2Only, totals } from '../value-chain/totals.ts';
import { valueChain } from '../value-chain/value-chain.ts';

const parameters = commonParameters.extend({
  gwpSet,
  constants,
  plantRules: z
    .enum(RULE_SETS)
    .default('ipcc-2006')
    .describe('The rule set by which plants report, as in plant@1.'),
  grids,
  entities,
  organisation,
  consolidation,
  by: breakdowns,
  baseYear: baseYear.optional(),
  intensity: intensity.optional(),
  totals: totals.prefault({}),
  /** What the inventory leaves out, and why. Its totals list this. */
  exclusions: z
    .array(z.strictObject({ what: z.string().min(1).max(256), reason: z.string().min(1).max(1024) }))
    .default([]),
});
type Parameters = z.output<typeof parameters>;

/** The rows from which plants are computed, besides those of factors. */
const PLANT_ROWS = ['plant-stream', 'meter-reading', 'meter-calibration', 'tier-limit'] as const;
const PLANT_FIGURES = [...UNIT_FIGURES, METER_FIGURE];

/** The figures that are also computed for each facility, and for the rows without one: scope 1, location-based scope 2, and scope 3. */
const ofFacility = [
  ...[combustion, processEmissions, refrigerant, { figures: PLANT_FIGURES }, scope2, valueChain]
    .flatMap(({ figures }) => figures)
    .filter(({ key }) => !/^scope2\/(market|coverage)/.test(key)),
  { key: 'scope1', unit: 't{CO2e}', meaning: 'Total of scope 1.' },
  { key: 'scope3', unit: 't{CO2e}', meaning: 'Total of scope 3.' },
].flatMap(({ key, unit, meaning }) => [
  { key: `by-facility/{facility}/${key}`, unit, meaning: `For one facility: ${meaning}` },
  { key: `without-facility/${key}`, unit, meaning: `For the rows without a facility: ${meaning}` },
]);

/** The parts of totals that the parameter by asks for. */
const BROKEN_DOWN = DIMENSIONS.flatMap((dimension) =>
  [
    ['scope1', 'Total of scope 1'],
    ['scope2/location', 'Location-based scope 2'],
    ['scope1+2/location', 'Scopes 1 and 2, location-based'],
    ['scope3', 'Total of scope 3'],
  ].flatMap(([key, meaning]) => [
    {
      key: `by-${dimension}/{${dimension}}/${key!}`,
      unit: 't{gas}',
      meaning: `With ${dimension} in parameters.by: ${meaning!}, of one ${dimension}.`,
    },
    ...(dimension === 'month'
      ? [
          {
            key: `without-month/${key!}`,
            unit: 't{gas}',
            meaning: `${meaning!}, of rows that lie in several months.`,
          },
        ]
      : []),
    ...(dimension === 'country' && key === 'scope3'
      ? [
          {
            key: 'without-country/scope3',
            unit: 't{gas}',
            meaning: 'Total of scope 3, of rows that state no place: financing can do so.',
          },
        ]
      : []),
  ]),
);

/** The inventory of an organisation: scopes 1 to 3, with totals in CO2e by scope, category, facility and gas. */
export const inventory: Method<Parameters> = {
  id: 'inventory',
  version: 2,
  title: 'Greenhouse gas inventory of an organisation, scopes 1 to 3',
  standard:
    'GHG Protocol Corporate Standard (2004), chapters 4 (operational boundaries) and 9 (reporting); Scope 2 Guidance (2015), chapter 7 (requirements); ISO 14064-1:2018, clauses 5 (boundaries) and 6 (quantification). Of the first two the contents were read; the clauses of the third are quoted by others',
  reads: [
    ...new Set([
      ...combustion.reads,
      ...processEmissions.reads,
      ...refrigerant.reads,
      ...PLANT_ROWS,
      ...scope2.reads,
      ...valueChain.reads,
      'output',
      'entity',
      'figure',
    ] as const),
  ],
  parameters,
  figures: [
    ...[combustion, processEmissions, refrigerant, { figures: PLANT_FIGURES }, scope2, valueChain].flatMap(
      ({ figures }) => figures,
    ),
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
    ...['location', 'market'].map((basis) => ({
      key: `scope1+2/${basis}`,
      unit: 't{CO2e}',
      meaning: `Scopes 1 and 2, with ${basis}-based scope 2.`,
    })),
    ...BROKEN_DOWN,
    {
      key: 'eliminated/{scope}/{figure}',
      unit: 't{gas}',
      meaning: 'What is left out of a total because another member of the group counts it.',
    },
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
    'A row names its entity in detail.entity, and entity rows say how each is held, with from and until where that changes. By equity share, interests multiply along the chain. By financial control, an entity under full control counts as its holder does, one under joint control by its interest times that, an associate 0. By operational control an entity counts 1 or 0. An investment counts 0: it belongs to category 15. Entities that count 0 are exclusions of the totals.',
    'What members of the group sell to each other counts once within one scope or category, where the rows of both name each other in detail.counterparty. Where the seller has it in scope 1, the purchase in scope 2 of the buyer is left out by the share by which the seller counts. Rows of one type, category and subject with equal amounts on both sides: those of the entity that counts less are left out (of equal ones, of the later identifier). The figures eliminated/… have the rows and tonnes. Scope 1 of one and scope 3 of another both count.',
    'Streams of plants are in scope 1 by the rules of parameters.plantRules, with the figures of plant@1 but its balances of carbon. A plant has one facility and one entity. What is measured or is a row of fuel use too must not be a stream. Readings of a meter count for its stream, in their own months.',
    'A result of plant@1 among the inputs counts in place of the rows of its plant: what its units emit, as it was registered, rounded. It must show all of its units, and lie within the period. Its facility and entity are those of its streams.',
    'Figures by entity, country and month (parameters.by) are of the location-based totals, each dimension alone, with at most 500 parts. A row that lies in several months is in without-month/….',
  ],
  leavesOut: (chosen, rows) => {
    const boundary = openBoundary(rows, askEntities(chosen, rows));
    const named = { ...chosen, entities: nameEntities(chosen, boundary) };
    return (row) => (boundary.out.has(row) ? 'consolidation' : leaveOutInstrument(row, named));
  },
  compute: computeInventory,
};

function computeInventory(context: MethodContext, asked: Parameters): Draft[] {
  refuseNetting(context);
  const boundary = openBoundary(context.rows, askEntities(asked, context.rows));
  const { rows, leftOf, eliminated, about } = boundary;
  const chosen = {
    ...asked,
    entities: nameEntities(asked, boundary),
    exclusions: [...asked.exclusions, ...boundary.exclusions],
  };
  const own = { ...context, rows, ...(leftOf === null ? {} : { weightOf: leftOf }) };
  const drafts = draftScopes(own, chosen, about);
  const compared = [
    ...drafts,
    ...draftBreakdowns(drafts, chosen.by, own, boundary),
    ...draftComparisons(drafts, chosen, boundary, own),
  ];
  const consolidated = consolidate(compared, boundary);
  if (eliminated.size === 0) return consolidated;
  const out = draftEliminated(drafts, (row) => eliminated.has(row));
  const weighed = {
    ...boundary,
    weightOf: (row: Row) => eliminated.get(row)!,
    eliminated: new Map<Row, Weight>(),
  };
  return [...consolidated, ...consolidate(out, weighed)];
}

/** Figures of the whole organisation: they state which entities they cover. */
const WHOLE = /^(scope[13]\/total|(scope1\+2|total)\/(location|market)|scope2\/(location|market))$/;

function stateWhole(draft: Draft, about: Boundary['about'], exclusions: Parameters['exclusions']): Draft {
  if (!WHOLE.test(draft.key)) return draft;
  const { documents = [], warnings = [] } = draft;
  return {
    ...draft,
    ...about,
    ...(exclusions.length === 0 ? {} : { exclusions }),
    documents: [...documents, ...about.documents],
    warnings: [...warnings, ...about.warnings],
  };
}

function askEntities(
  { consolidation: approach, organisation: top, period }: Parameters,
  rows: RowIndex,
): Consolidated {
  const plants = openRegistered({ rows, period });
  const registered = new Set<Row>(plants.flatMap(({ emissions, total }) => [total, ...emissions]));
  return {
    ...{ approach, organisation: top, period, ownerOf: ownersOf(rows, period) },
    isPart: (row) => isPart(row) || registered.has(row),
  };
}

/** Returns the organisations for which a certificate can be retired: those that the parameters name, and all that count. */
function nameEntities({ entities: named, organisation: top }: Parameters, { members }: Boundary): string[] {
  return distinctTexts([...named, ...members, ...(top === undefined ? [] : [top])]);
}

/** Returns the figures of all scopes, and their totals. */
function draftScopes(context: MethodContext, chosen: Parameters, about: Boundary['about']): Draft[] {
  const [direct, beside] = computeDirect(context, chosen);
  const state = (draft: Draft): Draft => stateWhole(draft, about, chosen.exclusions);
  const purchased = scope2.compute(context, chosen).map(state);
  const indirect = valueChain.compute(context, chosen);
  const location = purchased.filter(({ key }) => key === 'scope2/location');
  const market = purchased.filter(({ key }) => key === 'scope2/market');
  const categories = indirect.filter(({ key }) => key.endsWith('/total'));
  const total = (key: string, scope: number | null, parts: readonly Draft[]): Draft[] =>
    totalDrafts({ key, scope, parts }, chosen, context).map(state);
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
    ...(direct.length === 0 || location.length === 0
      ? []
      : [
          ...total('scope1+2/location', null, [...direct, ...location]),
          ...total('scope1+2/market', null, [...direct, ...market]),
        ]),
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
function draftComparisons(
  drafts: readonly Draft[],
  chosen: Parameters,
  boundary: Boundary,
  context: MethodContext,
): Draft[] {
  const totals = drafts.filter(({ covers, key }) => covers !== undefined && TOTAL.test(key));
  return [
    ...(chosen.baseYear === undefined ? [] : draftBaseYear(totals, chosen.baseYear, boundary, context)),
    ...(chosen.intensity === undefined ? [] : draftIntensities(drafts, chosen.intensity, context)),
  ];
}

/** The totals of the whole organisation that are compared with those of a base year. */
const TOTAL = /^(scope[13]\/total|total\/(location|market))$/;

/** Whether a row is part of what is consolidated: factors are not, no matter who states them, and of figures those of registered plants. */
function isPart({ detail: { row } }: Row): boolean {
  return findRowType(row)?.role === 'activity' || row === 'instrument' || row === 'meter-reading';
}

/** Returns the figures of scope 1, and those outside the scopes. */
function computeDirect(context: MethodContext, chosen: Parameters): [direct: Draft[], beside: Draft[]] {
  const figures = [
    ...combustion.compute(context, chosen),
    ...processEmissions.compute(context, chosen),
    ...refrigerant.compute(context, chosen),
    ...draftUnits(context, chosen.gwpSet, chosen.plantRules),
    ...draftRegistered(openRegistered(context), 'inventory@2'),
  ];
  const isDirect = ({ scope }: Draft): boolean => scope === 1;
  return [figures.filter(isDirect), figures.filter((figure) => !isDirect(figure))];
}

const LAND_ROWS = ['stratum-area', 'land-conversion', 'carbon-stock', 'land-event'] as const;

/** Throws when the inputs hold avoided emissions or land. They need a separate run, so that nothing is netted. */
function refuseNetting({ rows }: MethodContext): void {
  const land = LAND_ROWS.flatMap((type): readonly Row[] => rowsOfType(rows, type)).at(0);
  if (land !== undefined) {
    const text = `${land.key} is about land, and scope1/total and nature/{place}/removals/{year} are two lines: what land takes up never lessens an inventory. Run nature@1 on it, and show both`;
    throw new EngineError('netting-refused', text, land.key, placeOf(land, 'detail.row'));
  }
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
  const ownerOf = ownersOf(context.rows, context.period);
  const byFacility = groupRows(
    all.filter((row) => !isShared(row) && !liesOutside(row, context.period)),
    (row) => facilityOf(ownerOf(row)) ?? '',
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

/** Whether a row is a factor, which all facilities share. Activities, readings and figures of plants belong to a facility, instruments to the organisation. */
function isShared({ detail }: Row): boolean {
  return !OWNED.includes(detail.row) && !('category' in detail);
}

const OWNED: readonly string[] = ['instrument', 'figure', 'meter-reading'];

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
