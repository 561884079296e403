import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import { type BoundOptions, type ErrorBound, boundError } from '../../../engine/linear/bound.ts';
import type { Panel } from '../../../engine/linear/coefficients.ts';
import { solveNow } from '../../../engine/linear/solve.ts';
import { type Ratio, compareRatios, distance, ratioOf, scaled } from './exact-solve.ts';
import { type System, makeTable, solveTruly, systemArbitrary } from './systems.ts';

/** `PROPERTY_RUNS=10000`, as in `npm run test:long`, tests so many systems; fewer than 300 are not tested. */
const numRuns = Math.max(300, fc.readConfigureGlobal().numRuns ?? 0);

/** Returns the bound; null where none is found. */
function findBound({ a, y }: System, x: Panel, options: BoundOptions): ErrorBound | null {
  try {
    return boundError(a, y, x, options);
  } catch (error) {
    if (error instanceof EngineError && error.code === 'out-of-range') return null;
    throw error;
  }
}

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
    const isWithin = compareRatios(distance(ratioOf(value), truth[at]!), ratioOf(limit)) <= 0n;
    if (!isWithin) expect.fail(`cell ${at}: ${value} is farther than ${limit} from the true solution`);
  }
}

/** Whether the spectral radius of |A| is below 1, and how much one more unit of output can need: (I − |A|)⁻¹ 1 is above zero. */
function largestNeed({ a }: System, isTransposed: boolean): number {
  const y = { rows: a.size, columns: 1, values: new Float64Array(a.size).fill(1) };
  const needs = solveTruly({ a, y, radius: 0 }, { isTransposed, isAbsolute: true });
  if (needs === null) return Infinity;
  if (needs.some(({ numerator }) => numerator <= 0n)) return Infinity;
  return Math.max(...needs.map(({ numerator, denominator }) => Number(numerator / denominator)));
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
          const bound = findBound(system, x, { isTransposed, relative, right });
          if (bound === null) {
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

  it('is found unless the spectral radius without signs is not below 1, exactly computed', () => {
    const grown = fc
      .tuple(systemArbitrary, fc.constantFrom(0.5, 1, 1.01, 2, 1000))
      .map(([system, factor]) => ({
        ...system,
        a: { ...system.a, values: system.a.values.map((value) => value * factor) },
      }));
    fc.assert(
      fc.property(grown, fc.boolean(), (system, isTransposed) => {
        const bound = findBound(system, system.y, { isTransposed });
        if (bound === null) expect(largestNeed(system, isTransposed)).toBeGreaterThan(1e9);
        else expect(largestNeed(system, isTransposed)).toBeLessThan(Infinity);
      }),
      { numRuns },
    );
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
