import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  normalDeviate,
  normalProbability,
  writeNormalDeviates,
} from '../../../engine/quantities/deviates.ts';
import { Deviates } from '../../../engine/quantities/threefry.ts';

const Exact = Decimal.clone({ precision: 60 });
const TAU = Exact.acos(-1).times(2);

/** Returns a float64 of at least 2^-53 in size, or 0, with all its digits: its shortest decimal text is not exactly its value. */
function exactOf(value: number): Decimal {
  return new Exact(BigInt(value * 2 ** 120).toString()).div(new Exact(2).pow(120));
}

/** The density of the standard normal distribution. */
function density(z: Decimal): Decimal {
  return z.pow(2).div(-2).exp().div(TAU.sqrt());
}

/** The probability that a standard normal variable is below z: ½ + density × (z + z³/3 + z⁵/15 + …), to 40 digits and more. */
function probabilityBelow(z: Decimal): Decimal {
  let [term, sum] = [z, new Exact(0)];
  for (let odd = 3; !term.isZero() && term.abs().greaterThan(1e-45); odd += 2) {
    sum = sum.plus(term);
    term = term.times(z).times(z).div(odd);
  }
  return density(z).times(sum).plus(0.5);
}

/** By how much z misses the exact deviate, by one step of Newton's method (its own error is of the second order). */
function missOf(probability: number): { miss: number; z: number } {
  const z = normalDeviate(probability);
  const exact = exactOf(z);
  const miss = probabilityBelow(exact).minus(exactOf(probability)).div(density(exact));
  return { miss: Math.abs(miss.toNumber()), z };
}

describe('normalDeviate', () => {
  /**
   * PPND16 is right to 1e-16 of z; evaluating it in float64 takes some 35 operations on values that do not cancel, so 35 × 2^-53 at
   * most. In the tails the logarithm adds its 4 units of 2^-52, which the square root halves.
   */
  it('is within 4e-15 of the exact deviate, as a part of it', () => {
    const anywhere = fc.double({ min: 2 ** -53, max: 1 - 2 ** -53, noNaN: true });
    const tail = fc.integer({ min: 1, max: 52 }).map((power) => 2 ** -power);
    fc.assert(
      fc.property(fc.oneof(anywhere, tail), (probability) => {
        const { miss, z } = missOf(probability);
        expect(miss).toBeLessThanOrEqual(4e-15 * Math.abs(z));
      }),
    );
  });

  it.each([
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.025, -1.959963984540054],
    [0.001, -3.090232306167813],
    [1e-20, -9.26234008979841],
  ])('of %d is %d', (probability, z) => expect(normalDeviate(probability)).toBeCloseTo(z, 13));

  it('is the same on both sides of a half, with the other sign', () => {
    for (const part of [2 ** -53, 2 ** -30, 2 ** -4, 2 ** -3, 2 ** -2])
      expect(normalDeviate(1 - part)).toBe(-normalDeviate(part));
  });

  it('has the same bits for one probability and for many', () => {
    const ends = [2 ** -1074, 1e-300, 2 ** -53, 1e-11, 2e-11, 0.075, 0.07499999999999996, 0.5];
    const drawn = new Float64Array(5000);
    Deviates.of(2, 'many').fill(0, drawn);
    const probabilities = Float64Array.of(
      ...ends,
      ...ends.map((end) => 1 - end).filter((end) => end < 1),
      ...drawn,
    );
    const deviates = new Float64Array(probabilities.length);
    writeNormalDeviates(probabilities, deviates);
    expect(deviates).toEqual(probabilities.map(normalDeviate));
  });

  describe('normalProbability', () => {
    it('is within 1e-15 of the exact probability', () => {
      fc.assert(
        fc.property(fc.double({ min: -8, max: 8, noNaN: true }), (given) => {
          const z = Math.abs(given) < 2 ** -53 ? 0 : given;
          const exact = probabilityBelow(exactOf(z));
          const miss = exact.minus(normalProbability(z)).abs();
          expect(miss.toNumber()).toBeLessThanOrEqual(1e-15);
        }),
      );
    });

    it('inverts normalDeviate', () => {
      const anywhere = fc.double({ min: 2 ** -53, max: 1 - 2 ** -53, noNaN: true });
      fc.assert(
        fc.property(anywhere, (probability) => {
          const back = normalProbability(normalDeviate(probability));
          expect(Math.abs(back - probability)).toBeLessThanOrEqual(2e-15);
        }),
      );
    });

    it.each([-1e300, -40, -8.3, 8.3, 40, 1e300])('of %d is above 0 and below 1', (z) => {
      const probability = normalProbability(z);
      expect(probability > 0 && probability < 1).toBe(true);
    });
  });

  it('of uniform deviates has the mean, the variance and the distribution of a standard normal one', () => {
    const draws = 20_000;
    const uniform = new Float64Array(draws);
    Deviates.of(1, 'normal').fill(0, uniform);
    const z = uniform.map(normalDeviate).sort();
    const mean = z.reduce((sum, each) => sum + each, 0) / draws;
    const variance = z.reduce((sum, each) => sum + (each - mean) ** 2, 0) / draws;
    // Four standard errors; the seed is fixed, so the outcome is too.
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(draws));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / draws));
    const gaps = Array.from({ length: 200 }, (_, index) => {
      const rank = 100 * index + 50;
      return Math.abs(probabilityBelow(new Exact(z[rank]!)).toNumber() - rank / draws);
    });
    // Kolmogorov–Smirnov: passed by 999 of 1000 correct samples.
    expect(Math.max(...gaps)).toBeLessThan(1.95 / Math.sqrt(draws));
  });
});
