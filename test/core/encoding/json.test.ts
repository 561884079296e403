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

/** Returns a value with the members of every object in the other order. */
function turnMembers(value: Json): Json {
  if (Array.isArray(value)) return value.map(turnMembers);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, turnMembers(member)] as const);
  return Object.fromEntries(members.reverse());
}

describe('JSON', () => {
  it('is read back from its RFC 8785 text as it was', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const text = formatJson(value);
        expect(parseJson(text)).toEqual(value);
        expect(formatJson(parseJson(text))).toBe(text);
      }),
    );
  });

  it('is read as JSON.parse reads it, whatever blanks and order of members it has', () => {
    fc.assert(
      fc.property(anyJson, fc.constantFrom(0, 1, '\t', '\r\n'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseJson(text)).toEqual(value);
        expect(formatJson(JSON.parse(text))).toBe(slowJcs(value));
      }),
    );
  });

  it('is equal exactly where its text is, whatever the order of members and the prototype', () => {
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
  ])('that differs a little is not equal: %j and %j', (a, b) => {
    expect(isEqualJson(a, b)).toBe(false);
    expect(isEqualJson(b, a)).toBe(false);
  });

  it('that was changed anywhere is read or refused as bad input, never anything else', () => {
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

  it('of which bytes were changed is read or refused as bad input, never anything else', () => {
    fc.assert(
      fc.property(anyJson, fc.nat(), fc.nat(255), (value, at, byte) => {
        const bytes = new TextEncoder().encode(formatJson(value));
        codeOf(bytes.with(at % bytes.length, byte));
      }),
    );
  });

  it('takes a member named __proto__ for a member like any other', () => {
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
  ])('%j is %s', (text, code) => expect(codeOf(text)).toBe(code));

  it.each([
    ['overlong', [0x22, 0xc0, 0x80, 0x22]],
    ['a surrogate in UTF-8', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['beyond U+10FFFF', [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22]],
    ['cut off', [0x22, 0xe2, 0x82]],
  ])('bytes that are %s are no UTF-8, and leave nothing behind for the next text', (_, bytes) => {
    expect(codeOf(Uint8Array.from(bytes))).toBe('json-utf8');
    expect(parseJson(Uint8Array.from([0x22, 0x41, 0x22]))).toBe('A');
  });

  it('longer than allowed is refused by its bytes, not its characters', () => {
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
  ])('is not written from %s', (_, value) => {
    expect(() => formatJson({ value })).toThrow(expect.objectContaining({ code: 'wrong-type' }));
  });

  it.each([0.5, -0, Number.NaN, Infinity, 2 ** 53])('is not written from the number %d', (value) => {
    expect(() => formatJson([value])).toThrow(expect.objectContaining({ code: 'json-number' }));
  });

  it('is not written from what holds itself', () => {
    const value: unknown[] = [];
    value.push(value);
    expect(() => formatJson(value)).toThrow(expect.objectContaining({ code: 'json-depth' }));
  });
});

/** Returns what JSON.parse read with prototypes taken off, as `parseJson` gives it. */
function withoutPrototypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPrototypes);
  if (typeof value !== 'object' || value === null) return value;
  const object = Object.create(null) as Record<string, unknown>;
  for (const [name, member] of Object.entries(value)) object[name] = withoutPrototypes(member);
  return object;
}

describe('JSON of the size of a bundle', () => {
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
  ])('is read or refused without delay: %s', (_, text, expected) => {
    let code = 'accepted';
    try {
      parseJson(text, BUNDLE_JSON);
    } catch (error) {
      code = (error as BadInput).code;
    }
    expect(code).toBe(expected);
  });
});
