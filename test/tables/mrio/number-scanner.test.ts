import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NumberScanner } from '../../../tables/mrio/number-scanner.ts';

const utf8 = new TextEncoder();
const scanner = new NumberScanner();

function scan(text: string): { readonly value: number; readonly at: number } {
  const bytes = utf8.encode(text);
  const value = scanner.scan(bytes, 0, bytes.length);
  return { value, at: scanner.at };
}

/** As Number, but that zero has no sign. */
function nearest(text: string): number {
  const value = Number(text);
  return value === 0 ? 0 : value;
}

describe('NumberScanner', () => {
  it('gives the double that is nearest, for any double in any spelling', () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(double, fc.integer({ min: 1, max: 30 }), (value, digits) => {
        for (const text of [String(value), value.toPrecision(digits), value.toExponential(digits)])
          expect(scan(text), text).toEqual({ value: nearest(text), at: text.length });
      }),
    );
  });

  it('gives it for decimals of any length, also those in the middle between two doubles, and next to it', () => {
    const digits = fc.string({
      unit: fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'),
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(digits, digits, fc.integer({ min: -340, max: 320 }), (whole, part, exponent) => {
        for (const text of [`${whole}.${part}e${exponent}`, `-${whole}`, `.${part}`, `${whole}.`])
          expect(scan(text).value, text).toBe(nearest(text));
      }),
    );
    fc.assert(
      fc.property(fc.bigInt({ min: 1n << 52n, max: (1n << 53n) - 1n }), fc.nat(40), (significand, shift) => {
        const middle = ((significand << 1n) + 1n) << BigInt(shift);
        for (const text of [
          `${middle}`,
          `${middle}.0`,
          `${middle + 1n}`,
          `${middle}.0000000001`,
          `${middle - 1n}.99999`,
        ])
          expect(scan(text).value, text).toBe(nearest(text));
      }),
    );
  });

  it('ends where the number ends, skips blanks, and gives NaN where there is no number', () => {
    expect(scan(' 1.5E+3 \t7')).toEqual({ value: 1500, at: 8 });
    expect(scan('12,5')).toEqual({ value: 12, at: 2 });
    for (const text of ['', '-', '.', 'e5', '1e', '1e+', 'NaN', 'inf', '--1', 'x'])
      expect(scan(text).value, text).toBeNaN();
  });
});
