import {
  COEFFICIENT_LIMIT,
  formatDecimal,
  MAX_SCALE,
  parseDecimal,
  writeDecimal,
} from '../../core/encoding/decimal.ts';
import { EngineError } from '../errors/engine-error.ts';

/** Significant digits of a quotient that does not terminate, and of a function that is not a finite decimal. */
const QUOTIENT_DIGITS = 50;

/** How a tie is rounded: to the even neighbour, or away from zero. */
export type RoundingMode = 'half-even' | 'half-up';

/** The rounding that a run declares (§10), once for each figure: to a number of decimals, or of significant digits. */
export type Rounding =
  | { readonly mode: RoundingMode; readonly decimals: number }
  | { readonly mode: RoundingMode; readonly digits: number };

/**
 * A quantity: coefficient × 10^−scale. Sums, differences and products are exact at any size. A quotient that does not terminate
 * is rounded half-even to 50 significant digits.
 */
export class Amount {
  readonly coefficient: bigint;
  readonly scale: number;

  constructor(coefficient: bigint, scale = 0) {
    this.coefficient = coefficient;
    this.scale = scale;
  }

  plus(other: Amount): Amount {
    const { scale } = this;
    if (scale === other.scale) return new Amount(this.coefficient + other.coefficient, scale);
    return scale > other.scale
      ? new Amount(this.coefficient + other.coefficient * powerOfTen(scale - other.scale), scale)
      : new Amount(this.coefficient * powerOfTen(other.scale - scale) + other.coefficient, other.scale);
  }

  minus(other: Amount): Amount {
    return this.plus(new Amount(-other.coefficient, other.scale));
  }

  times(other: Amount): Amount {
    return new Amount(this.coefficient * other.coefficient, this.scale + other.scale);
  }

  /** Returns the quotient. @throws EngineError `out-of-range` when `other` is zero */
  div(other: Amount): Amount {
    if (other.isZero()) throw new EngineError('out-of-range', 'division by zero', '0');
    const sign = this.isNegative() === other.isNegative() ? 1n : -1n;
    const quotient = divide(this.abs().coefficient, other.abs().coefficient);
    return toScale(sign * quotient.coefficient, this.scale - other.scale + quotient.scale);
  }

  abs(): Amount {
    return this.isNegative() ? new Amount(-this.coefficient, this.scale) : this;
  }

  isZero(): boolean {
    return this.coefficient === 0n;
  }

  isNegative(): boolean {
    return this.coefficient < 0n;
  }

  greaterThan(other: Amount): boolean {
    return this.minus(other).coefficient > 0n;
  }

  /** Returns the amount rounded to this many decimals; a negative number rounds to tens, hundreds and so on. */
  round(decimals: number, mode: RoundingMode = 'half-even'): Amount {
    if (this.scale <= decimals) return this;
    const divide = mode === 'half-even' ? divideHalfEven : divideHalfUp;
    return toScale(divide(this.coefficient, powerOfTen(this.scale - decimals)), decimals);
  }

  /** Returns the decimal in full length, without trailing zeros. */
  toString(): string {
    return writeDecimal(withoutZeros(this));
  }
}

/** One hundred: the whole in per cent. */
export const HUNDRED = new Amount(100n);
/** One, where products start. */
export const ONE = new Amount(1n);
/** Zero, where sums start. */
export const ZERO = new Amount(0n);

/**
 * Returns the amount that a canonical decimal string denotes (§2).
 * @throws BadInput `decimal-syntax`, `decimal-range`
 */
export function parseAmount(text: string): Amount {
  const short = parseShort(text);
  if (short !== null) return short;
  const { coefficient, scale } = parseDecimal(text);
  return new Amount(coefficient, scale);
}

/** The most characters of a text whose digits a double holds exactly. */
const SHORT = 15;
const [DIGIT_ZERO, DIGIT_NINE, POINT] = [48, 57, 46];

