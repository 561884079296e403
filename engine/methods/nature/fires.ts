import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Draft } from '../../figures/draft.ts';
import { factorOf, productOf, quantityOf, sumOf, type Expression } from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import { noteTiers } from '../plant/rule-set.ts';
import type { FigureKind } from '../method.ts';
import type { EventRow } from './biomass.ts';
import { cite, METHOD } from './change.ts';
import type { LandFactors } from './factors.ts';
import { HECTARE, refuseUnknown, type AreaRow, type Land } from './land.ts';
import { periodOf, yearOfEvent } from './years.ts';

export const FIRE_FIGURE: FigureKind = {
  key: 'nature/{place}/{land}/fire/{gas}/{year}',
  unit: 't{gas}',
  meaning:
    'A gas that fires give off: burnt area × fuel × combustion factor × emission factor. The CO2 of what burns is in the line of its pool.',
};

/** One gas of one fire. */
interface Burnt {
  readonly land: string;
  readonly gas: string;
  readonly row: EventRow;
  readonly area: AreaRow;
  readonly expression: Expression;
}

/** Returns the gases of the fires of a year, by class of land (equation 2.27). @throws EngineError `bad-land`, `double-counting`; as `selectFactor` */
export function draftFires(
  land: Land,
  year: number,
  events: readonly EventRow[],
  factors: LandFactors,
): Draft[] {
  const fires = events.filter((row) => row.detail.event === 'fire' && yearOfEvent(row) === year);
  const burnt = fires.flatMap((row) => burn(row, land, year, factors));
  const figures = Map.groupBy(burnt, (each) => `nature/${land.place}/${each.land}/fire/${each.gas}/${year}`);
  return [...figures].map(([key, own]): Draft => ({
    ...{ key, unit: `t{${own[0]!.gas}}`, method: METHOD, scope: null, categories: [], gwpSet: null },
    gases: [own[0]!.gas],
    geographies: distinctTexts(own.map(({ row }) => row.detail.geography)),
    rules: cite(['2.27']),
    ...noteTiers(own.map(({ row, area }) => row.detail.tier ?? area.detail.tier)),
    period: periodOf(year),
    expression: sumOf(own.map(({ expression }) => expression)),
  }));
}

function burn(row: EventRow, land: Land, year: number, factors: LandFactors): Burnt[] {
  const { stratum } = row.detail;
  const own = land.strata.get(stratum);
  const area = own?.byYear.get(year);
  if (own === undefined || area === undefined) throw refuseUnknown(row, stratum, 'detail.stratum');
  const gases = factors.gasesOf('fire-gas', area, 'vegetation');
  if (gases.length === 0) factors.findGas(['fire-gas', 'CH4'], area, 'vegetation', year);
  if (gases.includes('CO2')) {
    const { row: factor } = factors.findGas(['fire-gas', 'CO2'], area, 'vegetation', year);
    const text = `${factor.key} is about the CO2 of fires, which the change of the pools counts already: leave out the factor, and give a land-event row disturbance where biomass is lost`;
    throw new EngineError('double-counting', text, 'CO2', placeOf(factor, 'detail.gas'));
  }
  return gases.map((gas) => {
    const fuel = factorOf('M_B', factors.find('fuel', area, 'vegetation', year), 't/har', null);
    const part = factors.number('C_f', 'combustion', area, 'vegetation', year);
    const perFuel = factorOf(
      'G_ef',
      factors.findGas(['fire-gas', gas], area, 'vegetation', year),
      'kg/kg',
      gas,
    );
    const expression = productOf(quantityOf('A', row, HECTARE, null), fuel, part, perFuel);
    return { land: own.land, gas, row, area, expression };
  });
}
