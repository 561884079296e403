import { EngineError, placeOf } from '../../errors/engine-error.ts';
import {
  constant,
  differenceOf,
  factorOf,
  productOf,
  quantityOf,
  quotientOf,
  type Expression,
} from '../../figures/expression.ts';
import { Amount, ONE } from '../../quantities/decimal.ts';
import { parseUnit } from '../../quantities/unit.ts';
import type { RowOf } from '../../rows/row.ts';
import type { Change, Pool } from './change.ts';
import type { LandFactors } from './factors.ts';
import { HECTARE, nameConversion, refuseUnknown, type AreaRow, type Land } from './land.ts';
import { yearsAs } from './soils.ts';
import type { Stocks } from './stocks.ts';
import { ONE_YEAR, yearOfEvent } from './years.ts';

export type EventRow = RowOf<'land-event'>;

const LESS = constant('-1', new Amount(-1n), ONE);

/** Over how many years dead organic matter goes from one stock to another when land is converted (equation 2.23). */
export interface DeadOrganicYears {
  readonly gain: number;
  readonly loss: number;
}

/** Living biomass by gains and losses, and biomass and dead organic matter of land that is converted. */
export class Biomass {
  readonly #land: Land;
  readonly #factors: LandFactors;
  readonly #stocks: Stocks;
  readonly #deadOrganic: DeadOrganicYears;

