import { describe, expect, it } from 'vitest';
import { listColumnNames } from '../../../jobs/import/column-names.ts';
import { listCandidates, nameText } from '../../../jobs/import/name-candidates.ts';
import { readNameList, takeNameList } from '../../../jobs/import/name-list.ts';
import { readTable } from '../../../jobs/import/read-table.ts';
import { createTableFile } from '../../../tables/table-file.ts';

const fileOf = (...lines: string[]) => new TextEncoder().encode(lines.join('\n'));
const USE = [
  'Site,Carrier,Amount',
  'Leeds,Natural Gas,1200',
  'LEEDS ,electricity,300',
  '杭州轧钢厂,Natural gas,80',
];
const SITES = createTableFile(
  'sites.csv',
  fileOf('Name,Country,Facility', 'Leeds,GB,leeds', '杭州轧钢厂,CN,hangzhou'),
);
const CARRIERS = createTableFile(
  'carriers.csv',
  fileOf(
    'Carrier,detail.row,detail.fuel,detail.category,unit',
    'natural gas,fuel-use,natural-gas,1.A.2,kWh',
    'electricity,electricity-use,,purchased electricity,kWh',
  ),
);

async function read(lines: readonly string[]) {
  const lookups = { Site: await readNameList(SITES), Carrier: await readNameList(CARRIERS) };
  return readTable(
    {
      file: new File([fileOf(...lines)], 'use.csv'),
      ...{ dataset: 'activity', sheet: undefined, style: null },
      mapping: {
        columns: { Amount: 'value' },
        set: { key: '{Site}-{Carrier}-{row}', period: '2024' },
        lookups,
      },
      source: { title: 'Use', provider: 'urn:example:company', licence: 'internal' },
    },
    () => {},
  );
}

describe('lists of what names mean', () => {
  it('state the members of each row, whatever the spelling of its names is', async () => {
    const answer = await read(USE);
    if (!answer.isValid) throw new Error(JSON.stringify(answer.problems));
    expect(answer.entries.slice(0, 3)).toMatchObject([
      {
        value: '1200',
        unit: 'kW.h',
        detail: { row: 'fuel-use', fuel: 'natural-gas', facility: 'leeds', geography: 'GB' },
      },
      { detail: { row: 'electricity-use', facility: 'leeds' } },
      { detail: { fuel: 'natural-gas', facility: 'hangzhou', geography: 'CN' } },
    ]);
  });

  it('refuse a name that they do not have, with those that are alike', async () => {
    const answer = await read([...USE, 'Leds,natural gaz,5']);
    expect(answer).toMatchObject({
      isValid: false,
      problems: [
        {
          row: 5,
          column: 'Site',
          code: 'unknown-name',
          message: 'the list of Site has no Leds; did you mean Leeds?',
        },
        {
          row: 5,
          column: 'Carrier',
          message: expect.stringContaining('did you mean natural gas?') as string,
        },
        ...(answer.isValid ? [] : answer.problems.slice(2)),
      ],
    });
  });

  it('are made of the names of a column, whose spellings are one, and of what they may mean', async () => {
    const file = createTableFile(
      'sites.csv',
      new Blob([fileOf('Site,kWh', 'Leeds,1', 'York,2', 'LEEDS ,3', ',4')]),
    );
    expect(await listColumnNames(file, { sheet: null }, 'Site')).toEqual({
      isMore: false,
      names: [
        { name: 'Leeds', rows: 2, spellings: ['Leeds', 'LEEDS'] },
        { name: 'York', rows: 1, spellings: [] },
        { name: '', rows: 1, spellings: [] },
      ],
    });
    const known = [
      nameText('natural-gas', ['natural gas', '天然气']),
      nameText('diesel', ['diesel', '柴油']),
    ];
    expect(listCandidates('Natural  Gas', known)).toMatchObject([{ text: 'natural-gas', score: 1 }]);
    expect(listCandidates('液化天然气', known)).toMatchObject([{ text: 'natural-gas' }]);
    const [best, ...others] = listCandidates('diesel oil (road)', known);
    expect([best?.text, others]).toEqual(['diesel', []]);
    expect(best!.score).toBeLessThan(1);
    expect(listCandidates('wood', known)).toEqual([]);
  });

  it('are refused where a column is not a member, or a name is there twice', async () => {
    const bad = (...lines: string[]) => readNameList(createTableFile('a.csv', fileOf(...lines)));
    await expect(bad('Name,Colour', 'Leeds,red')).rejects.toMatchObject({ code: 'columns' });
    // A share is no part of a row, and its times would replace those of the row.
    for (const column of ['Share', 'from', 'Control', '持股比例'])
      await expect(bad(`Name,Country,${column}`, 'Leeds,GB,')).rejects.toMatchObject({ code: 'columns' });
    const sites = createTableFile('a.csv', fileOf('Name,Country,Share,From', 'Leeds,GB,0.6,2024-07-01'));
    expect(await takeNameList(sites)).toEqual({
      list: { Leeds: { 'detail.geography': 'GB' } },
      left: ['Share', 'From'],
    });
    await expect(bad('Name,Country', 'Leeds,GB', 'Leeds,FR')).rejects.toMatchObject({ code: 'columns' });
  });
});
