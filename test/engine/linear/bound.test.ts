import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import { type ErrorBound, boundError } from '../../../engine/linear/bound.ts';
import type { Panel } from '../../../engine/linear/coefficients.ts';
import { solveNow } from '../../../engine/linear/solve.ts';
import { type Ratio, compareRatios, distance, ratioOf, scaled } from './exact-solve.ts';
import { type System, compress, makeTable, signedArbitrary, solveTruly, systemArbitrary } from './systems.ts';

/** `PROPERTY_RUNS=10000`, as in `npm run test:long`, tests so many systems; fewer than 300 are not tested. */
const numRuns = Math.max(300, fc.readConfigureGlobal().numRuns ?? 0);

function solveOrGuess({ a, y }: System, isTransposed: boolean): Panel {
  try {
    return solveNow(a, y, { isTransposed });
  } catch {
    return y;
  }
}

function expectWithin(x: Panel, truth: readonly Ratio[], bound: ErrorBound): void {
  for (const [at, value] of x.values.entries()) {
    const limit = bound.at(Math.floor(at / x.columns), at % x.columns);
    if (limit === Infinity) continue;
    const isWithin = compareRatios(distance(ratioOf(value), truth[at]!), ratioOf(limit)) <= 0n;
    if (!isWithin) expect.fail(`cell ${at}: ${value} is farther than ${limit} from the true solution`);
  }
}

function isProven({ limits }: ErrorBound): boolean {
  return limits.values.every((limit) => isFinite(limit));
}

/** The largest number of ⟨I − A⟩⁻¹ 1, which is above zero where I − A is an H-matrix; infinite where it is not one. */
function largestNeed({ a }: System, isTransposed: boolean): number {
  const y = { rows: a.size, columns: 1, values: new Float64Array(a.size).fill(1) };
  const needs = solveTruly({ a, y, radius: 0 }, { isTransposed, isCompared: true });
  if (needs === null) return Infinity;
  if (needs.some(({ numerator }) => numerator <= 0n)) return Infinity;
  return Math.max(...needs.map(({ numerator, denominator }) => Number(numerator / denominator)));
}

/** Numbers from 0 to 1 that look random: the same at each call. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * About the spectral radius of |C⁻¹| (|A| + 1), C = I − A, from its 16th power: how much larger errors of the coefficients become. Scales of
 * rows and columns do not change it, and it is that of the strong component with the largest one. C⁻¹ is exact up to its last rounding.
 */
function condition(system: System): number {
  const { size } = system.a;
  const unit = { rows: size, columns: size, values: new Float64Array(size * size) };
  for (let at = 0; at < size; at++) unit.values[at * size + at] = 1;
  const inverse = solveTruly({ ...system, y: unit });
  if (inverse === null) return Infinity;
  const sizes = inverse.map(
    ({ numerator, denominator }) => Math.abs(Number((numerator << 300n) / denominator)) / 2 ** 300,
  );
  let power = multiply(
    sizes,
    [...system.a.values].map((value, at) => Math.abs(value) + unit.values[at]!),
    size,
  );
  for (let round = 0; round < 4; round++) power = multiply(power, power, size);
  const trace = Array.from({ length: size }, (_, row) => power[row * size + row]!).reduce((a, b) => a + b, 0);
  return trace ** (1 / 16);
}

function multiply(a: readonly number[], b: readonly number[], size: number): number[] {
  return a.map((_, at) => {
    const [row, column] = [Math.floor(at / size), at % size];
    let sum = 0;
    for (let inner = 0; inner < size; inner++) sum += a[row * size + inner]! * b[inner * size + column]!;
    return sum;
  });
}

