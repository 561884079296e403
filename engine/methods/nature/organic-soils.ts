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
import { distinctTexts, type MethodContext } from '../../figures/figure.ts';
import { ONE } from '../../quantities/decimal.ts';
import { parseUnit } from '../../quantities/unit.ts';
import type { FigureKind } from '../method.ts';
import { noteTiers } from '../plant/rule-set.ts';
import type { EventRow } from './biomass.ts';
import { METHOD, type Change } from './change.ts';
import type { LandFactors } from './factors.ts';
import { HECTARE, refuseUnknown, type AreaRow, type Land } from './land.ts';
import { ONE_YEAR, periodOf, yearOfEvent } from './years.ts';

export const SUPPLEMENT = '2013 Supplement to the 2006 IPCC Guidelines: Wetlands';

export const ORGANIC_FIGURE: FigureKind = {
  key: 'nature/{place}/{land}/organic-soil/{gas}/{year}',
  unit: 't{gas}',
  meaning:
    'A gas besides CO2 that drained or rewetted organic soils give off: area × factor, with that of the ditches where their share of the area is stated.',
};

/** Returns what drained organic soils give off in a year: A × EF (equation 2.26). @throws EngineError `double-counting`; as `selectFactor` */
export function listDrained({ place, strata }: Land, year: number, factors: LandFactors): Change[] {
  return [...strata.values()].flatMap(({ land, byYear }) => {
    const area = byYear.get(year);
    const property = area === undefined ? null : propertyOf(area);
    if (area === undefined || property === null) return [];
    const { geography, tier } = area.detail;
    const about = { place, land, pool: 'soil' as const, year, geography, tiers: [tier], by: area };
    const perArea = (name: 'drainage' | 'dissolved', symbol: string): Expression => {
      const factor = factorOf(symbol, factors.find(name, area, property, year), 't{C}/har.a', 'C');
      return productOf(quantityOf('A', area, HECTARE, null), factor, ONE_YEAR);
    };
    const drained: Change[] =
      property === 'drained' ? [{ ...about, carbon: perArea('drainage', 'EF'), equation: '2.26' }] : [];
    if (!factors.has('dissolved', area, property)) return drained;
    return [...drained, { ...about, carbon: perArea('dissolved', 'DOC'), equation: SUPPLEMENT }];
  });
}

/** How an organic soil is kept; null for other soils. @throws EngineError `double-counting` where a soil is two things at once */
function propertyOf(area: AreaRow): 'drained' | 'rewetted' | null {
  const { soil, drained, rewetted } = area.detail;
  const stated = [
    ['detail.soil', soil],
    ['detail.drained', drained],
    ['detail.rewetted', rewetted],
  ].filter(([, name]) => name !== undefined);
  if (stated.length > 1 && (drained ?? rewetted) !== undefined) {
    const [column = '', name] = stated.at(-1)!;
    const text = `${area.key} states ${stated.map(([own]) => own).join(' and ')} of one soil: it is mineral, drained or rewetted, so leave out all but one, or make two strata of it`;
    throw new EngineError('double-counting', text, name, placeOf(area, column));
  }
  if (drained !== undefined) return 'drained';
  return rewetted === undefined ? null : 'rewetted';
}

const TONNE = parseUnit('t');
const CUBIC_METRE = parseUnit('m3');

/** Returns the carbon of peat that is extracted in a year: all of it is given off where it is used (volume 4, chapter 7). @throws EngineError `bad-land`; as `selectFactor` */
export function listPeat(
  land: Land,
  year: number,
  events: readonly EventRow[],
  factors: LandFactors,
): Change[] {
  const own = events.filter((row) => row.detail.event === 'peat-extraction' && yearOfEvent(row) === year);
  return own.map((row) => {
    const stratum = land.strata.get(row.detail.stratum);
    const area = stratum?.byYear.get(year);
    if (stratum === undefined || area === undefined)
      throw refuseUnknown(row, row.detail.stratum, 'detail.stratum');
    const isMass = row.unit.dimension === TONNE.dimension;
    const content = factors.find('peat-carbon', area, 'drained', year);
    const carbon = productOf(
      quantityOf('W', row, isMass ? TONNE : CUBIC_METRE, null),
      factorOf('CF', content, isMass ? 't{C}/t' : 't{C}/m3', 'C'),
    );
    const { geography, tier = area.detail.tier } = row.detail;
    return {
      ...{ place: land.place, land: stratum.land, pool: 'peat', year, carbon, geography },
      ...{
        tiers: [tier],
        by: row,
        equation: '2006 IPCC Guidelines, volume 4, chapter 7 (peat off the site)',
      },
    };
  });
}

