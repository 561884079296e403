import { listSome } from '../../errors/list-some.ts';
import { roughBase, roughFloat } from '../../quantities/float.ts';
import { isActivityType } from '../activity.ts';
import type { Period, Row } from '../row.ts';
import { groupRows, type RowIndex } from '../row-index.ts';
import { findRowType } from '../types/row-types.ts';
import { warn, type Activities, type CheckContext, type RowWarning } from './check.ts';
import { apart, guessSlip, isSlip, showRatio } from './slips.ts';
import { findUnlike, findUnlikeNeighbours, medianOf, type Unlike } from './unlike.ts';

/**
 * Warns of each amount that is unlike the other periods of its series, by a ratio that no season explains. The rows of a series agree
 * in all texts of their details, and each has a period of its own.
 */
export function warnOfUnusualAmounts(activities: Activities): RowWarning[] {
  return [...activities].flatMap(([type, rows]) =>
    isSummed(type) ? [...groupSeries(rows).values()].flatMap(judgeSeries) : [],
  );
}

/**
 * Warns of each amount that is unlike that of the same series one year before. No figure uses the rows of that year, so the warnings
 * belong to the run alone; a run that is repeated from its used rows has none.
 */
export function warnOfOtherYears(
  { byType }: RowIndex,
  activities: Activities,
  { period, isRepeated = false }: Pick<CheckContext, 'period' | 'isRepeated'>,
): RowWarning[] {
  if (isRepeated) return [];
  const isBefore = ({ from, until }: Period): boolean =>
    until !== 0 && until <= period.from && from >= period.from - YEAR - SHIFT;
  return [...activities].flatMap(([type, rows]) => {
    const hasOthers = isActivityType(type) && isSummed(type) && byType.get(type) !== rows;
    const before = hasOthers ? byType.get(type)!.filter(isBefore) : [];
    if (before.length === 0) return [];
    const current = groupSeries(rows);
    return [...groupSeries(before)].flatMap(([name, old]) => {
      const own = current.get(name);
      return own === undefined ? [] : compareYears(own, old);
    });
  });
}

const YEAR = 31_557_600;
/** Months begin on days that differ by at most this from year to year, in seconds. */
const SHIFT = 2 * 86_400;

/** Whether rows of a type add up: each certificate is one of its own. */
function isSummed(type: string): boolean {
  return findRowType(type)?.found === null;
}

/** Returns the rows of each series: neighbours mostly are of one, and rows in the order of their keys can be in several places. */
function groupSeries(rows: readonly Row[]): Map<string, Row[]> {
  return groupRows(rows, nameSeries, isSameSeries);
}

/** Returns the texts of a detail, and what the unit measures, as one text. */
function nameSeries({ detail, unit }: Row): string {
  const members = detail as Texts;
  let name = unit.dimension;
  for (const member in members)
    if (isIdentifying(member, members[member])) name += `\n${member} ${members[member]}`;
  return name;
}

/** Neighbours mostly share their detail. */
function isSameSeries(a: Row, b: Row): boolean {
  if (a.unit !== b.unit && a.unit.dimension !== b.unit.dimension) return false;
  return a.detail === b.detail || hasSameTexts(a.detail, b.detail);
}

function hasSameTexts(a: object, b: object): boolean {
  const [one, other] = [a as Texts, b as Texts];
  let more = 0;
  for (const member in one) {
    if (!isIdentifying(member, one[member])) continue;
    if (one[member] !== other[member]) return false;
    more++;
  }
  for (const member in other) if (isIdentifying(member, other[member])) more--;
  return more === 0;
}

type Texts = Readonly<Record<string, unknown>>;

/** The title of a row says nothing about what was measured. */
function isIdentifying(member: string, value: unknown): value is string {
  return typeof value === 'string' && member !== 'title';
}

