import { describe, expect, it } from 'vitest';
import { readSaid, sayOne, sayTwo, unsay } from '../../../jobs/import/say-names.ts';
import { cleanMapping, fitMapping, parseMapping, writeMapping } from '../../../jobs/import/table-mapping.ts';
import { readTable } from '../../../jobs/import/read-table.ts';
import type { Mapping } from '../../../tables/column-plan.ts';

const TABLE = { columns: ['Site', 'MWh'], mapping: { columns: {}, set: {} } };
const GIVEN: Mapping = {
  columns: { Site: 'detail.facility', MWh: 'value' },
  set: {
    'detail.row': 'electricity-use',
    'detail.category': 'purchased',
    'detail.geography': 'PL',
    unit: 'MWh',
  },
};
const PAIR = { column: 'Site', names: ['Gdańsk plant', 'Gdansk plant'] } as const;
const CSV = 'Site,MWh,period\nGdańsk plant,1,2023-01\nGdansk plant,2,2023-02\nGdańsk plan,3,2023-03\n';

const read = (mapping: Mapping) =>
  readTable(
    {
      ...{ file: new File([CSV], 'sites.csv'), dataset: 'activity', mapping, style: {}, corrections: [] },
      ...{ sheet: undefined, source: { title: 'sites', provider: 'Example', licence: 'internal' } },
    },
    () => {},
  );

describe('two names that are alike', () => {
  it('are one by the name that a person chooses, in every row, and are not offered again', async () => {
    const [first] = (await read(GIVEN)).names.alike;
    expect(first).toMatchObject({ column: 'Site' });
    const mapping = sayOne(GIVEN, PAIR, 'Gdańsk plant');
    expect(readSaid(mapping, PAIR)).toEqual({ as: 'Gdańsk plant' });
    const answer = await read(mapping);
    if (!answer.isValid) throw new Error(JSON.stringify(answer.problems));
    const sites = answer.entries.flatMap(({ detail }) => detail?.['facility'] ?? []);
    expect(sites).toEqual(['Gda%C5%84sk-plant', 'Gda%C5%84sk-plant', 'Gda%C5%84sk-plan']);
    expect(answer.names.alike.map(({ names }) => names)).toEqual([['Gdańsk plant', 'Gdańsk plan']]);
  });

  it('are two where a person says so, and a mapping file keeps it for next year', async () => {
    const mapping = sayTwo(sayOne(GIVEN, PAIR, 'Gdansk plant'), PAIR);
    expect(readSaid(mapping, PAIR)).toBe('two');
    const inspected = { ...TABLE, mapping: GIVEN } as never;
    const file = parseMapping(new TextEncoder().encode(writeMapping(inspected, mapping)));
    expect(cleanMapping(TABLE, file).twoNames).toEqual([PAIR]);
    const { mapping: next } = fitMapping({ ...TABLE, columns: ['Site', 'MWh', 'period'], spread: [] }, file);
    const { alike } = (await read(next)).names;
    expect(alike.map(({ names }) => names)).toEqual([
      ['Gdańsk plant', 'Gdańsk plan'],
      ['Gdansk plant', 'Gdańsk plan'],
    ]);
  });

  it('that went by one of them go by the chosen one too; what was said can be taken back', () => {
    const third = { column: 'Site', names: ['Gdańsk plan', 'Gdansk plant'] } as const;
    const chained = sayOne(sayOne(GIVEN, third, 'Gdansk plant'), PAIR, 'Gdańsk plant');
    expect(readSaid(chained, third)).toEqual({ as: 'Gdańsk plant' });
    expect(unsay(sayOne(GIVEN, PAIR, 'Gdańsk plant'), PAIR)).toEqual({ ...GIVEN, lookups: {} });
    expect(unsay(sayTwo(GIVEN, PAIR), PAIR)).toEqual(GIVEN);
    expect(readSaid(GIVEN, PAIR)).toBeNull();
  });
});
