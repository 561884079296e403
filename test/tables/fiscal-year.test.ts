import { describe, expect, it } from 'vitest';
import { type FiscalRule, parseFiscalRule } from '../../tables/cells/fiscal-year.ts';
import { readPeriodName } from '../../tables/cells/period-name.ts';
import { readWrittenPeriod } from '../../tables/cells/written-time.ts';

const read = (text: string, fiscal: FiscalRule | null = null): string => {
  const { from, until } = readWrittenPeriod(text, { fiscal });
  return [from, until].map((time) => new Date(time * 1000).toISOString().slice(0, 10)).join(' ');
};

describe('a fiscal year', () => {
  it.each([
    ['FY2024/25', '04', '2024-04-01 2025-04-01'],
    ['2024/25', '04', '2024-04-01 2025-04-01'],
    ['2024 - 2025', '07', '2024-07-01 2025-07-01'],
    ['2024-2025', '07', '2024-07-01 2025-07-01'],
    ['FY24-25 ', 'FY25=2024-04', '2024-04-01 2025-04-01'],
    ['FY24/25 Q1', '04', '2024-04-01 2024-07-01'],
    ['FY25', 'FY25=2024-04', '2024-04-01 2025-04-01'],
    ['FY2026', 'FY25=2024-10', '2025-10-01 2026-10-01'],
    ["FY '24", 'FY2024=2024-04', '2024-04-01 2025-04-01'],
    ['2024财年', '01', '2024-01-01 2025-01-01'],
    ['Q1 FY2024/25', '04', '2024-04-01 2024-07-01'],
    ['FY25 Q4', 'FY25=2024-04', '2025-01-01 2025-04-01'],
    ['FY25', '04', null],
    ['FY2024/25', null, null],
    ['2024/26', '04', null],
  ])('%s is read by the rule %s, or refused', (text, rule, expected) => {
    const fiscal = rule === null ? null : parseFiscalRule(rule);
    if (expected !== null) expect(read(text, fiscal)).toBe(expected);
    else expect(() => read(text, fiscal)).toThrow();
  });

  it('that is not stated is refused with the option that states it', () => {
    expect(() => read('FY2024/25')).toThrow('--fiscal-year-from 04');
    expect(() => read('FY25', parseFiscalRule('04'))).toThrow('--fiscal-year-from FY25=2024-04');
  });

  it.each(['4', '13', 'FY25=2024', 'year=2024-04', 'FY2024/25=2023-04'])('has no rule %s', (text) => {
    expect(parseFiscalRule(text)).toBeNull();
  });
});

describe('a period as people write it', () => {
  it.each([
    ['Jan-25', '2025-01-01 2025-02-01'],
    ['January 2025', '2025-01-01 2025-02-01'],
    ['Sept 2025', '2025-09-01 2025-10-01'],
    ['2025年1月', '2025-01-01 2025-02-01'],
    ['2025年十二月', '2025-12-01 2026-01-01'],
    ['01/2025', '2025-01-01 2025-02-01'],
    ['2025/1', '2025-01-01 2025-02-01'],
    ['Q2 2025', '2025-04-01 2025-07-01'],
    ['2025年第二季度', '2025-04-01 2025-07-01'],
    ['2025年度', '2025-01-01 2026-01-01'],
    ['31.01.2025', '2025-01-31 2025-02-01'],
    ['25-Jan-2025', '2025-01-25 2025-01-26'],
  ])('%s is %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it('names no month 13, and no year alone of two digits', () => {
    expect(readPeriodName('2025-13')).toBeNull();
    expect(readPeriodName('25')).toBeNull();
  });
});
