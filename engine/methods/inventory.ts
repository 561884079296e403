import * as z from 'zod';
import { selectActivities } from '../rows/activity.ts';
import { sumAmounts, type Amount } from '../quantities/decimal.ts';
import { EngineError, placeOf, type RowName } from '../errors.ts';
import type { FactorOf } from '../factors/factor.ts';
import {
  distinct,
  distinctTexts,
  finishFigure,
  noteFactors,
  operandOf,
  tonnesOf,
  warningsOf,
  type MethodContext,
  type Figure,
  type Operand,
} from '../figures/figure.ts';
import { gwpAmount, selectGwp } from '../factors/gwp.ts';
import type { Method } from './method.ts';
import { commonParameters, grids, gwpSet } from './parameters.ts';
import { groupRows, indexRows, joinRows, rowsOfType } from '../rows/row-index.ts';
import type { Row } from '../rows/row.ts';
import { parseUnit } from '../quantities/unit.ts';
import { combustion } from './combustion.ts';
import { processEmissions } from './process-emissions.ts';
import { refrigerant } from './refrigerant.ts';
import { computeLocation, scope2 } from './scope2.ts';
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

/** A part of a total. CO2e and CO2 count unchanged (`gwp` is null); another gas is multiplied by its GWP. */
interface Part {
  readonly figure: Figure;
  readonly gwp: FactorOf<'gwp'> | null;
}

/** The figures that are also computed for each facility: scope 1, and location-based scope 2. */
const ofFacility = [combustion, processEmissions, refrigerant, scope2]
  .flatMap(({ figures }) => figures)
  .filter(({ key }) => !/^scope2\/(market|coverage)$/.test(key))
  .map(({ key, unit, meaning }) => ({
    key: `by-facility/{facility}/${key}`,
    unit,
    meaning: `For one facility: ${meaning}`,
  }));

