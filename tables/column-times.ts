import { bareName } from './layout/cell-text.ts';

/** Names of columns of years alone, and of months alone, as `bareName` has them. */
const YEARS = [
  'year',
  'calendaryear',
  'reportingyear',
  '年',
  '年份',
  '年度',
  'jahr',
  'année',
  'año',
  'anno',
  'rok',
  'jaar',
];
const MONTHS = [
  'month',
  'monthno',
  'monthnumber',
  'monthname',
  '月',
  '月份',
  'monat',
  'mois',
  'mes',
  'mese',
  'miesiąc',
  'maand',
];

/** Names of columns whose days stand for months. */
const OF_MONTHS = /^(?:[a-z]*month(?:ending|end|beginning|start)?|.{0,4}月份?|[a-z]*monat|mois|mes|mese)$/;

/** Whether the name of a column says that it has months: the first or last day in it stands for one. */
export function isMonthName(name: string): boolean {
  return OF_MONTHS.test(bareName(name));
}

/** A column of years and one of the months in them. */
export interface YearAndMonth {
  readonly year: string;
  readonly month: string;
}

/** Returns the column of years and the one of months in them; null where there are none, or several. */
export function findYearAndMonth(names: readonly string[]): YearAndMonth | null {
  const [year, ...moreYears] = names.filter((name) => YEARS.includes(bareName(name)));
  const [month, ...moreMonths] = names.filter((name) => MONTHS.includes(bareName(name)));
  if (year === undefined || month === undefined || moreYears.length > 0 || moreMonths.length > 0) return null;
  return { year, month };
}

const TIME_OF_DAY = /^(?:(?:[01]?\d|2[0-4]):[0-5]\d(?::00)?|hh ?\d{1,2})$/i;
/** Columns of times are at least those of every second hour. */
const FEWEST_TIMES = 12;

/** Returns the columns of the times of a day, as meters with half hours have them: their amounts are those of the day together. */
export function findTimesOfDay(names: readonly string[]): readonly string[] {
  const times = names.filter((name) => TIME_OF_DAY.test(name));
  return times.length < FEWEST_TIMES ? [] : times;
}
