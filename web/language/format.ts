import { type Language, useLanguage } from './language.tsx';
import { showOutside } from './outside-text.ts';

const DAY = 86_400;

/** The last second that a date can hold, in both directions. A period of the protocol may end later. */
const LAST_OF_DATES = 8.64e12;

/** How values are written in the language of the page. Times are unix seconds; those that no date can hold are written as seconds. */
export interface Format {
  /** A decimal as the ledger stores it, with all of its digits: `25468.8` → `25,468.8`. */
  readonly decimal: (value: string) => string;
  /** A count or another double, rounded to `digits` after the point; 0 if not given. */
  readonly number: (value: number, digits?: number) => string;
  /** A share: 0.123 → 12.3 %. */
  readonly percent: (share: number) => string;
  /** A unit as people write it: `t{CO2e}` → `t CO₂e`. */
  readonly unit: (unit: string) => string;
  /** Date and time in the zone of the reader. */
  readonly time: (seconds: number) => string;
  /** Date and time in the zone of the reader, with its short name: `28 Nov 2026, 05:05:22 UTC`. */
  readonly zonedTime: (seconds: number) => string;
  /** The date, in UTC. */
  readonly date: (seconds: number) => string;
  /** How long ago, or how soon: `3 minutes ago`. */
  readonly relative: (seconds: number, now: number) => string;
  /** A duration in its largest unit: `5 seconds`, `3 days`. */
  readonly duration: (seconds: number) => string;
  /**
   * A period whose end is exclusive: a year, a month, or the first and last day; the day where both are the same. One that begins or ends
   * within a day is given by both moments, in UTC.
   */
  readonly period: (from: number, until: number) => string;
  /** Several names as one text: `a, b and c`. */
  readonly list: (names: readonly string[]) => string;
  /** A size in bytes: `1.2 MB`. */
  readonly size: (bytes: number) => string;
}

/** Returns how values are written in the language of the page. */
export function useFormat(): Format {
  const { language } = useLanguage();
  return formatOf(findLocale(language));
}

/** Each language once: many parts of a page write numbers, and what writes them takes milliseconds to make. */
const formats = new Map<string, Format>();

function formatOf(locale: string): Format {
  const format = formats.get(locale) ?? createFormat(locale);
  formats.set(locale, format);
  return format;
}

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';

/** Returns how the reader's browser writes numbers and dates in a language: `en-GB` for one in Britain. */
function findLocale(language: Language): string {
  const prefix = language.slice(0, 2);
  return navigator.languages.find((name) => name.startsWith(prefix)) ?? language;
}

/** Returns how values are written in a locale, such as `en-GB`. */
export function createFormat(language: string): Format {
  const decimals = new Intl.NumberFormat(language, { maximumFractionDigits: 60 });
  const numbers = new Map<number, Intl.NumberFormat>();
  const numbersWith = (digits: number): Intl.NumberFormat => {
    const known = numbers.get(digits) ?? new Intl.NumberFormat(language, { maximumFractionDigits: digits });
    numbers.set(digits, known);
    return known;
  };
  const times = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
  const zonedTimes = new Intl.DateTimeFormat(language, { ...MOMENT, timeZoneName: 'short' });
  const moments = new Intl.DateTimeFormat(language, { ...MOMENT, timeZone: 'UTC' });
  const dates = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  const months = new Intl.DateTimeFormat(language, { year: 'numeric', month: 'long', timeZone: 'UTC' });
  const years = new Intl.DateTimeFormat(language, { year: 'numeric', timeZone: 'UTC' });
  const lists = new Intl.ListFormat(language, { type: 'conjunction' });
  const relatives = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const date = (seconds: number): string => write(dates, seconds);
  const toLargestUnit = (seconds: number): [number, Intl.RelativeTimeFormatUnit & LargestUnit] => {
    for (const [unit, length] of UNITS)
      if (Math.abs(seconds) >= length) return [Math.round(seconds / length), unit];
    return [Math.round(seconds), 'second'];
  };
  return {
    decimal: (value) => decimals.format(value as Intl.StringNumericLiteral),
    number: (value, digits = 0) => numbersWith(digits).format(value),
    percent: (share) =>
      new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(share),
    unit: formatUnit,
    time: (seconds) => write(times, seconds),
    zonedTime: (seconds) => write(zonedTimes, seconds),
    date,
    relative: (seconds, now) => relatives.format(...toLargestUnit(seconds - now)),
    duration: (seconds) => {
      const [value, unit] = toLargestUnit(seconds);
      return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
    },
    period: (from, until) => {
      if (!isDated(from) || !isDated(until)) return `${date(from)} – ${date(until)}`;
      if (from % DAY !== 0 || until % DAY !== 0)
        return `${moments.formatRange(1000 * from, 1000 * until)} UTC`;
      if (isFirstOf('year', from) && nextOf('year', from) === until) return years.format(1000 * from);
      if (isFirstOf('month', from) && nextOf('month', from) === until) return months.format(1000 * from);
      // The day before the end, which is exclusive. An empty period has its first day alone.
      const last = Math.max(from, until - DAY);
      return date(last) === date(from) ? date(from) : dates.formatRange(1000 * from, 1000 * last);
    },
    list: (names) => lists.format(names),
    size: (bytes) => formatSize(bytes, language),
  };
}

