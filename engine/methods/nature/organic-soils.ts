import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { factorOf, productOf, quantityOf } from '../../figures/expression.ts';
import type { Change } from './change.ts';
import type { LandFactors } from './factors.ts';
import { HECTARE, type Land } from './land.ts';
import { ONE_YEAR } from './years.ts';

/** Returns what drained organic soils give off in a year: A × EF (equation 2.26). @throws EngineError `double-counting`; as `selectFactor` */
export function listDrained({ place, strata }: Land, year: number, factors: LandFactors): Change[] {
  return [...strata.values()].flatMap(({ land, byYear }) => {
    const area = byYear.get(year);
    if (area?.detail.drained === undefined) return [];
    if (area.detail.soil !== undefined) {
      const text = `${area.key} is a drained organic soil and a mineral soil at once: leave out detail.soil or detail.drained, or make two strata of it`;
      throw new EngineError('double-counting', text, area.detail.drained, placeOf(area, 'detail.drained'));
    }
    const factor = factorOf('EF', factors.find('drainage', area, 'drained', year), 't{C}/har.a', 'C');
    const { geography, tier } = area.detail;
    return {
      ...{ place, land, pool: 'soil' as const, year, geography, tiers: [tier], by: area, equation: '2.26' },
      carbon: productOf(quantityOf('A', area, HECTARE, null), factor, ONE_YEAR),
    };
  });
}
