import { EngineError } from '../errors/engine-error.ts';
import { Amount, ONE, powerOfTen, roundDigits, ZERO } from './decimal.ts';

/**
 * Powers, roots, logarithms and exponentials of exact decimals. What is longer than 50 significant digits is rounded half-even to
 * these, once. Roots are those of integers. Logarithms and exponentials are series over integers with a proven error: where both ends
 * of what the error leaves open do not round alike, they are computed again with more bits. So every digit is right.
 */

/** Binary digits with which a series begins: 50 decimal digits are 167. */
const BITS = 256;
/** The largest argument of an exponential, and its opposite the least one: float64 holds no other result. */
const MOST_EXPONENT = new Amount(700n);
/** Digits that a root has before it is rounded. */
const ROOT_DIGITS = 60;

/**
 * Returns a base to the power `over / under`, in lowest terms, `under` at least 1.
 * @throws EngineError `out-of-range` for a root of a negative number, and for zero to a negative power
 */
export function exactPower(base: Amount, { over, under }: { over: number; under: number }): Amount {
  if (under > 1 && base.isNegative()) throw refuse(`a root (1/${under}) of a negative number`, base);
  let whole = ONE;
  for (let left = over < 0 ? -over : over; left > 0; left--) whole = whole.times(base);
  const [above, below] = over < 0 ? [ONE, whole] : [whole, ONE];
  if (below.isZero()) throw refuse(`zero to the power ${over}/${under}`, base);
  if (under > 1) return rootOf(above, below, under);
  return over < 0 ? above.div(below) : roundDigits(above);
}

/** Returns the natural logarithm. @throws EngineError `out-of-range` for an amount that is not above 0 */
export function exactLn(x: Amount): Amount {
  if (x.isZero() || x.isNegative()) throw refuse('a logarithm of a number that is not above 0', x);
  if (x.minus(ONE).isZero()) return ZERO;
  return refine((bits) => lnOf(x, bits));
}

/** Returns e^x. @throws EngineError `out-of-range` above 700 and below −700 */
export function exactExp(x: Amount): Amount {
  if (x.abs().greaterThan(MOST_EXPONENT)) throw refuse('an exponential beyond 700', x);
  if (x.isZero()) return ONE;
  return refine((bits) => expOf(x, bits));
}

function refuse(what: string, value: Amount): EngineError {
  const shown = String(roundDigits(value));
  return new EngineError('out-of-range', `${what}: ${shown}`, shown);
}

/** A number within `error` × 2^−bits of `units` × 2^−bits. A unit below is 2^−bits. */
interface Approximation {
  readonly units: bigint;
  readonly error: bigint;
  readonly bits: bigint;
}

/** Returns a number with 50 right digits. It is irrational, so more bits decide how it is rounded. */
function refine(approximate: (bits: bigint) => Approximation): Amount {
  for (let bits = BITS; ; bits *= 2) {
    const { units, error, bits: under } = approximate(BigInt(bits));
    const unit = new Amount(1n << under);
    const [low, high] = [new Amount(units - error).div(unit), new Amount(units + error).div(unit)];
    if (low.minus(high).isZero()) return low;
  }
}

/**
 * ln x = k ln 2 + 2 artanh t with t = (m − 1) / (m + 1), where x = m 2^k and m is from ½ to 2. The error of t, below one unit, counts 2¼ times;
 * with that of the series, 2 artanh is within 3 × bits units, and so is ln 2.
 */
function lnOf({ coefficient, scale }: Amount, bits: bigint): Approximation {
  const under = powerOfTen(scale);
  const k = BigInt(lengthOf(coefficient) - lengthOf(under));
  const [over, down] = k < 0n ? [coefficient << -k, under] : [coefficient, under << k];
  const t = ((over - down) << bits) / (over + down);
  return { units: 2n * artanh(t, bits) + k * ln2(bits), error: 3n * bits * (sizeOf(k) + 1n), bits };
}

/**
 * e^x = 2^k e^r, where r = x − k ln 2 is below ln 2 in size, so that e^r is below 2. The error of r is below 1 + 3 × bits × |k| units. Of the series
 * each of fewer than `bits` terms loses less than 2 units.
 */
function expOf({ coefficient, scale }: Amount, bits: bigint): Approximation {
  const one = 1n << bits;
  const x = (coefficient << bits) / powerOfTen(scale);
  const k = x / ln2(bits);
  const r = x - k * ln2(bits);
  let [sum, term] = [one, one];
  for (let degree = 1n; term !== 0n; degree++) {
    term = (term * r) / (one * degree);
    sum += term;
  }
  const error = 8n * bits * (sizeOf(k) + 1n);
  return k < 0n ? { units: sum, error, bits: bits - k } : { units: sum << k, error: error << k, bits };
}

/** artanh t = t + t³/3 + t⁵/5 + …, for a t of at most ⅓ in size: each step gives three bits, and loses less than 3 units. */
function artanh(t: bigint, bits: bigint): bigint {
  const square = (t * t) >> bits;
  let [sum, power] = [0n, t];
  for (let degree = 1n; power !== 0n; degree += 2n) {
    sum += power / degree;
    power = (power * square) / (1n << bits);
  }
  return sum;
}

/** ln 2 = 2 artanh ⅓. */
function ln2(bits: bigint): bigint {
  const known = LN2.get(bits) ?? 2n * artanh((1n << bits) / 3n, bits);
  LN2.set(bits, known);
  return known;
}

const LN2 = new Map<bigint, bigint>();

function sizeOf(k: bigint): bigint {
  return k < 0n ? -k : k;
}

/** Returns the number of binary digits. */
function lengthOf(positive: bigint): number {
  return positive.toString(2).length;
}

/** Returns a root of over / under. One with more digits than are computed is irrational or longer than 50: one more digit says that it goes on. */
function rootOf(over: Amount, under: Amount, degree: number): Amount {
  const [a, b] = [over.coefficient * powerOfTen(under.scale), under.coefficient * powerOfTen(over.scale)];
  if (a === 0n) return ZERO;
  const digits = a.toString().length - b.toString().length;
  const wanted = ROOT_DIGITS - ((digits / degree) | 0);
  const decimals = wanted < 0 ? 0 : wanted;
  const scaled = a * powerOfTen(decimals * degree);
  const root = integerRoot(scaled / b, degree);
  const isExact = raise(root, degree) * b === scaled;
  return roundDigits(isExact ? new Amount(root, decimals) : new Amount(10n * root + 1n, decimals + 1));
}

function raise(base: bigint, exponent: number): bigint {
  let power = 1n;
  for (let left = exponent; left > 0; left--) power *= base;
  return power;
}

/** Returns the largest integer whose power is at most `x`, by Newton's method from above. */
function integerRoot(x: bigint, degree: number): bigint {
  const [n, less] = [BigInt(degree), BigInt(degree - 1)];
  let root = 1n << BigInt(((lengthOf(x) / degree) | 0) + 1);
  for (;;) {
    const next = (less * root + x / raise(root, degree - 1)) / n;
    if (next >= root) return root;
    root = next;
  }
}
