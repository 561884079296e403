import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAmount, parseAmount, roundAmount } from '../../engine/decimal.ts';
import { roundHalfEven } from './dataset.ts';

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

  it('agrees with integer arithmetic on every quantity', () => {
    const quantity = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 38n - 1n }), fc.integer({ min: 0, max: 30 }));
    fc.assert(
      fc.property(quantity, fc.integer({ min: 0, max: 30 }), ([coefficient, scale], decimals) => {
        const canonical = roundHalfEven(coefficient, scale, scale);
        expect(round(canonical, decimals)).toBe(roundHalfEven(coefficient, scale, decimals));
      }),
    );
  });
});

describe('formatAmount', () => {
  it('refuses what an entry cannot hold', () => {
    const overflow = expect.objectContaining({ code: 'overflow' });
    expect(() => formatAmount(parseAmount('1').times('1e38'), 'x')).toThrow(overflow);
    expect(() => formatAmount(parseAmount('1').times('1e-31'), 'x')).toThrow(overflow);
    expect(formatAmount(parseAmount('1').times('1e37'), 'x')).toBe(`1${'0'.repeat(37)}`);
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
