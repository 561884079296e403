import { showNumber } from '../show.ts';
import type { TableSums } from './table-sums.ts';

/** Two regions whose columns look as if they were exchanged, in Z or in Y. */
export interface Swapped {
  readonly matrix: 'Z' | 'Y';
  readonly text: string;
}

/**
 * Finds pairs of regions that each buy more from the other than from themselves. Columns of two regions that were exchanged under right
 * labels look like this. Row sums do not show it, and column sums only where value added was not exchanged too. Right columns hardly ever
 * look so: a region buys most from itself.
 */
export function listSwapped({ regions, flows, demand }: TableSums): Swapped[] {
  return [...listIn('Z', flows, regions), ...listIn('Y', demand, regions)];
}

function listIn(matrix: 'Z' | 'Y', blocks: Float64Array, regions: readonly string[]): Swapped[] {
  const k = regions.length;
  const bought = (from: number, to: number): number => blocks[from * k + to]!;
  const found: Swapped[] = [];
  for (let a = 0; a < k; a++)
    for (let b = a + 1; b < k; b++) {
      if (bought(b, a) <= bought(a, a) || bought(a, b) <= bought(b, b)) continue;
      const describe = (own: number, other: number): string =>
        `${regions[own]!} buys ${showNumber(bought(other, own))} from ${regions[other]!} and ${showNumber(bought(own, own))} from itself`;
      found.push({ matrix, text: `in ${matrix}, ${describe(a, b)}, while ${describe(b, a)}` });
    }
  return found;
}
