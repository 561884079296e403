import { describe, expect, it } from 'vitest';
import { readParameterTimes } from '../../../jobs/compute/run-parameters.ts';

const YEAR = { from: 1704067200, until: 1735689600 };

describe('the times of parameters', () => {
  it.each([
    ['days', { from: '2024-01-01', until: '2025-01-01' }],
    ['moments', { from: '2024-01-01T00:00:00Z', until: '2025-01-01T00:00:00Z' }],
    ['unix seconds', YEAR],
  ])('can be %s', (_, period) => {
    expect(readParameterTimes({ period, trend: { base: period }, other: 1 })).toEqual({
      period: YEAR,
      trend: { base: YEAR },
      other: 1,
    });
  });

  it.each([
    [
      { period: '2024' },
      'parameters.period',
      'period: expected {"from": "2024-01-01", "until": "2025-01-01"}, until exclusive, each a day such as 2024-01-01, a moment such as 2024-01-01T08:00:00Z, or unix seconds, got "2024"',
    ],
    [
      { period: { from: 'January' } },
      'parameters.period.from',
      'period.from: expected a day such as 2024-01-01, a moment such as 2024-01-01T08:00:00Z, or unix seconds, got "January"',
    ],
  ])('that are not times are refused, saying that days are allowed: %j', (parameters, column, message) => {
    expect(() => readParameterTimes(parameters)).toThrow(
      expect.objectContaining({ code: 'bad-parameters', message, row: { record: '', key: '', column } }),
    );
  });

  it('that are missing are left to the method', () => {
    expect(readParameterTimes({ trend: { base: 7 } })).toEqual({ trend: { base: 7 } });
  });
});
