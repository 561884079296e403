import { utils, write } from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { NO_MAPPING } from '../../tables/column-plan.ts';
import { openTable } from '../../tables/open-table.ts';
import { createTableFile } from '../../tables/table-file.ts';

interface Laid {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** Code → what it says. */
  readonly found: Readonly<Record<string, string>>;
}

async function lay(
  name: string,
  bytes: Uint8Array,
  set: Record<string, string> = {},
  columns: Record<string, string> = {},
): Promise<Laid> {
  const mapping = { columns, set };
  const options = { delimiter: undefined, sheet: undefined, style: null, mapping };
  const { columns: names, rows, findings } = await openTable(createTableFile(name, bytes), options);
  const batches = await Array.fromAsync(rows);
  return {
    columns: names,
    rows: batches.flat().map(({ cells }) => cells),
    found: Object.fromEntries(
      findings.list().map(({ code, rows: at, detail }) => [code, `${at.join(' ')} ${detail}`.trim()]),
    ),
  };
}

const layText = (
  lines: readonly string[],
  name = 'use.csv',
  set: Record<string, string> = {},
): Promise<Laid> => lay(name, new TextEncoder().encode(lines.join('\n')), set);

function laySheet(
  rows: readonly (readonly unknown[])[],
  sheet = 'Sheet1',
  merges: readonly string[] = [],
): Promise<Laid> {
  const book = utils.book_new();
  const made = utils.aoa_to_sheet(rows.map((row) => [...row]));
  if (merges.length > 0) made['!merges'] = merges.map((range) => utils.decode_range(range));
  utils.book_append_sheet(book, made, sheet);
  return lay('use.xlsx', new Uint8Array(write(book, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array));
}

describe('a table as people keep it', () => {
  it('has its header below titles, and units below it', async () => {
    const { columns, rows, found } = await layText([
      'Northwind Ltd,,,',
      'Energy use 2024,,,',
      ',,,',
      'Site,Fuel,Amount,Cost',
      ',,kWh,GBP',
      'Leeds,Natural gas,1200,90',
      'York,Natural gas,800,60',
      'Source: invoices,,,',
    ]);
    expect(columns).toEqual(['Site', 'Fuel', 'Amount', 'Cost', 'unit']);
    expect(rows).toEqual([
      ['Leeds', 'Natural gas', '1200', '90', 'kWh'],
      ['York', 'Natural gas', '800', '60', 'kWh'],
    ]);
    expect(found).toEqual({
      'rows-above': '1 2 3 Northwind Ltd; Energy use 2024',
      'unit-row': '5 kWh, GBP',
      'header-unit': 'Amount',
      'note-rows': '8 Source: invoices',
    });
  });

  it('with months in columns has a row for each, of the year in its title', async () => {
    const { columns, rows, found } = await laySheet([
      ['Electricity by site, kWh', null, null, null, null, null],
      ['2024'],
      ['Site', 'Meter', 'Jan', 'Feb', 'Mar', 'Total'],
      ['Leeds', 'A1', 100, 110, null, 210],
      ['York', 'B1', 50.5, '-', 49.5, 101],
      ['Total', null, 150.5, 110, 49.5, 311],
    ]);
    expect(columns).toEqual(['Site', 'Meter', 'period', 'value']);
    expect(rows).toEqual([
      ['Leeds', 'A1', '2024-01', 100],
      ['Leeds', 'A1', '2024-02', 110],
      ['York', 'B1', '2024-01', 50.5],
      ['York', 'B1', '2024-03', 49.5],
    ]);
    expect(found['year-taken']).toBe('2024: 2024');
    expect(found['total-rows']).toBe('6');
    expect(found['total-column-differs']).toBe('5 Total: 101 stated, 100 by the cells');
    expect(found['empty-amounts']).toBe('4 5');
  });

  it('in Chinese, with units in the names of its columns, has a row for each of them', async () => {
    const { columns, rows, found } = await laySheet([
      ['某公司能源消费月报'],
      ['月份', '电力（万千瓦时）', '天然气（万立方米）', '原煤（吨）'],
      ['2024年1月', 12.5, 3.1, 400],
      ['2024年2月', 11, 2.9, 380],
      ['合计', 23.5, 6, 790],
    ]);
    expect(columns).toEqual(['月份', 'carrier', 'value', 'unit']);
    expect(rows).toHaveLength(6);
    expect(rows.slice(0, 3)).toEqual([
      ['2024年1月', '电力', 12.5, '万千瓦时'],
      ['2024年1月', '天然气', 3.1, '万立方米'],
      ['2024年1月', '原煤', 400, '吨'],
    ]);
    expect(found['total-differs']).toBe('5 原煤（吨）: 790 stated, 780 by the rows');
  });

  it('with a total in another unit than its rows does not compare them', async () => {
    const { rows, found } = await laySheet([
      ['能源名称', '计量单位', '消费量', '期间'],
      ['原煤', '吨', 400, '2024年1月'],
      ['电力', '万千瓦时', 12.5, '2024年1月'],
      ['能源合计', '吨标准煤', 301.2, '2024年1月'],
    ]);
    expect(rows).toHaveLength(2);
    expect(found['total-units']).toBe('4 吨, 万千瓦时');
    expect(found['total-differs']).toBeUndefined();
  });

  it('with a header of two rows and merged cells joins them', async () => {
    const { columns, rows } = await laySheet(
      [
        ['Site', 'Electricity', null, 'Gas', null],
        [null, 'kWh', 'GBP', 'kWh', 'GBP'],
        ['Leeds', 10, 2, 30, 4],
        ['York', 11, 3, 31, 5],
      ],
      'Sheet1',
      ['A1:A2', 'B1:C1', 'D1:E1'],
    );
    expect(columns).toEqual(['Site', 'Electricity (GBP)', 'Gas (GBP)', 'carrier', 'value', 'unit']);
    expect(rows).toContainEqual(['York', 3, 5, 'Gas', 31, 'kWh']);
  });

  it('counts an amount in merged cells once, and takes no unit of another column', async () => {
    const { columns, rows } = await laySheet(
      [
        ['Site', 'Amount', 'Floor (m2)'],
        ['Leeds', 500, 10],
        [null, null, 20],
      ],
      'Sheet1',
      ['A2:A3', 'B2:B3'],
    );
    expect(columns).toEqual(['Site', 'Amount', 'Floor (m2)']);
    expect(rows).toEqual([
      ['Leeds', 500, 10],
      ['Leeds', null, 20],
    ]);
  });

  it('with texts above groups of rows has them as a column', async () => {
    const { columns, rows, found } = await layText([
      'Fuel,Amount,Unit',
      'Leeds,,',
      'Gas,10,kWh',
      'Diesel,3,L',
      'Leeds total,13,',
      'York,,',
      'Gas,7,kWh',
    ]);
    expect(columns).toEqual(['Fuel', 'Amount', 'Unit', 'Section']);
    expect(rows).toEqual([
      ['Gas', '10', 'kWh', 'Leeds'],
      ['Diesel', '3', 'L', 'Leeds'],
      ['Gas', '7', 'kWh', 'York'],
    ]);
    expect(found).toMatchObject({ 'section-rows': '2 6 Leeds; York', 'total-rows': '5' });
  });

  it.each([
    ['1.234,50', '2,5', '1.000', ',', '.'],
    ['1,234.50', '2.5', '1,000', '.', ','],
    ['1 234,50', '2,5', '1 000', ',', ' '],
    ['12', '3', '1,000', '.', null],
  ])(
    'is read with the marks that its numbers show: %s, %s, %s',
    async (one, two, three, decimal, thousands) => {
      const text = `Site;Amount;Unit\na;${one};t\nb;${two};t\nc;${three};t`;
      const options = { delimiter: undefined, sheet: undefined, style: null, mapping: NO_MAPPING };
      const { style } = await openTable(createTableFile('a.csv', new TextEncoder().encode(text)), options);
      expect(style).toMatchObject({ decimal, thousands });
    },
  );

  it.each([
    [
      'gb18030',
      [0xd3, 0xc3, 0xb5, 0xe7, 0x2c, 0xb5, 0xa5, 0xce, 0xbb, 0x0a, 0xba, 0xbc, 0xd6, 0xdd, 0x2c, 0x6d],
      '杭州',
    ],
    ['windows-1252', [0x57, 0x65, 0x72, 0x6b, 0x2c, 0x4d, 0x0a, 0x4b, 0xf6, 0x6c, 0x6e, 0x2c, 0x74], 'Köln'],
    ['utf-16le', [...Buffer.from('\ufeffSite,Unit\nŁódź,t', 'utf16le')], 'Łódź'],
  ])('in %s is read, and says so', async (encoding, bytes, site) => {
    const { rows, found } = await lay('sites.csv', Uint8Array.from(bytes));
    expect(rows[0]?.[0]).toBe(site);
    expect(found['encoding']).toBe(encoding);
  });

  it('with parts beside totals in several units has a row for each total, and none for a zero beside the only amount', async () => {
    const { columns, rows, found } = await layText([
      'Meter,On peak (kWh),Total use (kWh),Total use (Therms),Demand (kW),Share (%)',
      'a,3,12,0,4,50',
      'b,,0,7,,50',
    ]);
    expect(columns.slice(-3)).toEqual(['carrier', 'value', 'unit']);
    expect(rows.map((cells) => cells.slice(-3))).toEqual([
      ['Total use (kWh)', '12', 'kWh'],
      ['Total use (Therms)', '7', 'therms'],
    ]);
    expect(found['zero-amounts']).toBe('2 3');
  });

  it('with sites of several carriers keeps a zero', async () => {
    const { rows } = await layText(['Site,Gas (kWh),Oil (L)', 'Leeds,5,6', 'York,7,0']);
    expect(rows).toContainEqual(['York', 'Oil', '0', 'L']);
  });

  it('with a row below its header that describes the amounts takes their units, and leaves means out', async () => {
    const lines = [
      'Product,Declared unit,Footprint,Mass',
      ',,kgCO2e / declared unit,pieces in the box',
      'Bolt,piece,1.5,3',
      'Wire,kg,2.5,4',
      'Mean,,2,3.5',
    ];
    const { columns, rows, found } = await lay(
      'use.csv',
      new TextEncoder().encode(lines.join('\n')),
      {},
      { Footprint: 'value' },
    );
    expect(columns.at(-1)).toBe('unit');
    expect(rows).toEqual([
      ['Bolt', 'piece', '1.5', '3', 'kgCO2e'],
      ['Wire', 'kg', '2.5', '4', 'kgCO2e'],
    ]);
    expect(found['mean-rows']).toBe('5');
  });

  it.each([
    [
      'several columns become rows',
      'Site,Bought (L),Back (L)',
      { 'Back (L)': 'minus', 'Bought (L)': 'value', Site: 'value' },
      '',
    ],
    [
      'the row below the header gives another unit',
      'Site,Bought,Back',
      { Back: 'minus', Bought: 'value' },
      ',kg,t',
    ],
  ])('with an amount to subtract is refused where %s', async (_name, head, columns, units) => {
    const lines = [head, ...(units === '' ? [] : [units]), '4,5,6', '7,8,9'];
    const laid = lay('use.csv', new TextEncoder().encode(lines.join('\n')), {}, columns);
    await expect(laid).rejects.toMatchObject({ code: 'columns', details: { problems: [{ row: 1 }] } });
  });

  it('keeps the company Total apart from a total', async () => {
    const { rows, found } = await layText([
      'Supplier,Litres,Site',
      'Total Energies,5,York',
      'Shell,7,Leeds',
      'Total,12,',
    ]);
    expect(rows).toHaveLength(2);
    expect(found['total-rows']).toBe('4');
  });

  it('with months and no year anywhere is refused, and with the period that is set it is not', async () => {
    const lines = ['Site,Jan,Feb', 'a,1,2'];
    await expect(layText(lines)).rejects.toMatchObject({ code: 'columns' });
    expect((await layText(lines, 'use.csv', { period: '2023' })).rows).toContainEqual(['a', '2023-02', '2']);
  });

  it('with the months of a fiscal year has those of its second part in the next year, and is refused without its name', async () => {
    const lines = ['Energy 2024/25,,,', 'Site,Oct,Dec,Feb', 'a,1,2,3'];
    const { rows, found } = await layText(lines);
    expect(rows.map(([, period]) => period)).toEqual(['2024-10', '2024-12', '2025-02']);
    expect(found['year-taken']).toBe('2024/25: Energy 2024/25');
    await expect(layText(['Energy 2024,,,', ...lines.slice(1)])).rejects.toMatchObject({
      message: expect.stringContaining('such as 2024/25') as string,
    });
    const years = await layText(['Site,FY2023/24,FY2024/25', 'a,1,2']);
    expect(years.rows).toEqual([
      ['a', 'FY2023/24', '1'],
      ['a', 'FY2024/25', '2'],
    ]);
  });

  it('with the columns of an entry stays as it is', async () => {
    const { rows, found } = await layText(['key,value,unit', 'Total,1,t', 'note,,']);
    expect(rows).toEqual([
      ['Total', '1', 't'],
      ['note', '', ''],
    ]);
    expect(found).toEqual({});
  });
});
