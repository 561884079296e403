import { expect, it } from 'vitest';
import { readStatedValue } from '../../../jobs/explain/stated-value.ts';

const stateOf = (detail: unknown, value = '5'): string | null =>
  readStatedValue({ key: 'a', value, unit: 't', detail });

it.each([
  [{ distribution: 'normal', standardDeviation: '0.1' }, 'mean'],
  [{ distribution: 'lognormal', geometricStandardDeviation: '2' }, 'median'],
  [{ distribution: 'lognormal', geometricStandardDeviation: '2', valueIs: 'mean' }, 'mean'],
  [{ distribution: 'triangular', least: '0.9', most: '1.5' }, 'mode'],
  [{ distribution: 'uniform', least: '0.9', most: '1.5' }, 'other'],
  [{ distribution: 'uniform', least: '4500', most: '5500', unit: 'kg' }, 'mean'],
  [{ distribution: 'uniform', least: '4500', most: '4900', unit: 'kg' }, null],
  [{ distribution: 'uniform', least: '4500', most: '5500', unit: 'm' }, null],
  [{ distribution: 'limits95', lower: '0.9', upper: '1.5' }, 'median'],
  [{ approach: 2, standardDeviation: '3' }, null],
  [{ distribution: 'lognormal', geometricStandardDeviation: 'x' }, null],
  ['5 %', null],
])('the value of a row with the uncertainty %j is %s', (uncertainty, states) => {
  expect(stateOf({ row: 'fuel-use', uncertainty })).toBe(states);
});

it('says nothing of a row that states no uncertainty', () => {
  expect(stateOf({ row: 'fuel-use' })).toBeNull();
  expect(stateOf(null)).toBeNull();
});
