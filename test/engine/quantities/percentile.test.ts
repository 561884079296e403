import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantileOf, sortTails, standardErrorOf } from '../../../engine/quantities/percentile.ts';
import { Deviates } from '../../../engine/quantities/threefry.ts';

describe('sortTails', () => {
  /** What is read of numbers for a probability and for 1 − it, and all of the numbers in order. */
  const readAll = (numbers: Float64Array, probability: number): unknown[] => [
    ...[probability, 1 - probability].flatMap((end) => [
      quantileOf(numbers, end),
      standardErrorOf(numbers, end),
    ]),
    numbers.slice().sort(),
  ];
  const size = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 900, max: 9000 }));
  const level = fc.oneof(fc.constant(0.95), fc.double({ min: 0.01, max: 0.9999, noNaN: true }));

  it('leaves at their ranks what a quantile and its error read, also of numbers that are often equal or in order', () => {
    const order = fc.constantFrom('drawn', 'ascending', 'descending');
    // Of many values a number seldom has its equal, of one all are.
    const values = fc.constantFrom(1, 2, 10, 1e9);
    fc.assert(
      fc.property(size, level, order, values, fc.nat(), (count, inside, sorted, different, seed) => {
        const drawn = new Float64Array(count);
        Deviates.of(seed, 'tails').fill(0, drawn);
        for (let at = 0; at < count; at++) drawn[at] = Math.floor(drawn[at]! * different);
        if (sorted !== 'drawn') drawn.sort();
        if (sorted === 'descending') drawn.reverse();
        const [own, whole] = [drawn.slice(), drawn.slice().sort()];
        const probability = (1 - inside) / 2;
        sortTails(own, probability);
        expect(readAll(own, probability)).toEqual(readAll(whole, probability));
      }),
    );
  });
});