const MOMENT: Intl.DateTimeFormatOptions = {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
};

function isDated(seconds: number): boolean {
  return Math.abs(seconds) <= LAST_OF_DATES;
}

function write(format: Intl.DateTimeFormat, seconds: number): string {
  return isDated(seconds) ? format.format(1000 * seconds) : String(seconds);
}

/** Returns unix seconds as an ISO moment in UTC, `2024-01-31T08:00:00Z`; as they are where no date can hold them. */
export function isoOf(seconds: number): string {
  return isDated(seconds) ? new Date(1000 * seconds).toISOString().replace('.000', '') : String(seconds);
}

/** The most characters of a unit: it is next to a value, on one line. */
const MOST_OF_UNIT = 32;

/** How people write the customary units that UCUM has in brackets. */
const CUSTOMARY: Readonly<Record<string, string>> = {
  '[lb_av]': 'lb',
  '[ston_av]': 'short ton',
  '[lton_av]': 'long ton',
  '[gal_us]': 'US gal',
  '[mi_i]': 'mi',
  '[nmi_i]': 'nmi',
  '[Btu_IT]': 'Btu',
};
const BRACKETED = '\\[(?:lb_av|ston_av|lton_av|gal_us|mi_i|nmi_i|Btu_IT)\\]';
/** A part of a unit, such as `kg{CO2e}` or `m3`. None begins with a digit or comma, which would be read as part of the value. */
const UNIT_PART = `(?:%|[A-Za-z°µ]+[23]?|${BRACKETED})(?:\\{[A-Za-z][A-Za-z0-9 _-]*\\})?`;
const PLAIN_UNIT = new RegExp(`^${UNIT_PART}(?:[./]${UNIT_PART})*$`);

/**
 * Returns a unit as people write it: `t{CO2e}` → `t CO₂e`, `[lb_av]` → `lb`; nothing for a pure number, `1`. A unit of another form is shown as it is, in
 * brackets: a party may write any characters into it.
 */
export function formatUnit(unit: string): string {
  if (unit === '' || unit === '1') return '';
  if (unit.length > MOST_OF_UNIT || !PLAIN_UNIT.test(unit)) return `[${showOutside(unit, MOST_OF_UNIT)}]`;
  return (
    unit
      .replaceAll(/\[\w+\]/g, (name) => CUSTOMARY[name] ?? name)
      .replaceAll('{', ' ')
      .replaceAll('}', '')
      .replaceAll('.', '·')
      // A digit after a chemical element, as in CO2; not the one in m3.
      .replaceAll(/(?<=[A-Z][a-z]?)\d/g, (digit) => SUBSCRIPTS[Number(digit)] ?? digit)
  );
}

type LargestUnit = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

/** Units of a duration in seconds, the largest first: a year has 365 days, a month 30. */
const UNITS: readonly (readonly [LargestUnit, number])[] = [
  ['year', 365 * DAY],
  ['month', 30 * DAY],
  ['day', DAY],
  ['hour', 3600],
  ['minute', 60],
];

function isFirstOf(unit: 'year' | 'month', seconds: number): boolean {
  const time = new Date(1000 * seconds);
  return seconds % DAY === 0 && time.getUTCDate() === 1 && (unit === 'month' || time.getUTCMonth() === 0);
}

function nextOf(unit: 'year' | 'month', seconds: number): number {
  const time = new Date(1000 * seconds);
  const [year, month] = [time.getUTCFullYear(), time.getUTCMonth()];
  return (unit === 'year' ? Date.UTC(year + 1, 0) : Date.UTC(year, month + 1)) / 1000;
}

function formatSize(bytes: number, language: string): string {
  const [value, unit] =
    bytes >= 1e6 ? [bytes / 1e6, 'megabyte'] : bytes >= 1e3 ? [bytes / 1e3, 'kilobyte'] : [bytes, 'byte'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value);
}
