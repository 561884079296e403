import { Amount, ONE } from './decimal.ts';
import { convertAmount, type Unit } from './unit.ts';

/**
 * Between exact decimals and float64. Only here does the engine convert them: reading a decimal text gives the nearest float64, and
 * writing one with a number of significant digits gives the nearest such decimal, on every machine (ECMA-262, StringToNumber and
 * Number.prototype.toExponential).
 */

/** Significant digits of a decimal that comes from float64. Two correct solvers agree to far more than these. */
export const FLOAT_DIGITS = 12;

/** Returns the float64 nearest to an amount. */
export function toFloat(amount: Amount): number {
  return Number(`${amount.coefficient}e-${amount.scale}`);
}

/** Returns a float64 near an amount, within a few parts in 10¹⁶, in a tenth of the time of `toFloat`: to compare magnitudes. */
export function roughFloat({ coefficient, scale }: Amount): number {
  const value = Number(coefficient);
  return scale < POWERS.length ? value / POWERS[scale]! : value / Number(`1e${scale}`);
}

const POWERS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12];

/** Returns a float64 near the number of base units that a unit is. */
export function roughBase({ numerator, denominator }: Unit): number {
  return Number(numerator) / Number(denominator);
}

/** Returns the float64 nearest to a decimal text. */
export function readFloat(text: string): number {
  return Number(text);
}

/** Returns a float64 rounded to `digits` significant digits, as an amount. The number must be finite. */
export function fromFloat(value: number, digits = FLOAT_DIGITS): Amount {
  if (value === 0) return new Amount(0n);
  const [mantissa = '', exponent = '0'] = value.toExponential(digits - 1).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const coefficient = BigInt(whole + fraction);
  return scale < 0 ? new Amount(coefficient * 10n ** BigInt(-scale)) : new Amount(coefficient, scale);
}

/** Returns the amount that a float64 is, exactly. The number must be finite. */
export function exactFloat(value: number): Amount {
  if (Number.isSafeInteger(value)) return new Amount(BigInt(value));
  BITS.setFloat64(0, value);
  const bits = BITS.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const size = biased === 0 ? fraction : fraction | 0x10000000000000n;
  const exponent = (biased === 0 ? 1 : biased) - 1075;
  const coefficient = value < 0 ? -size : size;
  // m · 2^−e = m · 5^e · 10^−e
  return exponent >= 0
    ? new Amount(coefficient << BigInt(exponent))
    : new Amount(coefficient * 5n ** BigInt(-exponent), -exponent);
}

const BITS = new DataView(new ArrayBuffer(8));

/** Returns the float64 nearest to the ratio of two units: an amount in `from` times it is the amount in `to`. */
export function floatRatio(from: Unit, to: Unit): number {
  const ofUnit = ratios.get(from) ?? new WeakMap<Unit, number>();
  ratios.set(from, ofUnit);
  const ratio = ofUnit.get(to) ?? toFloat(convertAmount(ONE, from, to));
  ofUnit.set(to, ratio);
  return ratio;
}

const ratios = new WeakMap<Unit, WeakMap<Unit, number>>();
