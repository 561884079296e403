/** 2^−53: what one rounding to the nearest float64 is wrong by, at most, over the result. */
export const UNIT = 1.1102230246251565e-16;
/** 2^−105: what is left of the errors of a compensated sum, over the sum of sizes and the square of their number. */
export const SECOND = 2.465190328815662e-32;
/**
 * 1 + 2^−24: puts a computed sum of non-negative terms above its exact value. Its roundings are at most (m + 9) · 2^−53 of it, and m, the
 * number of terms, is at most 2^27 here.
 */
export const UPWARDS = 1.000000059604644775390625;
/**
 * 2^−1000: above what is lost where results are below the normal numbers, over all terms of one sum: each loses 2^−1074 at most, and
 * factors up to 2^47 multiply 2^27 of them.
 */
export const TINY = 9.332636185032189e-302;

/** Returns the size of a number. */
export function abs(value: number): number {
  return value < 0 ? -value : value;
}
