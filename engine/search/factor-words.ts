import { formatTime } from '../../core/encoding/time.ts';
import { EngineError } from '../errors/engine-error.ts';
import { parseUnit, type Unit } from '../quantities/unit.ts';
import { findRowType } from '../rows/types/row-types.ts';
import type { FactorRow } from './factor-row.ts';
import { listWords } from './words.ts';

/**
 * What an index holds of a row: marks, each with a letter before a colon. A search is a set of conditions on them
 * (`factor-query.ts`), so that one index answers words and filters at once.
 *
 * - `s:` a word of the subject, `n:` one of the rest of its name, `t:` one of its source; each word once, where it stands first
 * - `#:` how many words the subject has
 * - `f:` a word of the source, wherever else it stands
 * - `p:` the place, empty where the row holds anywhere; `y:` a year in which it holds, empty where it holds at any time
 * - `k:` the row type, `g:` a gas, `b:` the basis, `u:` what the unit measures, `d:` what it is per, `m:` the substance it weighs
 */
export type Mark = string;

/** Words of a subject are counted so far: further than a search has words. */
export const MOST_COUNTED = 32;
/** Words of a name, and of a source, that are looked for. */
const MOST_WORDS = 64;
/** A row that holds for more years, or beyond the year 9999, is found by its valid time alone. */
export const MOST_YEARS = 60;
const YEAR = 31_556_952;
const YEAR_10000 = 253_402_300_800;

/** Returns the marks of a row, by which it is found. */
export function listMarks(row: FactorRow): Mark[] {
  const { detail, from, until, source, type } = row;
  const words = listPlacedWords(row);
  return [
    ...words,
    ...listWords(source?.title ?? '')
      .slice(0, MOST_WORDS)
      .map((word) => `f:${word}`),
    `p:${textOf(detail['geography'])}`,
    ...listYears(from, until).map((year) => `y:${year}`),
    `k:${type}`,
    ...listGases(row).map((gas) => `g:${gas.toLowerCase()}`),
    ...(detail['basis'] === undefined ? [] : [`b:${textOf(detail['basis'])}`]),
    ...listUnitMarks(row.unit),
  ];
}

function listPlacedWords({ key, type, title, detail, source }: FactorRow): Mark[] {
  const rule = findRowType(type)!;
  const name = textOf(detail[rule.subject]);
  const subject = listWords(name);
  const members = Object.values(detail).map(textOf);
  // R-410A is also looked for as R410A.
  const joined = name.replace(/[^\p{L}\p{N}]/gu, '');
  const rest = [
    title ?? '',
    key,
    joined,
    ...members,
    type,
    ...Object.values<string>({ ...rule.words }),
  ].flatMap(listWords);
  const seen = new Set<string>();
  const take = (letter: string, words: readonly string[]): Mark[] =>
    words
      .filter((word) => !seen.has(word) && seen.add(word))
      .slice(0, MOST_WORDS)
      .map((word) => `${letter}:${word}`);
  return [
    ...take('s', subject),
    `#:${subject.length < MOST_COUNTED ? subject.length : MOST_COUNTED}`,
    ...take('n', rest),
    ...take('t', listWords(source?.title ?? '')),
  ];
}

/** Returns the gases that a factor weighs, and CO2e where it is a sum of them. */
function listGases({ detail, unit }: FactorRow): string[] {
  const { gas, gases = [] } = detail;
  const parts = Array.isArray(gases) ? gases : [];
  const names = [gas, ...parts].map(textOf).filter((name) => name !== '');
  return [...new Set(unit.includes('{CO2e}') ? [...names, 'CO2e'] : names)];
}

/** Returns the years in which a period has a part; an empty one for any time. */
export function listYears(from: number, until: number): string[] {
  if (until === 0 || until - from > MOST_YEARS * YEAR || until > YEAR_10000) return [''];
  const [first, last] = [yearOf(from), yearOf(until - 1)];
  return Array.from({ length: last - first + 1 }, (_, at) => String(first + at));
}

function yearOf(seconds: number): number {
  return parseInt(formatTime(seconds).slice(0, 4), 10);
}

function listUnitMarks(text: string): Mark[] {
  const unit = readUnit(text);
  if (unit === null) return [];
  const per = text.includes('/')
    ? readUnit(text.slice(text.indexOf('/') + 1).replace(/^\((.*)\)$/, '$1'))
    : null;
  return [
    `u:${unit.dimension}`,
    ...(per === null ? [] : [`d:${per.dimension}`]),
    ...(unit.substance === null ? [] : [`m:${unit.substance.toLowerCase()}`]),
  ];
}

/** A row that nobody checked may have any unit. */
function readUnit(text: string): Unit | null {
  try {
    return parseUnit(text);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return null;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
