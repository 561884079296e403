import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { listSome } from '../../errors/list-some.ts';
import type { Warning } from '../../errors/warning.ts';
import { showTime } from '../../factors/factor.ts';
import { constant, differenceOf, productOf, quantityOf } from '../../figures/expression.ts';
import { Amount, showFew } from '../../quantities/decimal.ts';
import { parseUnit } from '../../quantities/unit.ts';
import { rowsOfType, type RowIndex } from '../../rows/row-index.ts';
import type { RowOf } from '../../rows/row.ts';
import type { Change, Pool } from './change.ts';
import { placeOfLand, refuseUnknown, sumHectares, type Land } from './land.ts';
import { dateOf, partOfYear, refuseUndated, yearOf } from './years.ts';

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

  /** Warns of pools of strata whose stocks do not reach over all years of a run, with the first and the last stock. */
  warnOfYears(years: readonly number[]): { readonly warning: Warning; readonly rows: readonly StockRow[] }[] {
    const series = Map.groupBy(
      this.#intervals,
      ({ first }) => `${first.detail.stratum} ${first.detail.pool}`,
    );
    return [...series.values()].flatMap((own) => {
      const [first, last] = [own[0]!.first, own.at(-1)!.last];
      const [from, until] = [dateOf(first.from), dateOf(last.from)];
      const missing = years.filter((year) => partOfYear(year, from, until).over === 0n);
      if (missing.length === 0) return [];
      const { stratum, pool } = first.detail;
      const message = `stocks of ${pool} of ${stratum} are of ${showTime(first.from)} to ${showTime(last.from)}: ${listSome(missing.map(String))} have no change of it`;
      const row = { record: first.record, key: first.key };
      return [{ warning: { code: 'land-year-missing', message, row }, rows: [first, last] }];
    });
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
        warnings: this.#warnOfArea(stratum, first, last),
      };
    });
  }

  /** Warns where the area of a stratum is another one at the second stock: the difference is that of its area too. */
  #warnOfArea(stratum: string, first: StockRow, last: StockRow): Warning[] {
    const { byYear } = this.#land.strata.get(stratum)!;
    const [before, after] = [first, last].map((row) => byYear.get(yearOf(row.from)));
    if (before === undefined || after === undefined) return [];
    const [old, now] = [sumHectares([before]), sumHectares([after])];
    if (old.minus(now).isZero()) return [];
    const { record, key } = last;
    const message = `${key}: ${stratum} has ${showFew(old)} ha at its first stock and ${showFew(now)} ha at this one, so that the difference is also that of its area`;
    return [{ code: 'stock-area-differs', message, row: { record, key } }];
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
