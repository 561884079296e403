/**
 * A float64 that holds for every draw (length 1), or one for each draw of a run. Each draw is computed alone and in the same order of
 * operations, so its bits are those of a computation with single numbers.
 */
export type Floats = Float64Array;

/** Returns one number for every draw. */
export function oneFloat(value: number): Floats {
  return Float64Array.of(value);
}

/** Returns a − b. */
export function subtractFloats(a: Floats, b: Floats): Floats {
  const result = makeResult(a, b);
  const [inA, inB] = [stepOf(a), stepOf(b)];
  for (let draw = 0; draw < result.length; draw++) result[draw] = a[draw * inA]! - b[draw * inB]!;
  return result;
}

/** Returns a × b. */
export function multiplyFloats(a: Floats, b: Floats): Floats {
  const result = makeResult(a, b);
  const [inA, inB] = [stepOf(a), stepOf(b)];
  for (let draw = 0; draw < result.length; draw++) result[draw] = a[draw * inA]! * b[draw * inB]!;
  return result;
}

/** Returns a ÷ b. */
export function divideFloats(a: Floats, b: Floats): Floats {
  const result = makeResult(a, b);
  const [inA, inB] = [stepOf(a), stepOf(b)];
  for (let draw = 0; draw < result.length; draw++) result[draw] = a[draw * inA]! / b[draw * inB]!;
  return result;
}

/** Returns the number of a draw. */
export function floatAt(values: Floats, draw: number): number {
  return values[draw * stepOf(values)]!;
}

function makeResult(a: Floats, b: Floats): Floats {
  return new Float64Array(a.length > b.length ? a.length : b.length);
}

function stepOf({ length }: Floats): 0 | 1 {
  return length === 1 ? 0 : 1;
}

/**
 * Adds numbers in the order in which they come. What each addition loses is found exactly (D. E. Knuth's TwoSum) and added at the end,
 * as T. Ogita, S. M. Rump and S. Oishi do (Sum2, 2005). So the error of a sum of n numbers is below 2^−53 of the sum and n² 2^−105 of
 * the sum of their sizes: a million rows lose no digit.
 */
export class FloatSum {
  #sums: Floats;
  #lost: Floats;

  constructor(sums = oneFloat(0), lost = oneFloat(0)) {
    [this.#sums, this.#lost] = [sums, lost];
  }

  copy(): FloatSum {
    return new FloatSum(this.#sums.slice(), this.#lost.slice());
  }

  /** Adds values, each times `ratio`. */
  add(values: Floats, ratio = 1): void {
    this.#widen(values.length);
    const sums = this.#sums;
    const lost = this.#lost;
    const step = stepOf(values);
    for (let draw = 0; draw < sums.length; draw++) {
      const sum = sums[draw]!;
      const value = values[draw * step]! * ratio;
      const next = sum + value;
      const added = next - sum;
      lost[draw] = lost[draw]! + (sum - (next - added) + (value - added));
      sums[draw] = next;
    }
  }

  total(): Floats {
    const lost = this.#lost;
    const total = this.#sums.slice();
    for (let draw = 0; draw < total.length; draw++) total[draw]! += lost[draw]!;
    return total;
  }

  #widen(length: number): void {
    if (length <= this.#sums.length) return;
    this.#sums = new Float64Array(length).fill(this.#sums[0]!);
    this.#lost = new Float64Array(length).fill(this.#lost[0]!);
  }
}
