import type { NumberStyle } from '../cells/number-cell.ts';
import type { TableRow } from '../cells/table.ts';
import { amountOf } from './amount-of.ts';
import { isAmount, nameOf } from './cell-text.ts';
import { findStock, isGivenBack } from './stock-names.ts';
import { isLikelyAmount, isLikelyUnit, memberFor } from './column-names.ts';
import type { Findings } from './finding.ts';
import { bareUnit, isDescribing, isOfAmounts, isUnitRow, splitUnit } from './header-units.ts';
import { joinHeader, type JoinedName } from './header-names.ts';
import { type NamedPeriod, readPeriodName } from '../cells/period-name.ts';
import { isSame } from './total-check.ts';
import { isPartName } from './part-name.ts';
import { isTotalName } from './total-name.ts';

/** A column of a table as its header describes it. */
export interface LaidColumn {
  readonly index: number;
  readonly name: string;
  /** The name without its unit. */
  readonly bare: string;
  /** The unit of its amounts, where header or unit row state it. */
  readonly unit: string | null;
  readonly period: NamedPeriod | null;
  /** What is measured in a column of a period, where a header of two rows says it; else null. */
  readonly of: string | null;
  /** The text above it in a header of two rows, and that below; else null. */
  readonly group: string | null;
  readonly below: string | null;
}

/** Which columns are kept as they are, and which ones become rows. */
export interface ColumnLayout {
  readonly names: readonly string[];
  readonly kept: readonly LaidColumn[];
  /** Columns of one amount each, which become rows; none where the table has a row for each amount. */
  readonly spread: readonly LaidColumn[];
  /** Whether the names of these columns are periods; else they are what is measured, each in its unit. */
  readonly kind: 'periods' | 'carriers' | null;
  /** Columns that add up columns that become rows. */
  readonly totals: readonly LaidColumn[];
  /** The unit of the only column of amounts, where only its name states it. */
  readonly unit: string | null;
  /** Where the rows begin, in the first rows of the file. */
  readonly start: number;
}

/** Members of a mapping, by which a user said what columns are. */
export interface GivenNames {
  readonly columns: readonly string[];
  readonly set: readonly string[];
  /** The columns that were mapped to the amount: of several in one sheet, each amount becomes a row. */
  readonly values: readonly string[];
  /** The columns whose amounts are added to the amount, or subtracted from it. */
  readonly terms: readonly string[];
  /** The names in columns that lists explain. */
  readonly explained: readonly string[];
  /** The columns that were mapped to times. */
  readonly times: readonly string[];
  /** Whether a time was set for all rows. */
  readonly hasTime: boolean;
}

/** Returns what the columns of a table are, from its header and the rows below it. */
export function layColumns(
  head: readonly TableRow[],
  at: number,
  { given, style }: { readonly given: GivenNames; readonly style: NumberStyle },
  findings: Findings,
): ColumnLayout {
  const header = joinHeader(head, at, findings);
  const units = readUnits(head.slice(header.next), header.names, findings);
  const start = skipNumbers(head, units === null ? header.next : header.next + 1, findings);
  const columns = header.names.map((name, index): LaidColumn => {
    const column = describeColumn(name, header.joined?.[index] ?? null);
    return { index, ...column, unit: units?.[index] ?? column.unit };
  });
  const named = columns.filter(({ name }) => name !== '');
  const free = named.filter(({ name }) => !given.columns.includes(name));
  const spread =
    findGiven(named, given) ??
    findPeriods(free) ??
    findCarriers(free, named, head.slice(start), given) ??
    findAdded(free, named, head.slice(start), { given, style });
  if (spread === null) {
    const unit = findOnlyUnit(named, given, findings);
    return { names: header.names, kept: columns, spread: [], kind: null, totals: [], unit, start };
  }
  const isSpread = ({ index }: LaidColumn): boolean => spread.columns.some((one) => one.index === index);
  const totals = free.filter(
    (column) => !isSpread(column) && (isTotalColumn(column) || isWhole(column, spread.columns)),
  );
  const kept = columns.filter((column) => !isSpread(column) && !totals.includes(column));
  const code = spread.kind === 'periods' ? 'periods-in-columns' : 'units-in-columns';
  findings.add(code, null, spread.columns.map(({ name }) => name).join(', '), spread.columns.length);
  return {
    ...{ names: header.names, kept, spread: spread.columns, kind: spread.kind },
    ...{ totals, unit: null, start },
  };
}

