import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { factorOf, productOf, quantityOf, type Expression } from '../../figures/expression.ts';
import { parseUnit } from '../../quantities/unit.ts';
import type { EventRow } from './biomass.ts';
import type { Change } from './change.ts';
import type { LandFactors } from './factors.ts';
import { HECTARE, refuseUnknown, type AreaRow, type Land } from './land.ts';
import { ONE_YEAR, yearOfEvent } from './years.ts';

export const SUPPLEMENT = '2013 Supplement to the 2006 IPCC Guidelines: Wetlands';

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

/** How a soil that is wet, or was, is kept. */
export type Kept = 'drained' | 'rewetted' | 'flooded';

/** How such a soil is kept; null for others. @throws EngineError `double-counting` where a soil is two things at once */
export function propertyOf(area: AreaRow): Kept | null {
  const { soil, drained, rewetted, flooded } = area.detail;
  const stated = [
    ['detail.soil', soil],
    ['detail.drained', drained],
    ['detail.rewetted', rewetted],
    ['detail.flooded', flooded],
  ].filter(([, name]) => name !== undefined);
  if (stated.length > 1 && (drained ?? rewetted ?? flooded) !== undefined) {
    const [column = '', name] = stated.at(-1)!;
    const text = `${area.key} states ${stated.map(([own]) => own).join(' and ')} of one soil: it is mineral, drained, rewetted or flooded, so leave out all but one, or make two strata of it`;
    throw new EngineError('double-counting', text, name, placeOf(area, column));
  }
  if (drained !== undefined) return 'drained';
  if (rewetted !== undefined) return 'rewetted';
  return flooded === undefined ? null : 'flooded';
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
