import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp, log, sqrt } from '../../../engine/quantities/elementary.ts';

/** The bound that the functions state, and one unit more for Math, which V8 takes from fdlibm (below one unit). */
const UNITS = 5;

/** Returns the distance of two numbers in units in the last place of the expected one. */
function unitsBetween(actual: number, expected: number): number {
  const unit = Math.max(Math.abs(expected) * 2 ** -52, 2 ** -1074);
  return Math.abs(actual - expected) / unit;
}

const positive = fc.double({ min: 2 ** -1022, max: Number.MAX_VALUE, noNaN: true });
const nearOne = fc.double({ min: 0.5, max: 2, noNaN: true });

describe('log', () => {
  it('is within 5 units in the last place of Math.log, far from 1 and near it', () => {
    fc.assert(
      fc.property(fc.oneof(positive, nearOne), (x) => {
        expect(unitsBetween(log(x), Math.log(x))).toBeLessThanOrEqual(UNITS);
      }),
    );
  });

  it('is exactly 0 at 1, so that a deviation of 1 spreads nothing', () => expect(log(1)).toBe(0));

  it.each([
    ['e', Math.E, 1],
    ['10', 10, 2.302585092994046],
    ['2^-52', 2 ** -52, -36.04365338911715],
  ])('of %s is right', (_, x, expected) => expect(log(x)).toBeCloseTo(expected, 14));
});

describe('exp', () => {
  it('is within 5 units in the last place of Math.exp where the result has all its digits', () => {
    fc.assert(
      fc.property(fc.double({ min: -708, max: 709.7, noNaN: true }), (x) => {
        expect(unitsBetween(exp(x), Math.exp(x))).toBeLessThanOrEqual(UNITS);
      }),
    );
  });

  it('is exactly 1 at 0', () => expect(exp(0)).toBe(1));

  it('ends in infinity and in 0', () => {
    for (const x of [709.79, 711, 1e308, Infinity]) expect(exp(x)).toBe(Infinity);
    for (const x of [-745.2, -747, -1e308, -Infinity]) expect(exp(x)).toBe(0);
  });

  it('undoes log: both lose at most their bounds, which log multiplies by its own size', () => {
    fc.assert(
      fc.property(positive, (x) => {
        const bound = UNITS + UNITS * Math.abs(Math.log(x));
        expect(unitsBetween(exp(log(x)), x)).toBeLessThanOrEqual(bound);
      }),
    );
  });
});

describe('sqrt', () => {
  it.each([
    [4, 2],
    [2, 1.4142135623730951],
    [0, 0],
  ])('of %d is correctly rounded', (x, expected) => expect(sqrt(x)).toBe(expected));
});
