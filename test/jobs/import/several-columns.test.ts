/** A period, an amount or a unit that is in several columns of a table. */
import { describe, expect, it } from 'vitest';
import { inspectFile, readTable } from '../../../jobs/import/read-table.ts';
import type { Mapping } from '../../../tables/column-plan.ts';

const FUEL = {
  'detail.row': 'fuel-use',
  'detail.fuel': 'diesel',
  'detail.category': '1.A.4',
  'detail.geography': 'GB',
};

async function read(lines: readonly string[], columns: Mapping['columns'], set: Mapping['set'] = {}) {
  const answer = await readTable(
    {
      ...{
        file: new File([lines.join('\n')], 'table.csv'),
        dataset: 'activity',
        sheet: undefined,
        style: null,
      },
      mapping: { columns, set: { ...FUEL, ...set } },
      source: { title: 'Table', provider: 'urn:example:company', licence: 'internal' },
    },
    () => {},
  );
  if (!answer.isValid)
    return { faults: answer.problems.map(({ row, column, message }) => ({ row, column, message })) };
  const rows = answer.entries.filter(({ key }) => key !== 'source');
  return {
    rows: rows.map(({ value, unit, from, until }) => [value, unit, dayOf(from), dayOf(until)]),
    findings: answer.findings.map(({ code, rows: at }) => [code, ...at]),
  };
}

const dayOf = (time: number): string => new Date(time * 1000).toISOString().slice(0, 10);

describe('a number of days', () => {
  const bill = (...rows: string[]): string[] => ['Fuel used,unit,Bill Date,Days', ...rows];
  const columns = { 'Fuel used': 'value', Days: 'days' };

  it('gives the first day of a bill whose last day is known', async () => {
    const { rows } = await read(bill('5,L,2024-03-31,31', '6,L,2024-02-29,29'), {
      ...columns,
      'Bill Date': 'last',
    });
    expect(rows).toEqual([
      ['5', 'L', '2024-03-01', '2024-04-01'],
      ['6', 'L', '2024-02-01', '2024-03-01'],
    ]);
  });

  it('gives the end of a bill whose first day is known, which Excel may store as a number', async () => {
    const { rows, findings } = await read(bill('5,L,45352,31'), { ...columns, 'Bill Date': 'from' });
    expect(rows).toEqual([['5', 'L', '2024-03-01', '2024-04-01']]);
    expect(findings).toContainEqual(['serial-days', 2]);
  });

  it.each([
    ['that is a word', { 'Bill Date': 'last' }, '5,L,2024-03-31,many', /many/],
    ['of a part of a day', { 'Bill Date': 'last' }, '5,L,2024-03-31,30.5', /30.5/],
    [
      'beside a date that may be either end',
      { 'Bill Date': 'period' },
      '5,L,2024-03-31,31',
      /first or the last day/,
    ],
    ['without a date', { 'Bill Date': '' }, '5,L,2024-03-31,31', /31 days from when/],
  ])('is refused %s', async (_name, more, row, message) => {
    const { faults } = await read(bill(row), { ...columns, ...more });
    expect(faults).toMatchObject([
      { row: 2, column: 'Days', message: expect.stringMatching(message) as string },
    ]);
  });
});

describe('a time that cannot be read', () => {
  const days = ['Fuel used,unit,First,Last,Days'];
  const columns = { 'Fuel used': 'value', First: 'from', Last: 'last', Days: 'days' };

  it.each([
    ['is refused once beside a number of days', '5,L,2024-31-31,2024-03-31,31', ['First']],
    ['is refused in a row of nothing too', '0,L,2024-31-31,2024-32-31,', ['First', 'Last']],
  ])('%s', async (_name, row, refused) => {
    const { faults } = await read([...days, row], columns);
    expect(faults?.map(({ column }) => column)).toEqual(refused);
  });
});

describe('an amount of several columns', () => {
  const stock = (...rows: string[]): string[] => ['Opening (L),Bought (L),Closing (L),Month', ...rows];
  const columns = { 'Opening (L)': 'value', 'Bought (L)': 'plus', 'Closing (L)': 'minus', Month: 'period' };

  it('is their sum with signs, exactly; an empty cell counts as nothing, and a row without a movement is left out', async () => {
    const { rows, findings } = await read(
      stock('100.1,250.25,40,2024-01', '40,,12.3,2024-02', '0,0,0,2024-03', ',,,2024-04', ',5,,2024-05'),
      columns,
    );
    expect(rows?.map(([value]) => value)).toEqual(['310.35', '27.7', '5']);
    expect(findings).toContainEqual(['zero-amounts', 4]);
    expect(findings).toContainEqual(['note-rows', 5]);
  });

  it.each([
    ['is negative', '5,,9,2024-01', null],
    ['has a word in a cell', '5,some,,2024-01', 'Bought (L)'],
    ['has a cell in another unit', '5,2 kg,,2024-01', 'Bought (L)'],
  ])('is refused where it %s', async (_name, row, column) => {
    const { faults } = await read(stock(row), columns);
    expect(faults).toHaveLength(1);
    if (column !== null) expect(faults).toMatchObject([{ row: 2, column }]);
  });

  it('has cells with units of their own', async () => {
    const { rows } = await read(stock('5,2 litres,,2024-01'), columns);
    expect(rows?.map(([value]) => value)).toEqual(['7']);
  });
});

