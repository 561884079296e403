import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { constantOf, selectConstant } from '../../figures/constant.ts';
import type { Draft } from '../../figures/draft.ts';
import {
  constant,
  differenceOf,
  factorOf,
  productOf,
  quantityOf,
  sumOf,
  type Expression,
} from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { ONE } from '../../quantities/decimal.ts';
import type { FigureKind } from '../method.ts';
import { noteTiers } from '../plant/rule-set.ts';
import { METHOD } from './change.ts';
import type { LandFactors } from './factors.ts';
import { HECTARE, type AreaRow, type Land } from './land.ts';
import { propertyOf, SUPPLEMENT, type Kept } from './organic-soils.ts';
import { ONE_YEAR, periodOf } from './years.ts';

export const WET_FIGURES: readonly FigureKind[] = [
  {
    key: 'nature/{place}/{land}/organic-soil/{gas}/{year}',
    unit: 't{gas}',
    meaning:
      'A gas besides CO2 that drained or rewetted organic soils give off: area × factor, with that of the ditches where their share of the area is stated.',
  },
  {
    key: 'nature/{place}/{land}/flooded/{gas}/{year}',
    unit: 't{gas}',
    meaning:
      'A gas besides CO2 of flooded land: area × factor × (1 + what is given off downstream of the dam), by the state of its nutrients where it is stated.',
  },
];

const REFINEMENT = '2019 Refinement to the 2006 IPCC Guidelines, volume 4, chapter 7 (flooded land)';

/** A stratum of a year whose soil is kept wet, or was. */
interface Ground {
  readonly land: string;
  readonly area: AreaRow;
  readonly property: Kept;
  readonly year: number;
}

/** A gas that it gives off. */
interface Given extends Ground {
  readonly gas: string;
  readonly expression: Expression;
}

/** Returns the gases besides CO2 that organic soils and flooded land give off in a year, by class of land. @throws EngineError `double-counting`; as `selectFactor` */
export function draftSoilGases(
  { place, strata }: Land,
  year: number,
  factors: LandFactors,
  context: MethodContext,
): Draft[] {
  const given = [...strata.values()].flatMap(({ land, byYear }) => {
    const area = byYear.get(year);
    const property = area === undefined ? null : propertyOf(area);
    if (area === undefined || property === null) return [];
    return listGases({ land, area, property, year }, factors, context);
  });
  const figures = Map.groupBy(given, ({ land, property, gas }) => {
    return `nature/${place}/${land}/${property === 'flooded' ? 'flooded' : 'organic-soil'}/${gas}/${year}`;
  });
  return [...figures].map(([key, own]): Draft => {
    const [{ gas, property }] = own as [Given];
    return {
      ...{ key, unit: `t{${gas}}`, method: METHOD, scope: null, categories: [], gwpSet: null, gases: [gas] },
      geographies: distinctTexts(own.map(({ area }) => area.detail.geography)),
      rules: property === 'flooded' ? REFINEMENT : SUPPLEMENT,
      ...noteTiers(own.map(({ area }) => area.detail.tier)),
      period: periodOf(year),
      expression: sumOf(own.map(({ expression }) => expression)),
    };
  });
}

function listGases(ground: Ground, factors: LandFactors, context: MethodContext): Given[] {
  const { area, property, year } = ground;
  const gasesOf = (name: 'soil-gas' | 'ditch-gas'): readonly string[] =>
    factors.gasesOf(name, area, property);
  const [ofSoil, ofDitches] = [gasesOf('soil-gas'), gasesOf('ditch-gas')];
  refuseCarbonDioxide(ground, factors, ofSoil.includes('CO2') ? 'soil-gas' : 'ditch-gas', [
    ...ofSoil,
    ...ofDitches,
  ]);
  // What is kept wet gives off methane: without a factor, this would be left out in silence.
  if (property !== 'drained' && ofSoil.length === 0)
    factors.findGas(['soil-gas', 'CH4'], area, property, year);
  const hectares = quantityOf('A', area, HECTARE, null);
  return [...new Set([...ofSoil, ...ofDitches])].map((gas) => {
    const perArea = (name: 'soil-gas' | 'ditch-gas', symbol: string): Expression => {
      const factor = factors.findGas([name, gas], area, property, year);
      const { row } = factor;
      const { substance } = row.unit;
      // A mass in N2O-N or CH4-C takes the ratio of both masses.
      const element = constantOf(substance, gas);
      const stated = factorOf(symbol, factor, 't/har.a', element === null ? gas : substance);
      return element === null ? stated : productOf(stated, selectConstant(element, row, context));
    };
    const surface = perArea('soil-gas', 'EF');
    const given = (...parts: Expression[]): Expression => productOf(hectares, ...parts, ONE_YEAR);
    if (property === 'flooded')
      return { ...ground, gas, expression: given(surface, ...scaleFlooded(area, factors, year)) };
    if (!ofDitches.includes(gas)) return { ...ground, gas, expression: given(surface) };
    const share = factors.number('s', 'ditch-share', area, property, year);
    const soil = given(differenceOf(WHOLE, share), surface);
    return { ...ground, gas, expression: sumOf([soil, given(share, perArea('ditch-gas', 'EF_d'))]) };
  });
}

const WHOLE = constant('1', ONE, ONE);

/** Returns what the gas of a reservoir's surface is multiplied by: the state of its nutrients, where it is stated, and what is given off downstream. */
function scaleFlooded(area: AreaRow, factors: LandFactors, year: number): Expression[] {
  const number = (symbol: string, name: 'nutrient-state' | 'downstream'): Expression =>
    factors.number(symbol, name, area, 'flooded', year);
  const state = factors.has('nutrient-state', area, 'flooded') ? [number('a', 'nutrient-state')] : [];
  return [...state, { kind: 'sum', parts: [WHOLE, number('R_d', 'downstream')], isPlain: true }];
}

/** Throws for a factor of CO2, which the changes of the soil count. @throws EngineError `double-counting` */
function refuseCarbonDioxide(
  { area, property, year }: Ground,
  factors: LandFactors,
  name: 'soil-gas' | 'ditch-gas',
  gases: readonly string[],
): void {
  if (!gases.includes('CO2')) return;
  const { row } = factors.findGas([name, 'CO2'], area, property, year);
  const text = `${row.key} is about the CO2 of a soil, which drainage, dissolved carbon, gains and losses count: leave out the factor, or state it as one of these`;
  throw new EngineError('double-counting', text, 'CO2', placeOf(row, 'detail.gas'));
}
