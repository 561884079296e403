import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { showTime } from '../../factors/factor.ts';
import { constant, differenceOf, productOf, quantityOf } from '../../figures/expression.ts';
import { Amount } from '../../quantities/decimal.ts';
import { parseUnit } from '../../quantities/unit.ts';
import { rowsOfType, type RowIndex } from '../../rows/row-index.ts';
import type { RowOf } from '../../rows/row.ts';
import type { Change, Pool } from './change.ts';
import { placeOfLand, refuseUnknown, type Land } from './land.ts';
import { dateOf, partOfYear, refuseUndated } from './years.ts';

type StockRow = RowOf<'carbon-stock'>;

/** The pools of the guidelines; Those of `HWP` are in products. */
const POOLS: Readonly<Record<string, Pool>> = {
  AB: 'biomass',
  BB: 'biomass',
  DW: 'dead-wood',
  LI: 'litter',
  SO: 'soil',
};

/** The stocks of one pool of a stratum on two days, one after the other. */
interface Interval {
  readonly stratum: string;
  readonly first: StockRow;
  readonly last: StockRow;
}

/** Carbon stocks of a place on days, by stratum and pool: their differences (equation 2.5). */
export class Stocks {
  readonly #land: Land;
  readonly #intervals: readonly Interval[];

  /** @throws EngineError `bad-land` */
  constructor(land: Land, rows: RowIndex) {
    this.#land = land;
    const own = rowsOfType(rows, 'carbon-stock').filter(
      (row) => placeOfLand(row) === land.place && row.detail.pool in POOLS,
    );
    const series = Map.groupBy(own, ({ detail }) => `${detail.stratum} ${detail.pool}`);
    this.#intervals = [...series.values()].flatMap((each) => this.#open(each));
  }

  /** Whether stocks say how a pool of a stratum changes, so that nothing else does. */
  has(stratum: string, pool: Pool): boolean {
    return this.#intervals.some(
      ({ stratum: name, first }) => name === stratum && POOLS[first.detail.pool] === pool,
    );
  }

  /** Returns the changes of a year: of each two stocks, the part of the time between them that lies in the year. */
  listChanges(year: number): Change[] {
    return this.#intervals.flatMap(({ stratum, first, last }) => {
      const part = partOfYear(year, dateOf(first.from), dateOf(last.from));
      if (part.over === 0n) return [];
      const { land, byYear } = this.#land.strata.get(stratum)!;
      const [from, to] = [first, last].map((row, at) =>
        quantityOf(at === 0 ? 'C_1' : 'C_2', row, CARBON, 'C'),
      );
      const share = constant(`${part.over}/${part.under}`, new Amount(part.over), new Amount(part.under));
      const difference = differenceOf(from!, to!);
      return {
        ...{ place: this.#land.place, land, pool: POOLS[first.detail.pool]!, year, equation: '2.5' },
        carbon: part.over === part.under ? difference : productOf(difference, share),
        geography: first.detail.geography,
        tiers: [byYear.get(year)?.detail.tier],
        by: first,
      };
    });
  }

  #open(rows: readonly StockRow[]): Interval[] {
    for (const row of rows) refuseUndated(row);
    const sorted = rows.toSorted((a, b) => a.from - b.from);
    const [first, second] = sorted;
    const { stratum, pool } = first!.detail;
    if (!this.#land.strata.has(stratum)) throw refuseUnknown(first!, stratum, 'detail.stratum');
    if (second === undefined) {
      const text = `${first!.key} is the only stock of ${pool} of ${stratum}, of ${showTime(first!.from)}: add the stock of another day, so that there is a difference`;
      throw new EngineError('bad-land', text, first!.value, placeOf(first!, 'from'));
    }
    return sorted.slice(1).map((last, index) => {
      const before = sorted[index]!;
      if (before.from !== last.from) return { stratum, first: before, last };
      const text = `${before.key} and ${last.key} both state the ${pool} of ${stratum} on ${showTime(last.from)}: leave out one of them`;
      throw new EngineError('bad-land', text, last.value, placeOf(last, 'from'));
    });
  }
}

const CARBON = parseUnit('t{C}');
