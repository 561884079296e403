import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNumber, type NumberStyle } from '../../tables/cells/number-cell.ts';
import { formatDecimal } from '../../core/encoding/decimal.ts';

const PLAIN: NumberStyle = { decimal: '.', thousands: null };

/** A canonical decimal of so many digits at most. */
function decimalOf(digits: number): fc.Arbitrary<string> {
  const most = 10n ** BigInt(digits) - 1n;
  return fc
    .tuple(fc.bigInt({ min: -most, max: most }), fc.integer({ min: 0, max: 12 }))
    .map(([coefficient, scale]) => {
      let [over, places] = [coefficient, scale];
      for (; places > 0 && over % 10n === 0n; places--) over /= 10n;
      return formatDecimal({ coefficient: over, scale: places });
    });
}

/** Writes a canonical decimal as a table of another style has it. */
function write(value: string, { decimal, thousands }: NumberStyle, zeros: string): string {
  const [whole = '', fraction] = value.split('.');
  const grouped = thousands === null ? whole : whole.replaceAll(/\B(?=(\d{3})+$)/g, thousands);
  return fraction === undefined ? grouped : `${grouped}${decimal}${fraction}${zeros}`;
}

describe('readNumber', () => {
  it('reads every decimal of up to 38 digits as it is, in any style that is named', () => {
    const styles: NumberStyle[] = [
      PLAIN,
      { decimal: ',', thousands: null },
      { decimal: ',', thousands: '.' },
      { decimal: '.', thousands: ',' },
      { decimal: '.', thousands: ' ' },
      { decimal: ',', thousands: '\u00a0' },
    ];
    fc.assert(
      fc.property(
        decimalOf(38),
        fc.constantFrom(...styles),
        fc.constantFrom('', '0', '00'),
        (value, style, zeros) => {
          expect(readNumber(write(value, style, zeros), style)).toBe(value);
        },
      ),
    );
  });

  it('reads a binary number as the decimal that was typed, up to 15 digits', () => {
    fc.assert(
      fc.property(decimalOf(15), (value) => {
        expect(readNumber(Number(value), PLAIN)).toBe(value);
      }),
    );
  });

  it('shifts by an exponent without losing a digit', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 17n }),
        fc.integer({ min: 0, max: 20 }),
        (digits, shift) => {
          expect(readNumber(`${digits}e${shift}`, PLAIN)).toBe((digits * 10n ** BigInt(shift)).toString());
          expect(readNumber(`${digits}${'0'.repeat(shift)}E-${shift}`, PLAIN)).toBe(digits.toString());
        },
      ),
    );
  });

  it.each([61.599999999999994, 0.1 + 0.2, 123456789012345680, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses the binary number %s',
    (value) => {
      expect(() => readNumber(value, PLAIN)).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^(binary-number|bad-value)$/) }),
      );
    },
  );
});
