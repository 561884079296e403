import { UserFacingError } from '../../core/errors.ts';
import { EngineError } from '../errors/engine-error.ts';
import { readUnitSpelling } from '../quantities/unit-spelling.ts';
import { parseUnit, type Unit } from '../quantities/unit.ts';
import { type AskedPeriod, readAskedPeriod } from './asked-period.ts';
import { FACTOR_TYPES } from './factor-row.ts';
import { listYears, type Mark, MOST_COUNTED, MOST_YEARS } from './factor-words.ts';
import { listSoughtWords } from './words.ts';

/** What somebody searches for, as typed: words, and filters that all must hold. */
export interface FactorFilters {
  readonly q?: string | undefined;
  readonly place?: string | undefined;
  readonly year?: string | undefined;
  readonly period?: string | undefined;
  readonly type?: string | undefined;
  readonly gas?: string | undefined;
  readonly unit?: string | undefined;
  readonly basis?: string | undefined;
  readonly source?: string | undefined;
}

/** A filter, or the words, cannot be searched for. */
export class SearchFilterError extends UserFacingError<'search-filter'> {
  override readonly name = 'SearchFilterError';
  /** The filter that cannot be searched for, or `cursor`. */
  readonly filter: keyof FactorFilters | 'cursor';
  readonly value: string;

  constructor(filter: keyof FactorFilters | 'cursor', value: string, expected: string) {
    super(
      'search-filter',
      `${filter}: expected ${expected}, got ${JSON.stringify(value.slice(0, MOST_TEXT))}`,
    );
    this.filter = filter;
    this.value = value;
  }
}

/** How well a row matches: all words are its subject, all are in its name, or some only in its source. `any` without words. */
export const MATCHES = ['subject', 'name', 'source', 'any'] as const;
export type Match = (typeof MATCHES)[number];

/** Conditions on the marks of a row: it has all of `all`, and one of each list of `any`. */
export interface Conditions {
  readonly all: readonly Mark[];
  readonly any: readonly (readonly Mark[])[];
}

/** One class of rows that match alike. No row is in two of them. */
export interface Step extends Conditions {
  readonly match: Match;
}

/** What is searched for: the steps that find it, the best matches first. */
export interface FactorQuery {
  readonly words: readonly string[];
  /** The places whose factors hold there, the narrowest first; an empty one for factors of any place. Null where no place is asked for. */
  readonly places: readonly string[] | null;
  /** Unix seconds, in which a row holds for some time; null for any. */
  readonly period: AskedPeriod | null;
  readonly steps: readonly Step[];
  /** What the rows of all steps meet. */
  readonly whole: Conditions;
}

/** A name that a row can have. */
const NAME = /^[A-Za-z0-9._:@+%()-]{1,64}$/;
const MOST_TEXT = 128;
/** Words of a search, and of the filter for sources: enough for a name in Chinese. */
const MOST_SOUGHT = 24;

/** Reads what is searched for. @throws SearchFilterError */
export function readFactorQuery(filters: FactorFilters): FactorQuery {
  for (const [name, value] of Object.entries(filters) as [keyof FactorFilters, string | undefined][])
    if (value !== undefined && value.length > MOST_TEXT)
      throw new SearchFilterError(name, value, `at most ${MOST_TEXT} characters`);
  const words = readWords('q', filters.q ?? '');
  const places = filters.place === undefined ? null : listPlaces(filters.place);
  const period = readPeriod(filters);
  const filter = readFilters(filters, period);
  const steps = listMatches(words).flatMap(({ match, all, any }) =>
    (places ?? [null]).map((place): Step => {
      const ofPlace = place === null ? [] : [`p:${place}`];
      return { match, all: [...all, ...ofPlace, ...filter.all], any: [...any, ...filter.any] };
    }),
  );
  const ofPlaces = places === null ? [] : [places.map((place) => `p:${place}`)];
  const whole = { all: filter.all, any: [...listAnywhere(words), ...ofPlaces, ...filter.any] };
  return { words, places, period, steps, whole };
}

/** Returns the marks of words, wherever they are in a row: it needs one of each list. */
export function listAnywhere(words: readonly string[]): Mark[][] {
  return words.map((word) => ['s', 'n', 't'].map((letter) => `${letter}:${word}`));
}

