import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors.ts';
import { type BoundOptions, type ErrorBound, boundError } from '../../../engine/linear/bound.ts';
import type { Panel } from '../../../engine/linear/coefficients.ts';
import { solveNow } from '../../../engine/linear/solve.ts';
import { type Ratio, compareRatios, distance, ratioOf } from './exact-solve.ts';
import { type System, solveTruly, systemArbitrary } from './systems.ts';

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

/** A system without a bound must have a spectral radius of |A| that is not below 1 − 1e-11, or overflow. */
function expectRefusalIsRight(system: System): void {
  expect(system.radius).toBeGreaterThan(2);
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
          const bound = findBound(system, x, { isTransposed });
          if (bound === null) return expectRefusalIsRight(system);
          expectWithin(x, solveTruly(system, { isTransposed })!, bound);
        },
      ),
      { numRuns },
    );
  });
});
