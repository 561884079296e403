import { listSome } from '../../errors/list-some.ts';
import { Amount, ZERO } from '../../quantities/decimal.ts';
import { floatRatio, readFloat } from '../../quantities/float.ts';
import { convertAmount, type Unit } from '../../quantities/unit.ts';
import { foldName } from '../spelling.ts';
import type { Row } from '../row.ts';
import { isSameCarrier, countDigits, nameCarrier } from './carrier.ts';
import { textOf, warn, type Activities, type RowWarning } from './check.ts';

/** Words for a sum in the languages of tables, after a hyphen or alone. */
const WORDS =
  /(^|[-_./ ])(grand-?total|sub-?total|totals?|sum|summe|gesamt|gesamtsumme|insgesamt|somme|totale|suma|合计|总计|小计|总和)$/;

/** Warns of rows that likely are the sum of others: a row of totals, a thirteenth month, a site that is all other sites together. */
export function warnOfTotals(activities: Activities): RowWarning[] {
  return [...activities].flatMap(([type, rows]) =>
    type === 'instrument' ? [] : groupCarriers(rows).flatMap((own) => (own.length < 3 ? [] : findTotals(own))),
  );
}

/** Groups rows by what they measure, in units that convert. Most rows have the group of the row before them. */
function groupCarriers(rows: readonly Row[]): Row[][] {
  const groups = new Map<string, Row[]>();
  let last: Row | undefined;
  let group: Row[] = [];
  for (const row of rows) {
    if (last === undefined || last.unit.dimension !== row.unit.dimension || !isSameCarrier(last, row)) {
      const name = `${nameCarrier(row.detail)} ${row.unit.dimension} ${row.unit.substance ?? ''}`;
      group = groups.get(name) ?? [];
      groups.set(name, group);
    }
    last = row;
    group.push(row);
  }
  return [...groups.values()];
}

/** The largest of some rows, beside their sum. Floats find candidates, which exact decimals then judge. */
class Tally {
  readonly rows: Row[] = [];
  most: Row | undefined;
  #largest = 0;
  #sum = 0;

