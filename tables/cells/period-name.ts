import { readFiscalYear } from './fiscal-year.ts';
import type { Cell } from './table.ts';

/** A year, quarter or month as people name it; the year is null where the name has none. */
export interface NamedPeriod {
  readonly year: number | null;
  readonly quarter: number | null;
  readonly month: number | null;
  /** Whether it is a fiscal year, or a quarter of one: its months depend on the company. */
  readonly isFiscal: boolean;
}

/** Languages whose names of months are read, beside numbers and Chinese. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv'];
/** Abbreviations and a slip that are common, and in no list of names. */
const MORE: Readonly<Record<string, number>> = { sept: 9, febr: 2, febuary: 2, mrz: 3, mär: 3, mrt: 3 };

/** Name of a month in lower case → its number: whole names and abbreviations, also without accents. */
const MONTHS: ReadonlyMap<string, number> = listMonths();

function listMonths(): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  for (const language of LANGUAGES)
    for (const month of ['long', 'short'] as const) {
      const { format } = new Intl.DateTimeFormat(language, { month, timeZone: 'UTC' });
      for (let index = 0; index < 12; index++) {
        const name = format(Date.UTC(2024, index)).toLowerCase().replace('.', '');
        for (const each of [name, name.normalize('NFD').replaceAll(/\p{M}/gu, '')])
          if (!names.has(each)) names.set(each, index + 1);
      }
    }
  return new Map([...Object.entries(MORE), ...names]);
}

const MONTH = `(${[...MONTHS.keys()].sort((one, other) => other.length - one.length).join('|')})\\.?`;
const HAN = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'];
const YEAR = `((?:19|20)\\d{2}|['’]?\\d{2})`;
const GAP = `[\\s./_-]*`;

/** Each pattern, and which of its groups are year, quarter and month. */
const PATTERNS: readonly (readonly [RegExp, readonly ('year' | 'quarter' | 'month')[]])[] = [
  [new RegExp(`^${MONTH}$`), ['month']],
  [new RegExp(`^${MONTH}${GAP}${YEAR}$`), ['month', 'year']],
  [new RegExp(`^((?:19|20)\\d{2})${GAP}${MONTH}$`), ['year', 'month']],
  [/^((?:19|20)\d{2})[-/.](\d{1,2})$/, ['year', 'month']],
  [/^(\d{1,2})[-/.]((?:19|20)\d{2})$/, ['month', 'year']],
  [/^((?:19|20)\d{2})年?(\d{1,2}|[一二三四五六七八九十]+)月份?$/, ['year', 'month']],
  [/^(\d{1,2}|[一二三四五六七八九十]+)月份?$/, ['month']],
  [/^((?:19|20)\d{2})[\s-]*q([1-4])$/, ['year', 'quarter']],
  [/^q([1-4])[\s./-]*((?:19|20)\d{2})$/, ['quarter', 'year']],
  [/^q([1-4])$/, ['quarter']],
  [/^([1-4])\.? ?quartal ((?:19|20)\d{2})$/, ['quarter', 'year']],
  [/^((?:19|20)\d{2})年第?([1-4一二三四])季度?$/, ['year', 'quarter']],
  [/^第?([1-4一二三四])季度?$/, ['quarter']],
  [/^((?:19|20)\d{2})年?度?$/, ['year']],
];

/** Returns the period that a cell names, such as Jan-25, 2025年1月, Q3, 2024 or FY2024/25; null if it names none. */
export function readPeriodName(cell: Cell): NamedPeriod | null {
  if (typeof cell === 'number')
    return isYear(cell) ? { year: cell, quarter: null, month: null, isFiscal: false } : null;
  if (cell instanceof Date)
    return cell.getUTCDate() === 1
      ? { year: cell.getUTCFullYear(), quarter: null, month: cell.getUTCMonth() + 1, isFiscal: false }
      : null;
  if (typeof cell !== 'string') return null;
  const text = cell.trim().toLowerCase();
  if (text === '' || text.length > LONGEST) return null;
  const before = known.get(text);
  if (before !== undefined) return before;
  const named = readText(text);
  if (known.size < MOST_KNOWN) known.set(text, named);
  return named;
}

/** A table repeats few different texts: each short one is read once. */
const known = new Map<string, NamedPeriod | null>();
const MOST_KNOWN = 4096;

function readText(text: string): NamedPeriod | null {
  for (const [pattern, groups] of PATTERNS) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const read = (name: (typeof groups)[number], as: (part: string) => number): number | null =>
      groups.includes(name) ? as(found[groups.indexOf(name) + 1]!) : null;
    const month = read('month', readMonth);
    if (month !== null && (month < 1 || month > 12)) continue;
    return { year: read('year', readYear), quarter: read('quarter', readOrdinal), month, isFiscal: false };
  }
  // The months of a fiscal quarter may be behind it.
  const fiscal = readFiscalYear(text.replace(/\s*[(（][^()（）]*[)）]$/, ''));
  if (fiscal === null) return null;
  return { year: fiscal.begins ?? fiscal.named, quarter: fiscal.quarter, month: null, isFiscal: true };
}

const LONGEST = 24;

function isYear(value: number): boolean {
  return Number.isInteger(value) && value >= 1990 && value < 2100;
}

function readYear(text: string): number {
  const digits = text.replace(/^['’]/, '');
  return digits.length === 2 ? 2000 + Number(digits) : Number(digits);
}

function readMonth(text: string): number {
  return MONTHS.get(text) ?? readOrdinal(text);
}

function readOrdinal(text: string): number {
  const index = HAN.indexOf(text);
  return index >= 0 ? index + 1 : Number(text);
}

/** Returns a period of calendar years as the member `period` has it: 2024, 2024-Q1 or 2024-03. */
export function writePeriod({
  year,
  quarter,
  month,
}: Omit<NamedPeriod, 'isFiscal'> & { readonly year: number }): string {
  if (month !== null) return `${year}-${String(month).padStart(2, '0')}`;
  return quarter === null ? String(year) : `${year}-Q${quarter}`;
}