/** The inventory of an organisation: scopes 1 to 3, with totals in CO2e by scope, category, facility and gas. */
export const inventory: Method<Parameters> = {
  id: 'inventory',
  version: 1,
  title: 'Greenhouse gas inventory of an organisation, scopes 1 to 3',
  standard:
    'GHG Protocol Corporate Standard (2004), chapters 4 and 9; Scope 2 Guidance (2015), chapter 7; ISO 14064-1:2018, clauses 5 and 6',
  reads: distinct([
    ...combustion.reads,
    ...processEmissions.reads,
    ...refrigerant.reads,
    ...scope2.reads,
    ...valueChain.reads,
  ]),
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

function computeInventory(context: MethodContext, chosen: Parameters): Figure[] {
  refuseNetting(context);
  const [direct, beside] = computeDirect(context, chosen);
  const electricity = scope2.compute(context, chosen);
  const indirect = valueChain.compute(context, chosen);
  const location = electricity.filter((figure) => figure.key === 'scope2/location');
  const market = electricity.filter((figure) => figure.key === 'scope2/market');
  const categories = indirect.filter((figure) => figure.key.endsWith('/total'));
  const total = (key: string, scope: number | null, parts: readonly Figure[]): Figure[] =>
    totalFigures({ key, scope, parts }, chosen, context);
  return [
    ...direct,
    ...beside,
    ...electricity,
    ...indirect,
    ...total('scope1/total', 1, direct),
    ...total('scope3/total', 3, categories),
    ...total('total/location', null, [...direct, ...location, ...categories]),
    ...total('total/market', null, [...direct, ...market, ...categories]),
    ...[...Map.groupBy(direct, ({ detail }) => detail.gases.join('+'))].flatMap(([gas, parts]) =>
      total(`by-gas/${gas}`, 1, parts),
    ),
    ...totalFacilities(context, chosen),
  ];
}

/** Returns the figures of scope 1, and those outside the scopes. */
function computeDirect(context: MethodContext, chosen: Parameters): [direct: Figure[], beside: Figure[]] {
  const figures = [
    ...combustion.compute(context, chosen),
    ...processEmissions.compute(context, chosen),
    ...refrigerant.compute(context, chosen),
  ];
  const isDirect = ({ detail }: Figure): boolean => detail.scope === 1;
  return [figures.filter(isDirect), figures.filter((figure) => !isDirect(figure))];
}

/** Throws when the inputs hold avoided emissions. They need a separate run, so that nothing is netted. */
function refuseNetting({ rows }: MethodContext): void {
  const [row] = rowsOfType(rows, 'solution-use');
  if (row === undefined) return;
  const text = `${row.key} is about avoided emissions, which cannot reduce an inventory: run avoided@1 on it instead`;
  throw new EngineError('netting-refused', text, row.key, placeOf(row, 'detail.row'));
}

/** Returns the figures of each facility that rows name. Rows without a facility count only for the whole organisation. */
function totalFacilities(context: MethodContext, chosen: Parameters): Figure[] {
  const all = [...context.rows.byType.values()].flat();
  const shared = indexRows(all.filter(isShared));
  const byFacility = groupRows(all, (row) => facilityOf(row) ?? '');
  const names = distinctTexts([...byFacility.keys()]).filter((name) => name !== '');
  return names.flatMap((facility) => {
    const own = { ...context, rows: joinRows(shared, indexRows(byFacility.get(facility)!)) };
    const uses = selectActivities(own.rows, 'electricity-use', context.period);
    const electricity = uses.length === 0 ? [] : [computeLocation(uses, chosen.grids, own)];
    const within = (figures: readonly Figure[]): Figure[] =>
      figures.map((figure) => ({ ...figure, key: `by-facility/${facility}/${figure.key}` }));
    const [direct, beside] = computeDirect(own, chosen).map(within);
    return [
      ...direct!,
      ...beside!,
      ...totalFigures({ key: `by-facility/${facility}/scope1`, scope: 1, parts: direct! }, chosen, context),
      ...within(electricity),
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

interface Total {
  readonly key: string;
  readonly scope: number | null;
  readonly parts: readonly Figure[];
}

/**
 * A total adds its parts after their rounding, so that a reader who adds the shown figures gets the same. Without parts there
 * is no total.
 */
function totalFigures(
  { key, scope, parts: figures }: Total,
  chosen: Parameters,
  context: MethodContext,
): Figure[] {
  if (figures.length === 0) return [];
  const parts = figures.map((figure) => ({ figure, gwp: selectPartGwp(figure, chosen.gwpSet, context) }));
  const gwps = parts.flatMap(({ gwp }) => gwp ?? []);
  return [
    finishFigure(
      {
        key,
        amount: sumAmounts(parts.map(weighPart)),
        unit: 't{CO2e}',
        method: 'inventory@1',
        scope,
        categories: distinctTexts(figures.flatMap(({ detail }) => detail.categories)),
        gases: distinctTexts(figures.flatMap(({ detail }) => detail.gases)),
        gwpSet: chosen.gwpSet,
        geographies: distinctTexts(figures.flatMap(({ detail }) => detail.geographies)),
        factors: distinct([
          ...figures.flatMap(({ detail }) => detail.factors),
          ...noteFactors(gwps.map((gwp) => ['GWP', gwp])),
        ]),
        covers: figures.map(({ key: part, unit, detail }) => ({ key: part, unit, gases: detail.gases })),
        ...(chosen.exclusions.length > 0 ? { exclusions: chosen.exclusions } : {}),
        formula: 'sum(part[i] * GWP[i]); t{CO2e} counts as it is, CO2 by its GWP, 1 by definition',
        operands: parts.flatMap(operandsOfPart),
        warnings: [
          ...figures.flatMap(({ detail }) => detail.derivation.warnings),
          ...warningsOf(gwps),
          ...listCo2Only(figures, chosen),
        ],
      },
      context,
    ),
  ];
}

/**
 * Returns the GWP that multiplies a part; null where it is 1 by definition.
 * @throws EngineError `mixed-gwp-sets` when the part is CO2e under another GWP set
 */
function selectPartGwp(part: Figure, set: string, context: MethodContext): FactorOf<'gwp'> | null {
  const { unit, detail } = part;
  const substance = parseUnit(unit).substance ?? '';
  if (substance === 'CO2') return null;
  if (substance === 'CO2e' && detail.gwpSet === set) return null;
  if (substance === 'CO2e') {
    const text = `${part.key} is in ${unit}: expected GWP set ${set}, got ${detail.gwpSet ?? 'none'}`;
    throw new EngineError('mixed-gwp-sets', text, detail.gwpSet, placeOf(rowOfPart(part), 'detail.gwpSet'));
  }
  return selectGwp(substance, set, context.period, rowOfPart(part), context);
}

/**
 * Returns the row that determines the gas of a part: its first factor, else its last operand (an instrument or a measurement).
 */
function rowOfPart({ detail: { factors, derivation } }: Figure): RowName {
  const { record = '', key } = derivation.operands.at(-1)!;
  return factors[0] ?? { record, key };
}

function weighPart({ figure, gwp }: Part): Amount {
  const amount = tonnesOf(figure);
  return gwp === null ? amount : amount.times(gwpAmount(gwp));
}

function operandsOfPart({ figure, gwp }: Part, index: number): Operand[] {
  const part = { name: `part[${index + 1}]`, value: figure.value, unit: figure.unit, key: figure.key };
  return gwp === null ? [part] : [part, operandOf(`GWP[${index + 1}]`, gwp.row)];
}
