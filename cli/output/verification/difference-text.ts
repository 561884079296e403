import { isEqualJson, type JsonObject } from '../../../core/encoding/json.ts';
import { MAX_UINT } from '../../../core/encoding/schema.ts';
import { formatTime } from '../../../core/encoding/time.ts';
import type { Finding } from '../../../core/verify/result.ts';
import type { Language } from '../../../agents/words/language.ts';
import { plainText } from '../text-format.ts';
import type { AgeUnit } from './english-words.ts';
import { VERIFICATION_WORDS } from './verification-words.ts';

/** The two values of a finding for people; null where it has none. */
export interface ShownDifference {
  readonly expected: string | null;
  readonly actual: string | null;
}

/** The most characters of a value that are shown. */
const MOST_SHOWN = 1_000;

/** Returns the values of a finding: of objects and lists only what differs, and times as dates. */
export function showDifference(
  { code, expected, actual }: Pick<Finding, 'code' | 'expected' | 'actual'>,
  language: Language,
): ShownDifference {
  const format = FORMATS[code];
  const [left, right] =
    format === undefined
      ? keepDifferent(expected, actual)
      : [expected, actual].map((value) => (typeof value === 'number' ? format(value, language) : value));
  return { expected: showPart(left), actual: showPart(right) };
}

/** Returns the words of a finding, which are in English, with ages in days. The finding has them in seconds. */
export function showBasis(basis: string): string {
  return plainText(basis).replace(
    /(\d+) seconds ago; the policy allows (\d+)/,
    (_, age: string, allowed: string) =>
      `${formatAge(Number(age), 'en')} ago; the policy allows ${formatAge(Number(allowed), 'en')}`,
  );
}

/** Findings whose values are seconds. */
const FORMATS: Readonly<Record<string, ((seconds: number, language: Language) => string) | undefined>> = {
  'too-old': formatAge,
  'anchored-later': formatTime,
};

const UNITS: readonly (readonly [unit: AgeUnit, seconds: number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** Returns a number of seconds in the largest unit that fits and the next smaller one: `40 days`, `1 day 3 hours`. */
function formatAge(seconds: number, language: Language): string {
  const largest = Math.max(
    0,
    UNITS.findIndex(([, size]) => seconds >= size),
  );
  let left = seconds;
  const parts = UNITS.slice(largest, largest + 2).flatMap(([unit, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count === 0 ? [] : [[count, unit] as const];
  });
  return VERIFICATION_WORDS[language].checks.age(parts.length === 0 ? [[0, 'second']] : parts);
}

/** Returns two values without what both have. */
function keepDifferent(left: unknown, right: unknown): [unknown, unknown] {
  if (isObject(left) && isObject(right)) return keepMembers(left, right);
  if (Array.isArray(left) && Array.isArray(right)) return keepItems(left, right);
  return [left, right];
}

function keepMembers(left: JsonObject, right: JsonObject): [JsonObject, JsonObject] {
  const kept: [JsonObject, JsonObject] = [{}, {}];
  for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (isEqualJson(left[name], right[name])) continue;
    const parts = keepDifferent(left[name], right[name]);
    [left, right].forEach((whole, at) => {
      if (name in whole) kept[at]![name] = parts[at] as JsonObject;
    });
  }
  return kept;
}

/** Returns the items of each list that the other lacks; both lists where only the order differs. */
function keepItems(left: readonly unknown[], right: readonly unknown[]): [unknown, unknown] {
  const lacking = (items: readonly unknown[], others: readonly unknown[]): unknown[] => {
    const texts = new Set(others.map((item) => JSON.stringify(item)));
    return items.filter((item) => !texts.has(JSON.stringify(item)));
  };
  const [missing, added] = [lacking(left, right), lacking(right, left)];
  if (missing.length === 0 && added.length === 0) return [left, right];
  const [one, other] = [missing[0], added[0]];
  if (missing.length === 1 && added.length === 1 && isObject(one) && isObject(other)) {
    const [was, is] = keepMembers(one, other);
    return [[was], [is]];
  }
  return [missing, added];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function showPart(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value, showTime, 1);
  const line = plainText(typeof value === 'string' ? text : text.replaceAll(/\n\s*/g, ' '));
  return line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)}…` : line;
}

const TIMES = ['from', 'until', 'sealedAt', 'anchoredAt'];

/** Writes a member that is a time as a date: the end of time is an open window, and 0 is no period. */
function showTime(name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'number' || !TIMES.includes(name)) return value;
  if (value === 0) return 'none';
  return value === MAX_UINT ? 'open' : formatTime(value);
}
