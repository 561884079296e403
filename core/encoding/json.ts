import canonicalize from 'canonicalize';
import { BadInput, Invariant, showValue } from '../errors.ts';

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [member: string]: Json;
}

/** What a text of JSON may be at most. */
export interface JsonLimits {
  /** Depth of nesting, the outermost container being 1. */
  readonly depth: number;
  /** Length in bytes of UTF-8. */
  readonly bytes: number;
}

/** Limits of an object that is hashed: a statement, a detail (§2). */
export const HASHED_JSON: JsonLimits = { depth: 16, bytes: 1 << 20 };
/** Limits of a bundle (§2, §11). */
export const BUNDLE_JSON: JsonLimits = { depth: 32, bytes: 16 << 20 };

const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Returns the value of a text of JSON, refusing all that two readers could read differently: duplicate members, numbers that
 * are no integers by their spelling, lone surrogates, a byte order mark, invalid UTF-8 (§2). Objects have no prototype, so
 * `__proto__` is a member like any other.
 * @throws BadInput `json-…` with the position
 */
export function parseJson(text: string | Uint8Array, limits: JsonLimits = HASHED_JSON): Json {
  const length = typeof text === 'string' ? text.length : text.byteLength;
  if (length > limits.bytes) throw tooLarge(length, limits);
  const source = typeof text === 'string' ? text : decodeUtf8(text);
  if (typeof text === 'string') checkJsonSize(text, limits);
  return new JsonReader(source, limits.depth).readDocument();
}

/** Checks that text is short enough as UTF-8, counting bytes only where they may matter. @throws BadInput `json-too-large` */
export function checkJsonSize(text: string, limits: JsonLimits): void {
  if (text.length * 3 <= limits.bytes) return;
  const { length } = utf8.encode(text);
  if (length > limits.bytes) throw tooLarge(length, limits);
}

function tooLarge(length: number, limits: JsonLimits): BadInput {
  return new BadInput(
    'json-too-large',
    `JSON of ${length} bytes where at most ${limits.bytes} are read`,
    length,
  );
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch (cause) {
    throw new BadInput('json-utf8', 'the bytes are not valid UTF-8', undefined, '', cause);
  }
}

/**
 * Returns the RFC 8785 text of a value that `parseJson` accepts.
 * @throws BadInput `json-number`, `json-surrogate`, `json-depth`, `wrong-type`
 */
export function formatJson(value: unknown, limits: JsonLimits = HASHED_JSON): string {
  checkJson(value, limits.depth);
  const text = canonicalize(value);
  if (text === undefined) throw new Invariant('canonicalize returned nothing for a checked value');
  return text;
}

/** Tells whether two values, of which `parseJson` gave one, have the same RFC 8785 text. */
export function isEqualJson(a: unknown, b: unknown): boolean {
  if (a === b) return a === 0 ? Object.is(a, b) : a !== undefined;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) return isEqualArray(a, b);
  return isEqualObject(a as JsonObject, b as JsonObject);
}

function isEqualArray(a: object, b: object): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  // By index: `every` passes holes over.
  for (let index = 0; index < a.length; index++) if (!isEqualJson(a[index], b[index])) return false;
  return true;
}

/** The members of one are walked, not listed: a list for each object takes as long as all else. */
function isEqualObject(a: JsonObject, b: JsonObject): boolean {
  let left = Object.keys(b).length;
  for (const name in a) {
    if (!Object.hasOwn(b, name) || !isEqualJson(a[name], b[name])) return false;
    left--;
  }
  return left === 0;
}

/** Checks a value already in memory against the same rules as text. @throws BadInput */
function checkJson(value: unknown, depth: number): asserts value is Json {
  if (value === null || typeof value === 'boolean') return;
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0))
      throw new BadInput('json-number', `not an integer within ±(2^53−1): ${value}`, value);
    return;
  }
  if (typeof value === 'string') return checkText(value);
  if (typeof value !== 'object')
    throw new BadInput('wrong-type', `not a JSON value: ${typeof value}`, typeof value);
  if (!isPlain(value)) throw new BadInput('wrong-type', 'neither a plain object nor an array');
  if (depth === 0) throw new BadInput('json-depth', 'JSON is nested too deep', undefined);
  if (Array.isArray(value)) {
    for (const item of value) checkJson(item, depth - 1);
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    checkText(name);
    checkJson(member, depth - 1);
  }
}

/** Tells whether a container is as JSON makes them: a date or a map has members that its text would not show. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as unknown;
  return (
    Array.isArray(value) ||
    prototype === Object.prototype ||
    prototype === Members.prototype ||
    prototype === null
  );
}

function checkText(text: string): void {
  if (!text.isWellFormed())
    throw new BadInput('json-surrogate', `lone surrogate in ${showValue(text)}`, text);
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const INTEGER = /^(?:0|-?[1-9][0-9]*)$/;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const [TAB, LINE_FEED, RETURN, SPACE] = [9, 10, 13, 32];
const WORDS = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const;
const ESCAPES: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/**
 * An object that inherits nothing, as `Object.create(null)` gives it, which V8 would keep as a hash table: several times the
 * memory, and slow to read.
 */
