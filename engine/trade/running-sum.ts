import { SECOND, UNIT, UPWARDS } from './rounding.ts';

/**
 * Adds numbers that are known within bounds, in the order in which they come. What each addition loses is found exactly (D. E. Knuth's
 * TwoSum) and added at the end, so the error of a sum of m numbers is at most 2^−53 |sum| + m² 2^−105 Σ|number| (T. Ogita, S. M. Rump
 * and S. Oishi, Accurate sum and dot product, SIAM J. Sci. Comput. 26 (2005), proposition 4.5).
 */
export class RunningSum {
  #sum = 0;
  #lost = 0;
  #size = 0;
  #bound = 0;
  #count = 0;

  /** @param bound how far the number is from the true one, at most */
  add(value: number, bound = 0): void {
    const next = this.#sum + value;
    const added = next - this.#sum;
    this.#lost += this.#sum - (next - added) + (value - added);
    this.#sum = next;
    this.#size += value < 0 ? -value : value;
    this.#bound += bound;
    this.#count++;
  }

  get value(): number {
    return this.#sum + this.#lost;
  }

  /** The sum of the sizes. */
  get size(): number {
    return this.#size;
  }

  /** How far the sum is from the true one, at most. */
  get bound(): number {
    const { value } = this;
    const rounding = UNIT * (value < 0 ? -value : value) + this.#count * this.#count * SECOND * this.#size;
    return (this.#bound + rounding) * UPWARDS;
  }
}
