import { fromFloat } from '../quantities/float.ts';

/** Returns a number of a table as a message shows it. */
export function showNumber(value: number): string {
  return String(fromFloat(value, 6));
}

/** Returns a part of a whole as a message shows it, such as `8.33 %`. */
export function showPercent(part: number): string {
  return `${String(fromFloat(100 * part, 3))} %`;
}
