import fc from 'fast-check';
import { expect, it } from 'vitest';
import { showEnds, showMean } from '../../../engine/uncertainty/shown-interval.ts';

const drawn = (low: string, high: string, errors?: readonly [string, string]): object => ({
  approach: 2 as const,
  ...{ low, high, below: '-10', above: '15' },
  ...(errors === undefined ? {} : { errors: { mean: '1', low: errors[0], high: errors[1] } }),
});

it('no digit of an end is beyond its standard error, nor beyond three digits of half the width', () => {
  const show = (low: string, high: string, errors?: readonly [string, string]): unknown =>
    showEnds(drawn(low, high, errors));
  expect(show('900.1234', '1150.5678', ['0.7', '3'])).toMatchObject({
    ...{ low: '900', high: '1150' },
    percent: { below: '-10.0', above: '15' },
  });
  expect(show('900.1234', '1150.5678', ['0.1', '0.001'])).toMatchObject({ low: '900', high: '1151' });
  expect(show('900.1234', '1150.5678')).toMatchObject({ low: '900', high: '1200' });
  expect(showEnds({ approach: 1, low: '740', high: '860', below: '-7.5', above: '7.5' })).toEqual({
    ...{ low: '740.0', high: '860.0' },
    percent: { below: '-7.50', above: '7.50' },
  });
  expect(showEnds({ low: '-95430190', high: '-79562257' })).toEqual({
    ...{ low: '-95430000', high: '-79560000', percent: null },
  });
  expect(showEnds({ approach: 2 })).toBeNull();
  expect(showMean('107.6254', { mean: '0.43' })).toEqual({ mean: '108', error: '0.4' });
});

it('what is shown differs from what is stated by at most half a unit of its last digit, which is at least the error', () => {
  const number = fc.integer({ min: 1, max: 9_999_999 });
  fc.assert(
    fc.property(number, number, number, fc.integer({ min: 0, max: 6 }), (a, b, error, scale) => {
      const [low, high] = [a, a + b].map((end) => String(end / 10 ** scale)) as [string, string];
      const own = String(error / 10 ** 7);
      const shown = showEnds({ ...drawn(low, high, [own, own]) })!;
      for (const [stated, end] of [
        [low, shown.low],
        [high, shown.high],
      ] as const) {
        const decimals = end.split('.')[1]?.length ?? 0;
        const zeros = decimals > 0 ? 0 : (/0*$/.exec(end)?.[0].length ?? 0);
        if (Number(end) === 0) continue;
        const unit = decimals > 0 ? 10 ** -decimals : 10 ** zeros;
        expect(unit).toBeGreaterThanOrEqual(Number(own) * (1 - 1e-12));
        expect(Math.abs(Number(end) - Number(stated))).toBeLessThanOrEqual(unit / 2 + 1e-9);
      }
    }),
  );
});