/** Returns the amount of a short canonical text without sign, as most are; null for any other text. */
function parseShort(text: string): Amount | null {
  const { length } = text;
  if (length === 0 || length > SHORT) return null;
  let digits = 0;
  let point = length - 1;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code >= DIGIT_ZERO && code <= DIGIT_NINE) digits = digits * 10 + (code - DIGIT_ZERO);
    else if (code === POINT && at > 0 && point === length - 1 && at < length - 1) point = at;
    else return null;
  }
  const whole = point === length - 1 ? length : point;
  const hasZeros = (whole > 1 && text.charCodeAt(0) === DIGIT_ZERO) || (whole < length && digits % 10 === 0);
  return hasZeros ? null : new Amount(BigInt(digits), length - 1 - point);
}

/**
 * Returns the canonical decimal string of an amount (§2). `name` is the key of its figure, for the error.
 * @throws EngineError `overflow` when it needs more than 38 digits or 30 decimals
 */
export function formatAmount(amount: Amount, name: string): string {
  const least = withoutZeros(amount);
  if (least.abs().coefficient < COEFFICIENT_LIMIT && least.scale <= MAX_SCALE) return formatDecimal(least);
  const text = `${name} has more digits than an entry can hold: expected at most 38 digits and ${MAX_SCALE} decimals, got ${String(least)}`;
  throw new EngineError('overflow', text, String(least), { record: '', key: name, column: 'value' });
}

/** Returns the amount with the rounding that a run declares. */
export function roundAmount(amount: Amount, rounding: Rounding): Amount {
  if ('decimals' in rounding) return amount.round(rounding.decimals, rounding.mode);
  const { coefficient, scale } = amount.abs();
  const rounded = amount.round(scale - coefficient.toString().length + rounding.digits, rounding.mode);
  return withoutZeros(rounded);
}

/** Returns the amount, rounded half-even to 50 significant digits where it has more. */
export function roundDigits(amount: Amount): Amount {
  return roundAmount(amount, { mode: 'half-even', digits: QUOTIENT_DIGITS });
}

/** Returns the exact sum. */
export function sumAmounts(amounts: readonly Amount[]): Amount {
  return amounts.reduce((sum, amount) => sum.plus(amount), ZERO);
}

/** Returns 10^exponent. */
export function powerOfTen(exponent: number): bigint {
  return (powers[exponent] ??= 10n ** BigInt(exponent));
}

const powers: bigint[] = [];

function divide(over: bigint, under: bigint): Amount {
  if (over % under === 0n) return new Amount(over / under);
  let scale = QUOTIENT_DIGITS - over.toString().length + under.toString().length;
  let quotient = divideAt(over, under, scale);
  if (quotient >= powerOfTen(QUOTIENT_DIGITS)) quotient = divideAt(over, under, --scale);
  return withoutZeros(new Amount(quotient, scale));
}

/** Returns over / under × 10^scale, rounded half-even. */
function divideAt(over: bigint, under: bigint, scale: number): bigint {
  return scale < 0
    ? divideHalfEven(over, under * powerOfTen(-scale))
    : divideHalfEven(over * powerOfTen(scale), under);
}

function divideHalfEven(over: bigint, under: bigint): bigint {
  const quotient = over / under;
  const twice = 2n * (over % under);
  const size = twice < 0n ? -twice : twice;
  if (size < under || (size === under && quotient % 2n === 0n)) return quotient;
  return over < 0n ? quotient - 1n : quotient + 1n;
}

/** Rounds to the nearest; a tie away from zero. */
function divideHalfUp(over: bigint, under: bigint): bigint {
  const quotient = over / under;
  const twice = 2n * (over % under);
  if ((twice < 0n ? -twice : twice) < under) return quotient;
  return over < 0n ? quotient - 1n : quotient + 1n;
}

function toScale(coefficient: bigint, scale: number): Amount {
  return scale < 0 ? new Amount(coefficient * powerOfTen(-scale)) : new Amount(coefficient, scale);
}

function withoutZeros({ coefficient, scale }: Amount): Amount {
  let [left, places] = [coefficient, scale];
  while (places > 0 && left % 10n === 0n) [left, places] = [left / 10n, places - 1];
  return new Amount(left, places);
}

/** Returns an amount with six digits, for messages. */
export function showFew(amount: Amount): string {
  return String(roundAmount(amount, { mode: 'half-even', digits: 6 }));
}
