import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import { boundError } from '../../../engine/linear/bound.ts';
import { multiplyColumn } from '../../../engine/linear/column-product.ts';
import { type Coefficients, type Panel, transposeSparse } from '../../../engine/linear/coefficients.ts';
import { findWasmKernel } from '../../../engine/linear/wasm-kernel.ts';
import { solve, solveNow } from '../../../engine/linear/solve.ts';
import { type System, compress, makeTable, systemArbitrary } from './systems.ts';

/** The bits of numbers, with one zero. */
function bitsOf(values: Float64Array): string {
  return Buffer.from(values.map((value) => value + 0).buffer).toString('base64');
}

/** Y − X + A X, computed as textbooks print it, relative to |Y| + |X| + |A| |X|: the largest. */
function backwardError({ a, y }: System, x: Panel, isTransposed: boolean): number {
  let worst = 0;
  for (let row = 0; row < a.size; row++)
    for (let column = 0; column < y.columns; column++) {
      const at = row * y.columns + column;
      let [sum, size] = [y.values[at]! - x.values[at]!, Math.abs(y.values[at]!) + Math.abs(x.values[at]!)];
      for (let other = 0; other < a.size; other++) {
        const value = a.values[isTransposed ? other * a.size + row : row * a.size + other]!;
        const product = value * x.values[other * y.columns + column]!;
        [sum, size] = [sum + product, size + Math.abs(product)];
      }
      // Near the least double, numbers have fewer bits: what they leave is not relative to them.
      if (size > 1e-290) worst = Math.max(worst, Math.abs(sum) / size);
    }
  return worst;
}

const sizes = [1, 2, 3, 5, 8, 31, 64, 130];

describe('Solving a system', () => {
  it.each(sizes)('of %i sectors leaves no more than rounding does', (size) => {
    const system = makeTable(size, 3);
    for (const isTransposed of [false, true]) {
      const x = solveNow(system.a, system.y, { isTransposed });
      expect(backwardError(system, x, isTransposed)).toBeLessThan(size * 2 ** -52);
    }
  });

  it('leaves no more than rounding does, whatever the scales and signs are', () => {
    fc.assert(
      fc.property(systemArbitrary, fc.boolean(), (system, isTransposed) => {
        const x = solveNow(system.a, system.y, { isTransposed });
        expect(backwardError(system, x, isTransposed)).toBeLessThan(1e-14);
      }),
    );
  });

  it('gives the same bits by WebAssembly and by the plain loops, of solution and bound', () => {
    expect(findWasmKernel()).not.toBeNull();
    fc.assert(
      fc.property(systemArbitrary, fc.boolean(), ({ a, y }, isTransposed) => {
        const found = (['plain', 'wasm'] as const).map((kernel) => {
          const x = solveNow(a, y, { kernel, isTransposed });
          const { limits } = boundError(a, y, x, { kernel, isTransposed });
          return [x.values, limits.values].map(bitsOf);
        });
        expect(found[0]).toEqual(found[1]);
      }),
    );
  });

  it.each([...sizes, 300])('gives the same bits by both for %i sectors, dense or compressed', (size) => {
    const { a, y } = makeTable(size, 11);
    for (const isTransposed of [false, true]) {
      const found = (['plain', 'wasm'] as const).flatMap((kernel) =>
        [a, compress(a)].map((form) => {
          const x = solveNow(form, y, { kernel, isTransposed });
          const { limits } = boundError(form, y, x, { kernel, isTransposed });
          return [x.values, limits.values].map(bitsOf);
        }),
      );
      for (const other of found) expect(other).toEqual(found[0]);
    }
  });

  it('solves the transposed system as the system of the transpose', () => {
    const { a, y } = makeTable(40, 2);
    const turned = transposeSparse(compress(a));
    const [x, same] = [solveNow(a, y, { isTransposed: true }), solveNow(turned, y)];
    expect(bitsOf(x.values)).toBe(bitsOf(same.values));
  });

  it('finds the solution of systems that have one, though none of their pivots is on the diagonal', () => {
    // I − A = [[0, 1], [1, 0]]
    const a = { form: 'dense', size: 2, values: Float64Array.of(1, -1, -1, 1) } as const;
    const y = { rows: 2, columns: 1, values: Float64Array.of(3, 5) };
    expect([...solveNow(a, y).values]).toEqual([5, 3]);
    const bound = boundError(a, y, solveNow(a, y));
    expect(bound.by).toBe('inverse');
    expect([...bound.limits.values].every((limit) => limit < 1e-29)).toBe(true);
  });

  it('refuses a singular system', () => {
    const a = { form: 'dense', size: 2, values: Float64Array.of(0, 1, 1, 0) } as const;
    const y = { rows: 2, columns: 1, values: Float64Array.of(1, 1) };
    expect(() => solveNow(a, y)).toThrow(EngineError);
  });

  it('refuses one that needs more memory than the limit, before it takes any', () => {
    const size = 1_400_000;
    const y = { rows: size, columns: 2, values: new Float64Array(2 * size) };
    const [starts, none] = [new Uint32Array(size + 1), new Uint32Array(0)];
    const a = { form: 'sparse', size, starts, columns: none, values: new Float64Array(0) } as const;
    const before = process.memoryUsage().external;
    const solving = (): Panel => solveNow(a, y);
    expect(solving).toThrow(expect.objectContaining({ code: 'too-large' }) as Error);
    expect(solving).toThrow('1400000 rows with 2 right sides at once need 4.3 GiB of memory');
    expect(process.memoryUsage().external - before).toBeLessThan(100_000_000);
  });

  it.each([
    ['columns that do not ascend', Uint32Array.of(0, 2, 2), Uint32Array.of(1, 0)],
    ['a column outside', Uint32Array.of(0, 2, 2), Uint32Array.of(0, 2)],
    ['starts that descend', Uint32Array.of(0, 3, 2), Uint32Array.of(0, 1)],
    ['too few starts', Uint32Array.of(0, 2), Uint32Array.of(0, 1)],
  ])('refuses compressed rows with %s', (_, starts, columns) => {
    const a = { form: 'sparse', size: 2, starts, columns, values: Float64Array.of(0.1, 0.2) } as const;
    expect(() => solveNow(a, { rows: 2, columns: 1, values: new Float64Array(2) })).toThrow('shape');
  });
});

