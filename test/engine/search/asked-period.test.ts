import { describe, expect, it } from 'vitest';
import { readAskedPeriod } from '../../../engine/search/asked-period.ts';
import { parseTime } from '../../../core/encoding/time.ts';

describe('a period that is asked for', () => {
  it.each([
    ['2023', '2023-01-01', '2024-01-01'],
    ['2023-Q4', '2023-10-01', '2024-01-01'],
    ['2024-02', '2024-02-01', '2024-03-01'],
    ['2023-12', '2023-12-01', '2024-01-01'],
    ['2023-04-01/2024-04-01', '2023-04-01', '2024-04-01'],
  ])('%s is from %s until %s', (text, from, until) => {
    expect(readAskedPeriod(text)).toEqual({ from: parseTime(from), until: parseTime(until) });
  });

  it.each([
    '',
    '23',
    '1969',
    '2200',
    '2023-Q5',
    '2023-00',
    '2023-13',
    '2023-1',
    '2023-02-30/2023-04-01',
    '2023/2024',
    '/',
  ])('%j is none', (text) => {
    expect(readAskedPeriod(text)).toBeNull();
  });
});
