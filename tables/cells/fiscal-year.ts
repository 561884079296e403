import { CellFault } from './table-problem.ts';
import type { CellPeriod } from './time-cell.ts';

/** A fiscal year as people name it, or a quarter of one. */
export interface FiscalYear {
  /** The year in which it begins; null where its name is one year, which may be the first or the last. */
  readonly begins: number | null;
  /** The one year of its name; null where it has two. */
  readonly named: number | null;
  readonly quarter: number | null;
}

/** When fiscal years begin. */
export interface FiscalRule {
  /** From 1 to 12. */
  readonly month: number;
  /** Years from the one of a name such as FY25 to the one in which that fiscal year begins; null where it is not known. */
  readonly shift: number | null;
}

const TWO_YEARS =
  /^(?:(?:fy|fiscal year)?\s*((?:19|20)\d{2})|(?:fy|fiscal year)\s*['’]?(\d{2}))\s*[/–-]\s*((?:19|20)?\d{2})(?:财年)?$/;
const ONE_YEAR = /^(?:(?:fy|fiscal year)\s*['’]?((?:19|20)?\d{2})|((?:19|20)\d{2})财年)$/;
const QUARTER = /(?:^q([1-4])[\s./-]*(?=\S))|(?:[\s./-]*q([1-4])$)/;

/** Returns the fiscal year that a text in lower case names, such as fy2024/25, 2024-25, fy25 or q1 fy25; null if it names none. */
export function readFiscalYear(text: string): FiscalYear | null {
  const [, before, after] = QUARTER.exec(text) ?? [];
  const digit = before ?? after;
  const quarter = digit === undefined ? null : Number(digit);
  const year = text.replace(QUARTER, '').trim();
  const [, whole, short, second = ''] = TWO_YEARS.exec(year) ?? [];
  if (whole !== undefined || short !== undefined) {
    const first = Number(whole ?? `20${short}`);
    const isNext = Number(second) % 100 === (first + 1) % 100;
    return isNext ? { begins: first, named: null, quarter } : null;
  }
  const [, west, east] = ONE_YEAR.exec(year) ?? [];
  const named = west ?? east;
  if (named === undefined) return null;
  return { begins: null, named: named.length === 2 ? 2000 + Number(named) : Number(named), quarter };
}

const RULE = /^(?:(.+)=((?:19|20)\d{2})-)?(0[1-9]|1[0-2])$/;

/** Returns the rule in a text: the first month, as `04`, or the first month of a fiscal year by its name, as `FY25=2024-04`; null if it has no rule. */
export function parseFiscalRule(text: string): FiscalRule | null {
  const [, name, year, month] = RULE.exec(text.trim()) ?? [];
  if (month === undefined) return null;
  if (name === undefined) return { month: Number(month), shift: null };
  const fiscal = readFiscalYear(name.trim().toLowerCase());
  if (fiscal === null || (fiscal.begins !== null && fiscal.begins !== Number(year))) return null;
  return { month: Number(month), shift: fiscal.named === null ? null : Number(year) - fiscal.named };
}

/** Returns the months of a fiscal year, or of its quarter. @throws CellFault `bad-period` where the rule does not say them */
export function periodOfFiscal(text: string, fiscal: FiscalYear, rule: FiscalRule | null): CellPeriod {
  const { begins, named, quarter } = fiscal;
  if (rule === null) {
    const example = named === null ? '04' : `FY${String(named).slice(-2)}=${named - 1}-04`;
    const hint = `is a fiscal year: state when it begins, such as --fiscal-year-from ${example}`;
    throw new CellFault('bad-period', `${text} ${hint}`);
  }
  const month = String(rule.month).padStart(2, '0');
  const year = begins ?? (rule.month === 1 ? named : rule.shift === null ? null : named! + rule.shift);
  if (year === null) {
    const hint = `does it begin in ${named! - 1} or in ${named}? State it: --fiscal-year-from ${text}=${named! - 1}-${month}`;
    throw new CellFault('bad-period', `${text}: ${hint}`);
  }
  const first = rule.month - 1 + (quarter === null ? 0 : 3 * (quarter - 1));
  const at = (months: number): number => Date.UTC(year, first + months) / 1000;
  return { from: at(0), until: at(quarter === null ? 12 : 3) };
}

/** Returns the year in which the fiscal year begins that a text has somewhere, as in `Energy 2024/25`; null if it has none, or several. */
export function fiscalYearIn(text: string): number | null {
  const found = text.match(/(?<!\d)20\d{2}\s*[/–-]\s*(?:20)?\d{2}(?!\d)/g) ?? [];
  const years = new Set(found.map((each) => readFiscalYear(each)?.begins ?? null));
  const [year = null, ...others] = years;
  return others.length === 0 ? year : null;
}
