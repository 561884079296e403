import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Amount } from '../../../engine/quantities/decimal.ts';
import { exp, log, powerOf } from '../../../engine/quantities/elementary.ts';
import { fromFloat, toFloat } from '../../../engine/quantities/float.ts';
import { exactExp, exactLn, exactPower } from '../../../engine/quantities/transcendental.ts';

/** Far more digits than 50, so that they decide how the fiftieth is rounded. */
const Wide = Decimal.clone({
  precision: 120,
  rounding: Decimal.ROUND_HALF_EVEN,
  toExpNeg: -9e15,
  toExpPos: 9e15,
});
const Fifty = Wide.clone({ precision: 50 });

const text = (amount: Amount): string => String(amount);
const fifty = (value: Decimal): string => new Fifty(value).toSignificantDigits(50).toFixed();
const wide = ({ coefficient, scale }: Amount): Decimal => new Wide(`${coefficient}e-${scale}`);

const amountArbitrary = (least: bigint): fc.Arbitrary<Amount> =>
  fc
    .record({ coefficient: fc.bigInt({ min: least, max: 10n ** 38n - 1n }), scale: fc.nat(40) })
    .map(({ coefficient, scale }) => new Amount(coefficient, scale));
const nearOne = fc
  .record({
    off: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
    scale: fc.integer({ min: 21, max: 45 }),
  })
  .map(({ off, scale }) => new Amount(10n ** BigInt(scale) + off, scale));
const exponent = fc
  .record({ coefficient: fc.integer({ min: -700_000, max: 700_000 }), scale: fc.nat(12) })
  .map(({ coefficient, scale }) => new Amount(BigInt(coefficient), scale + 3));
const fraction = fc.record({
  over: fc.integer({ min: -12, max: 12 }),
  under: fc.integer({ min: 1, max: 9 }),
});

describe('functions of exact decimals have 50 right digits, as decimal.js with 120 gives them', () => {
  it('logarithms, also near 1, where most digits cancel', () => {
    fc.assert(
      fc.property(fc.oneof(amountArbitrary(1n), nearOne), (x) => {
        expect(text(exactLn(x))).toBe(fifty(wide(x).ln()));
      }),
    );
  });

  it('exponentials', () => {
    fc.assert(
      fc.property(exponent, (x) => {
        expect(text(exactExp(x))).toBe(fifty(wide(x).exp()));
      }),
    );
  });

  it('whole powers and roots; a perfect power is exact', () => {
    fc.assert(
      fc.property(amountArbitrary(1n), fraction, (x, { over, under }) => {
        const root = wide(x)
          .pow(over < 0 ? -over : over)
          .pow(new Wide(1).div(under));
        const expected = under === 1 || over === 0 ? fifty(wide(x).pow(over)) : null;
        const power = exactPower(x, { over, under });
        if (expected !== null) expect(text(power)).toBe(expected);
        else if (over > 0) expect(new Wide(text(power)).div(root).minus(1).abs().lt(1e-49)).toBe(true);
        const whole = Array.from({ length: under }).reduce<Amount>((power) => power.times(x), new Amount(1n));
        if (whole.coefficient.toString().length <= 50)
          expect(text(exactPower(whole, { over: 1, under }))).toBe(text(x));
      }),
    );
  });

  it.each([
    ['ln 0', () => exactLn(new Amount(0n))],
    ['ln −1', () => exactLn(new Amount(-1n))],
    ['√−1', () => exactPower(new Amount(-1n), { over: 1, under: 2 })],
    ['0^−1', () => exactPower(new Amount(0n), { over: -1, under: 1 })],
    ['e^701', () => exactExp(new Amount(701n))],
  ])('refuses %s', (_, compute) => {
    expect(compute).toThrow(expect.objectContaining({ code: 'out-of-range' }));
  });

  it.each([
    ['ln 1', () => exactLn(new Amount(10n, 1)), '0'],
    ['e^0', () => exactExp(new Amount(0n)), '1'],
    ['√0', () => exactPower(new Amount(0n), { over: 1, under: 2 }), '0'],
    ['(−2)^3', () => exactPower(new Amount(-2n), { over: 3, under: 1 }), '-8'],
    [
      '√2',
      () => exactPower(new Amount(2n), { over: 1, under: 2 }),
      '1.4142135623730950488016887242096980785696718753769',
    ],
    ['√(1 + 10^−130)', () => exactPower(new Amount(10n ** 130n + 1n, 130), { over: 1, under: 2 }), '1'],
  ])('gives %s', (_, compute, expected) => expect(text(compute())).toBe(expected));
});

describe('functions in float64', () => {
  it('are within their bounds of the exact ones', () => {
    const units = (float: number, exact: Amount): number => Math.abs(float / toFloat(exact) - 1) * 2 ** 52;
    fc.assert(
      fc.property(fc.double({ min: 1e-20, max: 1e20, noNaN: true }), fraction, (x, { over, under }) => {
        const [amount, divisor] = [fromFloat(x, 17), gcd(Math.abs(over), under)];
        const [p, q] = [over / divisor, under / divisor];
        const rounded = toFloat(amount);
        if (rounded !== 1) expect(units(log(rounded), exactLn(amount))).toBeLessThanOrEqual(6);
        const most = 16 + 20 * Math.abs((Math.log(x) * p) / q);
        expect(units(powerOf(rounded, p, q), exactPower(amount, { over: p, under: q }))).toBeLessThanOrEqual(
          most,
        );
        const small = fromFloat(Math.log(x), 15);
        expect(units(exp(toFloat(small)), exactExp(small))).toBeLessThanOrEqual(
          6 + 2 * Math.abs(toFloat(small)),
        );
      }),
    );
  });
});

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
