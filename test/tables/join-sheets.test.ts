import { utils, write } from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { type Mapping, NO_MAPPING } from '../../tables/column-plan.ts';
import { importTable } from '../../tables/dataset-table.ts';
import { openTable } from '../../tables/open-table.ts';
import { createTableFile, type TableFile } from '../../tables/table-file.ts';
import { PLAN } from './shown-tables.ts';

type Cells = readonly (readonly unknown[])[];

const SITES: Readonly<Record<string, Cells>> = {
  Cover: [['Northwind group'], ['Energy 2024']],
  Sites: [
    ['Site', 'Country'],
    ['Leeds', 'GB'],
  ],
  Leeds: [
    ['Fuel', 'Unit', 'Jan 2024', 'Feb 2024'],
    ['gas', 'kWh', 10, 20],
    ['Total', null, 10, 20],
  ],
  Empty: [],
  York: [
    ['York 2024'],
    ['Unit', 'Fuel', 'Remark', 'Jan 2024', 'Feb 2024'],
    ['kWh', 'gas', 'estimated', 1, 'many'],
  ],
};

function bookOf(sheets: Readonly<Record<string, Cells>>): TableFile {
  const book = utils.book_new();
  for (const [name, rows] of Object.entries(sheets))
    utils.book_append_sheet(book, utils.aoa_to_sheet(rows.map((row) => [...row])), name);
  const bytes = write(book, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array;
  return createTableFile('group.xlsx', new Uint8Array(bytes));
}

async function open(sheet: string | undefined, mapping: Mapping = NO_MAPPING) {
  const table = await openTable(bookOf(SITES), { delimiter: undefined, sheet, style: null, mapping });
  const rows = (await Array.fromAsync(table.rows)).flat();
  return { ...table, rows, found: table.findings.list() };
}

describe('several sheets', () => {
  it('are one table: those without amounts are named and left out', async () => {
    const { columns, rows, found } = await open('all');
    expect(columns).toEqual(['Fuel', 'Unit', 'period', 'value', 'Remark', 'Sheet']);
    expect(rows.map(({ row, sheet, place, cells }) => [sheet, row, place, ...cells])).toEqual([
      ['Leeds', 2, '3.2.C', 'gas', 'kWh', '2024-01', 10, null, 'Leeds'],
      ['Leeds', 2, '3.2.D', 'gas', 'kWh', '2024-02', 20, null, 'Leeds'],
      ['York', 3, '5.3.D', 'gas', 'kWh', '2024-01', 1, 'estimated', 'York'],
      ['York', 3, '5.3.E', 'gas', 'kWh', '2024-02', 'many', 'estimated', 'York'],
    ]);
    expect(found.find(({ code }) => code === 'sheets-left-out')?.detail).toBe(
      'Cover (no column of amounts); Sites (no column of amounts); Empty (empty)',
    );
    expect(found.find(({ code }) => code === 'columns-missing')?.detail).toBe('Leeds: Remark');
    expect(found.find(({ code }) => code === 'rows-above')).toMatchObject({ sheet: 'York', rows: [1] });
  });

  it('are chosen by name, and refused where there is none of the name, or no choice', async () => {
    expect((await open('York, Leeds')).rows).toHaveLength(4);
    await expect(open('York, Hull')).rejects.toMatchObject({ code: 'sheet' });
    await expect(open(undefined)).rejects.toMatchObject({ code: 'sheet' });
  });

  it('have keys and problems that name the sheet of each row', async () => {
    const entries: UnsaltedEntry[] = [];
    const mapping = {
      columns: { Fuel: 'detail.fuel', Unit: 'unit', Remark: '', Sheet: 'detail.facility' },
      set: {
        ...{ key: '{row}', 'detail.row': 'fuel-use' },
        ...{ 'detail.category': '1.A.2', 'detail.geography': 'GB' },
      },
    };
    const load = (sheets: typeof SITES) =>
      importTable(
        {
          ...PLAN,
          file: bookOf(sheets),
          mapping,
          table: { delimiter: undefined, sheet: 'all', style: null },
        },
        {
          write: (more) => {
            entries.push(...more);
            return Promise.resolve();
          },
          onRows: () => {},
        },
      );
    await expect(load(SITES)).rejects.toMatchObject({
      message: expect.stringContaining('sheet York, row 3, value') as string,
      details: {
        groups: [{ code: 'bad-value', kinds: [{ value: 'many', places: [{ sheet: 'York', row: 3 }] }] }],
      },
    });
    entries.length = 0;
    await load({ ...SITES, York: [...SITES['York']!.slice(0, 2), ['kWh', 'gas', '', 1, 2]] });
    expect(entries.slice(0, -1).map(({ key, value, detail }) => [key, value, detail?.['facility']])).toEqual([
      ['3.2.C', '10', 'Leeds'],
      ['3.2.D', '20', 'Leeds'],
      ['5.3.D', '1', 'York'],
      ['5.3.E', '2', 'York'],
    ]);
  });
});

it('a sheet that adds up the others, or copies them, is pointed out', async () => {
  const months = (site: string, one: number, two: number): Cells => [
    ['Site', 'Unit', 'Jan 2024', 'Feb 2024'],
    [site, 'kWh', one, two],
  ];
  const check = async (sheets: Readonly<Record<string, Cells>>): Promise<string | undefined> => {
    const set = { 'detail.row': 'electricity-use', 'detail.category': 'purchased electricity' };
    const found = await importTable(
      {
        ...{ ...PLAN, file: bookOf(sheets), table: { delimiter: undefined, sheet: 'all', style: null } },
        mapping: { columns: { Sheet: '' }, set: { ...set, 'detail.geography': 'GB' } },
      },
      { write: () => Promise.resolve(), onRows: () => {} },
    );
    return found.findings.find(({ code }) => code === 'sheet-of-sums')?.detail;
  };
  const own = { Leeds: months('Leeds', 1234.5, 1100), York: months('York', 410, 405.25) };
  expect(await check({ Group: months('Group', 1644.5, 1505.25), ...own })).toBe('Group');
  expect(await check({ Leeds: own.Leeds, 'Leeds (2)': own.Leeds })).toBe('Leeds (2)');
  expect(await check(own)).toBeUndefined();
});
