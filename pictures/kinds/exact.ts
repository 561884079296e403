import { formatAmount, parseAmount, sumAmounts } from '../../engine/quantities/decimal.ts';

/** Returns the exact sum of a few decimals. */
export function add(...values: readonly string[]): string {
  return sumValues(values.map((value) => ({ value })));
}

/** Returns the exact sum of the values of any number of things; zero of none. */
export function sumValues(parts: readonly { readonly value: string }[]): string {
  return formatAmount(sumAmounts(parts.map(({ value }) => parseAmount(value))), 'a sum of figures');
}

/** Returns the exact difference of two decimals. */
export function subtract(from: string, value: string): string {
  return add(from, negate(value));
}

/** Returns a decimal with the other sign. */
export function negate(value: string): string {
  if (isZero(value)) return value;
  return value.startsWith('-') ? value.slice(1) : `-${value}`;
}

/** Whether a decimal is zero. */
export function isZero(value: string): boolean {
  return /^-?[0.]+$/.test(value);
}

/** Returns a part of a whole, 0 to 1; null where the whole is not above zero. */
export function shareOf(part: string, whole: number): number | null {
  return whole > 0 ? Number(part) / whole : null;
}