function judgeSeries(rows: readonly Row[]): RowWarning[] {
  if (rows.length < 2) return [];
  const ordered = inOrder(rows);
  if (ordered === null) return [];
  const rates = ratesOf(ordered);
  const found = findUnlike(rates);
  if (found !== null) return [warnOf(ordered, found, `the median of its series of ${rates.length} periods`)];
  const beside = findUnlikeNeighbours(rates);
  return beside === null ? [] : [warnOf(ordered, beside, 'the mean of the periods beside it')];
}

/** Returns rows in the order of time; null where two have one period, as purchases can, which vary as they like. */
function inOrder(rows: readonly Row[]): readonly Row[] | null {
  if (isAscending(rows)) return rows;
  const sorted = rows.toSorted((a, b) => a.from - b.from);
  return isAscending(sorted) ? sorted : null;
}

function isAscending(rows: readonly Row[]): boolean {
  for (let at = 1; at < rows.length; at++) if (rows[at]!.from <= rows[at - 1]!.from) return false;
  return true;
}

/** Returns the amount of each row per second, in base units. */
function ratesOf(rows: readonly Row[]): number[] {
  const rates: number[] = [];
  let last: Row['unit'] | undefined;
  let base = 1;
  for (const { amount, unit, from, until } of rows) {
    if (unit !== last) [last, base] = [unit, roughBase(unit)];
    rates.push((roughFloat(amount) * base) / (until - from));
  }
  return rates;
}

/** Amounts of one year that are so many times those of another are unlike, whatever happened between. */
const YEARS_APART = 5;
/** How near the ratio of two years must be to that of a slip: of one amount, and of a whole series. */
const NEAR = 1.015;
const EVEN = 1.01;

function compareYears(rows: readonly Row[], before: readonly Row[]): RowWarning[] {
  const pairs = rows.flatMap((row) => {
    const old = before.find((other) => isYearBefore(other, row));
    return old === undefined || !isPositive(old) || !isPositive(row) ? [] : [{ row, old }];
  });
  if (pairs.length === 0) return [];
  const own = pairs.map(({ row }) => row);
  const old = ratesOf(pairs.map((pair) => pair.old));
  const ratios = ratesOf(own).map((rate, at) => rate / old[at]!);
  const ratio = medianOf(ratios);
  const what = `the median of the same series one year before (${pairs[0]!.old.key})`;
  if (apart(ratio, 1) >= YEARS_APART || isOfSlip(ratio, ratios))
    return [alone(warnOf(own, { places: [...own.keys()], ratio }, what))];
  const found = findUnlike(ratios);
  return found === null ? [] : [alone(warnOf(own, found, `${what}, as other periods compare`))];
}

function isPositive({ amount }: Row): boolean {
  return !amount.isZero() && !amount.isNegative();
}

/** Whether all periods have the ratio of a slip: a small one is only believed where many agree. */
function isOfSlip(ratio: number, ratios: readonly number[]): boolean {
  if (!isSlip(ratio, NEAR)) return false;
  if (ratios.length === 1) return apart(ratio, 1) > 3.3;
  return ratios.length >= 5 && ratios.every((each) => apart(each, ratio) <= EVEN);
}

function isYearBefore(old: Period, row: Period): boolean {
  const [from, until] = [row.from - old.from - YEAR, row.until - old.until - YEAR];
  return from <= SHIFT && from >= -SHIFT && until <= SHIFT && until >= -SHIFT;
}

function warnOf(rows: readonly Row[], { places, ratio }: Unlike, what: string): RowWarning {
  const [first, ...others] = places.map((at) => rows[at]!) as [Row, ...Row[]];
  const named = listSome([first, ...others].map(({ key, value, unit }) => `${key} (${value} ${unit.text})`));
  const are = others.length === 0 ? 'is' : 'are';
  const message = `${named} ${are} ${showRatio(ratio)} ${what}${guessSlip(ratio)} Check the value, its unit and its period`;
  return warn('implausible-value', message, [first, ...others]);
}

/** Returns a warning that belongs to no figure. */
function alone(warning: RowWarning): RowWarning {
  return { ...warning, rows: [] };
}
