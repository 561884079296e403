import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../core/errors.ts';
import {
  BUNDLE_JSON,
  HASHED_JSON,
  type Json,
  formatJson,
  isEqualJson,
  parseJson,
} from '../../../core/encoding/json.ts';
import { hashJson } from '../../../core/hashing/json-hash.ts';
import { slowJcs } from '../../helpers/slow-reference.ts';
import { anyJson } from '../arbitraries.ts';

function codeOf(text: string | Uint8Array): string {
  try {
    parseJson(text);
  } catch (error) {
    if (error instanceof BadInput) return error.code;
    throw error;
  }
  return 'accepted';
}

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

/** Returns a value with the members of every object in reverse order. */
function turnMembers(value: Json): Json {
  if (Array.isArray(value)) return value.map(turnMembers);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, turnMembers(member)] as const);
  return Object.fromEntries(members.reverse());
}

describe('JSON', () => {
  it('parsed from its RFC 8785 text is the same value', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const text = formatJson(value);
        expect(parseJson(text)).toEqual(value);
        expect(formatJson(parseJson(text))).toBe(text);
      }),
    );
  });

  it('parsed with any white space and order of members is the value that JSON.parse gives', () => {
    fc.assert(
      fc.property(anyJson, fc.constantFrom(0, 1, '\t', '\r\n'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseJson(text)).toEqual(value);
        expect(formatJson(JSON.parse(text))).toBe(slowJcs(value));
        expect(formatJson(value)).toBe(canonicalize(value));
      }),
    );
  });

  it('is equal exactly where its RFC 8785 text is equal, for any order of members and any prototype', () => {
    fc.assert(
      fc.property(anyJson, anyJson, (value, other) => {
        const again = parseJson(JSON.stringify(turnMembers(value)));
        expect(isEqualJson(value, again) && isEqualJson(again, value)).toBe(true);
        expect(isEqualJson(value, other)).toBe(formatJson(value) === formatJson(other));
      }),
    );
  });

  it.each<[unknown, Json]>([
    [{ a: 1 }, { a: 1, b: 1 }],
    [{ a: 1, b: 1 }, { a: 1 }],
    [{ a: undefined }, {}],
    [{ a: undefined }, { b: null }],
    [{ constructor: 1 }, { toString: 1 }],
    [[1], [1, 1]],
    [[undefined], [null]],
    [[], {}],
    [{}, []],
    [{}, null],
    [-0, 0],
    ['1', 1],
    [Object.create(null, { ['__proto__']: { value: {}, enumerable: true } }), { a: {} }],
  ])('is not equal where it differs a little: %j and %j', (a, b) => {
    expect(isEqualJson(a, b)).toBe(false);
    expect(isEqualJson(b, a)).toBe(false);
  });

  it('with any characters changed is accepted or rejected as bad input, and throws nothing else', () => {
    const change = fc.record({
      at: fc.nat(),
      drop: fc.nat(3),
      put: fc.oneof(fc.string(), fc.constantFrom(...Array.from('"\\{}[],:-0e.\u0000\ud800\ufeff'))),
    });
    fc.assert(
      fc.property(anyJson, fc.array(change, { minLength: 1, maxLength: 3 }), (value, changes) => {
        let text = formatJson(value);
        for (const { at, drop, put } of changes) {
          const place = at % (text.length + 1);
          text = text.slice(0, place) + put + text.slice(place + drop);
        }
        if (codeOf(text) === 'accepted') expect(parseJson(text)).toEqual(withoutPrototypes(JSON.parse(text)));
      }),
    );
  });

  it('with any byte changed is accepted or rejected as bad input, and throws nothing else', () => {
    fc.assert(
      fc.property(anyJson, fc.nat(), fc.nat(255), (value, at, byte) => {
        const bytes = new TextEncoder().encode(formatJson(value));
        codeOf(bytes.with(at % bytes.length, byte));
      }),
    );
  });

  it('may have a member named __proto__, which is a member like any other', () => {
    const value = parseJson('{"__proto__":{"a":1},"constructor":2,"toJSON":3}') as Record<string, Json>;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor', 'toJSON']);
    expect(value['a']).toBeUndefined();
    expect(formatJson(value)).toBe('{"__proto__":{"a":1},"constructor":2,"toJSON":3}');
    expect(codeOf('{"__proto__":1,"__proto__":1}')).toBe('json-duplicate-member');
    expect(codeOf('{"constructor":1}')).toBe('accepted');
  });

  it.each([
    ['1e400', 'json-number'],
    ['-1e400', 'json-number'],
    ['0e0', 'json-number'],
    ['0.0', 'json-number'],
    ['-0', 'json-number'],
    ['9007199254740992', 'json-number'],
    ['9'.repeat(400), 'json-number'],
    ['1.', 'json-syntax'],
    ['-', 'json-syntax'],
    ['00', 'json-syntax'],
    ['0x10', 'json-syntax'],
    ['Infinity', 'json-syntax'],
    ['nul', 'json-syntax'],
    ['"\\u12"', 'json-syntax'],
    ['"\\u00g0"', 'json-syntax'],
    ['"\\x41"', 'json-syntax'],
    ['"', 'json-syntax'],
    ['"\\', 'json-syntax'],
    ['[', 'json-syntax'],
    ['{"a"', 'json-syntax'],
    ['{"a":', 'json-syntax'],
    ['{a:1}', 'json-syntax'],
    ["'a'", 'json-syntax'],
    ['\u00a01', 'json-syntax'],
    ['1\u2028', 'json-syntax'],
    ['1\u0000', 'json-syntax'],
    ['"\u001f"', 'json-syntax'],
    ['"\ud800"', 'json-surrogate'],
    ['"\\ud83d\\u0041"', 'json-surrogate'],
    ['"\\udc00\\ud800"', 'json-surrogate'],
    [nested(17), 'json-depth'],
    ['\ufeff1', 'json-bom'],
    ['1\n', 'accepted'],
    [' \t\r\n1', 'accepted'],
    ['"\\ud83d\\ude02"', 'accepted'],
    ['"\\u007f"', 'accepted'],
    [nested(16), 'accepted'],
    ['-9007199254740991', 'accepted'],
  ])('%j gives %s', (text, code) => expect(codeOf(text)).toBe(code));

  it.each([
    ['1,', 'expected the end of the text after the value, got "," at line 1 column 2'],
    ['', 'expected a JSON value, got the end of the text at line 1 column 1'],
    ['[1\n 2]', 'expected "," or "]", got "2]" at line 2 column 2'],
    ['{"a" 1}', 'expected ":", got "1}" at line 1 column 6'],
    ['{a:1}', 'expected a member name in double quotes, got "a:1}" at line 1 column 2'],
    ['{"a":1,\n"a":2}', 'the member "a" is there twice, the second time at line 2 column 1: keep one'],
    ['012', 'expected a number without leading zeros, got "012" at line 1 column 1'],
    ['[ "ab', 'the string that begins at line 1 column 3 has no closing double quote'],
    [
      '"a\nb"',
      'a control character is inside a string at line 1 column 3: write it as \\n, or close the string before it',
    ],
    [
      '"\\x41"',
      String.raw`expected one of the escapes \" \\ \/ \b \f \n \r \t \u, got "\\x41\"" at line 1 column 2`,
    ],
    ['"\\u12"', String.raw`expected four hex digits after \u, got "12\"" at line 1 column 4`],
  ])('%j is rejected with a message that says where and what to write', (text, message) => {
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ message }));
  });

  it.each([
    ['overlong', [0x22, 0xc0, 0x80, 0x22]],
    ['a surrogate in UTF-8', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['beyond U+10FFFF', [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22]],
    ['cut off', [0x22, 0xe2, 0x82]],
  ])('bytes that are %s are rejected as invalid UTF-8, and do not affect the next text', (_, bytes) => {
    expect(codeOf(Uint8Array.from(bytes))).toBe('json-utf8');
    expect(parseJson(Uint8Array.from([0x22, 0x41, 0x22]))).toBe('A');
  });

  it('is too large by its bytes, not by its characters', () => {
    const limits = { depth: 16, bytes: 10 };
    expect(parseJson('"12345678"', limits)).toBe('12345678');
    expect(() => parseJson('"éééé"', limits)).not.toThrow();
    expect(() => parseJson('"ééééé"', limits)).toThrow(expect.objectContaining({ code: 'json-too-large' }));
    expect(() => hashJson('a'.repeat(HASHED_JSON.bytes))).toThrow(
      expect.objectContaining({ code: 'json-too-large' }),
    );
  });

  it.each([
    ['a date', new Date(0)],
    ['a map', new Map([['a', 1]])],
    ['bytes', new Uint8Array(2)],
    ['a function', () => 1],
    ['undefined', undefined],
    ['an array with a hole', Array(1)],
    ['a bigint', 1n],
    ['a symbol', Symbol('a')],
  ])('is not formatted from %s', (_, value) => {
    expect(() => formatJson({ value })).toThrow(expect.objectContaining({ code: 'wrong-type' }));
  });

  it.each([0.5, -0, Number.NaN, Infinity, 2 ** 53])('is not formatted from the number %d', (value) => {
    expect(() => formatJson([value])).toThrow(expect.objectContaining({ code: 'json-number' }));
  });

  it('is not formatted from a value that contains itself', () => {
    const value: unknown[] = [];
    value.push(value);
    expect(() => formatJson(value)).toThrow(expect.objectContaining({ code: 'json-depth' }));
  });
});

