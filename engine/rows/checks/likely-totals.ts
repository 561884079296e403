import { listSome } from '../../errors/list-some.ts';
import { Amount, ZERO } from '../../quantities/decimal.ts';
import { floatRatio, roughFloat } from '../../quantities/float.ts';
import { convertAmount, type Unit } from '../../quantities/unit.ts';
import { foldName, showName } from '../spelling.ts';
import type { Row } from '../row.ts';
import { countDigits } from './carrier.ts';
import { textOf, warn, type RowWarning } from './check.ts';

/** Words for a sum in the languages of tables, alone or after a hyphen. */
const WORDS =
  /(^|[-_./ ])(grand-?total|sub-?total|totals?|sum|summe|gesamt|gesamtsumme|insgesamt|somme|totale|suma|合计|总计|小计|总和)$/;

/** Warns of rows that likely are the sum of others: a row of totals, a thirteenth month, a site that is all other sites together. */
export function warnOfTotals(carrier: readonly Row[]): RowWarning[] {
  return carrier.length < 3 ? [] : new Carrier(carrier).findTotals();
}

/** The largest of some rows, beside their sum, in float64: finds candidates, which exact decimals then judge. */
class Tally {
  count = 0;
  most: Row | undefined;
  #largest = 0;
  #sum = 0;

  add(row: Row, amount: number): void {
    this.count++;
    this.#sum += amount;
    if (this.most !== undefined && amount <= this.#largest) return;
    this.most = row;
    this.#largest = amount;
  }

  /** Returns the largest row where it may be the sum of at least two others; null elsewhere. */
  get candidate(): Row | null {
    if (this.most === undefined || this.count < 3) return null;
    const apart = 2 * this.#largest - this.#sum;
    const near = 0.0015 * this.#largest;
    return apart > near || -apart > near ? null : this.most;
  }
}

/** A row that is the sum of others. */
interface Total {
  readonly total: Row;
  readonly others: readonly Row[];
}

/** The rows of what is measured: a matrix of sites and periods. */
class Carrier {
  readonly #rows: readonly Row[];
  readonly #whole = new Tally();
  readonly #sites = new Map<string | undefined, Tally>();
  readonly #periods = new Map<number, Tally>();