describe('what columns are to an amount', () => {
  const propose = async (...lines: string[]) => {
    const file = new File([lines.join('\n')], 'table.csv');
    return (await inspectFile(file, 'activity', undefined)).mapping.columns;
  };

  it('is proposed for a stock by the names of its columns, in which a day is the only time', async () => {
    expect(
      await propose(
        'Opening stock (L),Purchases (L),Closing stock (L),Counted',
        '9,5,4,2024-01-31',
        '4,2,1,2024-02-29',
      ),
    ).toEqual({
      ...{ 'Opening stock (L)': 'value', 'Purchases (L)': 'plus', 'Closing stock (L)': 'minus' },
      Counted: 'period',
    });
  });

  it('is proposed for what came back', async () => {
    expect(await propose('Datum;Nachfüllmenge (kg);Rückgewonnen (kg)', '03.03.2024;10,0;4,5')).toEqual({
      ...{ Datum: 'period', 'Nachfüllmenge (kg)': 'value', 'Rückgewonnen (kg)': 'minus' },
    });
  });

  it('is not proposed for stocks beside what was used', async () => {
    const columns = await propose(
      'Month,Opening stock (L),Closing stock (L),Consumption (L)',
      '2024-01,9,5,4',
    );
    expect(columns).toEqual({
      ...{ Month: 'period', 'Consumption (L)': 'value' },
      ...{ 'Opening stock (L)': '', 'Closing stock (L)': '' },
    });
  });

  it('is not proposed for one stock alone, whose columns are carriers', async () => {
    const columns = await propose('Month,Opening stock (L),Gas (kWh)', '2024-01,9,5');
    expect(columns).toEqual({ carrier: '', Month: 'period' });
  });
});

describe('a period', () => {
  it.each([
    ['has its first and last day in one cell', 'Billing period', '01.02.2024 - 29.02.2024'],
    ['has them in words', 'Period', 'Feb 1 2024 to Feb 29 2024'],
    ['has times of day beside its days', 'Period', '2024-02-01 00:00 - 2024-02-29 23:59'],
    ['is from month to month', 'Period', 'Feb-24 - Feb-24'],
    ['is a first day in a column of months', 'Billing month', '2024-02-01'],
    ['is a last day in a column of months', '月份', '2024-02-29'],
  ])('%s', async (_, name, text) => {
    const { rows } = await read([`${name};Fuel used;unit`, `${text};5;L`], {
      'Fuel used': 'value',
      [name]: 'period',
    });
    expect(rows).toEqual([['5', 'L', '2024-02-01', '2024-03-01']]);
  });

  it('may be in a column of years and one of months', async () => {
    const { rows } = await read(['Year,Month,Fuel used,unit', '2024,2,5,L', '2024,Mar,6,L'], {
      'Fuel used': 'value',
    });
    expect(rows).toEqual([
      ['5', 'L', '2024-02-01', '2024-03-01'],
      ['6', 'L', '2024-03-01', '2024-04-01'],
    ]);
  });

  it('with one end that no column completes is refused once', async () => {
    const { faults } = await read(['Fuel used,unit,Bill', '5,L,2024-02-01', '6,L,2024-03-01'], {
      'Fuel used': 'value',
      Bill: 'from',
    });
    expect(faults).toMatchObject([
      { row: 1, column: 'Bill', message: expect.stringContaining('map it to period') as string },
    ]);
  });
});

describe('columns that become rows', () => {
  const lines = ['Site,period,Litres,kWh', 'Leeds,2024-01,5,53'];

  it('are refused where nothing tells them apart, because both would count', async () => {
    const { faults } = await read(lines, { carrier: '' });
    expect(faults).toMatchObject([
      { column: 'carrier', message: expect.stringContaining('Litres, kWh') as string },
    ]);
  });

  it('are one where it is the amount, and several where all are', async () => {
    expect((await read(lines, { Litres: 'value', kWh: '' })).rows).toEqual([
      ['5', 'L', '2024-01-01', '2024-02-01'],
    ]);
    const both = await read(
      ['Month,Leeds,York', '2024-01,1,2'],
      { Leeds: 'value', York: 'value', carrier: 'detail.facility' },
      { unit: 'L' },
    );
    expect(both.rows).toEqual([
      ['1', 'L', '2024-01-01', '2024-02-01'],
      ['2', 'L', '2024-01-01', '2024-02-01'],
    ]);
  });

  it('of the times of a day are added up', async () => {
    const times = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);
    const file = new File(
      [[`Date,${times.join()}`, `2024-01-05,${times.map(() => '0.5').join()}`].join('\n')],
      'a.csv',
    );
    const { mapping } = await inspectFile(file, 'activity', undefined);
    expect(mapping.columns).toMatchObject({ '00:00': 'value', '01:00': 'plus', '23:00': 'plus' });
  });

  it('that each count those before them are pointed out', async () => {
    const lines = ['period,kWh YTD,unit', '2024-01,5,L', '2024-02,11,L'];
    const { findings } = await read(lines, { 'kWh YTD': 'value' });
    expect(findings?.map(([code]) => code)).toContain('running-total');
  });
});
