import { BadInput, showValue } from '../errors.ts';

/** A quantity, coefficient × 10^−scale, with the smallest scale that represents it exactly (§2). */
export interface Decimal {
  readonly coefficient: bigint;
  readonly scale: number;
}

/** A coefficient is greater than −10^38 and less than 10^38. */
export const COEFFICIENT_LIMIT = 10n ** 38n;
/** The maximum number of decimals of a quantity. */
export const MAX_SCALE = 30;

const CANONICAL = /^-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?$/;
/** The characters of the longest text that can be in range: sign, point and 39 digits. A longer one is not even parsed. */
const LONGEST = 41;

/**
 * Returns a quantity from its canonical decimal string: `12.5` → (125, 1) (§2).
 * @example
 * parseDecimal('12.5') // → { coefficient: 125n, scale: 1 }
 * parseDecimal('12.50') // → throws decimal-syntax
 * @throws BadInput `decimal-syntax`, `decimal-range`
 */
export function parseDecimal(text: unknown): Decimal {
  if (typeof text !== 'string' || text === '-0' || text.endsWith('\n') || !CANONICAL.test(text)) {
    throw new BadInput(
      'decimal-syntax',
      `expected a decimal string such as "12.5", "-0.5" or "300", without trailing zeros, got ${showValue(text)}`,
      text,
    );
  }
  const point = text.indexOf('.');
  const decimal = {
    coefficient:
      text.length > LONGEST
        ? COEFFICIENT_LIMIT
        : BigInt(point < 0 ? text : text.slice(0, point) + text.slice(point + 1)),
    scale: point < 0 ? 0 : text.length - point - 1,
  };
  checkRange(decimal, text);
  return decimal;
}

/**
 * Returns the canonical decimal string of a quantity: (125, 1) → `12.5` (§2).
 * @example
 * formatDecimal({ coefficient: -5n, scale: 1 }) // → '-0.5'
 * @throws BadInput `decimal-range`, `entry-scale`
 */
export function formatDecimal(decimal: Decimal): string {
  checkCanonical(decimal);
  return writeDecimal(decimal);
}

/** Returns the decimal string of a coefficient and scale of any size, without checks. */
export function writeDecimal({ coefficient, scale }: Decimal): string {
  const digits = (coefficient < 0n ? -coefficient : coefficient).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return `${coefficient < 0n ? '-' : ''}${whole}${scale > 0 ? `.${digits.slice(-scale)}` : ''}`;
}

/**
 * Returns the decimal string of a coefficient and scale of any size, without zeros at its end.
 * @example
 * writeTrimmed({ coefficient: 1250n, scale: 2 }) // → '12.5'
 */
export function writeTrimmed(decimal: Decimal): string {
  const text = writeDecimal(decimal);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/**
 * Checks that a quantity is in range and has the smallest possible scale (§2).
 * @throws BadInput `decimal-range`, `entry-scale`
 */
export function checkCanonical(decimal: Decimal): void {
  checkRange(decimal, decimal);
  if (decimal.scale > 0 && decimal.coefficient % 10n === 0n) {
    throw new BadInput(
      'entry-scale',
      `expected the smallest scale, got coefficient and scale ${showPair(decimal)}`,
      showPair(decimal),
    );
  }
}

function checkRange({ coefficient, scale }: Decimal, value: unknown): void {
  const inRange = coefficient < COEFFICIENT_LIMIT && coefficient > -COEFFICIENT_LIMIT;
  if (inRange && Number.isInteger(scale) && scale >= 0 && scale <= MAX_SCALE) return;
  const shown = typeof value === 'string' ? value : showPair({ coefficient, scale });
  throw new BadInput(
    'decimal-range',
    `expected a quantity of at most 38 digits and ${MAX_SCALE} decimals, got ${showValue(shown)}`,
    shown,
  );
}

function showPair({ coefficient, scale }: Decimal): string {
  return `(${coefficient}, ${scale})`;
}
