import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { InputEntry } from '../../../engine/rows/input.ts';
import { sortEntries } from '../../../engine/rows/sort-entries.ts';

function entry(key: string): InputEntry {
  return { key, value: '1', unit: 't', from: 0, until: 0, detail: null };
}

/** Long keys of few different characters, so that many agree in more bytes than one double holds. */
const longKeys = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 90 }), {
  minLength: 2,
  maxLength: 5,
});
const texts = fc.oneof(
  fc.array(fc.string({ maxLength: 6 }), { maxLength: 200 }),
  fc.array(fc.string({ unit: 'binary', maxLength: 6 }), { maxLength: 60 }),
  fc
    .tuple(
      longKeys,
      fc.array(fc.string({ unit: fc.constantFrom('0', '1'), maxLength: 4 }), { maxLength: 90 }),
    )
    .map(([heads, tails]) => tails.map((tail, index) => heads[index % heads.length]! + heads[0]! + tail)),
);

it('sorts keys by code unit, and keeps the order of entries with one key', () => {
  fc.assert(
    fc.property(texts, (keys) => {
      const entries = keys.map(entry);
      const expected = entries.toSorted((a, b) => (a.key === b.key ? 0 : a.key < b.key ? -1 : 1));
      const sorted = sortEntries(entries);
      expect(sorted.length).toBe(expected.length);
      for (const [index, own] of sorted.entries()) expect(own).toBe(expected[index]);
    }),
  );
});

it('returns the same list where it is sorted', () => {
  const entries = ['a', 'a/b', 'b'].map(entry);
  expect(sortEntries(entries)).toBe(entries);
});

it('tells keys apart that agree in hundreds of bytes', () => {
  const heads = Array.from({ length: 40 }, (_, index) => index.toString(2).padStart(6, '0').repeat(60));
  const keys = heads.flatMap((head) => ['b', 'a', '', 'ab'].map((tail) => head + tail));
  expect(sortEntries(keys.map(entry)).map(({ key }) => key)).toEqual(keys.toSorted());
});
