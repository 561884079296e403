import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundError } from '../../../engine/linear/bound.ts';
import type { SparseCoefficients } from '../../../engine/linear/coefficients.ts';
import { decompose } from '../../../engine/linear/sparse/factors.ts';
import { orderByDegree } from '../../../engine/linear/sparse/minimum-degree.ts';
import { MOST_PRODUCTS, planSparse } from '../../../engine/linear/sparse/plan.ts';
import { SparseSystem } from '../../../engine/linear/sparse/sparse-system.ts';
import { solveNow } from '../../../engine/linear/solve.ts';
import { compress, makeTable, signedArbitrary, type System, systemArbitrary } from './systems.ts';

/** Σ |residual| / Σ (|y| + |x| + |A| |x|), row by row: the largest. */
function backwardError(
  a: SparseCoefficients,
  x: Float64Array,
  y: Float64Array,
  isTransposed: boolean,
): number {
  const [sums, sizes] = [y.map((value, row) => value - x[row]!), y.map((value) => Math.abs(value))];
  for (let row = 0; row < a.size; row++) {
    sizes[row]! += Math.abs(x[row]!);
    for (let at = a.starts[row]!; at < a.starts[row + 1]!; at++) {
      const [to, from] = isTransposed ? [a.columns[at]!, row] : [row, a.columns[at]!];
      sums[to]! += a.values[at]! * x[from]!;
      sizes[to]! += Math.abs(a.values[at]! * x[from]!);
    }
  }
  return Math.max(...sums.map((sum, row) => (sizes[row]! > 1e-290 ? Math.abs(sum) / sizes[row]! : 0)));
}

const firstColumn = ({ y }: System): Float64Array =>
  Float64Array.from({ length: y.rows }, (_, row) => y.values[row * y.columns]!);

/** Any graph, as the neighbours of each variable. */
const graphArbitrary = fc.integer({ min: 1, max: 14 }).chain((size) =>
  fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 3 * size }).map((edges) => {
    const sets = Array.from({ length: size }, () => new Set<number>());
    for (const [one, other] of edges) {
      if (one === other) continue;
      sets[one]!.add(other);
      sets[other]!.add(one);
    }
    return sets.map((set) => [...set]);
  }),
);

/** Eliminates variables in an order, edge by edge: how many numbers L and U have. */
function countEntries(neighbours: readonly (readonly number[])[], order: Int32Array): number {
  const sets = neighbours.map((own) => new Set(own));
  let entries = 0;
  for (const variable of order) {
    const left = [...sets[variable]!];
    entries += 2 * left.length + 1;
    for (const one of left) {
      sets[one]!.delete(variable);
      for (const other of left) if (one !== other) sets[one]!.add(other);
    }
  }
  return entries;
}

describe('The order of minimum degree', () => {
  it('has every variable once, and counts what elimination edge by edge fills in', () => {
    fc.assert(
      fc.property(graphArbitrary, (neighbours) => {
        const { order, entries } = orderByDegree(neighbours, Infinity)!;
        expect([...order].sort((a, b) => a - b)).toEqual(neighbours.map((_, variable) => variable));
        expect(entries).toBe(countEntries(neighbours, order));
      }),
    );
  });

  it('fills in nothing of a tree, and leaves what all need to the end', () => {
    const tree = Array.from({ length: 255 }, (_, at) =>
      [(at - 1) >> 1, 2 * at + 1, 2 * at + 2].filter((other) => other >= 0 && other < 255 && at !== other),
    );
    tree[0] = [1, 2];
    expect(orderByDegree(tree, Infinity)!.entries).toBe(255 + 2 * 254);
    const star = Array.from({ length: 400 }, (_, at) =>
      at === 7 ? Array.from({ length: 400 }, (__, other) => other).filter((other) => other !== 7) : [7],
    );
    const found = orderByDegree(star, Infinity)!;
    expect(found.order.at(-1)).toBe(7);
    expect(found.entries).toBe(400 + 2 * 399);
  });

  it('gives up where it would take more than the stated number of products', () => {
    const full = Array.from({ length: 20 }, (_, at) =>
      Array.from({ length: 20 }, (__, other) => other).filter((other) => other !== at),
    );
    const { work } = orderByDegree(full, Infinity)!;
    expect(work).toBe((20 ** 3 - 20) / 3);
    expect(orderByDegree(full, work)).not.toBeNull();
    expect(orderByDegree(full, work - 1)).toBeNull();
  });
});

