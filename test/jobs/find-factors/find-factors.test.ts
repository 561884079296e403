import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { FactorRequest } from '../../../client/http/fetch-factors.ts';
import { describeUse, listFactorGases } from '../../../jobs/find-factors/factor-use.ts';
import { findFactors, type FoundFactors } from '../../../jobs/find-factors/find-factors.ts';

const DATA = new URL('../../../data/', import.meta.url);
const readStarter = (file: string): Promise<Uint8Array> => readFile(new URL(file, DATA));
const find = (request: FactorRequest): Promise<FoundFactors> => findFactors(request, { readStarter });

describe('a search without a server', () => {
  it('finds the factors of British natural gas in the starter data, each at its line', async () => {
    const { items, isOffline, searched } = await find({ q: 'natural gas', place: 'GB', year: '2021' });
    expect(isOffline).toBe(true);
    expect(searched).toMatchObject({ words: ['natural', 'gas'], places: ['GB', ''] });
    expect(items.slice(0, 2).every(({ match }) => match === 'subject')).toBe(true);
    expect(items.map(({ value, unit }) => `${value} ${unit}`)).toContain('2.02135 kg{CO2e}/m3');
    for (const { key, starter } of items) {
      const lines = new TextDecoder().decode(await readStarter(starter!.file)).split('\n');
      expect(lines[starter!.line - 1]).toMatch(new RegExp(`^"?${key}`));
    }
  });

  it('shows pages of 50 that together have each row once', async () => {
    const keys: string[] = [];
    let cursor: string | undefined;
    do {
      const page: FoundFactors = await find({ type: 'gwp', ...(cursor === undefined ? {} : { cursor }) });
      expect(page.items.length).toBeLessThanOrEqual(50);
      keys.push(...page.items.map(({ key, starter }) => `${starter!.file} ${key}`));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(keys.length).toBeGreaterThan(200);
    expect(new Set(keys).size).toBe(keys.length);
    await expect(find({ cursor: 'WzBd' })).rejects.toMatchObject({ code: 'search-filter', filter: 'cursor' });
  });

  it('names a misspelt word and the nearest one, and says when only a filter is in the way', async () => {
    expect(await find({ q: 'antracite' })).toMatchObject({
      items: [],
      unknown: [{ word: 'antracite', near: 'anthracite' }],
    });
    expect(await find({ q: 'anthracite', place: 'GB', type: 'grid-factor' })).toMatchObject({ items: [], unknown: [] });
  });

  it('says how a run takes a factor', async () => {
    const { items } = await find({ q: 'anthracite', type: 'emission-factor' });
    expect(describeUse(items[0]!)).toEqual({
      input: 'data/fuel-defaults-ipcc-2006.csv',
      member: 'fuel',
      value: 'anthracite',
    });
    expect(listFactorGases(items[0]!)).toEqual(['CO2']);
    expect(describeUse({ ...items[0]!, type: 'toString' })).toBeNull();
  });
});
