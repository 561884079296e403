import { addDecimals } from '../../pictures/drawing/numbers.ts';

/** Returns the exact sum of a few decimals. */
export function add(...values: readonly string[]): string {
  return addDecimals(values);
}

/** Returns the exact sum of the values of any number of things; zero of none. */
export function sumValues(parts: readonly { readonly value: string }[]): string {
  return addDecimals(parts.map(({ value }) => value));
}

/** Returns the exact difference of two decimals. */
export function subtract(from: string, value: string): string {
  return addDecimals([from, negate(value)]);
}

/** Returns a decimal with the other sign. */
function negate(value: string): string {
  if (isZero(value)) return value;
  return value.startsWith('-') ? value.slice(1) : `-${value}`;
}

/** Whether a decimal is zero. */
export function isZero(value: string): boolean {
  return /^-?[0.]+$/.test(value);
}
