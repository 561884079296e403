import { BadInput, showValue } from '../errors.ts';

/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
/** A JSON object. */
export interface JsonObject {
  [member: string]: Json;
}

/**
 * An object that inherits nothing, like `Object.create(null)`, so that `__proto__` is a member like any other. V8 would keep
 * `Object.create(null)` as a hash table, which takes several times the memory and is slow to read.
 */
export class JsonMembers {
  readonly [name: string]: Json;

  static {
    Reflect.deleteProperty(this.prototype, 'constructor');
    Object.setPrototypeOf(this.prototype, null);
  }
}

/** A message shows this many characters of the text. */
const SHOWN = 20;

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const INTEGER = /^(?:0|-?[1-9][0-9]*)$/;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const [TAB, LINE_FEED, RETURN, SPACE] = [9, 10, 13, 32];
const WORDS = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const;
const ESCAPES = '"\\/bfnrt';

/**
 * Reads one text of JSON, recursively. `JSON.parse` cannot be used: it hides duplicate members, `1.0`, `1e2` and integers that a
 * double rounds.
 */
export class JsonReader {
  readonly #text: string;
  readonly #maxDepth: number;
  #at = 0;

  constructor(text: string, maxDepth: number) {
    this.#text = text;
    this.#maxDepth = maxDepth;
  }

  /** Returns the value of the whole text. @throws BadInput `json-…` with the position */
  readDocument(): Json {
    if (this.#text.startsWith('\ufeff'))
      throw new BadInput(
        'json-bom',
        'the text begins with a byte order mark: save it without one',
        undefined,
      );
    const value = this.#readValue(1);
    if (this.#at < this.#text.length) throw this.#expected('the end of the text after the value');
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
    if (start === '{' || start === '[') return this.#readContainer(start, depth);
    if (start === '"') return this.#readString();
    if (start === '-' || (start !== undefined && start >= '0' && start <= '9')) return this.#readNumber();
    for (const [word, value] of WORDS) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    throw this.#expected('a JSON value');
  }

  #readContainer(start: '{' | '[', depth: number): Json {
    if (depth > this.#maxDepth)
      throw new BadInput(
        'json-depth',
        `expected at most ${this.#maxDepth} levels of nesting, got more at ${this.#position()}`,
        depth,
      );
    this.#at++;
    return start === '{' ? this.#readObject(depth) : this.#readArray(depth);
  }

  #readObject(depth: number): JsonObject {
    const object: JsonObject = new JsonMembers();
    this.#skipBlank();
    if (this.#take('}')) return object;
    for (;;) {
      this.#skipBlank();
      if (this.#text[this.#at] !== '"') throw this.#expected('a member name in double quotes');
      const at = this.#at;
      const name = this.#readString();
      if (name in object)
        throw new BadInput(
          'json-duplicate-member',
          `the member ${showValue(name)} is there twice, the second time at ${this.#position(at)}: keep one`,
          name,
        );
      this.#skipBlank();
      this.#expect(':');
      object[name] = this.#readValue(depth + 1);
      if (this.#take('}')) return object;
      this.#expect(',', '}');
    }
  }

  #readArray(depth: number): Json[] {
    this.#skipBlank();
    if (this.#take(']')) return [];
    // Made with its first item, as V8 reserves places for 17 when it pushes the first: a million nested lists would take 150 MB.
    const array: Json[] = [this.#readValue(depth + 1)];
    while (!this.#take(']')) {
      this.#expect(',', ']');
      array.push(this.#readValue(depth + 1));
    }
    return array;
  }

  #readNumber(): number {
    const at = this.#at;
    const text = this.#match(NUMBER);
    if (text === '' || /[0-9]/.test(this.#text[this.#at] ?? ''))
      throw this.#expected('a number without leading zeros', at);
    const value = Number(text);
    if (!INTEGER.test(text) || !Number.isSafeInteger(value)) {
      throw new BadInput(
        'json-number',
        `expected an integer within ±(2^53−1), without fraction or exponent, got ${showValue(text)} at ${this.#position(at)}: write other quantities as strings, such as "12.5"`,
        text,
      );
    }
    return value;
  }

  /** Joins nothing piece by piece: a text of many escapes would take 30 times its length. */
  #readString(): string {
    const start = this.#at++;
    let escaped = false;
    for (;;) {
      this.#skipPlain();
      if (this.#take('"')) break;
      if (!this.#take('\\')) throw this.#brokenString(start);
      this.#skipEscape();
      escaped = true;
    }
    const value = escaped
      ? (JSON.parse(this.#text.slice(start, this.#at)) as string)
      : this.#text.slice(start + 1, this.#at - 1);
    if (!value.isWellFormed())
      throw new BadInput(
        'json-surrogate',
        `the string at ${this.#position(start)} has half of a surrogate pair, which is not a character`,
        value,
      );
    return value;
  }

  #brokenString(start: number): BadInput {
    if (this.#at >= this.#text.length)
      return this.#syntax(`the string that begins at ${this.#position(start)} has no closing double quote`);
    const escape = JSON.stringify(this.#text[this.#at]).slice(1, -1);
    return this.#syntax(
      `a control character is inside a string at ${this.#position()}: write it as ${escape}, or close the string before it`,
    );
  }

  #skipEscape(): void {
    const at = this.#at - 1;
    const letter = this.#text[this.#at++] ?? '';
    if (letter !== 'u') {
      if (letter === '' || !ESCAPES.includes(letter))
        throw this.#expected(String.raw`one of the escapes \" \\ \/ \b \f \n \r \t \u`, at);
      return;
    }
    if (!/^[0-9a-fA-F]{4}$/.test(this.#text.slice(this.#at, this.#at + 4)))
      throw this.#expected(String.raw`four hex digits after \u`);
    this.#at += 4;
  }

  #skipPlain(): void {
    PLAIN.lastIndex = this.#at;
    PLAIN.test(this.#text);
    this.#at = PLAIN.lastIndex;
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

  /** Reads a mark; `other` is the mark that could stand there too. */
  #expect(mark: string, other?: string): void {
    if (this.#take(mark)) return;
    throw this.#expected(
      [mark, other].flatMap((each) => (each === undefined ? [] : [`"${each}"`])).join(' or '),
    );
  }

  #position(at = this.#at): string {
    let line = 1;
    let start = 0;
    for (
      let next = this.#text.indexOf('\n');
      next >= 0 && next < at;
      next = this.#text.indexOf('\n', start)
    ) {
      line++;
      start = next + 1;
    }
    return `line ${line} column ${at - start + 1}`;
  }

  #expected(what: string, at = this.#at): BadInput {
    const rest = this.#text.slice(at, at + SHOWN);
    const got = rest === '' ? 'the end of the text' : showValue(rest);
    return this.#syntax(`expected ${what}, got ${got} at ${this.#position(at)}`, at);
  }

  #syntax(message: string, at = this.#at): BadInput {
    return new BadInput('json-syntax', message, this.#text.slice(at, at + SHOWN));
  }
}