  add(row: Row, amount: number): void {
    this.rows.push(row);
    this.#sum += amount;
    if (this.most !== undefined && amount <= this.#largest) return;
    [this.most, this.#largest] = [row, amount];
  }

  /** Returns the largest row where it is the sum of the others, of which there are at least two; null elsewhere. */
  findTotal(): Row | null {
    const { most, rows } = this;
    if (most === undefined || rows.length < 3) return null;
    const apart = 2 * this.#largest - this.#sum;
    const near = 0.0015 * this.#largest;
    if (apart > near || -apart > near) return null;
    return isSum(most, rows) ? most : null;
  }
}

/** A sum of so many rows may differ by rounding, up to one in a thousand; of fewer, equal digits alone are no chance. */
const MANY = 6;
const THOUSAND = new Amount(1000n);

function isSum(total: Row, rows: readonly Row[]): boolean {
  const { unit } = total;
  const others = rows.filter((row) => row !== total);
  const sum = others.reduce((before, row) => before.plus(inUnit(row, unit)), ZERO);
  const apart = sum.minus(total.amount).abs();
  const digits = countDigits(total.value);
  if (apart.isZero()) return digits >= 3;
  if (others.length >= MANY) return !apart.times(THOUSAND).greaterThan(sum);
  return digits >= 5 && sum.round(total.amount.scale).minus(total.amount).isZero();
}

function inUnit({ amount, unit }: Row, to: Unit): Amount {
  return unit === to ? amount : convertAmount(amount, unit, to);
}

function findTotals(rows: readonly Row[]): RowWarning[] {
  const whole = new Tally();
  const sites = new Map<string | undefined, Tally>();
  const periods = new Map<number, Tally>();
  const { unit } = rows[0]!;
  for (const row of rows) {
    const amount = readFloat(row.value) * (row.unit === unit ? 1 : floatRatio(row.unit, unit));
    whole.add(row, amount);
    tallyOf(sites, textOf(row.detail, 'facility')).add(row, amount);
    tallyOf(periods, nameOfPeriod(row)).add(row, amount);
  }
  const found = new Map<Row, RowWarning>();
  for (const tally of [whole, ...(sites.size > 1 ? sites.values() : [])]) {
    const total = tally.findTotal();
    if (total !== null && isBeyond(total, tally.rows)) found.set(total, describeTotal([total], tally.rows));
  }
  for (const warning of [...findSites(periods, sites), ...findNamed(sites)])
    if (!warning.rows.some((row) => found.has(row))) found.set(warning.rows[0]!, warning);
  return [...found.values()];
}

/** Returns a number for the period of a row: of other periods, to the minute, another one. */
function nameOfPeriod({ from, until }: Row): number {
  return from * 4096 + (until - from) / 86_400;
}

function tallyOf<K>(tallies: Map<K, Tally>, name: K): Tally {
  let tally = tallies.get(name);
  if (tally === undefined) tallies.set(name, (tally = new Tally()));
  return tally;
}

/** Whether a sum of rows is of a longer period than these, or of so many that chance is excluded, as in a thirteenth month. */
function isBeyond(total: Row, rows: readonly Row[]): boolean {
  if (rows.length > MANY) return true;
  return rows.every(
    (row) =>
      row === total ||
      (total.from <= row.from && row.until <= total.until && row.until - row.from < total.until - total.from),
  );
}

/** Finds sites that are the sum of all other sites in each of their periods. */
function findSites(
  periods: ReadonlyMap<number, Tally>,
  sites: ReadonlyMap<string | undefined, Tally>,
): RowWarning[] {
  const totals = [...periods.values()].flatMap((tally) => {
    const total = tally.findTotal();
    return total === null ? [] : [{ total, rows: tally.rows }];
  });
  const bySite = Map.groupBy(totals, ({ total }) => textOf(total.detail, 'facility'));
  return [...bySite].flatMap(([site, own]) => {
    const isAlways = sites.get(site)!.rows.length === own.length;
    const isSure = own.length > 1 || countDigits(own[0]!.total.value) > 3 || own[0]!.rows.length > MANY;
    if (!isSure || (site !== undefined && !isAlways)) return [];
    return [describeTotal(own.map(({ total }) => total), own.flatMap(({ rows }) => rows))];
  });
}

/** Finds a site whose name is a word for a sum, and rows whose key or title ends with one, beside others. */
function findNamed(sites: ReadonlyMap<string | undefined, Tally>): RowWarning[] {
  const named = [...sites].filter(([site]) => site !== undefined && WORDS.test(site));
  if (named.length > 0 && named.length < sites.size)
    return named.map(([, tally]) => describeNamed(tally.rows));
  const { most } = largestOf(sites);
  return most !== undefined && isNamed(most) ? [describeNamed([most])] : [];
}

/** Returns the tally with the largest row. A sum is never smaller than what it adds up. */
function largestOf(sites: ReadonlyMap<string | undefined, Tally>): Tally {
  return [...sites.values()].reduce((a, b) =>
    b.most!.amount.greaterThan(inUnit(a.most!, b.most!.unit)) ? b : a,
  );
}

function isNamed({ key, detail }: Row): boolean {
  return WORDS.test(foldName(key)) || WORDS.test(foldName(textOf(detail, 'title') ?? ''));
}

function describeTotal(totals: readonly Row[], rows: readonly Row[]): RowWarning {
  const [first] = totals as readonly [Row, ...Row[]];
  const others = rows.filter((row) => !totals.includes(row));
  const message =
    `${listSome(totals.map(({ key }) => key))}: the sum of ${others.length} other rows ` +
    `(${listSome(others.map(({ key }) => key))}): remove it, if it is their total`;
  return warn('likely-total', message, [first, ...totals.slice(1), ...others], totals);
}

function describeNamed(totals: readonly Row[]): RowWarning {
  const [first, ...others] = totals as readonly [Row, ...Row[]];
  const message =
    `${listSome(totals.map(({ key }) => key))}: named as a total, beside other rows of the same: ` +
    'remove it, if these are what it adds up';
  return warn('likely-total', message, [first, ...others]);
}
