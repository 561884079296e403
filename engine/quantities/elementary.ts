/**
 * Square root, logarithm, exponential and powers with the same bits on every machine. IEEE 754 rounds + − × ÷ and the square root correctly;
 * the logarithm and the exponential of JavaScript may differ between engines, so these are made of the former alone. Both are within
 * 4 units in the last place of the true value.
 */

/** Returns the square root, correctly rounded. */
export function sqrt(x: number): number {
  return Math.sqrt(x);
}

/** ln 2 in two parts. The first has 32 significant bits, so its product with an exponent is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const LN2 = 0.6931471805599453;
const SQRT_HALF = 0.7071067811865476;

/** Degree of the series of the exponential: for |r| ≤ 0.347, what is left out is below 2^−58 of the sum. */
const EXP_DEGREE = 14;

/**
 * Returns the natural logarithm of a number: −∞ of 0, and NaN below it. Writes x as m × 2^k with m from √½ to √2; then
 * ln x = k ln 2 + 2 artanh s with s = (m − 1) / (m + 1), and artanh s = s + s³/3 + s⁵/5 + ….
 */
export function log(x: number): number {
  if (!(x > 0 && x - x === 0)) return x > 0 ? x : x === 0 ? -Infinity : NaN;
  // The first bits of a float64 are its exponent, which is 1023 more. A subnormal number has none of its own.
  const isTiny = x < LEAST_NORMAL;
  const normal = isTiny ? x * TWO_54 : x;
  BITS.setFloat64(0, normal);
  const exponent = BITS.getInt32(0) >>> 20;
  let k = exponent - (isTiny ? 1077 : 1023);
  let m = normal * SCALES[exponent]!;
  if (m > 2 * SQRT_HALF) {
    m /= 2;
    k++;
  }
  const s = (m - 1) / (m + 1);
  return k * LN2_HIGH + (2 * s + (2 * s * atanhSeries(s * s) + k * LN2_LOW));
}

const BITS = new DataView(new ArrayBuffer(8));
/** 2^−1022 and 2^54. */
const LEAST_NORMAL = 2.2250738585072014e-308;
const TWO_54 = 18014398509481984;
/** 2^(1023 − e) for each exponent e of a normal number. */
const SCALES = new Float64Array(2047);
for (let exponent = 2046, scale = LEAST_NORMAL / 2; exponent > 0; exponent--, scale *= 2)
  SCALES[exponent] = scale;

/** x/3 + x²/5 + … to the eleventh term: for x ≤ 0.172², what is left out is below 2^−56 of the sum. Written out, which is twice as fast. */
function atanhSeries(x: number): number {
  const late = x * (1 / 13 + x * (1 / 15 + x * (1 / 17 + x * (1 / 19 + x * (1 / 21 + x * (1 / 23))))));
  return x * (1 / 3 + x * (1 / 5 + x * (1 / 7 + x * (1 / 9 + x * (1 / 11 + late)))));
}

/**
 * Returns e^x, 0 where that is below the least number and infinity where it is above the largest. Writes x as k ln 2 + r with |r| ≤
 * ½ ln 2; then e^x = 2^k e^r, and e^r = 1 + r + r²/2! + ….
 */
export function exp(x: number): number {
  if (x > 710) return Infinity;
  if (x < -746) return 0;
  const half = x < 0 ? -0.5 : 0.5;
  const k = (x / LN2 + half) | 0;
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let power = 1;
  for (let degree = EXP_DEGREE; degree >= 1; degree--) power = 1 + (r * power) / degree;
  for (let left = k; left > 0; left--) power *= 2;
  for (let left = k; left < 0; left++) power /= 2;
  return power;
}

/**
 * Returns a base to the power `over / under`, in lowest terms, `under` at least 1. A whole power is a product, within half a unit in the
 * last place for each factor; a root is √ or e^(ln x · over / under), whose error in units is 8 more than that times |ln x · over / under|. NaN for
 * a root of a negative number.
 */
export function powerOf(base: number, over: number, under: number): number {
  if (over < 0) return 1 / powerOf(base, -over, under);
  if (under > 2) return over === 0 ? 1 : base === 0 ? 0 : exp((log(base) * over) / under);
  let power = 1;
  const factor = under === 2 ? sqrt(base) : base;
  for (let left = over; left > 0; left--) power *= factor;
  return power;
}
