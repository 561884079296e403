import { describe, expect, it } from 'vitest';
import { boundError } from '../../../engine/linear/bound.ts';
import type { Coefficients, Panel } from '../../../engine/linear/coefficients.ts';
import { solveNow } from '../../../engine/linear/solve.ts';
import { missingNumpy, solveByNumpy } from '../../helpers/numpy.ts';
import { compress, makeTable } from './systems.ts';
import { IS_LONG } from '../../helpers/long.ts';

const WHY = IS_LONG ? missingNumpy() : 'only in npm run test:long';

/** The largest distance in a column, as a part of its largest number. */
function largestPart(x: Panel, other: Panel): number {
  let worst = 0;
  for (let column = 0; column < x.columns; column++) {
    let [most, far] = [0, 0];
    for (let at = column; at < x.values.length; at += x.columns) {
      most = Math.max(most, Math.abs(x.values[at]!));
      far = Math.max(far, Math.abs(x.values[at]! - other.values[at]!));
    }
    worst = Math.max(worst, far / most);
  }
  return worst;
}

describe.skipIf(WHY !== null)(`A solution${WHY === null ? '' : `: ${WHY}`}`, () => {
  it.each([1, 2, 7, 48, 150, 600, 1500])(
    'of %i sectors is that of numpy.linalg.solve to 1e-12, both ways',
    (size) => {
      const { a, y } = makeTable(size, 5);
      for (const isTransposed of [false, true]) {
        const x = solveNow(a, y, { isTransposed });
        expect(largestPart(x, solveByNumpy(a, y, { isTransposed }).x)).toBeLessThan(1e-12);
      }
    },
  );

  it.each([300, 1500, 4500])(
    'of %i sectors, compressed, is that of scipy.sparse.linalg to 1e-12, both ways',
    (size) => {
      const { a: dense, y } = makeTable(size, 4, 0.02);
      const a: Coefficients = compress(dense);
      for (const isTransposed of [false, true]) {
        const x = solveNow(a, y, { isTransposed });
        expect(largestPart(x, solveByNumpy(a, y, { isTransposed }).x)).toBeLessThan(1e-12);
      }
    },
  );

  it('is as near to that of numpy as the bounds of both say', () => {
    const { a, y } = makeTable(400, 3);
    const numpy = solveByNumpy(a, y).x;
    const [own, other] = [solveNow(a, y), numpy].map((x) => ({ x, bound: boundError(a, y, x) }));
    for (const [at, value] of own!.x.values.entries()) {
      const place = [Math.floor(at / 3), at % 3] as const;
      const both = own!.bound.at(...place) + other!.bound.at(...place);
      expect(Math.abs(value - other!.x.values[at]!)).toBeLessThanOrEqual(both);
    }
  });
});