/** A table of this size that has few cells is solved by iteration. */
const ITERATED = 600;

describe('Solving a large system by iteration', () => {
  const table = makeTable(ITERATED, 1, 0.02);
  const more: Panel = {
    rows: ITERATED,
    columns: 9,
    values: Float64Array.from({ length: 9 * ITERATED }, (_, at) => (at % 17) - 3),
  };
  const forms: [string, Coefficients][] = [
    ['dense', table.a],
    ['compressed', compress(table.a)],
  ];

  it.each([false, true])(
    'leaves no more than rounding does, with the same bits in both forms (transposed: %s)',
    (isTransposed) => {
      const found = forms.flatMap(([, a]) =>
        (['plain', 'wasm'] as const).map((kernel) => solveNow(a, more, { kernel, isTransposed })),
      );
      expect(backwardError({ ...table, y: more }, found[0]!, isTransposed)).toBeLessThan(4 * 2 ** -53);
      for (const { values } of found) expect(bitsOf(values)).toBe(bitsOf(found[0]!.values));
      const bound = boundError(table.a, more, found[0]!, { isTransposed });
      const worst = [...found[0]!.values].map(
        (value, at) => bound.at(Math.floor(at / 9), at % 9) / Math.abs(value),
      );
      expect(Math.max(...worst)).toBeLessThan(1e-12);
    },
  );

  it('does so for sectors whose outputs differ by up to 1e±8, and never decomposes the matrix', async () => {
    const { size } = table.a;
    const scaleOf = (row: number): number => 10 ** ((row % 17) - 8);
    const values = table.a.values.map(
      (value, at) => (value * scaleOf(Math.floor(at / size))) / scaleOf(at % size),
    );
    const y = { rows: size, columns: 1, values: table.y.values.map((value, row) => value * scaleOf(row)) };
    const system: System = { a: { ...table.a, values }, y, radius: 0.75 };
    const stages = new Set<string>();
    const x = await solve(system.a, y, { report: ({ stage }) => void stages.add(stage) });
    expect([...stages].sort()).toEqual(['check', 'iterate']);
    expect(backwardError(system, x, false)).toBeLessThan(4 * 2 ** -53);
    const bound = boundError(system.a, y, x);
    expect(Math.max(...[...x.values].map((value, row) => bound.at(row, 0) / value))).toBeLessThan(1e-14);
  });

  it('gives a column the same product alone and in a panel', () => {
    const v = table.y.values;
    for (const isTransposed of [false, true])
      for (const isCompared of [false, true]) {
        const [dense, sparse] = forms.map(([, a]) => multiplyColumn(a, v, { isTransposed, isCompared }));
        expect(bitsOf(dense!)).toBe(bitsOf(sparse!));
      }
  });

  it('reports what is done, and ends when it is asked to', async () => {
    const shares: number[] = [];
    const x = await solve(table.a, more, { report: ({ share }) => void shares.push(share) });
    expect(bitsOf(x.values)).toBe(bitsOf(solveNow(table.a, more).values));
    expect(shares.length).toBeGreaterThan(5);
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
    const stop = new AbortController();
    const stopped = solve(table.a, more, {
      signal: stop.signal,
      report: () => stop.abort(new Error('the reader left')),
    });
    await expect(stopped).rejects.toThrow('the reader left');
  });
});

describe('Solving', () => {
  it.each([
    ['missing', 'plain'],
    ['refused', 'plain'],
    ['there', 'wasm'],
  ])('where WebAssembly is %s gives the same bits, by the kernel %s', (state, kernel) => {
    const script = join(import.meta.dirname, 'fixtures/print-solution.ts');
    const { stdout, stderr } = spawnSync('node', [script, state], { encoding: 'utf8' });
    const { a, y } = makeTable(70, 3);
    expect(stderr).toBe('');
    expect(stdout).toBe(`${kernel} ${Buffer.from(solveNow(a, y).values.buffer).toString('base64')}\n`);
  });
});
