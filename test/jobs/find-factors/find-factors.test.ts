import { describe, expect, it } from 'vitest';
import type { FactorRequest } from '../../../client/http/fetch-factors.ts';
import { describeUse, listFactorGases } from '../../../jobs/find-factors/factor-use.ts';
import { findFactors, type FoundFactors } from '../../../jobs/find-factors/find-factors.ts';
import { STARTER_FILES } from '../../helpers/starter-files.ts';

const readStarter = (file: string): Promise<Uint8Array> =>
  Promise.resolve(new TextEncoder().encode(STARTER_FILES[file]));
const find = (request: FactorRequest): Promise<FoundFactors> => findFactors(request, { readStarter });

describe('a search without a server', () => {
  it('finds starter data, each row at its line, with the source and licence of its file where it states none', async () => {
    const { items, ...rest } = await find({ q: 'lignite' });
    expect(items).toEqual([
      {
        ...{
          key: 'lignite/CO2',
          type: 'emission-factor',
          value: '101000',
          unit: 'kg{CO2}/TJ',
          from: 0,
          until: 0,
        },
        ...{ title: null, match: 'subject', record: null },
        detail: { fuel: 'lignite', gas: 'CO2', basis: 'combustion', origin: 'fossil', year: 2006 },
        source: { title: 'Own source', url: null, licence: 'facts', published: '2006' },
        starter: { file: 'coals.csv', line: 3, isSecondary: false },
      },
    ]);
    expect(rest).toEqual({
      next: null,
      searched: { words: ['lignite'], places: null, starterRows: 62, unread: 0, grantsLeftOut: false },
      unknown: [],
      isOffline: true,
    });
    const [anthracite] = (await find({ q: 'anthracite' })).items;
    expect(anthracite!.source).toMatchObject({
      title: 'Guidelines of coals',
      licence: 'facts',
      published: '2006',
    });
  });

  it('shows pages of 50, those that hold at any time last, and each row once', async () => {
    const first = await find({ gas: 'CO2' });
    expect(first.items).toHaveLength(50);
    expect(first.items[0]).toMatchObject({ key: 'gas-0/CO2', starter: { line: 2, isSecondary: true } });
    const second = await find({ gas: 'CO2', cursor: first.next! });
    expect(second).toMatchObject({ next: null });
    const keys = [...first.items, ...second.items].map(({ key }) => key);
    expect(keys.slice(-2)).toEqual(['anthracite/CO2', 'lignite/CO2']);
    expect(new Set(keys).size).toBe(62);
    expect((await find({ gas: 'CO2', limit: 7 })).next).toBe('7');
    await expect(find({ cursor: 'WzBd' })).rejects.toMatchObject({ code: 'search-filter', filter: 'cursor' });
  });

  it('names a misspelt word and the nearest one, and none where only a filter is in the way', async () => {
    const misspelt = [{ word: 'antracite', near: 'anthracite' }];
    expect(await find({ q: 'antracite' })).toMatchObject({ items: [], unknown: misspelt });
    expect(await find({ q: 'anthracite', type: 'gwp' })).toMatchObject({ items: [], unknown: [] });
    const { searched } = await find({ q: 'anthracite', place: 'GB-ENG', year: '2023' });
    expect(searched.places).toEqual(['GB-ENG', 'GB', '']);
  });

  it('says how a run takes a factor', async () => {
    const [factor] = (await find({ q: 'anthracite' })).items;
    expect(describeUse(factor!)).toEqual({ input: 'data/coals.csv', member: 'fuel', value: 'anthracite' });
    expect(listFactorGases(factor!)).toEqual(['CO2']);
    expect(describeUse({ ...factor!, type: 'toString' })).toBeNull();
  });
});