  constructor(rows: readonly Row[]) {
    this.#rows = rows;
    const { unit } = rows[0]!;
    let { detail } = rows[0]!;
    let ofSite = tallyOf(this.#sites, siteOf(rows[0]!));
    for (const row of rows) {
      const amount = roughFloat(row.amount) * (row.unit === unit ? 1 : floatRatio(row.unit, unit));
      if (row.detail !== detail) {
        detail = row.detail;
        ofSite = tallyOf(this.#sites, siteOf(row));
      }
      this.#whole.add(row, amount);
      ofSite.add(row, amount);
      tallyOf(this.#periods, nameOfPeriod(row)).add(row, amount);
    }
  }

  findTotals(): RowWarning[] {
    const whole = this.#confirm(this.#whole, () => true);
    const ofSites = [...this.#sites].flatMap(([name, tally]) =>
      this.#sites.size === 1 ? [] : this.#confirm(tally, (row) => siteOf(row) === name),
    );
    const found = [...whole, ...ofSites].filter(isBeyond).map((total) => describeTotals([total]));
    const taken = new Set(found.flatMap(({ counted = [] }) => counted));
    const more = [...this.#findSites(), ...this.#findNamed()].filter(
      ({ counted = [] }) => !counted.some((row) => taken.has(row)),
    );
    return [...found, ...more.filter((warning, at) => !isRepeated(warning, more.slice(0, at)))];
  }

  /** Returns the total of a tally, by exact decimals; `holds` tells its rows. */
  #confirm(tally: Tally, holds: (row: Row) => boolean, isTotalOf = isSum): Total[] {
    const total = tally.candidate;
    if (total === null) return [];
    const others = this.#rows.filter((row) => row !== total && holds(row));
    return isTotalOf(total, others) ? [{ total, others }] : [];
  }

  /** Finds sites that are the sum of all other sites in each of their periods. */
  #findSites(): RowWarning[] {
    const totals = [...this.#periods].flatMap(([period, tally]) =>
      this.#confirm(tally, (row) => nameOfPeriod(row) === period, isSumOfAny),
    );
    const bySite = Map.groupBy(totals, ({ total }) => siteOf(total));
    return [...bySite].flatMap(([site, own]) => {
      const isAlways = site === undefined || this.#sites.get(site)!.count === own.length;
      const [{ total, others }] = own as [Total, ...Total[]];
      // Where a site is the sum in each month, a month in a round number is not by chance either.
      const sure = own.filter((each) => isSum(each.total, each.others));
      const isSure =
        2 * sure.length > own.length &&
        (own.length > 1 || countDigits(total.value) > 3 || others.length >= MANY);
      return isAlways && isSure ? [describeTotals(own)] : [];
    });
  }

  /** Finds a site whose name is a word for a sum, and the largest row where its key or title ends with one. */
  #findNamed(): RowWarning[] {
    const named = [...this.#sites.keys()].filter((site) => site !== undefined && isTotal(site));
    if (named.length > 0 && named.length < this.#sites.size)
      return named.map((site) => describeNamed(this.#rows.filter((row) => siteOf(row) === site)));
    const most = this.#whole.most!;
    return isNamed(most) ? [describeNamed([most])] : [];
  }
}

function isRepeated({ counted = [] }: RowWarning, before: readonly RowWarning[]): boolean {
  return before.some((other) => other.counted?.some((row) => counted.includes(row)) === true);
}

function siteOf({ detail }: Row): string | undefined {
  return textOf(detail, 'facility');
}

function tallyOf<K>(tallies: Map<K, Tally>, name: K): Tally {
  let tally = tallies.get(name);
  if (tally === undefined) tallies.set(name, (tally = new Tally()));
  return tally;
}

/** Returns a number for the period of a row: another one for other periods, to the minute. */
function nameOfPeriod({ from, until }: Row): number {
  return from * 4096 + (until - from) / 86_400;
}

/** A sum of so many rows may differ by rounding, up to one in a thousand; of fewer, digits must be equal. */
const MANY = 6;
const THOUSAND = new Amount(1000n);

/** Whether a row is the sum of others, be it in a round number. */
function isSumOfAny(total: Row, others: readonly Row[]): boolean {
  const sum = others.reduce((before, row) => before.plus(inUnit(row, total.unit)), ZERO);
  return sum.minus(total.amount).isZero() || isSum(total, others);
}

function isSum(total: Row, others: readonly Row[]): boolean {
  const sum = others.reduce((before, row) => before.plus(inUnit(row, total.unit)), ZERO);
  const apart = sum.minus(total.amount).abs();
  const digits = countDigits(total.value);
  if (apart.isZero()) return digits >= 3;
  if (others.length >= MANY) return !apart.times(THOUSAND).greaterThan(sum);
  return digits >= 5 && sum.round(total.amount.scale).minus(total.amount).isZero();
}

function inUnit({ amount, unit }: Row, to: Unit): Amount {
  return unit === to ? amount : convertAmount(amount, unit, to);
}

/** Whether a sum is of a longer period than its rows, or of so many that chance is excluded, as a thirteenth month is. */
function isBeyond({ total, others }: Total): boolean {
  if (others.length >= MANY) return true;
  return others.every(
    (row) =>
      total.from <= row.from && row.until <= total.until && row.until - row.from < total.until - total.from,
  );
}

function isNamed({ key, detail }: Row): boolean {
  return isTotal(key) || isTotal(textOf(detail, 'title') ?? '');
}

/** Whether a name is a word for a sum, or ends with one. A code is read as the name that it stands for. */
function isTotal(name: string): boolean {
  return WORDS.test(showName(foldName(name)));
}

function describeTotals(found: readonly Total[]): RowWarning {
  const totals = found.map(({ total }) => total);
  const others = found.flatMap((each) => each.others);
  const message =
    `${listSome(totals.map(({ key }) => key))}: the sum of ${others.length} other rows ` +
    `(${listSome(others.map(({ key }) => key))}): remove it, if it is their total`;
  return warn('likely-total', message, [totals[0]!, ...totals.slice(1), ...others], totals);
}

function describeNamed(totals: readonly Row[]): RowWarning {
  const [first, ...others] = totals as readonly [Row, ...Row[]];
  const message =
    `${listSome(totals.map(({ key }) => key))}: named as a total, beside other rows of the same: ` +
    'remove it, if these are what it adds up';
  return warn('likely-total', message, [first, ...others]);
}