function readWords(name: 'q' | 'source', text: string): string[] {
  const words = listSoughtWords(text);
  if (words.length > MOST_SOUGHT) throw new SearchFilterError(name, text, `at most ${MOST_SOUGHT} words`);
  if (words.length === 0 && text.trim() !== '')
    throw new SearchFilterError(name, text, 'a word of letters or digits');
  return words;
}

/** Returns how rows can match words, the best first. Each class has a mark that rows of the ones before lack. */
function listMatches(words: readonly string[]): Step[] {
  if (words.length === 0) return [{ match: 'any', all: [], any: [] }];
  const marked = (letter: string): Mark[] => words.map((word) => `${letter}:${word}`);
  const inName = words.map((word) => [`s:${word}`, `n:${word}`]);
  const longer = Array.from({ length: MOST_COUNTED - words.length }, (_, at) => `#:${words.length + 1 + at}`);
  return [
    { match: 'subject', all: [...marked('s'), `#:${words.length}`], any: [] },
    { match: 'name', all: [], any: [...inName, [...marked('n'), ...longer]] },
    { match: 'source', all: [], any: [...listAnywhere(words), marked('t')] },
  ];
}

/** ISO 3166-1 alpha-2, or a part of a country by ISO 3166-2. */
const PLACE = /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/;

/** Returns a place, its country, and the empty place. */
function listPlaces(text: string): string[] {
  const place = text.trim().toUpperCase();
  if (!PLACE.test(place))
    throw new SearchFilterError('place', text, 'a code of ISO 3166-1 or 3166-2, such as GB or CN-31');
  return [...new Set([place, place.slice(0, 2), ''])];
}

function readPeriod({ year, period }: FactorFilters): AskedPeriod | null {
  if (year !== undefined && period !== undefined)
    throw new SearchFilterError('period', period, 'a year or a period, not both');
  if (year === undefined) return period === undefined ? null : readOwnPeriod(period);
  const read = /^\d{4}$/.test(year.trim()) ? readAskedPeriod(year.trim()) : null;
  if (read !== null) return read;
  throw new SearchFilterError('year', year, 'a year from 1970 to 2199, such as 2023');
}

function readOwnPeriod(period: string): AskedPeriod {
  const read = readAskedPeriod(period.trim());
  if (read !== null && listYears(read.from, read.until)[0] !== '') return read;
  const forms = '2023, 2023-Q2, 2023-05 or 2023-04-01/2024-04-01 (its end is the first day after it)';
  throw new SearchFilterError('period', period, `${forms}, of at most ${MOST_YEARS} years from 1970`);
}

/** Filters that are one mark each: what they expect, and the mark. */
const NAMED = {
  type: {
    holds: (text: string) => FACTOR_TYPES.includes(text),
    expected: `one of ${FACTOR_TYPES.join(', ')}`,
    mark: (text: string) => `k:${text}`,
  },
  gas: {
    holds: (text: string) => NAME.test(text),
    expected: 'a gas such as CH4, or CO2e',
    mark: (text: string) => `g:${text.toLowerCase()}`,
  },
  basis: {
    holds: (text: string) => NAME.test(text),
    expected: 'a basis such as combustion',
    mark: (text: string) => `b:${text}`,
  },
} as const;

function readFilters(filters: FactorFilters, period: AskedPeriod | null): Conditions {
  const { unit, source = '' } = filters;
  const ofUnit = unit === undefined ? null : readUnit(unit);
  const years = period === null ? [] : [...listYears(period.from, period.until), ''];
  return {
    all: [
      ...(['type', 'gas', 'basis'] as const).flatMap((name) => readNamed(name, filters[name])),
      ...readWords('source', source).map((word) => `f:${word}`),
      ...(ofUnit === null || ofUnit.substance === null ? [] : [`m:${ofUnit.substance.toLowerCase()}`]),
    ],
    any: [
      ...(ofUnit === null ? [] : [[`u:${ofUnit.dimension}`, `d:${ofUnit.dimension}`]]),
      ...(years.length === 0 ? [] : [years.map((year) => `y:${year}`)]),
    ],
  };
}

function readNamed(name: keyof typeof NAMED, text: string | undefined): Mark[] {
  if (text === undefined) return [];
  const { holds, expected, mark } = NAMED[name];
  if (!holds(text)) throw new SearchFilterError(name, text, expected);
  return [mark(text)];
}

function readUnit(text: string): Unit {
  try {
    return parseUnit(readUnitSpelling(text).unit);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new SearchFilterError('unit', text, 'a unit such as kg/kW.h, kgCO2/kWh or t');
  }
}
