import { describe, expect, it } from 'vitest';
import type { UnsaltedEntry } from '../../../core/records/entry.ts';
import { findLastYear } from '../../../jobs/import/last-year.ts';

const at = (year: number, month: number): number => Date.UTC(year, month) / 1000;
const use = (
  year: number,
  month: number,
  value: string,
  more: Partial<Record<string, string>> = {},
): UnsaltedEntry => ({
  ...{ key: `${year}/${month}/${more['facility'] ?? ''}`, value, unit: more['unit'] ?? 'kW.h' },
  ...{ from: at(year, month), until: at(year, month + 1) },
  detail: {
    ...{ row: 'electricity-use', category: 'purchased electricity', geography: 'GB' },
    facility: more['facility'] ?? 'Leeds',
  },
});
const year = (of: number, value: string, more = {}): UnsaltedEntry[] =>
  Array.from({ length: 12 }, (_, month) => use(of, month, value, more));

describe('the dataset of the year before', () => {
  const table = year(2024, '100');

  it('is the one with most of the same totals a year earlier, whatever the spelling of its sites', () => {
    const found = findLastYear(table, [
      { title: 'one month', entries: [use(2023, 0, '1')] },
      { title: 'whole', entries: [...year(2023, '90', { facility: 'LEEDS' }), ...year(2022, '80')] },
      { title: 'other site', entries: year(2023, '90', { facility: 'York' }) },
    ]);
    expect(found).toMatchObject({ title: 'whole', totals: { length: 12 } });
    expect(new Set(found!.totals.map(({ value }) => value))).toEqual(new Set(['90']));
  });

  it('tells magnitudes that jump', () => {
    const before = { title: 'before', entries: year(2023, '100000') };
    expect(findLastYear(table, [before])!.cautions.map(({ code }) => code)).toContain('implausible-value');
  });

  it('is none where no total is of the year before: another unit, the same year, no dataset', () => {
    const entries = [...year(2024, '90'), ...year(2023, '90', { unit: 'MW.h' })];
    expect(findLastYear(table, [{ title: 'other', entries }])).toBeNull();
    expect(findLastYear(table, [])).toBeNull();
  });
});
