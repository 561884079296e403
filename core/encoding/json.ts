import { BadInput, showValue } from '../errors.ts';
import { type JsonBounds, scanJson } from './json-scanner.ts';
import { type Json, JsonMembers, type JsonObject, JsonReader } from './json-reader.ts';

export type { Json, JsonObject };

/** How large a text of JSON may be. */
export interface JsonLimits {
  /** Depth of nesting; the outermost container has depth 1. */
  readonly depth: number;
  /** Length in bytes of UTF-8. */
  readonly bytes: number;
}

/** How large a text of JSON may be that is measured over its bytes before it is parsed. */
export type MeasuredJson = JsonLimits & JsonBounds;

/** Limits of an object that is hashed: a statement, a detail (§2). */
export const HASHED_JSON: JsonLimits = { depth: 16, bytes: 1 << 20 };
/** Limits of a proof file (§2, §11): as many values as 16 MiB of the smallest entries have, and a string as long as a statement. */
export const BUNDLE_JSON: MeasuredJson = { depth: 32, bytes: 16 << 20, values: 1 << 20, string: 1 << 20 };

const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Returns the value of a text of JSON. Rejects anything that two readers could understand differently: duplicate members, numbers
 * that are not written as integers, lone surrogates, a byte order mark, invalid UTF-8 (§2). Objects have no prototype.
 * @example
 * parseJson('{"b": 1, "a": [true]}') // → { b: 1, a: [true] }
 * parseJson('{"a": 1.5}') // → throws json-number
 * @throws BadInput `json-…` with the position; `bundle-limit` where the limits count values
 */
export function parseJson(text: string | Uint8Array, limits: JsonLimits | MeasuredJson = HASHED_JSON): Json {
  checkJsonLength(text.length, limits);
  if (typeof text !== 'string') {
    if ('values' in limits) scanJson(text, limits);
    return readJson(decodeUtf8(text), limits);
  }
  checkJsonSize(text, limits);
  return readJson(text, limits);
}

/** Returns the value of a text whose size was checked. @throws BadInput `json-…` with the position */
export function readJson(text: string, { depth }: JsonLimits): Json {
  return new JsonReader(text, depth).readDocument();
}

/** Checks a length in bytes, or in characters, which are no more than bytes. @throws BadInput `json-too-large` */
export function checkJsonLength(length: number, limits: JsonLimits): void {
  if (length > limits.bytes) throw tooLarge(length, limits);
}

/** Checks that a text is short enough as UTF-8; encodes it only where its length in characters does not decide. @throws BadInput `json-too-large` */
export function checkJsonSize(text: string, limits: JsonLimits): void {
  if (text.length * 3 <= limits.bytes) return;
  const { length } = utf8.encode(text);
  if (length > limits.bytes) throw tooLarge(length, limits);
}

function tooLarge(length: number, limits: JsonLimits): BadInput {
  return new BadInput(
    'json-too-large',
    `expected JSON of at most ${limits.bytes} bytes, got ${length}`,
    length,
  );
}

/** Returns the text in bytes. @throws BadInput `json-utf8` */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch (cause) {
    throw new BadInput(
      'json-utf8',
      'the bytes are not valid UTF-8: save the file as UTF-8',
      undefined,
      '',
      cause,
    );
  }
}

/**
 * Returns the RFC 8785 text (JCS) of a value, which must be one that `parseJson` could return.
 * @example
 * formatJson({ b: 1, a: [true] }) // → '{"a":[true],"b":1}'
 * @throws BadInput `json-number`, `json-surrogate`, `json-depth`, `wrong-type`
 */
export function formatJson(value: unknown, limits: JsonLimits = HASHED_JSON): string {
  checkJson(value, limits.depth);
  return writeJson(value);
}

/** Members are sorted by the UTF-16 code units of their names, as `sort` compares texts (RFC 8785, §3.2.3). */
function sortNames(value: JsonObject): string[] {
  return Object.keys(value).sort();
}

function writeJson(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  const names = sortNames(value);
  return `{${names.map((name) => `${JSON.stringify(name)}:${writeJson(value[name]!)}`).join(',')}}`;
}

/** How a text differs from the RFC 8785 text of its value: by a line end after it, by blanks between values, or by more than that. */
export type JsonForm = 'canonical' | 'line-end' | 'pretty-printed' | 'other';

