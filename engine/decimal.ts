import { Decimal } from 'decimal.js';
import { MAX_SCALE, parseDecimal } from '../core/decimal.ts';
import { EngineError } from './errors.ts';

/** Engine arithmetic: 50 significant digits, half-even, apart from anyone else's settings of decimal.js. */
const Exact = Decimal.clone({ defaults: true, precision: 50, rounding: Decimal.ROUND_HALF_EVEN });

const MAX_DIGITS = 38;

export type Amount = Decimal;

/** Rounding that a run declares (§10): half-even to `decimals` places, once for each figure. */
export interface Rounding {
  readonly mode: 'half-even';
  readonly decimals: number;
}

/** Zero, where sums start. */
export const ZERO: Amount = new Exact(0);

/**
 * Returns the amount that a canonical decimal string stands for (§2).
 * @throws BadInput `decimal-syntax`, `decimal-range`
 */
export function parseAmount(text: string): Amount {
  parseDecimal(text);
  return new Exact(text);
}

/**
 * Returns the canonical decimal string of an amount (§2); `name` is the key of the figure that it is of.
 * @throws EngineError `overflow` when it needs more than 38 digits or 30 decimals, or is no number
 */
export function formatAmount(amount: Amount, name: string): string {
  if (!amount.isFinite() || amount.precision(true) > MAX_DIGITS || amount.decimalPlaces() > MAX_SCALE) {
    const text = `${name} has more digits than an entry holds: ${amount.toFixed()}`;
    const place = { record: '', key: name, column: 'value' };
    throw new EngineError('overflow', text, amount.toFixed(), place);
  }
  return amount.isZero() ? '0' : amount.toFixed();
}

/** Returns the amount rounded as the run declares. */
export function roundAmount(amount: Amount, rounding: Rounding): Amount {
  return amount.toDecimalPlaces(rounding.decimals, Decimal.ROUND_HALF_EVEN);
}

/** Returns the sum, in the order given. */
export function sumAmounts(amounts: readonly Amount[]): Amount {
  return amounts.reduce((sum, amount) => sum.plus(amount), ZERO);
}
