import { Amount } from '../../engine/quantities/decimal.ts';
import { MAX_SCALE } from '../../core/encoding/decimal.ts';

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;
/** Digits that a value of a row can have. */
const MOST_DIGITS = 38;

/**
 * Returns the number that a text or a binary number states, digit by digit: a binary number is its shortest decimal. Null for anything else.
 * @example
 * readExact('1.50E-3')?.toString() // → '0.0015'
 */
export function readExact(stated: string | number): Amount | null {
  const [matched, sign, whole = '', fraction = '', exponent = '0'] = NUMBER.exec(String(stated).trim()) ?? [];
  if (matched === undefined || whole + fraction === '') return null;
  const digits = BigInt(`${whole}${fraction}`);
  const scale = fraction.length - Number(exponent);
  const coefficient = sign === '-' ? -digits : digits;
  return scale >= 0 ? new Amount(coefficient, scale) : new Amount(coefficient * 10n ** BigInt(-scale));
}

/** Returns the amount as a value of a row, and whether it had to be rounded. */
export function fitValue(amount: Amount): { readonly value: string; readonly isRounded: boolean } {
  const whole = amount.abs().round(0).toString().length;
  const value = amount.round(Math.min(MAX_SCALE, MOST_DIGITS - whole)).toString();
  return { value, isRounded: value !== amount.toString() };
}

/** Returns the amount as a member of a row with at most 17 decimals. */
export function fitShare(amount: Amount): Amount {
  return amount.round(17);
}
