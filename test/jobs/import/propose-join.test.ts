import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { proposeJoin } from '../../../jobs/import/propose-join.ts';
import { joinSheet } from '../../../jobs/import/state-names.ts';

const BOOK = join(import.meta.dirname, '../../import/books/files/sites-40.xlsx');
const file = new File([readFileSync(BOOK)], 'sites.xlsx');
const MEMBERS = ['key', 'value', 'period', 'detail.facility', 'detail.geography'];

describe('a sheet that explains names', () => {
  it('is joined by its column that has most of them, and says which it does not have', async () => {
    const names = ['LEEDS DC', 'Derby  DC ', 'Hull Distribution Centre', ''];
    const request = { sheet: 'Sites', column: 'Site', by: null, names, members: MEMBERS };
    const found = await proposeJoin(file, request);
    expect(found.join).toEqual({
      ...{ sheet: 'Sites', column: 'Site', by: 'Site' },
      columns: { Site: 'detail.facility', Country: 'detail.geography' },
    });
    expect(found.missing).toEqual(['Hull Distribution Centre']);
    expect(found.names).toHaveLength(40);
    expect(found.columns).toContain('Floor area');
  });

  it('is refused where it has no such column, as with a mapping of another workbook', async () => {
    const request = { sheet: 'Sites', column: 'Site', by: 'Place', names: [], members: MEMBERS };
    await expect(proposeJoin(file, request)).rejects.toMatchObject({
      code: 'columns',
      details: { problems: [{ column: 'Place', message: expect.stringMatching(/it has .*Site/) as string }] },
    });
  });

  it('takes the place of columns that were only suggested, and is taken away', () => {
    const inspected = { mapping: { columns: { Country: 'detail.geography' }, set: {} } };
    const sheet = { sheet: 'Sites', column: 'Site', by: 'Site', columns: { Land: 'detail.geography' } };
    const joined = joinSheet(inspected, inspected.mapping, 'Site', sheet);
    expect(joined).toMatchObject({ columns: { Country: '' }, joins: [sheet] });
    expect(joinSheet(inspected, joined, 'Site', null).joins).toBeUndefined();
  });
});