describe('A sparse system that is decomposed', () => {
  it('leaves no more than rounding does, in both directions, whatever scales and signs are', () => {
    fc.assert(
      fc.property(systemArbitrary, fc.boolean(), (system, isTransposed) => {
        const [a, y] = [compress(system.a), firstColumn(system)];
        const x = SparseSystem.of(a)!.solve(y, isTransposed)!;
        expect(backwardError(a, x, y, isTransposed)).toBeLessThan(1e-14);
      }),
    );
  });

  it('with any signs has the solution that dense elimination has, within the bounds of both', () => {
    fc.assert(
      fc.property(signedArbitrary, fc.boolean(), (system, isTransposed) => {
        const [a, values] = [compress(system.a), firstColumn(system)];
        const x = SparseSystem.of(a)?.solve(values, isTransposed) ?? null;
        if (x === null) return;
        const y = { rows: a.size, columns: 1, values };
        const other = solveNow(a, y, { isTransposed });
        const [own, its] = [{ ...y, values: x }, other].map((each) =>
          boundError(a, y, each, { isTransposed }),
        );
        for (const [row, value] of x.entries())
          expect(Math.abs(value - other.values[row]!)).toBeLessThanOrEqual(own!.at(row, 0) + its!.at(row, 0));
      }),
    );
  });

  it('has the same bits for the same values, and follows others at the same places', () => {
    fc.assert(
      fc.property(systemArbitrary, fc.double({ min: 0.9, max: 1, noNaN: true }), (system, factor) => {
        const [a, y] = [compress(system.a), firstColumn(system)];
        const known = SparseSystem.of(a)!;
        expect(known.withValues(a)!.solve(y, false)).toEqual(known.solve(y, false));
        const other = { ...a, values: a.values.map((value, at) => (at % 2 === 0 ? value * factor : value)) };
        const x = known.withValues(other)!.solve(y, true)!;
        expect(backwardError(other, x, y, true)).toBeLessThan(1e-14);
      }),
    );
  });

  it('takes the largest pivots where none is on the diagonal, and refuses a singular one', () => {
    // I − A = [[0, 1], [1, 0]], and [[1, −1], [−1, 1]].
    const a = compress({ form: 'dense', size: 2, values: Float64Array.of(1, -1, -1, 1) });
    expect([...SparseSystem.of(a)!.solve(Float64Array.of(3, 5), false)!]).toEqual([5, 3]);
    const singular = compress({ form: 'dense', size: 2, values: Float64Array.of(0, 1, 1, 0) });
    expect(SparseSystem.of(singular)).toBeNull();
  });

  it('fills in nothing between components: a chain of suppliers has a pivot for each, and no more', () => {
    const size = 2000;
    const [starts, columns] = [new Uint32Array(size + 1), new Uint32Array(size - 1)];
    for (let row = 0; row < size; row++) starts[row + 1] = row < size - 1 ? row + 1 : size - 1;
    columns.forEach((_, at) => (columns[at] = at + 1));
    const a = {
      form: 'sparse',
      size,
      starts,
      columns,
      values: new Float64Array(size - 1).fill(0.5),
    } as const;
    const plan = planSparse(a)!;
    expect(plan.entries).toBe(size);
    expect(decompose(plan, a, 'diagonal')!.lower.rows).toHaveLength(0);
    const x = SparseSystem.of(a)!.solve(new Float64Array(size).fill(1), false)!;
    expect(x[size - 2]).toBe(1.5);
    expect(x[0]).toBe(2);
  });

  it(`is not decomposed where that takes more than ${MOST_PRODUCTS} products with the matrix`, () => {
    expect(planSparse(compress(makeTable(500, 1, 0.02).a))).toBeNull();
    expect(planSparse(compress(makeTable(60, 1, 0.1).a))).not.toBeNull();
  });
});
