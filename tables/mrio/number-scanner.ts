/** Decimal digits that a double holds exactly: 10^15 < 2^53. */
const EXACT_DIGITS = 15;
/** The largest power of ten that is a double: one multiplication or division by it is rounded once. */
const EXACT_POWER = 22;
/** Powers of ten are kept as sums of two doubles up to this one; both are normal numbers. */
const MOST_POWER = 250;
/** Far more than the error of a product of such sums, which is below 2^-102 of it. */
const MARGIN = 2 ** -98;
/** Splits a double into two halves of 26 bits (Dekker 1971). */
const SPLITTER = 134_217_729;

const BLANK = 0x20;
const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
/** Makes an ASCII letter a small one. */
const LOWER = 0x20;
const LETTER_E = 0x65;

const [POWER_HIGH, POWER_LOW] = listPowers();

/**
 * Reads decimals from bytes: `12`, `-1.5E-7`, `.25`. Each is the double that is nearest to the decimal, as `Number` gives it, in about a fifth
 * of its time. `at` is where the last number ended.
 */
export class NumberScanner {
  at = 0;

  /** Returns the number that begins at `start`, or NaN where none does. Blanks around it are skipped. */
  // oxlint-disable-next-line complexity -- each byte of a table passes here: parts of it would hand over six numbers each
  scan(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    while (at < end && bytes[at] === BLANK) at++;
    const first = at;
    const isNegative = bytes[at] === MINUS;
    if (isNegative || bytes[at] === PLUS) at++;
    let high = 0;
    let low = 0;
    let digits = 0;
    let lowDigits = 0;
    let exponent = 0;
    let point = -1;
    const from = at;
    for (; at < end; at++) {
      const byte = bytes[at]!;
      if (byte === POINT && point === -1) {
        point = at;
        continue;
      }
      const digit = byte - ZERO;
      if (digit < 0 || digit > 9) break;
      if (digits < EXACT_DIGITS) {
        high = high * 10 + digit;
        if (high > 0) digits++;
      } else if (lowDigits < EXACT_DIGITS) {
        low = low * 10 + digit;
        lowDigits++;
      } else lowDigits++;
    }
    if (at - from === (point === -1 ? 0 : 1)) return Number.NaN;
    if (point !== -1) exponent = point + 1 - at;
    if (at < end && (bytes[at]! | LOWER) === LETTER_E) {
      const read = this.#scanExponent(bytes, at + 1, end);
      if (Number.isNaN(read)) return read;
      exponent += read;
      at = this.at;
    }
    const last = at;
    while (at < end && bytes[at] === BLANK) at++;
    this.at = at;
    if (high === 0) return 0;
    const value = lowDigits > EXACT_DIGITS ? Number.NaN : join(high, low, lowDigits, exponent);
    if (Number.isNaN(value)) return Number(decode(bytes, first, last));
    return isNegative ? -value : value;
  }

  #scanExponent(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    const isNegative = bytes[at] === MINUS;
    if (isNegative || bytes[at] === PLUS) at++;
    const from = at;
    let value = 0;
    for (; at < end; at++) {
      const digit = bytes[at]! - ZERO;
      if (digit < 0 || digit > 9) break;
      if (value < 100_000) value = value * 10 + digit;
    }
    this.at = at;
    if (at === from) return Number.NaN;
    return isNegative ? -value : value;
  }
}

/** Returns (high · 10^lowDigits + low) · 10^exponent, rounded to nearest; NaN where that is not sure. */
function join(high: number, low: number, lowDigits: number, exponent: number): number {
  if (lowDigits === 0 && exponent <= EXACT_POWER && exponent >= -EXACT_POWER)
    return exponent < 0
      ? high / POWER_HIGH[MOST_POWER - exponent]!
      : high * POWER_HIGH[MOST_POWER + exponent]!;
  if (exponent > MOST_POWER || exponent < -MOST_POWER) return Number.NaN;
  // The integer is exactly `top + rest`: the parts of the product and `low` are integers below 2^52.
  let top = high;
  let rest = 0;
  if (lowDigits > 0) {
    const power = POWER_HIGH[MOST_POWER + lowDigits]!;
    const product = high * power;
    const sum = restOf(high, power, product) + low;
    top = product + sum;
    rest = sum - (top - product);
  }
  const [powerHigh, powerLow] = [POWER_HIGH[MOST_POWER + exponent]!, POWER_LOW[MOST_POWER + exponent]!];
  const product = top * powerHigh;
  const small = restOf(top, powerHigh, product) + (top * powerLow + rest * powerHigh);
  const value = product + small;
  const left = small - (value - product);
  const margin = value * MARGIN;
  const least = value + (left - margin);
  return least === value + (left + margin) ? least : Number.NaN;
}

/** Returns what the rounding of a product has lost (Dekker 1971). */
function restOf(a: number, b: number, product: number): number {
  const [splitA, splitB] = [a * SPLITTER, b * SPLITTER];
  const highA = splitA - (splitA - a);
  const lowA = a - highA;
  const highB = splitB - (splitB - b);
  const lowB = b - highB;
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}

/** Returns the powers of ten from -MOST_POWER to MOST_POWER, each as a sum of two doubles: the nearest one, and the one nearest to what is left. */
function listPowers(): [Float64Array, Float64Array] {
  const [high, low] = [new Float64Array(2 * MOST_POWER + 1), new Float64Array(2 * MOST_POWER + 1)];
  for (let power = 0; power <= MOST_POWER; power++) {
    const whole = 10n ** BigInt(power);
    const near = Number(whole);
    high[MOST_POWER + power] = near;
    low[MOST_POWER + power] = Number(whole - BigInt(near));
    if (power === 0) continue;
    const inverse = Number(`1e-${power}`);
    // `inverse` is `digits` / 2^shift, so what is left of 1/10^power is (2^shift - digits · 10^power) / (10^power · 2^shift).
    const shift = Math.min(1022, Math.ceil(power * 3.33) + 60);
    const digits = BigInt(inverse * 2 ** shift);
    const left = (((1n << BigInt(shift)) - digits * whole) << 200n) / whole;
    high[MOST_POWER - power] = inverse;
    low[MOST_POWER - power] = (Number(left) * 2 ** -200) / 2 ** shift;
  }
  return [high, low];
}

function decode(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at]!);
  return text;
}
