import { columnOf, rangeOf } from './pack.ts';
import { abs, SECOND, UNIT, UPWARDS } from './rounding.ts';
import type { Table, TableValues } from './table.ts';

/** x = Z 1 + Y 1, as it is computed, and what tells it from zero. */
export interface Output {
  readonly x: Float64Array;
  /** How far x can be from the true output, at most. */
  readonly error: Float64Array;
  /** 1 for an industry that has inputs or emissions. */
  readonly takes: Uint8Array;
}

/** An output is positive where rounding cannot have made it so. */
export function isPositive({ x, error }: Output, industry: number): boolean {
  return x[industry]! > 4 * error[industry]!;
}

/** Adds up the sales of each industry. What each addition loses is added at the end (Sum2 of T. Ogita, S. M. Rump and S. Oishi, 2005). */
export function addUpOutput(table: Table, values: TableValues): Output {
  const [n, d] = [table.industries.length, table.demands.length];
  const [x, error] = [new Float64Array(n), new Float64Array(n)];
  const { flows } = table.z;
  for (let i = 0; i < n; i++) {
    let [sum, lost, zSize, ySize, count] = [0, 0, 0, 0, 0];
    const add = (value: number): void => {
      const next = sum + value;
      const added = next - sum;
      if (value !== 0) count++;
      lost += sum - (next - added) + (value - added);
      sum = next;
    };
    const [first, after] = rangeOf(flows, i);
    for (let at = first; at < after; at++) {
      const value = values.z[at]!;
      add(value);
      zSize += abs(value);
    }
    for (let c = 0; c < d; c++) {
      const value = values.y[i * d + c]!;
      add(value);
      ySize += abs(value);
    }
    x[i] = sum + lost;
    error[i] =
      (UNIT * abs(x[i]!) +
        count * count * SECOND * (zSize + ySize) +
        table.z.relative * zSize +
        table.y.relative * ySize) *
      UPWARDS;
  }
  return { x, error, takes: findTaking(table, values) };
}

function findTaking(table: Table, { z, f }: TableValues): Uint8Array {
  const n = table.industries.length;
  const takes = new Uint8Array(n);
  const { flows } = table.z;
  for (let i = 0; i < n; i++) {
    const [first, after] = rangeOf(flows, i);
    for (let at = first; at < after; at++) if (z[at] !== 0) takes[columnOf(flows, i, at)] = 1;
  }
  for (let at = 0; at < f.length; at++) if (f[at] !== 0) takes[at % n] = 1;
  return takes;
}

/** Returns what each industry buys: the column sums of Z. */
export function addUpInputs({ z: { flows } }: Table, values: Float64Array): Float64Array {
  const inputs = new Float64Array(flows.size);
  for (let i = 0; i < flows.size; i++) {
    const [first, after] = rangeOf(flows, i);
    for (let at = first; at < after; at++) inputs[columnOf(flows, i, at)]! += values[at]!;
  }
  return inputs;
}
