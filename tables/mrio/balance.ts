import { ratioOf } from '../../engine/trade/checks/balance.ts';
import { showNumber, showPercent } from '../../engine/trade/show.ts';
import { faultIn } from './fault.ts';

/** An output for each sector of each region. */
export interface StatedOutput {
  readonly file: string;
  readonly values: Float64Array;
  /** Returns the line in the file for a sector, by its index from 0; null where each sector is a column. */
  readonly rowOf: ((index: number) => number) | null;
  /** What is compared: output that the table states against the sums of rows, or sums of columns against output. */
  readonly what: 'rows' | 'columns';
}

/** The sector with the largest difference. */
export interface Difference {
  readonly sector: string;
  /** Over the larger of both, or over the mean output where that is more. */
  readonly ratio: number;
}

/**
 * Compares two outputs of each sector, and returns the largest difference.
 * @throws DatasetRefused `unbalanced` with the first sector that differs by more than the tolerance
 */
export function compareOutput(
  output: Float64Array,
  other: StatedOutput,
  labels: readonly string[],
  tolerance: number,
): Difference {
  let total = 0;
  for (const value of output) total += Math.abs(value);
  const mean = total / output.length;
  let largest: Difference = { sector: labels[0]!, ratio: 0 };
  for (const [index, label] of labels.entries()) {
    const [left, right] = [output[index]!, other.values[index]!];
    const difference = Math.abs(left - right);
    const ratio = difference === 0 ? 0 : difference / Math.max(Math.abs(left), Math.abs(right), mean);
    // NaN differs too.
    if (!(ratio <= tolerance)) {
      const message =
        other.what === 'rows'
          ? `the row sums of Z and Y give an output of ${left}, the file states ${right}`
          : `Z and value added of the column give ${right}, its output is ${left}`;
      const hint = `they differ by ${ratio.toPrecision(3)} of it, expected at most ${tolerance}`;
      throw faultIn(other.file, 'unbalanced', `${label}: ${message}; ${hint}`, {
        row: other.rowOf === null ? null : other.rowOf(index),
        column: label,
      });
    }
    if (ratio > largest.ratio) largest = { sector: label, ratio };
  }
  return largest;
}

/** Returns the sectors whose output differs from the stated one by more than the tolerance of their own output, the largest first. */
export function listDifferent(
  output: Float64Array,
  stated: Float64Array | null,
  labels: readonly string[],
  tolerance: number,
): { readonly text: string }[] {
  if (stated === null) return [];
  const found = labels.flatMap((label, at) => {
    const [own, other] = [output[at]!, stated[at]!];
    const ratio = ratioOf(own - other, own, other);
    if (ratio <= tolerance) return [];
    const text = `${label} has ${showNumber(own)} and the table states ${showNumber(other)}, ${showPercent(ratio)}`;
    return [{ size: Math.abs(own - other), text }];
  });
  return found.sort((a, b) => b.size - a.size);
}