/** Returns what a column of a header is. Of two texts above each other, one can be the period and the other one what is measured. */
function describeColumn(name: string, joined: JoinedName | null): Omit<LaidColumn, 'index'> {
  const split = splitUnit(name);
  const own = { name, bare: split?.name ?? name, unit: split?.unit ?? null };
  const period = readPeriodName(name) ?? readPeriodName(own.bare);
  const [upper, lower] = joined ?? ['', ''];
  const [group, below] = joined ?? [null, null];
  const [time, of] = readPeriodName(lower) === null ? [upper, lower] : [lower, upper];
  const part = period === null && group !== null ? readPeriodName(time) : null;
  if (part === null) return { ...own, period, of: null, group, below };
  const measured = splitUnit(of) ?? { name: of, unit: bareUnit(of) };
  return { name, bare: time, unit: measured.unit, period: part, of: measured.name, group, below };
}

const STEMS = /^[甲乙丙丁戊己庚辛壬癸]$/;

/** Returns where the rows begin after a row that numbers the columns, as official forms have it: 甲, 乙, 1, 2, 3. */
function skipNumbers(head: readonly TableRow[], at: number, findings: Findings): number {
  const texts = (head[at]?.cells ?? []).map(nameOf).filter((text) => text !== '');
  const numbers = texts.filter((text) => !STEMS.test(text)).map(Number);
  const isCount = numbers.length >= 2 && numbers.every((number, index) => number === index + 1);
  if (!isCount || head[at + 1] === undefined) return at;
  findings.add('column-numbers', head[at]!.row);
  return at + 1;
}

function readUnits(
  [row, ...below]: readonly TableRow[],
  names: readonly string[],
  findings: Findings,
): readonly (string | null)[] | null {
  if (row === undefined || !(isUnitRow(row) || isDescribing(row, below, names))) return null;
  findings.add(
    'unit-row',
    row.row,
    row.cells
      .map(nameOf)
      .filter((name) => name !== '')
      .join(', '),
  );
  return row.cells.map((cell) => bareUnit(cell, names));
}

interface Spread {
  readonly columns: readonly LaidColumn[];
  readonly kind: 'periods' | 'carriers';
}

/** Returns the columns that were all mapped to the amount, where there are several. */
function findGiven(named: readonly LaidColumn[], { values }: GivenNames): Spread | null {
  const columns = named.filter(({ name }) => values.includes(name));
  return columns.length < 2 ? null : { columns: tellApart(columns), kind: 'carriers' };
}

/** Returns the columns whose names are periods of one length, each once. */
function findPeriods(columns: readonly LaidColumn[]): Spread | null {
  const periods = columns.filter(({ period }) => period !== null);
  const kindOf = ({ period }: LaidColumn): string =>
    period!.month !== null ? 'month' : period!.quarter !== null ? 'quarter' : 'year';
  const kind = ['month', 'quarter', 'year'].find((each) => periods.some((column) => kindOf(column) === each));
  // Quarters beside months, or years beside both, add them up.
  const own = periods.filter((column) => kindOf(column) === kind);
  return own.length < 2 ? null : { columns: pickMeasured(own), kind: 'periods' };
}

/** Whether header says that a column adds up others: by its name, or by the text above it. */
function isTotalColumn({ name, bare, group }: LaidColumn): boolean {
  return [name, bare, group ?? ''].some((text) => isTotalName(text));
}

/** Whether a column is of a longer period, all of whose parts have columns: a year beside its months or quarters. */
function isWhole({ period, of }: LaidColumn, spread: readonly LaidColumn[]): boolean {
  if (period === null) return false;
  const parts = spread.filter((column) => column.of === of && isWithin(column.period, period));
  const isOfMonths = parts.some((column) => column.period!.month !== null);
  const [ofYear, ofQuarter] = isOfMonths ? [12, 3] : [4, 1];
  return parts.length === (period.quarter === null ? ofYear : ofQuarter);
}

/** Whether a period is a part of another one of calendar years, or of one fiscal year. */
export function isWithin(part: NamedPeriod | null, whole: NamedPeriod): boolean {
  if (part === null || part.year !== whole.year || part.isFiscal !== whole.isFiscal) return false;
  if (whole.month !== null || (part.month ?? part.quarter) === null) return false;
  if (whole.quarter === null) return true;
  return part.month !== null && Math.ceil(part.month / 3) === whole.quarter;
}

/** Of columns that each have what is measured beside their period, returns those of amounts: of use and costs of each month, the use. */
function pickMeasured(columns: readonly LaidColumn[]): readonly LaidColumn[] {
  const used = columns.filter(({ of, unit }) => of === null || unit === null || isOfAmounts(unit));
  const picked = used.length > 0 ? used : columns;
  const names = new Set(picked.map(({ of }) => of));
  return names.size > 1 ? picked : picked.map((column) => ({ ...column, of: null }));
}

