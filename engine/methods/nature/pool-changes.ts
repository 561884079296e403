import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { constant, factorOf, productOf, quantityOf } from '../../figures/expression.ts';
import { Amount, ONE } from '../../quantities/decimal.ts';
import type { EventRow } from './biomass.ts';
import type { Change, LandPool } from './change.ts';
import type { LandFactors } from './factors.ts';
import { HECTARE, type AreaRow, type Land } from './land.ts';
import type { Stocks } from './stocks.ts';
import { ONE_YEAR, yearOfEvent } from './years.ts';

const LESS = constant('-1', new Amount(-1n), ONE);

/** The equations by which each pool changes by what it gains and loses per area. */
const EQUATIONS: Readonly<Record<LandPool, string>> = {
  biomass: '2.7',
  'dead-wood': '2.17, 2.18',
  litter: '2.17, 2.18',
  soil: '2.24',
};
const POOLS = Object.keys(EQUATIONS) as readonly LandPool[];

/** Events that take no biomass by themselves. */
const OTHER_EVENTS: readonly string[] = ['fire', 'peat-extraction'];

/** What else says how the pools of a stratum change. */
export interface OtherChanges {
  readonly factors: LandFactors;
  readonly stocks: Stocks;
  readonly events: readonly EventRow[];
}

/**
 * Returns the changes of pools whose gains and losses per hectare and year are stated, as an inventory or a model has them: A × G and A × L.
 * @throws EngineError `double-counting`, `missing-factor`; as `selectFactor`
 */
export function listPoolChanges({ place, strata }: Land, year: number, others: OtherChanges): Change[] {
  return [...strata.values()].flatMap(({ land, byYear }) => {
    const area = byYear.get(year);
    if (area === undefined) return [];
    return POOLS.flatMap((pool) => {
      const found = others.factors.findChanges(pool, area, year);
      if (pool === 'soil' && found.length === 0) refuseUnknownSoil(area, others.stocks);
      return found.map(({ name, factor }): Change => {
        refuseOther(pool, area, year, others);
        const perArea = factorOf(name === 'gain' ? 'G' : 'L', factor, 't{C}/har.a', 'C');
        const parts = [quantityOf('A', area, HECTARE, null), perArea, ONE_YEAR];
        const carbon = name === 'gain' ? productOf(LESS, ...parts) : productOf(...parts);
        const { geography, tier } = area.detail;
        const about = { place, land, pool, year, geography, tiers: [tier], by: area };
        return { ...about, carbon, equation: EQUATIONS[pool] };
      });
    });
  });
}

/** Throws for a rewetted soil whose carbon nothing states. @throws EngineError `missing-factor` */
function refuseUnknownSoil(area: AreaRow, stocks: Stocks): void {
  const { rewetted, drained, stratum } = area.detail;
  if (rewetted === undefined || drained !== undefined || stocks.has(stratum, 'soil')) return;
  const what = `land-factor gain or loss of soil of ${rewetted}`;
  const text = `${area.key} needs the ${what}: add a row that gives it`;
  throw new EngineError('missing-factor', text, what, placeOf(area, 'detail.rewetted'));
}

/** Throws where something else counts the carbon of a pool too. @throws EngineError `double-counting` */
function refuseOther(pool: LandPool, area: AreaRow, year: number, others: OtherChanges): void {
  const other = nameOther(pool, area, year, others);
  if (other === null) return;
  const { stratum } = area.detail;
  const text = `the ${pool} of ${stratum} has land-factor rows gain or loss, and ${other} counts its carbon too: leave out one of them`;
  throw new EngineError('double-counting', text, stratum, placeOf(area, 'detail.stratum'));
}

function nameOther(
  pool: LandPool,
  area: AreaRow,
  year: number,
  { factors, stocks, events }: OtherChanges,
): string | null {
  const { stratum, soil, drained, vegetation, land } = area.detail;
  if (stocks.has(stratum, pool)) return 'its carbon-stock rows';
  if (pool === 'soil') {
    if (soil !== undefined) return `detail.soil ${soil}`;
    return drained === undefined ? null : `detail.drained ${drained}`;
  }
  if (pool !== 'biomass') return null;
  const isGrowing =
    vegetation !== undefined && (land === 'forest' || factors.has('growth', area, 'vegetation'));
  if (isGrowing) return `the growth of detail.vegetation ${vegetation}`;
  const event = events.find(
    (row) =>
      row.detail.stratum === stratum && !OTHER_EVENTS.includes(row.detail.event) && yearOfEvent(row) === year,
  );
  return event === undefined ? null : event.key;
}
