import { BadInput } from '../../core/errors.ts';
import { EngineError } from '../../engine/errors/engine-error.ts';
import { Amount, parseAmount, roundAmount, ZERO } from '../../engine/quantities/decimal.ts';
import { convertAmount, parseUnit } from '../../engine/quantities/unit.ts';

/** A value with its unit, as figures have them. */
export interface Valued {
  readonly value: string;
  readonly unit: string;
}

/** Returns the amount of a value in a unit. @throws EngineError, BadInput */
export function amountIn({ value, unit }: Valued, to: string): Amount {
  const amount = parseAmount(value);
  return unit === to ? amount : convertAmount(amount, parseUnit(unit), parseUnit(to));
}

/** Returns which of two values is larger: 1, 0 or -1, exactly; null where their units do not convert, or one cannot be read. */
export function compareValues(one: Valued, other: Valued): -1 | 0 | 1 | null {
  try {
    const { coefficient } = amountIn(one, other.unit).minus(parseAmount(other.value));
    return coefficient === 0n ? 0 : coefficient > 0n ? 1 : -1;
  } catch (error) {
    if (error instanceof EngineError || error instanceof BadInput) return null;
    throw error;
  }
}

/** Returns how many digits a value has, those of zeros at its beginning left out. */
export function countDigits(value: string): number {
  return Math.max(1, value.replace(/[-.]/g, '').replace(/^0+/, '').length);
}

/** Returns a value rounded to as many significant digits as the shortest of others has. */
export function roundToDigits(amount: Amount, others: readonly string[]): string {
  return String(roundAmount(amount, { mode: 'half-even', digits: Math.min(...others.map(countDigits)) }));
}

/** Returns a value rounded to as many decimals as another one has. */
export function roundLike(value: string, other: string): string {
  return String(parseAmount(value).round((other.split('.')[1] ?? '').length));
}

/** Returns whether parts add up to a whole, where each may be off by half a unit of its last digit. @throws EngineError where units do not convert */
export function closesWithin(parts: readonly Valued[], whole: Valued): boolean {
  const sum = parts.reduce((total, part) => total.plus(amountIn(part, whole.unit)), ZERO);
  const room = [...parts, whole].reduce((total, each) => total.plus(halfDigit(each, whole.unit)), ZERO);
  return !sum.minus(parseAmount(whole.value)).abs().greaterThan(room);
}

/** Half a unit of the last digit of a value. A whole number may have been rounded to its last digit too. */
function halfDigit({ value, unit }: Valued, to: string): Amount {
  const decimals = (value.split('.')[1] ?? '').length;
  return amountIn({ value: String(new Amount(5n, decimals + 1)), unit }, to);
}
