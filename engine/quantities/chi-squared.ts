import { normalDeviate, normalProbability } from './deviates.ts';
import { exp, sqrt } from './elementary.ts';

/** Up to so many degrees of freedom e^(−x/2) is a number that float64 holds. */
const MOST_EXACT = 1000;
const SQRT_TWO_PI = 2.5066282746310002;
const STEPS = 100;

/**
 * Returns the number that a sum of `freedom` squares of independent standard normal variables does not exceed with this probability: 7.8147 for 3
 * and 0.95. By halving an interval over the finite series of the tail (M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions, 26.4.4
 * and 26.4.5; the book was not read, tables agree); above 1000 degrees of freedom by the approximation of Wilson and Hilferty (26.4.17).
 * @param freedom a whole number of at least 1
 */
export function chiSquaredQuantile(probability: number, freedom: number): number {
  const part = 2 / (9 * freedom);
  const root = 1 - part + normalDeviate(probability) * sqrt(part);
  if (freedom > MOST_EXACT) return freedom * root * root * root;
  let [low, high] = [0, 2 * freedom + 100];
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (tailAbove(middle, freedom) > 1 - probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The probability of more than x. */
function tailAbove(x: number, freedom: number): number {
  const isOdd = freedom % 2 === 1;
  const density = exp(-x / 2);
  let term = isOdd ? (2 * density * sqrt(x)) / SQRT_TWO_PI : density;
  let sum = isOdd ? 2 * normalProbability(-sqrt(x)) : 0;
  for (let next = isOdd ? 3 : 2; next <= freedom; next += 2) {
    sum += term;
    term *= x / next;
  }
  return sum;
}
