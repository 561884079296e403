import { abs } from '../rounding.ts';
import { showNumber, showPercent } from '../show.ts';
import type { TableSums } from './table-sums.ts';

/** What each industry adds to its inputs, as the table or rows beside it state it. */
export interface StatedAdded {
  /** NaN where nothing states it. */
  readonly values: Float64Array;
  /** How far the rounding of stated numbers can move output less inputs and value added; 0 where they are not rounded. */
  readonly rounding: Float64Array;
}

/** One industry whose inputs and value added are not its output. */
export interface Unbalanced {
  readonly industry: number;
  /** The difference over the larger of both. */
  readonly ratio: number;
  readonly difference: number;
  readonly text: string;
}

/** How far a table balances, industry by industry. */
export interface Balance {
  /** Those outside the tolerance, the largest difference first. */
  readonly unbalanced: readonly Unbalanced[];
  /** The part of all output whose industries were compared. */
  readonly judged: number;
}

/** The largest difference that is accepted where nobody states another one, over the output of the industry. */
export const TOLERANCE = '0.001';

/** Compares the output of each industry with its inputs and value added, by its own size: a small industry is judged as a large one is. */
export function compareBalance(sums: TableSums, added: StatedAdded | null, tolerance: number): Balance {
  const { output, inputs, industries } = sums;
  const unbalanced: Unbalanced[] = [];
  let [all, judged] = [0, 0];
  for (let i = 0; i < output.length; i++) {
    const [sold, own] = [output[i]!, added?.values[i] ?? NaN];
    all += abs(sold);
    if (Number.isNaN(own)) continue;
    judged += abs(sold);
    const bought = inputs[i]! + own;
    const difference = sold - bought;
    const ratio = ratioOf(difference, sold, bought);
    if (ratio <= tolerance || abs(difference) <= added!.rounding[i]!) continue;
    const text = `${industries[i]!} sells ${showNumber(sold)}, and buys ${showNumber(inputs[i]!)} with a value added of ${showNumber(own)}: they differ by ${showNumber(difference)}, ${showPercent(ratio)}`;
    unbalanced.push({ industry: i, ratio, difference, text });
  }
  unbalanced.sort((a, b) => abs(b.difference) - abs(a.difference) || a.industry - b.industry);
  return { unbalanced, judged: all === 0 ? 0 : judged / all };
}

/** Returns a difference over the larger of both, in size. */
export function ratioOf(difference: number, left: number, right: number): number {
  if (difference === 0) return 0;
  const [a, b] = [abs(left), abs(right)];
  return abs(difference) / (a > b ? a : b);
}
