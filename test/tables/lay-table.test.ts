import { utils, write } from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { type Mapping, NO_MAPPING } from '../../tables/column-plan.ts';
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
  more: Partial<Mapping> = {},
): Promise<Laid> {
  const mapping = { columns, set, ...more };
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
  more: Partial<Mapping> = {},
): Promise<Laid> {
  const book = utils.book_new();
  const made = utils.aoa_to_sheet(rows.map((row) => [...row]));
  if (merges.length > 0) made['!merges'] = merges.map((range) => utils.decode_range(range));
  utils.book_append_sheet(book, made, sheet);
  const bytes = new Uint8Array(write(book, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array);
  return lay('use.xlsx', bytes, {}, {}, more);
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

/** Words of tables that texts of this project avoid. */
const ENGLISH = ['of', 'which'].join(' ');

describe('rows that are a part of the row above', () => {
  it.each([
    ['其中：烟煤', '用量', '能源', '单位'],
    ['其中:无烟煤', '用量', '能源', '单位'],
    [`  ${ENGLISH} grid`, 'Amount', 'Carrier', 'Unit'],
    ['  thereof grid', 'Amount', 'Carrier', 'Unit'],
    ['– davon Prozess', 'Verbrauch', 'Energieträger', 'Einheit'],
  ])('are left out, as the row above counts them: %s', async (part, amount, name, unit) => {
    const { rows, found } = await laySheet([
      [name, unit, 'Price', amount],
      ['all', 't', 0.9, 100],
      [part, 't', 1.2, 60],
      [part, null, 1.1, 40],
      ['Total', 't', null, 100],
    ]);
    expect(rows).toEqual([['all', 't', 0.9, 100]]);
    expect(found['part-rows']).toBe(`3 4 ${part.trim()}`);
    expect(found['total-rows']).toBe('5');
  });

  it.each([
    ['is more than the whole', ['thereof grid', 't', 101], 'part-beyond'],
    ['is in another unit', ['thereof grid', 'kg', 60], 'sheets-read'],
    ['the mapping explains', ['thereof other', 't', 60], 'sheets-read'],
  ])('are read where one %s', async (_, part, code) => {
    const table = [['Carrier', 'Unit', 'Amount'], ['all', 't', 100], part, ['others', 't', 5]];
    const lookups = { Carrier: { 'Thereof other': {} } };
    const { rows, found } = await laySheet(table, 'Sheet1', [], { lookups });
    expect(rows).toContainEqual(part);
    expect(found['part-rows']).toBeUndefined();
    if (code === 'part-beyond') expect(found[code]).toBe('3 thereof grid: 101 of 100');
  });

  it('are read where they are not beside it', async () => {
    const { rows } = await laySheet([
      ['Site', 'Carrier', 'Amount'],
      ['Leeds', 'all', 100],
      ['York', 'thereof grid', 60],
      ['York', 'all', 80],
    ]);
    expect(rows).toHaveLength(3);
  });
});

describe('an outline', () => {
  it('with totals above their rows compares them with those below', async () => {
    const rows = (total: number): (string | number | null)[][] => [
      ['Site', 'Fuel', 'Amount (kWh)'],
      ['Grand total', null, 21],
      ['Leeds total', null, total],
      ['Leeds', 'Gas', 4],
      ['Leeds', 'Oil', 6],
      ['York total', null, 11],
      ['York', 'Gas', 11],
    ];
    const right = await laySheet(rows(10));
    expect(right.rows).toHaveLength(3);
    expect(right.found).toMatchObject({ 'total-rows': '3 2 6' });
    const wrong = await laySheet(rows(12));
    expect(wrong.found['total-differs']).toBe('3 Amount (kWh): 12 stated, 10 by the rows');
  });

  it('that writes each name once has it in all rows below', async () => {
    const { rows, found } = await laySheet([
      ['Site', 'Fuel', 'Month', 'kWh'],
      ['Leeds', 'Gas', '2024-01', 1],
      [null, null, '2024-02', 2],
      [null, 'Oil', '2024-01', 3],
      [null, null, '2024-02', 4],
      ['Leeds total', null, null, 10],
      ['York', 'Gas', '2024-01', 5],
      [null, null, '2024-02', 6],
    ]);
    expect(rows.map(([site, fuel]) => `${site as string} ${fuel as string}`)).toEqual(
      ['Leeds Gas', 'Leeds Oil', 'York Gas'].flatMap((name) => [name, name]),
    );
    expect(found['names-filled']).toBe('Site, Fuel');
    const seldom = await laySheet([
      ['Site', 'kWh'],
      ['Leeds', 1],
      ['York', 2],
      [null, 3],
    ]);
    expect(seldom.rows).toContainEqual([null, 3, 'kWh']);
  });

  it('of sums above their parts, as a pivot table is, has the names of the sums as a column', async () => {
    const sheet = (york: number): (string | number)[][] => [
      ['Row Labels', 'Jan 2024', 'Feb 2024'],
      ['Leeds', 3, 7],
      ['Gas', 1, 3],
      ['Oil', 2, 4],
      ['York', york, 6],
      ['Gas', 5, 6],
      ['Grand Total', 8, 13],
    ];
    const { columns, rows, found } = await laySheet(sheet(5));
    expect(columns).toEqual(['Row Labels', 'Section', 'period', 'value']);
    expect(rows).toHaveLength(6);
    expect(rows).toContainEqual(['Gas', 'York', '2024-02', 6]);
    expect(found).toMatchObject({ 'group-rows': '2 5 Leeds; York', 'total-rows': '7' });
    expect((await laySheet(sheet(6))).columns).toEqual(['Row Labels', 'period', 'value']);
  });

  it('of tables below each other has their titles as a column', async () => {
    const { columns, rows } = await laySheet([
      ['Group'],
      ['Gas'],
      ['Month', 'Leeds', 'York', 'Total'],
      ['2024-01', 1, 2, 3],
      ['2024-02', 3, 4, 7],
      ['Oil'],
      ['Month', 'Leeds', 'York', 'Total'],
      ['2024-01', 5, 6, 11],
    ]);
    expect(columns).toEqual(['Month', 'Section', 'carrier', 'value']);
    expect(rows).toContainEqual(['2024-01', 'Gas', 'York', 2]);
    expect(rows).toContainEqual(['2024-01', 'Oil', 'York', 6]);
    expect(rows).toHaveLength(6);
  });
});

describe('a header of two rows', () => {
  const MERGED = ['A1:A2', 'B1:D1', 'E1:G1'];

  it.each([
    ['merged cells', MERGED],
    ['empty cells', []],
  ])('with months below each carrier has a row for each, and compares its totals: %s', async (_, merges) => {
    const { columns, rows, found } = await laySheet(
      [
        ['Site', 'Electricity (kWh)', null, null, 'Oil, L', null, null],
        [null, 'Jan', 'Feb', 'Total', 'Jan', 'Feb', 'Total'],
        ['Leeds', 1, 2, 3, 4, 5, 9],
        ['York', 6, 7, 13, 8, 9, 17],
      ],
      '2024',
      merges,
    );
    expect(columns).toEqual(['Site', 'carrier', 'period', 'value', 'unit']);
    expect(rows).toHaveLength(8);
    expect(rows).toContainEqual(['York', 'Oil', '2024-02', 9, 'L']);
    expect(found['total-columns']).toBe('3 3 4 4 Electricity (kWh) Total; Oil, L Total');
  });

  it('with use and cost below each month has rows of the use', async () => {
    const { columns, rows } = await laySheet(
      [
        ['Site', 'Jan-24', null, 'Feb-24', null],
        [null, 'Gas kWh', 'GBP', 'Gas kWh', 'GBP'],
        ['Leeds', 1, 2, 3, 4],
      ],
      'Sheet1',
      ['B1:C1', 'D1:E1'],
    );
    expect(columns.slice(-3)).toEqual(['period', 'value', 'unit']);
    expect(rows.map((cells) => cells.slice(-3))).toEqual([
      ['2024-01', 1, 'kWh'],
      ['2024-02', 3, 'kWh'],
    ]);
  });

  it('with years above the months has them as periods, each year with its total', async () => {
    const { rows, found } = await laySheet([
      ['Site', '2023', null, null, '2024', null, null],
      [null, 'Jan', 'Feb', 'Total', 'Jan', 'Feb', 'Total'],
      ['Leeds', 1, 2, 3, 4, 5, 9],
    ]);
    expect(rows.map(([, period]) => period)).toEqual(['2023-01', '2023-02', '2024-01', '2024-02']);
    expect(found['total-column-differs']).toBeUndefined();
  });
});

describe('columns of periods', () => {
  it('that nothing tells apart are refused', async () => {
    const laid = layText(['Site,Jan 2024,January 2024', 'a,1,2']);
    await expect(laid).rejects.toMatchObject({ details: { problems: [{ column: 'January 2024' }] } });
  });

  it('have a longer one beside their parts compared with these', async () => {
    const { rows, found } = await layText([
      'Site,Q1 2024,Q2 2024,Q3 2024,Q4 2024,2024,2023',
      'a,1,2,3,4,11,5',
    ]);
    expect(rows.map((cells) => cells.slice(-2))).toContainEqual(['2024-Q4', '4']);
    expect(found['total-column-differs']).toBe('2 2024: 11 stated, 10 by the cells');
  });

  it('may have a unit in their names', async () => {
    const { rows } = await layText(['Stream,Jan 2024 (tonnes),Feb 2024 (tonnes)', 'Glass,1,2']);
    expect(rows).toContainEqual(['Glass', '2024-02', '2', 'tonnes']);
  });

  it.each(['février 2024', 'Febr. 2024', 'Febuary 2024', 'luty 2024', 'Feb 24'])(
    'are months in several languages: %s',
    async (month) => {
      const { rows } = await layText([`Site,01/2024,${month}`, 'a,1,2']);
      expect(rows[1]).toEqual(['a', '2024-02', '2']);
    },
  );

  it('are no words that begin like months', async () => {
    const { columns } = await layText(['Month,Marseille,Decor', '2024-01,1,2']);
    expect(columns).toEqual(['Month', 'Marseille', 'Decor']);
  });
});

it('a total in the unit of some rows is the sum of these', async () => {
  const { found } = await layText([
    'Stelle;Zähler;Energieart;Verbrauch;Einheit',
    'Werk 1;a1;Strom;100;kWh',
    'Werk 1;b1;Erdgas;3;MWh',
    'Werk 2;a2;Strom;50;kWh',
    'Summe Strom;;;150;kWh',
  ]);
  expect(found['total-rows']).toBe('5');
});

it('a form below a table is left out of its rows', async () => {
  const { rows, found } = await layText([
    '能源,单位,用量,备注',
    '原煤,t,1200,',
    '填表人：张三,,,日期：2025-01-20',
  ]);
  expect(rows).toHaveLength(1);
  expect(found['note-rows']).toMatch(/^3 /);
});

describe('columns of amounts', () => {
  it('that a header calls totals or parts of others are none of them', async () => {
    const { rows, found } = await laySheet(
      [
        [null, 'Leeds', null, 'York', null, 'Total', null],
        ['Month', ...['Gas kWh', 'Oil litres', 'Gas kWh', 'Oil litres', 'Gas kWh', 'Oil litres']],
        ['2024-01', 1, 2, 3, 4, 4, 6],
      ],
      'Sheet1',
      ['B1:C1', 'D1:E1', 'F1:G1'],
    );
    expect(rows.map((cells) => cells.slice(1))).toEqual([
      ['Leeds Gas', 1, 'kWh'],
      ['Leeds Oil', 2, 'litres'],
      ['York Gas', 3, 'kWh'],
      ['York Oil', 4, 'litres'],
    ]);
    expect(found['total-columns']).toBe('3 3 Total Gas kWh; Total Oil litres');
    const parts = await layText([
      '月份,电（千瓦时）,其中：绿电（千瓦时）,气（立方米）,合计（元）',
      '2024-01,5,2,1,9',
    ]);
    expect(parts.rows.map((cells) => cells.at(-3))).toEqual(['电', '气']);
  });

  it('may have their unit behind a blank, but not that of a price', async () => {
    const { columns } = await layText(['Site,Gas kWh,Oil - litres,Price per kWh,CO2 kg', 'a,1,2,3,4']);
    expect(columns).toEqual(['Site', 'Price per kWh', 'CO2 kg', 'carrier', 'value', 'unit']);
  });
});

describe('months that name no year', () => {
  it('in a column are of the year in a title', async () => {
    const { rows, found } = await layText(['2024年用电统计,', '月份,用电量', '1月,5', '2月,6', '合计,11']);
    expect(rows).toEqual([
      ['2024-01', '5'],
      ['2024-02', '6'],
    ]);
    expect(found['year-taken']).toBe('2024: 2024年用电统计');
  });

  it('in a column go on into a second year, of each site', async () => {
    const months = ['April', 'December', 'March'];
    const { rows } = await layText([
      'Energy 2023/24,,',
      'Site,Month,kWh',
      ...['Leeds', 'York'].flatMap((site) => months.map((month) => `${site},${month},5`)),
    ]);
    const periods = ['2023-04', '2023-12', '2024-03'];
    expect(rows.map(([, period]) => period)).toEqual([...periods, ...periods]);
  });
});

it('subtotals and what is below a note are no rows', async () => {
  const { rows, found } = await laySheet([
    ['Site', 'Meter', 'Jan 2024', 'Feb 2024', 'Q1 total'],
    ['Leeds', 'a', 1, 2, 3],
    ['Leeds - subtotal', null, 1, 2, 3],
    ['York', 'b', 4, 5, 9],
    ['York subtotal', null, 4, 5, 9],
    ['GRAND TOTAL', null, 5, 7, 12],
    [],
    ['Readings in italics are estimates'],
    ['Prepared', 'J. Smith'],
  ]);
  expect(rows).toHaveLength(4);
  expect(found).toMatchObject({ 'total-rows': '3 5 6', 'total-columns': '2 4 Q1 total' });
  expect(found['total-differs']).toBeUndefined();
});

it('rows that are sums or copies of others, without saying so, are pointed out', async () => {
  const { rows, found } = await laySheet([
    ['Site', 'Jan 2024', 'Feb 2024', 'Mar 2024'],
    ['Leeds', 1, 2, 3],
    ['York', 4, 5, 6],
    ['York', 4, 5, 6],
    ['Company', 9, 12, 15],
  ]);
  expect(rows).toHaveLength(12);
  expect(found).toMatchObject({ 'equal-rows': '4', 'unnamed-sum': '5 Company' });
});
