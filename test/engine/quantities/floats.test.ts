import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  divideFloats,
  FloatSum,
  multiplyFloats,
  oneFloat,
  subtractFloats,
} from '../../../engine/quantities/floats.ts';
import { percentileOf } from '../../../engine/quantities/percentile.ts';

const number = fc.double({ min: -1e12, max: 1e12, noNaN: true });

function sumOf(values: readonly Float64Array[]): Float64Array {
  const sum = new FloatSum();
  for (const value of values) sum.add(value);
  return sum.total();
}

/** The exact sum of numbers of at least 2^-1074, as a whole number of 2^-1074. */
function exactSum(values: readonly number[]): bigint {
  return values.reduce((sum, value) => sum + wholeOf(value), 0n);
}

function wholeOf(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 2047n;
  const fraction = bits & (2n ** 52n - 1n);
  const size = exponent === 0n ? fraction : (fraction + 2n ** 52n) << (exponent - 1n);
  return bits >> 63n === 1n ? -size : size;
}

describe('FloatSum', () => {
  it('is within 2^-53 of the sum and n² 2^-105 of the sum of the sizes', () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 60 }), (values) => {
        const [total] = sumOf(values.map(oneFloat));
        const exact = exactSum(values);
        const sizes = exactSum(values.map(Math.abs));
        const miss = wholeOf(total!) - exact;
        const size = (whole: bigint): bigint => (whole < 0n ? -whole : whole);
        const bound = size(exact) / 2n ** 53n + (sizes * BigInt(values.length) ** 2n) / 2n ** 105n + 1n;
        expect(size(miss) <= bound).toBe(true);
      }),
    );
  });

  it('adds a million tenths to a hundred thousand, where a plain sum misses by more than a millionth', () => {
    const sum = new FloatSum();
    let plain = 0;
    for (let row = 0; row < 1_000_000; row++) {
      sum.add(oneFloat(0.1));
      plain += 0.1;
    }
    expect(sum.total()[0]).toBe(100_000);
    expect(Math.abs(plain - 100_000)).toBeGreaterThan(1e-6);
  });

  it('gives each draw the bits that it has alone, whatever is next to it', () => {
    const column = fc.array(number, { minLength: 3, maxLength: 3 }).map((each) => Float64Array.from(each));
    const values = fc.array(fc.oneof(number.map(oneFloat), column), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(values, (parts) => {
        const together = sumOf(parts);
        for (let draw = 0; draw < together.length; draw++) {
          const alone = parts.map((part) => oneFloat(part[part.length === 1 ? 0 : draw]!));
          expect(sumOf(alone)[0]).toBe(together[draw]);
        }
      }),
    );
  });

  it('leaves the sum that was copied as it was', () => {
    const sum = new FloatSum();
    sum.add(oneFloat(1));
    sum.copy().add(Float64Array.of(5, 6));
    expect([...sum.total()]).toEqual([1]);
  });
});

describe('operations on draws', () => {
  it('take one number as the same in every draw', () => {
    const [one, two] = [oneFloat(2), Float64Array.of(4, 8)];
    expect([...multiplyFloats(one, two)]).toEqual([8, 16]);
    expect([...divideFloats(two, one)]).toEqual([2, 4]);
    expect([...divideFloats(one, two)]).toEqual([0.5, 0.25]);
    expect([...subtractFloats(one, two)]).toEqual([-2, -6]);
    expect([...subtractFloats(one, one)]).toEqual([0]);
  });
});

describe('percentileOf', () => {
  it.each([
    [0, 1],
    [25, 2],
    [50, 3],
    [90, 8.6],
    [100, 11],
  ])('of %d %% is between the two nearest numbers', (percent, expected) => {
    expect(percentileOf(Float64Array.of(1, 2, 3, 5, 11), percent)).toBeCloseTo(expected, 12);
  });

  it('of one number is that number', () => expect(percentileOf(Float64Array.of(7), 97.5)).toBe(7));
});