/** Returns the form of a text whose value `parseJson` returned. Writes no second text, as that would take several times the memory. */
export function formOfJson(value: Json, text: string): JsonForm {
  if (matchJson(value, text, 0, skipNothing) === text.length) return 'canonical';
  if (matchJson(value, text.trimEnd(), 0, skipNothing) === text.trimEnd().length) return 'line-end';
  return skipBlank(text, matchJson(value, text, 0, skipBlank)) === text.length ? 'pretty-printed' : 'other';
}

type Skip = (text: string, at: number) => number;

const skipNothing: Skip = (_, at) => at;
const BLANK = /[ \t\n\r]*/y;
const skipBlank: Skip = (text, at) => {
  BLANK.lastIndex = Math.max(0, at);
  BLANK.test(text);
  return at < 0 ? at : BLANK.lastIndex;
};

/** Returns where the RFC 8785 text of a value ends that begins at `at`, or −1 where the text there is another. */
function matchJson(value: Json, text: string, at: number, skip: Skip): number {
  const start = skip(text, at);
  if (typeof value !== 'object' || value === null) return matchText(JSON.stringify(value), text, start);
  const isArray = Array.isArray(value);
  const items = isArray ? value : sortNames(value);
  let end = matchText(isArray ? '[' : '{', text, start);
  for (let index = 0; index < items.length && end >= 0; index++) {
    if (index > 0) end = matchText(',', text, skip(text, end));
    if (isArray) end = end < 0 ? end : matchJson(value[index]!, text, end, skip);
    else end = end < 0 ? end : matchMember(value, items[index] as string, text, end, skip);
  }
  return end < 0 ? end : matchText(isArray ? ']' : '}', text, skip(text, end));
}

function matchMember(object: JsonObject, name: string, text: string, at: number, skip: Skip): number {
  const named = matchText(JSON.stringify(name), text, skip(text, at));
  const end = named < 0 ? named : matchText(':', text, skip(text, named));
  return end < 0 ? end : matchJson(object[name]!, text, end, skip);
}

function matchText(part: string, text: string, at: number): number {
  return text.startsWith(part, at) ? at + part.length : -1;
}

/** Tells whether two values have the same RFC 8785 text; one of them must come from `parseJson`. */
export function isEqualJson(a: unknown, b: unknown): boolean {
  if (a === b) return a === 0 ? Object.is(a, b) : a !== undefined;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) return isEqualArray(a, b);
  return isEqualObject(a as JsonObject, b as JsonObject);
}

function isEqualArray(a: object, b: object): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  // By index, as `every` skips holes.
  for (let index = 0; index < a.length; index++) if (!isEqualJson(a[index], b[index])) return false;
  return true;
}

/** Iterates the members of one object without listing them: a list for each object takes as long as all the rest. */
function isEqualObject(a: JsonObject, b: JsonObject): boolean {
  let left = Object.keys(b).length;
  for (const name in a) {
    if (!Object.hasOwn(b, name) || !isEqualJson(a[name], b[name])) return false;
    left--;
  }
  return left === 0;
}

/** Checks a value in memory against the rules for text. @throws BadInput */
function checkJson(value: unknown, depth: number): asserts value is Json {
  if (value === null || typeof value === 'boolean') return;
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0))
      throw new BadInput('json-number', `expected an integer within ±(2^53−1), got ${value}`, value);
    return;
  }
  if (typeof value === 'string') return checkText(value);
  if (typeof value !== 'object')
    throw new BadInput('wrong-type', `expected a JSON value, got ${typeof value}`, typeof value);
  if (!isPlain(value)) throw new BadInput('wrong-type', 'expected a plain object or an array');
  if (depth === 0) throw new BadInput('json-depth', 'the JSON value is nested too deeply', undefined);
  if (Array.isArray(value)) {
    for (const item of value) checkJson(item, depth - 1);
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    checkText(name);
    checkJson(member, depth - 1);
  }
}

/** Tells whether a container is one that JSON can make. A date or a map has content that its JSON text would not show. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as unknown;
  return (
    Array.isArray(value) ||
    prototype === Object.prototype ||
    prototype === JsonMembers.prototype ||
    prototype === null
  );
}

function checkText(text: string): void {
  if (!text.isWellFormed())
    throw new BadInput(
      'json-surrogate',
      `the string ${showValue(text)} has half of a surrogate pair, which is not a character`,
      text,
    );
}
