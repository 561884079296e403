import { describe, expect, it } from 'vitest';
import { inspectFile, readTable } from '../../jobs/import/read-table.ts';
import { fitMapping } from '../../jobs/import/table-mapping.ts';
import { type Mapping, NO_MAPPING } from '../../tables/column-plan.ts';
import { writeWorkbook } from '../../tables/workbook/write-workbook.ts';

type Rows = readonly (readonly string[])[];

const SITES: Rows = [
  ['Depot', 'Where', 'Country', 'Opened'],
  ['Leeds', 'Yorkshire', 'United Kingdom', '2001-05-01'],
  ['Gdańsk', 'Pomorskie', 'Polen', '2011-05-01'],
  ['Łódź', 'Łódzkie', 'PL', '2012-05-01'],
];
const USE: Rows = [
  ['Depot', 'Month', 'Diesel (L)'],
  ['LEEDS ', '2024-01', '10'],
  ['Gdańsk', '2024-01', '20'],
  ['Lodz', '2024-02', '30'],
];
const FUEL = { 'detail.row': 'fuel-use', 'detail.fuel': 'diesel', 'detail.category': '1.A.3' };

function bookOf(sheets: Readonly<Record<string, Rows>>): File {
  const written = Object.entries(sheets).map(([name, [header = [], ...rows]]) => ({ name, header, rows }));
  return new File([writeWorkbook(written)], 'use.xlsx');
}

async function read(file: File, given: Partial<Mapping> = {}) {
  const found = await inspectFile(file, 'activity', undefined);
  const { mapping } = fitMapping(found, { ...NO_MAPPING, set: FUEL, ...given });
  const answer = await readTable(
    {
      ...{ file, dataset: 'activity', mapping, sheet: found.sheet ?? undefined, style: null },
      source: { title: 'Use', provider: 'urn:example:company', licence: 'internal' },
    },
    () => {},
  );
  return { found, answer };
}

describe('a sheet with a list of names', () => {
  it('is proposed for the column with these names, by the columns whose names and cells say what they are', async () => {
    const { found } = await read(bookOf({ Use: USE, Sites: SITES }));
    expect(found.mapping.joins).toEqual([
      { sheet: 'Sites', column: 'Depot', by: 'Depot', columns: { Country: 'detail.geography' } },
    ]);
  });

  it('says what names mean in any spelling; names that differ in more are the same as others by a decision', async () => {
    const { answer } = await read(bookOf({ Use: USE, Sites: SITES }), {
      lookups: { Depot: { Lodz: { 'same-as': 'Łódź' } } },
    });
    if (!answer.isValid) throw new Error(JSON.stringify(answer.groups));
    expect(answer.entries.flatMap(({ detail }) => detail?.['geography'] ?? [])).toEqual(['GB', 'PL', 'PL']);
    expect(answer.findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['lists-joined', 'country-names']),
    );
  });

  it('refuses a name that it lacks, and offers the names most like it', async () => {
    const { answer } = await read(
      bookOf({ Use: USE, Sites: [SITES[0]!, SITES[1]!, SITES[2]!, ['Lodz depot', '', 'PL', '']] }),
    );
    if (answer.isValid) throw new Error('it was imported');
    expect(answer.problems).toMatchObject([
      { code: 'unknown-name', column: 'Depot', value: 'Lodz', offered: ['Lodz depot'] },
    ]);
  });

  it('is not proposed where a name is in it twice, or few names of the column are', async () => {
    const twice = await read(bookOf({ Use: USE, Sites: [...SITES, SITES[1]!] }));
    expect(twice.found.mapping.joins).toBeUndefined();
    const few = await read(bookOf({ Use: USE, Sites: SITES.slice(0, 2) }));
    expect(few.found.mapping.joins).toBeUndefined();
  });

  it.each([
    ['has no such column', 'Place', /no such column/],
    ['has a name twice with different cells', 'Country', /twice/],
  ])('is refused where it %s', async (_name, by, message) => {
    const sites = [...SITES, ['Hull', '', 'PL', '']];
    const join = { sheet: 'Sites', column: 'Depot', by, columns: { Depot: 'detail.facility' } };
    const { answer } = await read(bookOf({ Use: USE, Sites: sites }), { joins: [join] });
    if (answer.isValid) throw new Error('it was imported');
    expect(answer.problems[0]?.message).toMatch(message);
  });
});
