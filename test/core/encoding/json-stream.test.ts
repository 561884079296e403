import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../core/encoding/json.ts';
import { readJsonObject } from '../../../core/encoding/json-stream.ts';
import { anyJson } from '../arbitraries.ts';

const LIMITS = { depth: 32, bytes: 1 << 20 };

/** Reads a text that comes in parts of so many bytes. */
function read(text: string, size: number): Promise<unknown> {
  const bytes = new TextEncoder().encode(text);
  const parts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.slice(index * size, (index + 1) * size),
  );
  return readJsonObject(ReadableStream.from(parts), LIMITS);
}

describe('readJsonObject', () => {
  it('returns what parseJson returns, in whatever parts the text comes', async () => {
    const object = fc.dictionary(fc.string(), fc.oneof(anyJson, fc.array(anyJson)));
    const parts = fc.constantFrom(1, 2, 7, 64, 1 << 16);
    await fc.assert(
      fc.asyncProperty(object, parts, fc.constantFrom(0, 1), async (value, size, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(await read(text, size)).toEqual(JSON.parse(JSON.stringify(parseJson(text, LIMITS))));
      }),
    );
  });

  it.each([
    ['nothing', '', 'json-syntax'],
    ['a list', '[]', 'json-syntax'],
    ['an object that is cut off', '{"a":[1,2', 'json-syntax'],
    ['an object that is cut off in a number', '{"a":1', 'json-syntax'],
    ['something after the object', '{} {}', 'json-syntax'],
    ['a comma before the end', '{"a":1,}', 'json-syntax'],
    ['a comma before the end of a list', '{"a":[1,]}', 'json-syntax'],
    ['no comma', '{"a":1 "b":2}', 'json-syntax'],
    ['no comma between items', '{"a":[{} {}]}', 'json-syntax'],
    ['no colon', '{"a" 1}', 'json-syntax'],
    ['no value', '{"a":}', 'json-syntax'],
    ['a name that is not a text', '{1:1}', 'json-syntax'],
    ['a wrong bracket', '{"a":[{]}', 'json-syntax'],
    ['a fraction in a list', '{"a":[0.5]}', 'json-number'],
    ['a member twice', '{"a":1,"\\u0061":2}', 'json-duplicate-member'],
    ['a member of an item twice', '{"a":[{"b":1,"b":2}]}', 'json-duplicate-member'],
    ['a value that is too long', `{"a":"${'x'.repeat(1 << 20)}"}`, 'json-too-large'],
  ])('refuses %s', async (_, text, code) => {
    for (const size of [1, 3, 1 << 21])
      if (size > 1 || text.length < 100)
        await expect(read(text, size)).rejects.toMatchObject({ name: 'BadInput', code });
  });
});
