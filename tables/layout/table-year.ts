import { fiscalYearIn } from '../cells/fiscal-year.ts';
import { type NamedPeriod, readPeriodName } from '../cells/period-name.ts';
import { refuseTable } from '../cells/table-problem.ts';
import type { TableRow } from '../cells/table.ts';
import { isBlank, textOf, yearIn } from './cell-text.ts';
import type { ColumnLayout, GivenNames } from './column-layout.ts';
import { memberFor } from './column-names.ts';
import type { Findings } from './finding.ts';
import { isTotalName } from './total-name.ts';

/** The year of months that name none, and its first month: months before it are in the next year. Null where each row or column has it. */
export interface TableYear {
  readonly year: number | null;
  readonly firstMonth: number;
}

/** Whether months go from one year into the next: they rise but for one step, and end before they began. */
function goOn(months: readonly number[]): boolean {
  const falls = months.filter((month, index) => index > 0 && month < months[index - 1]!);
  return falls.length === 1 && months.at(-1)! < months[0]!;
}

/** Returns the year in the first text that names a single one; of months that go on after December, one named as 2024/25. */
function takeYear(months: readonly number[], texts: readonly string[], findings: Findings): TableYear | null {
  const isFiscal = goOn(months);
  for (const text of texts) {
    const year = isFiscal ? fiscalYearIn(text) : fiscalYearIn(text) === null ? yearIn(text) : null;
    if (year === null) continue;
    findings.add('year-taken', null, `${year}${isFiscal ? `/${(year + 1) % 100}` : ''}: ${text}`);
    return { year, firstMonth: isFiscal ? months[0]! : 1 };
  }
  return null;
}

/** Returns the texts that may name the year of a table: what was set, titles, and the names of sheet and file. */
function listTexts(above: readonly TableRow[], [set = '', ...names]: readonly string[]): readonly string[] {
  return [set, ...above.map(({ cells }) => textOf(cells)), ...names];
}

/**
 * Returns the year of columns that name none: the first text that names a single one. Months that go on after December, such as those from April
 * to March, are of a fiscal year, which a text must name as 2024/25.
 * @throws DatasetRefused `columns` if no text does
 */
export function findYear(
  file: string,
  { spread, kind, kept }: ColumnLayout,
  above: readonly TableRow[],
  years: readonly string[],
  findings: Findings,
): TableYear {
  if (kind !== 'periods' || spread.every(({ period }) => period!.year !== null))
    return { year: null, firstMonth: 1 };
  const months = spread.flatMap(({ period, of }) => (of === spread[0]!.of ? (period!.month ?? []) : []));
  const isFiscal = goOn(months);
  if (kept.some(({ name }) => memberFor(name) === 'period'))
    return { year: null, firstMonth: isFiscal ? months[0]! : 1 };
  const found = takeYear(months, listTexts(above, years), findings);
  if (found !== null) return found;
  const names = spread.map(({ name }) => name).join(', ');
  const advice = isFiscal
    ? 'go on into a second year: state both as the period, such as 2024/25'
    : 'name no year: state it as the period, such as 2024';
  throw refuseTable(file, 'columns', `the columns ${names} ${advice}`);
}

/** A column of months that name no year, and the year that they are of. */
export interface MonthColumn extends TableYear {
  readonly index: number;
  readonly year: number;
}

/** Returns the column of months or quarters whose cells name no year, where a text names it; null where there is none. */
export function findMonthColumn(
  { kind, kept, names }: ColumnLayout,
  rows: readonly TableRow[],
  above: readonly TableRow[],
  { given, years }: { readonly given: GivenNames; readonly years: readonly string[] },
  findings: Findings,
): MonthColumn | null {
  if (kind === 'periods') return null;
  const times = kept.filter(({ name }) => given.times.includes(name) || memberFor(name) === 'period');
  const [column, ...others] = times;
  if (column === undefined || others.length > 0) return null;
  const { index } = column;
  const isOfRow = ({ cells }: TableRow): boolean =>
    !isBlank(cells[index]) && names.some((name, at) => at !== index && name !== '' && !isBlank(cells[at]));
  const own = rows.filter(
    (row) => isOfRow(row) && !row.cells.some((cell) => typeof cell === 'string' && isTotalName(cell)),
  );
  const periods = own
    .map(({ cells }) => readPeriodName(cells[index] ?? null))
    .filter((each) => each !== null);
  const isBare = ({ year, isFiscal }: NamedPeriod): boolean => year === null && !isFiscal;
  if (periods.length === 0 || periods.length < own.length / 2 || !periods.every(isBare)) return null;
  const months = periods.flatMap(({ month }) => month ?? []);
  // Of a site with its months, and the next site with the same ones, the first round tells their order.
  const first = months.findIndex(
    (month, at) => at > 0 && month !== months[at - 1] && months.indexOf(month) < at,
  );
  const found = takeYear(months.slice(0, first < 0 ? undefined : first), listTexts(above, years), findings);
  return found?.year == null ? null : { index, year: found.year, firstMonth: found.firstMonth };
}