/** Returns a value of JSON.parse without prototypes, as `parseJson` gives it. */
function withoutPrototypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPrototypes);
  if (typeof value !== 'object' || value === null) return value;
  const object = Object.create(null) as Record<string, unknown>;
  for (const [name, member] of Object.entries(value)) object[name] = withoutPrototypes(member);
  return object;
}

describe('JSON of the size of a proof file', () => {
  const size = BUNDLE_JSON.bytes;

  it.each([
    ['one long string', `"${'a'.repeat(size - 2)}"`, 'accepted'],
    ['a string that does not end', `"${'a'.repeat(size - 1)}`, 'json-syntax'],
    ['many digits', '9'.repeat(size), 'json-number'],
    ['a long fraction', `1.${'9'.repeat(size - 2)}`, 'json-number'],
    ['blanks', ' '.repeat(size), 'json-syntax'],
    ['nothing but nesting', '['.repeat(size), 'json-depth'],
    [
      'many members',
      `{${Array.from({ length: 400_000 }, (_, i) => `"${i * 9973}":1`).join(',')}}`,
      'accepted',
    ],
    ['one byte more', `"${'a'.repeat(size - 1)}"`, 'json-too-large'],
  ])('is accepted or rejected without delay: %s', (_, text, expected) => {
    let code = 'accepted';
    try {
      parseJson(text, BUNDLE_JSON);
    } catch (error) {
      code = (error as BadInput).code;
    }
    expect(code).toBe(expected);
  });
});