/** A gas of one stratum. */
interface Given {
  readonly land: string;
  readonly gas: string;
  readonly area: AreaRow;
  readonly expression: Expression;
}

/** Returns the gases besides CO2 that organic soils give off in a year, by class of land. @throws EngineError `double-counting`; as `selectFactor` */
export function draftSoilGases(
  { place, strata }: Land,
  year: number,
  factors: LandFactors,
  context: MethodContext,
): Draft[] {
  const given = [...strata.values()].flatMap(({ land, byYear }) => {
    const area = byYear.get(year);
    return area === undefined ? [] : listGases({ land, area, year }, factors, context);
  });
  const figures = Map.groupBy(
    given,
    ({ land, gas }) => `nature/${place}/${land}/organic-soil/${gas}/${year}`,
  );
  return [...figures].map(([key, own]): Draft => {
    const [{ gas }] = own as [Given];
    return {
      ...{ key, unit: `t{${gas}}`, method: METHOD, scope: null, categories: [], gwpSet: null, gases: [gas] },
      geographies: distinctTexts(own.map(({ area }) => area.detail.geography)),
      rules: SUPPLEMENT,
      ...noteTiers(own.map(({ area }) => area.detail.tier)),
      period: periodOf(year),
      expression: sumOf(own.map(({ expression }) => expression)),
    };
  });
}

function listGases(
  { land, area, year }: { readonly land: string; readonly area: AreaRow; readonly year: number },
  factors: LandFactors,
  context: MethodContext,
): Given[] {
  const property = propertyOf(area);
  if (property === null) return [];
  const [ofSoil, ofDitches] = (['soil-gas', 'ditch-gas'] as const).map((name) =>
    factors.gasesOf(name, area, property),
  ) as [readonly string[], readonly string[]];
  return [...new Set([...ofSoil, ...ofDitches])].map((gas) => {
    const perArea = (name: 'soil-gas' | 'ditch-gas', symbol: string): Expression => {
      const factor = factors.findGas([name, gas], area, property, year);
      return convert(
        gas,
        factorOf(symbol, factor, 't/har.a', factor.row.unit.substance),
        factor.row,
        context,
      );
    };
    if (gas === 'CO2') {
      const { row } = factors.findGas(
        [ofSoil.includes(gas) ? 'soil-gas' : 'ditch-gas', gas],
        area,
        property,
        year,
      );
      const text = `${row.key} is about the CO2 of an organic soil, which drainage, dissolved carbon and gains and losses count already: leave out the factor`;
      throw new EngineError('double-counting', text, gas, placeOf(row, 'detail.gas'));
    }
    const hectares = quantityOf('A', area, HECTARE, null);
    if (!ofDitches.includes(gas))
      return { land, gas, area, expression: productOf(hectares, perArea('soil-gas', 'EF'), ONE_YEAR) };
    const share = factors.number('s', 'ditch-share', area, property, year);
    const soil = productOf(hectares, differenceOf(WHOLE, share), perArea('soil-gas', 'EF'), ONE_YEAR);
    const ditches = productOf(hectares, share, perArea('ditch-gas', 'EF_d'), ONE_YEAR);
    return { land, gas, area, expression: sumOf([soil, ditches]) };
  });
}

const WHOLE = constant('1', ONE, ONE);

/** Returns a factor in the mass of its gas: one in N2O-N or CH4-C takes the ratio of both masses. */
function convert(
  gas: string,
  factor: Expression,
  row: Parameters<typeof selectConstant>[1] & { readonly unit: { readonly substance: string | null } },
  context: MethodContext,
): Expression {
  const element = constantOf(row.unit.substance, gas);
  return element === null ? factor : productOf(factor, selectConstant(element, row, context));
}
