import { describe, expect, it } from 'vitest';
import { judgeNewest, usesEarlier } from '../../../jobs/impact/judge-dependents.ts';
import type { Dependent } from '../../../jobs/impact/read-impact.ts';

const all = (...states: Dependent['state'][]) => states.map((state) => ({ state }));

describe('how the dependents of the newest version stand', () => {
  it.each<[string, boolean, Dependent['state'][]]>([
    ['stale', true, ['unaffected', 'stale']],
    ['stale', false, ['stale']],
    ['current', true, ['unaffected', 'restated', 'withdrawn']],
    ['unknown', false, ['unaffected', 'restated']],
    ['unknown', true, []],
  ])('is %s where all were read: %s, and they are %j', (expected, isWhole, states) => {
    expect(judgeNewest(all(...states), isWhole)).toBe(expected);
  });
});

describe('a dependent that is not affected', () => {
  it.each<[boolean, Dependent['state'], number | null, number | null]>([
    [false, 'unaffected', 3, 3],
    [true, 'unaffected', 2, 3],
    [true, 'unaffected', 2, null],
    [true, 'unaffected', null, 3],
    [false, 'stale', 2, 3],
    [false, 'restated', 2, 3],
  ])(
    'uses an earlier version: %s, where it is %s, uses %s and %s is the newest',
    (expected, state, version, newest) => {
      expect(usesEarlier({ state, version }, newest)).toBe(expected);
    },
  );
});