class Members {
  readonly [name: string]: Json;

  static {
    Reflect.deleteProperty(this.prototype, 'constructor');
    Object.setPrototypeOf(this.prototype, null);
  }
}

/** A recursive reader; `JSON.parse` hides duplicate members, `1.0`, `1e2`, and integers that a double rounds. */
class JsonReader {
  readonly #text: string;
  readonly #maxDepth: number;
  #at = 0;

  constructor(text: string, maxDepth: number) {
    this.#text = text;
    this.#maxDepth = maxDepth;
  }

  readDocument(): Json {
    if (this.#text.startsWith('\ufeff'))
      throw new BadInput('json-bom', 'the text begins with a byte order mark', undefined);
    const value = this.#readValue(1);
    if (this.#at < this.#text.length) throw this.#syntax('text after the value');
    return value;
  }

  #readValue(depth: number): Json {
    this.#skipBlank();
    const value = this.#readToken(depth);
    this.#skipBlank();
    return value;
  }

  #readToken(depth: number): Json {
    const start = this.#text[this.#at];
    if (start === '{' || start === '[') {
      if (depth > this.#maxDepth)
        throw new BadInput(
          'json-depth',
          `JSON is nested deeper than ${this.#maxDepth} at ${this.#position()}`,
          depth,
        );
      this.#at++;
      return start === '{' ? this.#readObject(depth) : this.#readArray(depth);
    }
    if (start === '"') return this.#readString();
    if (start === '-' || (start !== undefined && start >= '0' && start <= '9')) return this.#readNumber();
    for (const [word, value] of WORDS) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    throw this.#syntax('no JSON value');
  }

  #readObject(depth: number): JsonObject {
    const object: JsonObject = new Members();
    this.#skipBlank();
    if (this.#take('}')) return object;
    for (;;) {
      this.#skipBlank();
      if (this.#text[this.#at] !== '"') throw this.#syntax('a member name is expected');
      const at = this.#at;
      const name = this.#readString();
      if (name in object)
        throw new BadInput(
          'json-duplicate-member',
          `duplicate member ${showValue(name)} at ${this.#position(at)}`,
          name,
        );
      this.#skipBlank();
      this.#expect(':');
      object[name] = this.#readValue(depth + 1);
      if (this.#take('}')) return object;
      this.#expect(',');
    }
  }

  #readArray(depth: number): Json[] {
    const array: Json[] = [];
    this.#skipBlank();
    if (this.#take(']')) return array;
    for (;;) {
      array.push(this.#readValue(depth + 1));
      if (this.#take(']')) return array;
      this.#expect(',');
    }
  }

  #readNumber(): number {
    const text = this.#match(NUMBER);
    if (text === '' || /[0-9]/.test(this.#text[this.#at] ?? '')) throw this.#syntax('no JSON number');
    const value = Number(text);
    if (!INTEGER.test(text) || !Number.isSafeInteger(value)) {
      throw new BadInput(
        'json-number',
        `not an integer within ±(2^53−1): ${showValue(text)} at ${this.#position()}`,
        text,
      );
    }
    return value;
  }

  #readString(): string {
    const at = this.#at;
    this.#at++;
    let value = '';
    for (;;) {
      value += this.#match(PLAIN);
      if (this.#take('"')) break;
      if (!this.#take('\\')) throw this.#syntax('a string does not end, or holds a raw control character');
      value += this.#readEscape();
    }
    if (!value.isWellFormed())
      throw new BadInput('json-surrogate', `lone surrogate in the text at ${this.#position(at)}`, value);
    return value;
  }

  #readEscape(): string {
    const letter = this.#text[this.#at++] ?? '';
    if (letter !== 'u') {
      const plain = ESCAPES[letter];
      if (plain === undefined) throw this.#syntax('unknown escape');
      return plain;
    }
    const digits = this.#text.slice(this.#at, this.#at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.#syntax('\\u wants four hex digits');
    this.#at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #skipBlank(): void {
    for (; ; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== SPACE && code !== LINE_FEED && code !== RETURN && code !== TAB) return;
    }
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const text = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += text.length;
    return text;
  }

  #take(mark: string): boolean {
    if (this.#text[this.#at] !== mark) return false;
    this.#at++;
    return true;
  }

  #expect(mark: string): void {
    if (!this.#take(mark)) throw this.#syntax(`${mark} is expected`);
  }

  #position(at = this.#at): string {
    const before = this.#text.slice(0, at).split('\n');
    return `line ${before.length} column ${(before.at(-1)?.length ?? 0) + 1}`;
  }

  #syntax(what: string): BadInput {
    return new BadInput(
      'json-syntax',
      `${what} at ${this.#position()}`,
      this.#text.slice(this.#at, this.#at + 20),
    );
  }
}