describe('The bound of an error', () => {
  it('is never below the distance to the exact rational solution', () => {
    fc.assert(
      fc.property(
        systemArbitrary,
        fc.boolean(),
        fc.constantFrom(0, 1e-9, 0.5),
        (system, isTransposed, noise) => {
          const x = solveOrGuess(system, isTransposed);
          for (let at = 0; at < x.values.length; at++) x.values[at]! *= 1 + noise * (at % 3);
          const bound = boundError(system.a, system.y, x, { isTransposed });
          expectWithin(x, solveTruly(system, { isTransposed })!, bound);
        },
      ),
      { numRuns },
    );
  });

  it('includes what is not known about coefficients and right sides', () => {
    const shift = fc.array(fc.constantFrom(-1n, 0n, 1n), { minLength: 64, maxLength: 64 });
    const relativeBits = fc.constantFrom(52n, 40n);
    fc.assert(
      fc.property(
        systemArbitrary,
        fc.boolean(),
        shift,
        relativeBits,
        (system, isTransposed, shifts, bits) => {
          const x = solveOrGuess(system, isTransposed);
          const right = { ...system.y, values: system.y.values.map((value) => Math.abs(value) * 2 ** -50) };
          const relative = 2 ** -Number(bits);
          const bound = boundError(system.a, system.y, x, { isTransposed, relative, right });
          if (!isProven(bound)) {
            expect(largestNeed(system, isTransposed) * relative).toBeGreaterThan(1e-4);
            return;
          }
          // The farthest coefficients and right sides that are allowed, scaled by 2^1074 as all others.
          const coefficientAt = (value: number, at: number): bigint =>
            scaled(value) + (shifts[at % 64]! * scaled(Math.abs(value))) / 2n ** bits;
          const sides = [...system.y.values].map(
            (value, at) => scaled(value) + shifts[(at * 7 + 3) % 64]! * scaled(right.values[at]!),
          );
          expectWithin(x, solveTruly(system, { isTransposed, coefficientAt, right: sides })!, bound);
        },
      ),
      { numRuns },
    );
  });

  it('is by one positive vector unless the comparison matrix is no M-matrix, exactly computed', () => {
    const grown = fc
      .tuple(fc.oneof(systemArbitrary, signedArbitrary), fc.constantFrom(0.5, 1, 1.01, 2, 1000))
      .map(([system, factor]) => ({
        ...system,
        a: { ...system.a, values: system.a.values.map((value) => value * factor) },
      }));
    fc.assert(
      fc.property(grown, fc.boolean(), (system, isTransposed) => {
        const { by } = boundError(system.a, system.y, system.y, { isTransposed });
        if (by !== 'vector') expect(largestNeed(system, isTransposed)).toBeGreaterThan(1e9);
        else expect(largestNeed(system, isTransposed)).toBeLessThan(Infinity);
      }),
      { numRuns },
    );
  });

  it('of a system with any signs is never below the distance either, and is missing only where the system is nearly singular', () => {
    const seen = { vector: 0, inverse: 0, nothing: 0 };
    const shifts = fc.array(fc.constantFrom(-1n, 0n, 1n), { minLength: 49, maxLength: 49 });
    fc.assert(
      fc.property(
        signedArbitrary,
        fc.record({ isTransposed: fc.boolean(), isSparse: fc.boolean(), isKnown: fc.boolean(), shifts }),
        (system, { isTransposed, isSparse, isKnown, shifts }) => {
          const relative = isKnown ? 0 : 2 ** -45;
          const x = solveOrGuess(system, isTransposed);
          const a = isSparse ? compress(system.a) : system.a;
          const bound = boundError(a, system.y, x, { isTransposed, relative });
          const isWhole = isProven(bound);
          seen[bound.by]++;
          const coefficientAt = (value: number, at: number): bigint =>
            scaled(value) + (isKnown ? 0n : (shifts[at]! * scaled(Math.abs(value))) / 2n ** 45n);
          const truth = solveTruly(system, { isTransposed, coefficientAt });
          if (truth === null) expect(isWhole).toBe(false);
          else expectWithin(x, truth, bound);
          if (!isWhole) expect(condition(system) * (relative + 2 ** -52)).toBeGreaterThan(0.01);
        },
      ),
      { numRuns },
    );
    expect(seen.vector).toBeGreaterThan(numRuns / 10);
    expect(seen.inverse).toBeGreaterThan(numRuns / 10);
    expect(seen.nothing).toBeGreaterThan(0);
  });

  it('by an inverse holds for a solution that is known exactly, with the same bits by both kernels', () => {
    const [size, columns] = [150, 3];
    const next = chance(7);
    // Numbers of few bits, so that Y = (I − A) X is exact.
    const values = Float64Array.from({ length: size * size }, () => Math.round(next() * 256 - 128) / 64);
    const truth = Float64Array.from({ length: size * columns }, () => Math.round(next() * 1000) - 500);
    const y = { rows: size, columns, values: truth.slice() };
    for (let at = 0; at < truth.length; at++) {
      const [row, column] = [Math.floor(at / columns), at % columns];
      for (let other = 0; other < size; other++)
        y.values[at]! -= values[row * size + other]! * truth[other * columns + column]!;
    }
    const a = { form: 'dense', size, values } as const;
    const x = solveNow(a, y);
    const [bound, same] = (['wasm', 'plain'] as const).map((kernel) => boundError(a, y, x, { kernel }));
    expect(bound!.by).toBe('inverse');
    expect(bound!.limits.values).toEqual(same!.limits.values);
    for (const [at, limit] of bound!.limits.values.entries()) {
      expect(Math.abs(x.values[at]! - truth[at]!)).toBeLessThanOrEqual(limit);
      expect(limit).toBeLessThan(1e-8);
    }
  });

  it('is missing for more than 5,000 rows that need each other and what needs them, and for no others', () => {
    const [together, each] = [5001, 10];
    const next = chance(3);
    const lines = Array.from({ length: together }, (_, row) =>
      [
        ...new Set([
          (row + 1) % together,
          ...Array.from({ length: each - 1 }, () => Math.floor(next() * together)),
        ]),
      ].sort((p, q) => p - q),
    );
    // One row that needs the first, and one that needs none.
    lines.push([0], []);
    const starts = Uint32Array.from([
      0,
      ...lines.map(
        (
          (count) =>
          ({ length }) =>
            (count += length)
        )(0),
      ),
    ]);
    const columns = Uint32Array.from(lines.flat());
    const values = Float64Array.from(columns, () => 0.15);
    const y = { rows: lines.length, columns: 1, values: new Float64Array(lines.length).fill(1) };
    const a = { form: 'sparse', size: lines.length, starts, columns, values } as const;
    const { by, limits } = boundError(a, y, y);
    expect(by).toBe('nothing');
    expect(limits.values.findIndex((limit) => limit < Infinity)).toBe(together + 1);
  });

  it('leaves 13 digits of the solution of a well-conditioned table', () => {
    for (const size of [1, 40, 700]) {
      const system = makeTable(size, 5);
      const x = solveNow(system.a, system.y);
      const bound = boundError(system.a, system.y, x, { relative: 2 ** -52 });
      const parts = [...x.values].map((value, at) => bound.at(Math.floor(at / 5), at % 5) / value);
      expect(Math.max(...parts)).toBeLessThan(1e-13);
    }
  });

  it('is nearly nothing where the solution is exact, and nothing where it is zero', () => {
    const a = { form: 'dense', size: 2, values: Float64Array.of(0, 0, 0, 0) } as const;
    const zero = { rows: 2, columns: 1, values: Float64Array.of(0, 0) };
    expect(boundError(a, zero, zero).at(0, 0)).toBe(0);
    const one = { rows: 2, columns: 1, values: Float64Array.of(1, 1) };
    expect(boundError(a, one, one).at(1, 0)).toBeLessThan(1e-29);
  });

  it('refuses the solution of another system, and numbers that are not finite', () => {
    const { a, y } = makeTable(3, 1);
    const other = { rows: 4, columns: 1, values: new Float64Array(4) };
    expect(() => boundError(a, y, other)).toThrow(EngineError);
    expect(() => boundError(a, y, { ...y, values: Float64Array.of(1, NaN, 1) })).toThrow('not below 2^990');
    expect(() => boundError(a, y, { ...y, values: Float64Array.of(1, Infinity, 1) })).toThrow(
      'not below 2^990',
    );
  });
});