/** Returns the columns of amounts that each have a unit of their own, where no column has amounts or units for all. */
function findCarriers(
  free: readonly LaidColumn[],
  named: readonly LaidColumn[],
  rows: readonly TableRow[],
  given: GivenNames,
): Spread | null {
  const members = named.map(({ name }) => memberFor(name));
  if (['value', 'unit'].some((member) => members.includes(member) || given.set.includes(member))) return null;
  if (named.some(({ name }) => isLikelyUnit(name))) return null;
  if (Object.keys(findStock(free.map(({ name }) => name))).length > 0) return null;
  const all = free.filter(
    ({ unit, index, name }) =>
      unit !== null && !isGivenBack(name) && rows.some(({ cells }) => isAmount(cells[index] ?? null)),
  );
  const used = all.filter(({ unit }) => isOfAmounts(unit!));
  const own = leaveSums(pickTotals(used.length > 0 ? used : all));
  return own.length < 2 ? null : { columns: tellApart(own), kind: 'carriers' };
}

/** Returns the columns that a column of totals adds up in each row, such as those of sites, where no other column is the amount. */
function findAdded(
  free: readonly LaidColumn[],
  named: readonly LaidColumn[],
  rows: readonly TableRow[],
  { given, style }: { readonly given: GivenNames; readonly style: NumberStyle },
): Spread | null {
  const [total, ...others] = free.filter(({ name }) => isTotalName(name));
  if (total === undefined || others.length > 0 || given.values.length > 0) return null;
  if (named.some(({ name }) => memberFor(name) === 'value')) return null;
  const at = (cells: TableRow['cells'], { index }: LaidColumn): number | null =>
    amountOf(cells[index], style);
  const own = rows.filter(({ cells }) => at(cells, total) !== null);
  const isAmounts = (column: LaidColumn): boolean =>
    column !== total &&
    memberFor(column.name) === null &&
    own.some(({ cells }) => at(cells, column) !== null);
  const columns = free.filter(isAmounts);
  const isSum = ({ cells }: TableRow): boolean => {
    const sum = columns.reduce((before, column) => before + (at(cells, column) ?? 0), 0);
    return isSame(at(cells, total)!, sum, cells[total.index]);
  };
  const isAdded = columns.length > 1 && own.length > 1 && own.every(isSum);
  return isAdded ? { columns: tellApart(columns), kind: 'carriers' } : null;
}

/** Returns columns without those that add others up, or are a part of the one before them, where others are left. */
function leaveSums(columns: readonly LaidColumn[]): readonly LaidColumn[] {
  const own = columns.filter(
    ({ bare, group }) => !isTotalName(bare) && !isTotalName(group ?? '') && !isPartName(bare),
  );
  return own.length > 0 ? own : columns;
}

/** Returns columns that differ by their units alone with these in their bare names. */
function tellApart(columns: readonly LaidColumn[]): readonly LaidColumn[] {
  const isShared = ({ bare }: LaidColumn): boolean =>
    columns.filter((other) => other.bare === bare).length > 1;
  return columns.map((column) => (isShared(column) ? { ...column, bare: column.name } : column));
}

/** Of columns such as `On Peak (kWh)`, `Total Usage (kWh)` and `Total Usage (therms)`, returns the last two: amounts of one name in several units. */
function pickTotals(columns: readonly LaidColumn[]): readonly LaidColumn[] {
  const amounts = columns.filter(({ name }) => isLikelyAmount(name) || /^total\b/i.test(name));
  const named = amounts.filter(({ bare }) => amounts.filter((other) => other.bare === bare).length > 1);
  return named.length > 0 ? named : columns;
}

/** Returns the unit that header or unit row state of the only column of amounts, where no column has units. */
function findOnlyUnit(
  named: readonly LaidColumn[],
  { set, values }: GivenNames,
  findings: Findings,
): string | null {
  if (set.includes('unit') || named.some(({ name }) => isLikelyUnit(name))) return null;
  const given = named.filter(({ name }) => values.includes(name));
  const amounts = [
    given,
    named.filter(({ name }) => memberFor(name) === 'value'),
    named.filter(({ name }) => isLikelyAmount(name)),
  ].find((columns) => columns.length > 0);
  const [only, ...others] = (amounts ?? named).filter(({ unit }) => unit !== null);
  if (only === undefined || others.length > 0) return null;
  findings.add('header-unit', null, only.name);
  return only.unit;
}