  constructor(land: Land, factors: LandFactors, stocks: Stocks, deadOrganic: DeadOrganicYears) {
    [this.#land, this.#factors, this.#stocks, this.#deadOrganic] = [land, factors, stocks, deadOrganic];
  }

  /** Returns the changes of a year. @throws EngineError `bad-land`, `double-counting`; as `selectFactor` */
  listChanges(year: number, events: readonly EventRow[]): Change[] {
    return [
      ...this.#listGrowth(year),
      ...events.filter((row) => yearOfEvent(row) === year).flatMap((row) => this.#lose(row, year)),
      ...this.#listConverted(year),
      ...(['dead-wood', 'litter'] as const).flatMap((pool) => this.#listDeadOrganic(pool, year)),
    ];
  }

  /** A × G × (1 + R) × CF of each stratum that grows (equations 2.9 and 2.10). */
  #listGrowth(year: number): Change[] {
    return [...this.#land.strata.values()].flatMap(({ name, land, byYear }) => {
      const area = byYear.get(year);
      if (area?.detail.vegetation === undefined || this.#stocks.has(name, 'biomass')) return [];
      // A forest grows; of other land only what perennial plants grow on it, where a factor says so.
      if (land !== 'forest' && !this.#factors.has('growth', area, 'vegetation')) return [];
      const grown = this.#factors.carbon('G', 'growth', area, year, 'har.a');
      const parts = [quantityOf('A', area, HECTARE, null), ...this.#above(grown, area, year), ONE_YEAR];
      const carbon = productOf(LESS, ...parts);
      return [{ ...this.#about(land, 'biomass', area, year), carbon, equation: '2.9, 2.10' }];
    });
  }

  /** Returns a mass of biomass above the ground with that below it: dry matter × (1 + R) × CF. */
  #above([mass, ...fraction]: readonly Expression[], area: AreaRow, year: number): Expression[] {
    return [mass!, this.#factors.withRoots(area, year), ...fraction];
  }

  /** What an event takes from a stratum (equations 2.12 to 2.14). A fire takes biomass by a row of its disturbance. */
  #lose(row: EventRow, year: number): Change[] {
    const { stratum, event } = row.detail;
    const own = this.#land.strata.get(stratum);
    if (own === undefined) throw refuseUnknown(row, stratum, 'detail.stratum');
    if (event === 'fire' || event === 'peat-extraction') return [];
    const area = own.byYear.get(year);
    if (area === undefined) throw refuseUnknown(row, `${stratum} in ${year}`, 'from');
    if (this.#stocks.has(stratum, 'biomass')) {
      const text = `${row.key} takes biomass from ${stratum}, whose carbon-stock rows count that already: leave out the event, or the stocks`;
      throw new EngineError('double-counting', text, stratum, placeOf(row, 'detail.stratum'));
    }
    const about = this.#about(own.land, 'biomass', area, year);
    const tiers = [row.detail.tier ?? area.detail.tier];
    return [{ ...about, tiers, by: row, ...LOSSES[event](row, area, year, this.#factors) }];
  }

  /** (B_before − B_after) × A of land that is converted in the year (equations 2.15 and 2.16). */
  #listConverted(year: number): Change[] {
    return this.#land.conversions.flatMap((each) => {
      const { row, from, to } = each;
      if (each.year !== year || this.#stocks.has(from.detail.stratum, 'biomass')) return [];
      const isKnown = from.detail.land === 'forest' || this.#factors.has('biomass', from, 'vegetation');
      if (from.detail.vegetation === undefined || !isKnown) return [];
      const before = this.#above(this.#factors.carbon('B_before', 'biomass', from, year, 'har'), from, year);
      const area = quantityOf('dA', row, HECTARE, null);
      const lost = productOf(area, ...before);
      const about = this.#about(nameConversion(each), 'biomass', from, year);
      if (!this.#factors.has('biomass-after', to, 'vegetation'))
        return [{ ...about, by: row, carbon: lost, equation: '2.15, 2.16' }];
      const after = this.#above(this.#factors.carbon('B_after', 'biomass-after', to, year, 'har'), to, year);
      const carbon = differenceOf(lost, productOf(area, ...after));
      return [{ ...about, by: row, carbon, equation: '2.15, 2.16' }];
    });
  }

  /** (C_before − C_after) × A ÷ T of land that was converted in the last T years (equation 2.23). */
  #listDeadOrganic(pool: 'dead-wood' | 'litter', year: number): Change[] {
    const { gain, loss } = this.#deadOrganic;
    return this.#land.conversions.flatMap((each) => {
      const { row, from, to } = each;
      if (each.year > year || this.#stocks.has(from.detail.stratum, pool)) return [];
      const [before, after] = [from, to].map((area) =>
        this.#factors.has(pool, area, 'vegetation')
          ? this.#factors.find(pool, area, 'vegetation', each.year)
          : null,
      );
      if (before == null && after == null) return [];
      const densities = [before, after].map((factor, at) =>
        factor == null ? null : factorOf(at === 0 ? 'C_before' : 'C_after', factor, 't{C}/har', 'C'),
      );
      const isGain = isMore(after?.row, before?.row);
      const years = isGain ? gain : loss;
      if (year - each.year >= years) return [];
      const area = quantityOf('dA', row, HECTARE, null);
      const [lost, gained] = densities.map((density) => (density === null ? null : productOf(area, density)));
      const whole =
        gained == null ? lost! : lost == null ? productOf(LESS, gained) : differenceOf(lost, gained);
      const carbon = years === 1 ? whole : quotientOf(whole, yearsAs(years));
      return [{ ...this.#about(nameConversion(each), pool, from, year), by: row, carbon, equation: '2.23' }];
    });
  }

  #about(land: string, pool: Pool, area: AreaRow, year: number): Omit<Change, 'carbon' | 'equation'> {
    const { geography, tier } = area.detail;
    return { place: this.#land.place, land, pool, year, geography, tiers: [tier], by: area };
  }
}

function isMore(a: RowOf<'land-factor'> | undefined, b: RowOf<'land-factor'> | undefined): boolean {
  if (a === undefined) return false;
  return b === undefined || a.amount.greaterThan(b.amount);
}

type Loss = (
  row: EventRow,
  area: AreaRow,
  year: number,
  factors: LandFactors,
) => Pick<Change, 'carbon' | 'equation'>;

/** What each event takes: a volume of wood becomes biomass by its expansion factor, a mass is dry matter already. */
const LOSSES: Readonly<Record<Exclude<EventRow['detail']['event'], 'fire' | 'peat-extraction'>, Loss>> = {
  'wood-removal': (row, area, year, factors) => ({
    carbon: wholeTrees(row, area, year, factors),
    equation: '2.12',
  }),
  fuelwood: (row, area, year, factors) => ({
    carbon: wholeTrees(row, area, year, factors),
    equation: '2.13',
  }),
  'fuelwood-parts': (row, area, year, factors) => ({
    carbon: productOf(
      ...woodOf(row, 'density', 'D', area, year, factors),
      factors.carbonFraction(area, year),
    ),
    equation: '2.13',
  }),
  disturbance: (row, area, year, factors) => {
    const [mass, ...fraction] = factors.carbon('B_W', 'biomass', area, year, 'har');
    const lost = factors.number('fd', 'loss-fraction', area, 'vegetation', year);
    const parts = [
      quantityOf('A', row, HECTARE, null),
      mass!,
      factors.withRoots(area, year),
      ...fraction,
      lost,
    ];
    return { carbon: productOf(...parts), equation: '2.14' };
  },
};

/** H × BCEF × (1 + R + BF) × CF: with the bark, where a volume is stated without it. */
function wholeTrees(row: EventRow, area: AreaRow, year: number, factors: LandFactors): Expression {
  const wood = woodOf(row, 'expansion', 'BCEF', area, year, factors);
  const hasBark = row.unit.dimension !== TONNE.dimension && factors.has('bark', area, 'vegetation');
  const bark = hasBark ? [factors.number('BF', 'bark', area, 'vegetation', year)] : [];
  return productOf(...wood, factors.withRoots(area, year, bark), factors.carbonFraction(area, year));
}

const CUBIC_METRE = parseUnit('m3');
const TONNE = parseUnit('t');

/** Returns the dry matter of wood: a mass as it is, a volume times a mass per volume. */
function woodOf(
  row: EventRow,
  name: 'expansion' | 'density',
  symbol: string,
  area: AreaRow,
  year: number,
  factors: LandFactors,
): Expression[] {
  if (row.unit.dimension === TONNE.dimension) return [quantityOf('H', row, TONNE, null)];
  const per = factorOf(symbol, factors.find(name, area, 'vegetation', year), 't/m3', null);
  return [quantityOf('H', row, CUBIC_METRE, null), per];
}
