import fc from 'fast-check';
import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import {
  Amount,
  formatAmount,
  parseAmount,
  roundAmount,
  type Rounding,
} from '../../../engine/quantities/decimal.ts';
import { roundHalfEven } from '../dataset.ts';

function round(text: string, decimals: number): string {
  return formatAmount(roundAmount(parseAmount(text), { mode: 'half-even', decimals }), 'x');
}

describe('roundAmount', () => {
  it.each([
    ['0.5', 0, '0'],
    ['1.5', 0, '2'],
    ['2.5', 0, '2'],
    ['-2.5', 0, '-2'],
    ['-0.4', 0, '0'],
    ['2.50000000000000000000000000001', 0, '3'],
    ['1.005', 2, '1'],
    ['1.015', 2, '1.02'],
  ])('rounds %s to %i decimals as %s', (text, decimals, expected) => {
    expect(round(text, decimals)).toBe(expected);
  });

  it('agrees with integer arithmetic for every quantity', () => {
    const quantity = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 38n - 1n }), fc.integer({ min: 0, max: 30 }));
    fc.assert(
      fc.property(quantity, fc.integer({ min: 0, max: 30 }), ([coefficient, scale], decimals) => {
        const canonical = roundHalfEven(coefficient, scale, scale);
        expect(round(canonical, decimals)).toBe(roundHalfEven(coefficient, scale, decimals));
      }),
    );
  });
});

describe('roundAmount to significant digits, and with ties away from zero', () => {
  const roundTo = (text: string, rounding: Rounding): string =>
    String(roundAmount(parseAmount(text), rounding));

  it.each([
    ['1234567', { mode: 'half-even', digits: 3 }, '1230000'],
    ['0.00123456', { mode: 'half-even', digits: 3 }, '0.00123'],
    ['999.5', { mode: 'half-even', digits: 3 }, '1000'],
    ['-2.45', { mode: 'half-even', digits: 2 }, '-2.4'],
    ['-2.45', { mode: 'half-up', digits: 2 }, '-2.5'],
    ['2.5', { mode: 'half-up', decimals: 0 }, '3'],
    ['-0.5', { mode: 'half-up', decimals: 0 }, '-1'],
    ['0.4999', { mode: 'half-up', decimals: 0 }, '0'],
    ['0', { mode: 'half-up', digits: 12 }, '0'],
    ['12', { mode: 'half-even', digits: 38 }, '12'],
  ] as const)('rounds %s by %o to %s', (text, rounding, expected) => {
    expect(roundTo(text, rounding)).toBe(expected);
  });

  it('agrees with decimal.js for every quantity, and for one that is a tie', () => {
    const ties = fc.tuple(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: 1, max: 20 }));
    const tie = ties.map(([coefficient, scale]) => new Amount(BigInt(coefficient) * 10n + 5n, scale));
    fc.assert(
      fc.property(fc.oneof(quantity, tie), fc.integer({ min: 1, max: 38 }), (amount, places) => {
        for (const mode of ['half-even', 'half-up'] as const) {
          const how = mode === 'half-even' ? Decimal.ROUND_HALF_EVEN : Decimal.ROUND_HALF_UP;
          const whole = new Whole(String(amount));
          const digits = writePlain(whole.toSignificantDigits(places, how));
          expect(String(roundAmount(amount, { mode, digits: places }))).toBe(digits);
          const decimals = writePlain(whole.toDecimalPlaces(places, how));
          expect(String(roundAmount(amount, { mode, decimals: places }))).toBe(decimals);
        }
      }),
    );
  });
});

describe('formatAmount', () => {
  it('throws overflow for more digits than an entry can hold', () => {
    const overflow = expect.objectContaining({ code: 'overflow' });
    expect(() => formatAmount(new Amount(10n ** 38n), 'x')).toThrow(overflow);
    expect(() => formatAmount(new Amount(1n, 31), 'x')).toThrow(overflow);
    expect(formatAmount(new Amount(10n ** 37n), 'x')).toBe(`1${'0'.repeat(37)}`);
  });
});

describe('parseAmount', () => {
  it.each(['', '1.0', '01', '+1', '1e3', '-0', '.5', '1,5', ' 1', 'NaN', 'Infinity', '0x10'])(
    'refuses %j',
    (text) => {
      expect(() => parseAmount(text)).toThrow(expect.objectContaining({ code: 'decimal-syntax' }));
    },
  );
});

/** An independent implementation, with room for every digit of sums and products. */
const Whole = Decimal.clone({ defaults: true, precision: 400 });
const Fifty = Decimal.clone({ defaults: true, precision: 50, rounding: Decimal.ROUND_HALF_EVEN });
const quantity = fc
  .tuple(fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }), fc.integer({ min: 0, max: 30 }))
  .chain(([large, scale]) =>
    fc.constantFrom(large, large % 1000n).map((coefficient) => new Amount(coefficient, scale)),
  );

describe('Amount', () => {
  it('adds, subtracts and multiplies without losing a digit: agrees with decimal.js at 400 digits', () => {
    fc.assert(
      fc.property(quantity, quantity, quantity, (a, b, c) => {
        const [x, y, z] = [a, b, c].map((amount) => new Whole(String(amount)));
        expect(String(a.plus(b).times(c).minus(a))).toBe(writePlain(x!.plus(y!).times(z!).minus(x!)));
        expect(a.greaterThan(b)).toBe(x!.greaterThan(y!));
        expect(String(a.abs())).toBe(writePlain(x!.abs()));
      }),
    );
  });

  it('divides to 50 digits, half-even: agrees with decimal.js', () => {
    fc.assert(
      fc.property(quantity, quantity, (a, b) => {
        fc.pre(!b.isZero());
        expect(String(a.div(b))).toBe(writePlain(new Fifty(String(a)).div(String(b))));
      }),
    );
  });

  it.each([
    ['1', '3', `0.${'3'.repeat(50)}`],
    ['2', '3', `0.${'6'.repeat(49)}7`],
    ['-1', '8', '-0.125'],
    ['0', '7', '0'],
    ['300', '0.003', '100000'],
  ])('divides %s by %s', (over, under, quotient) => {
    expect(String(parseAmount(over).div(parseAmount(under)))).toBe(quotient);
  });

  it('throws out-of-range for a division by zero', () => {
    expect(() => parseAmount('1').div(parseAmount('0'))).toThrow(
      expect.objectContaining({ code: 'out-of-range' }),
    );
  });
});

/** Returns plain notation, with 0 for minus zero. */
function writePlain(decimal: Decimal): string {
  return decimal.isZero() ? '0' : decimal.toFixed();
}
