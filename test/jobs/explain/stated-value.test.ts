import { expect, it } from 'vitest';
import { readStatedValue } from '../../../jobs/explain/stated-value.ts';

it.each([
  [{ distribution: 'normal', standardDeviation: '0.1' }, 'mean'],
  [{ distribution: 'lognormal', geometricStandardDeviation: '2' }, 'median'],
  [{ distribution: 'lognormal', geometricStandardDeviation: '2', valueIs: 'mean' }, 'mean'],
  [{ distribution: 'triangular', least: '0.9', most: '1.5' }, 'mode'],
  [{ distribution: 'uniform', least: '0.9', most: '1.5' }, 'other'],
  [{ approach: 2, standardDeviation: '3' }, null],
  [{ distribution: 'lognormal', geometricStandardDeviation: 'x' }, null],
  ['5 %', null],
])('the value of a row with the uncertainty %j is %s', (uncertainty, states) => {
  expect(readStatedValue({ row: 'fuel-use', uncertainty })).toBe(states);
});

it('says nothing of a row that states no uncertainty', () => {
  expect(readStatedValue({ row: 'fuel-use' })).toBeNull();
  expect(readStatedValue(null)).toBeNull();
});
