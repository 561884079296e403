import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findComponents, takeBlock } from '../../../engine/linear/components.ts';
import { compress } from './systems.ts';

/** Which row depends on which, directly or through others (S. Warshall, 1962). */
function reach(size: number, isNeeded: (row: number, column: number) => boolean): boolean[][] {
  const reached = Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => row === column || isNeeded(row, column)),
  );
  for (let by = 0; by < size; by++)
    for (const row of reached)
      if (row[by]!) for (let column = 0; column < size; column++) row[column] ||= reached[by]![column]!;
  return reached;
}

describe('The strong components of a matrix', () => {
  it('are the rows that depend on each other, those that are needed first, in both forms', () => {
    const graph = fc
      .integer({ min: 1, max: 9 })
      .chain((size) =>
        fc.array(fc.constantFrom(0, 0, 0, 1, -2), { minLength: size * size, maxLength: size * size }),
      );
    fc.assert(
      fc.property(graph, fc.boolean(), fc.boolean(), (cells, isTransposed, isSparse) => {
        const size = Math.sqrt(cells.length);
        const dense = { form: 'dense', size, values: Float64Array.from(cells) } as const;
        const a = isSparse ? compress(dense) : dense;
        const { count, rows, starts } = findComponents(a, isTransposed);
        const reached = reach(
          size,
          (row, column) => cells[isTransposed ? column * size + row : row * size + column] !== 0,
        );
        expect([...rows].sort((x, y) => x - y)).toEqual(Array.from({ length: size }, (_, row) => row));
        const placeOf = new Map<number, number>();
        for (let at = 0; at < count; at++)
          for (const row of rows.subarray(starts[at], starts[at + 1])) placeOf.set(row, at);
        for (let row = 0; row < size; row++)
          for (let other = 0; other < size; other++) {
            const isMutual = reached[row]![other]! && reached[other]![row]!;
            expect(placeOf.get(row) === placeOf.get(other)).toBe(isMutual);
            if (reached[row]![other]!) expect(placeOf.get(other)).toBeLessThanOrEqual(placeOf.get(row)!);
          }
        const last = rows.subarray(starts[count - 1], starts[count]);
        const block = takeBlock(dense, last, new Int32Array(size));
        const same = takeBlock(compress(dense), last, new Int32Array(size));
        expect(compress({ form: 'dense', size: last.length, values: block.values })).toEqual(same);
      }),
    );
  });

  it('of a chain of 100,000 rows are found without recursion', () => {
    const size = 100_000;
    const starts = Uint32Array.from({ length: size + 1 }, (_, row) => (row < size ? row : size - 1));
    const columns = Uint32Array.from({ length: size - 1 }, (_, row) => row + 1);
    const a = { form: 'sparse', size, starts, columns, values: new Float64Array(size - 1).fill(1) } as const;
    const { count, rows } = findComponents(a, false);
    expect([count, rows[0], rows[size - 1]]).toEqual([size, size - 1, 0]);
  });
});
