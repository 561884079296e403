import { describe, expect, it } from 'vitest';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { NO_MAPPING } from '../../tables/column-plan.ts';
import { importTable, writeLines } from '../../tables/dataset-table.ts';
import { readEntries } from '../../tables/entries-file.ts';
import { inspectTable } from '../../tables/inspect-table.ts';
import { suggestMapping } from '../../tables/suggest-mapping.ts';
import { createTableFile } from '../../tables/table-file.ts';
import { COLUMNS, PLAN, ROWS, SET, writeTables } from './shown-tables.ts';

const FILES = Object.entries(writeTables());

describe('inspectTable', () => {
  it.each(FILES)(
    'shows the columns and first rows of %s, and which member each column may be',
    async (name, bytes) => {
      const overview = await inspectTable(createTableFile(name, new Blob([bytes])), 'activity');
      expect(overview).toEqual({
        sheets: name.endsWith('.xlsx') ? ['Fuels', 'Notes'] : [],
        sheet: name.endsWith('.xlsx') ? 'Fuels' : null,
        columns: COLUMNS,
        letters: name.endsWith('.xlsx') ? ['A', 'B', 'C', 'D', 'E', 'F'] : null,
        spread: [],
        findings: [],
        sample: ROWS.map((cells, at) => ({ row: at + 2, cells })),
        mapping: {
          columns: {
            Reference: '',
            'Fuel type': 'detail.fuel',
            Quantity: 'value',
            单位: 'unit',
            Year: 'period',
            Remarks: '',
          },
          set: { key: '{Reference}' },
        },
      });
    },
  );

  it('reads another sheet when it is named', async () => {
    const file = createTableFile('fuels.xlsx', writeTables()['fuels.xlsx']!);
    expect(await inspectTable(file, 'activity', { sheet: 'Notes' })).toMatchObject({ columns: ['nothing'] });
    await expect(inspectTable(file, 'activity', { sheet: 'None' })).rejects.toMatchObject({ code: 'sheet' });
  });
});

describe('suggestMapping', () => {
  it('keeps names of members, takes each member once, and leaves a last day to its reader', () => {
    expect(suggestMapping(['key', 'amount', 'Quantity', 'End'], 'activity')).toEqual({
      columns: { amount: 'value', Quantity: '', End: '' },
      set: {},
    });
  });

  it('knows the members of the rows of the dataset, and numbers rows without a key', () => {
    expect(suggestMapping(['From Region', 'fuel'], 'mrio')).toEqual({
      columns: { 'From Region': 'detail.fromRegion', fuel: '' },
      set: { key: 'row-{row}' },
    });
  });
});

describe('importTable', () => {
  it.each(FILES)('names each fault of %s with its row, column and value', async (name, bytes) => {
    const file = createTableFile(name, bytes);
    const { mapping } = await inspectTable(file, 'activity');
    const table = {
      delimiter: undefined,
      sheet: name.endsWith('.xlsx') ? 'Fuels' : undefined,
      style: null,
    };
    const plan = { ...PLAN, file, mapping: { ...mapping, set: { ...mapping.set, ...SET } }, table };
    const events = { write: () => Promise.resolve(), onRows: () => {} };
    await expect(importTable(plan, events)).rejects.toMatchObject({
      details: {
        problems: [
          { row: 4, column: 'Quantity', value: 'many', code: 'bad-value' },
          { row: 4, column: '单位', value: 'km' },
        ],
      },
    });
  });

  it('gives the rows of a list of groups by the mapping that is proposed, as the readers of entries do', async () => {
    const text = 'member,name,group\nAT,Austria,EU\nPaddy rice,,food\n';
    const file = createTableFile('a list.csv', new Blob([text]));
    const { mapping } = await inspectTable(file, 'mrio');
    const table = { delimiter: undefined, sheet: undefined, style: null };
    const entries: UnsaltedEntry[] = [];
    await importTable(
      { ...PLAN, dataset: 'mrio', file, mapping, table },
      {
        write: (written) => Promise.resolve(void entries.push(...written)),
        onRows: () => {},
      },
    );
    const rows = entries.filter(({ value }) => value === '1');
    expect(rows.map(({ key, detail }) => ({ key, ...detail }))).toEqual([
      { key: 'row-2', row: 'group-member', list: 'a_list', group: 'EU', member: 'AT' },
      { key: 'row-3', row: 'group-member', list: 'a_list', group: 'food', member: 'Paddy rice' },
    ]);
    expect(await readEntries(file)).toEqual(rows);
  });

  it('gives the entries of a sound table, as it writes them', async () => {
    const file = createTableFile('fuels.csv', writeTables(2)['fuels.csv']!);
    const { mapping } = await inspectTable(file, 'activity');
    const table = { delimiter: undefined, sheet: undefined, style: null };
    const entries: UnsaltedEntry[] = [];
    const plan = { ...PLAN, file, mapping: { ...mapping, set: { ...mapping.set, ...SET } }, table };
    await importTable(plan, {
      write: (written) => Promise.resolve(void entries.push(...written)),
      onRows: () => {},
    });
    expect(entries.map(({ key, value }) => [key, value])).toEqual([
      ['boiler-1', '12.5'],
      ['boiler-2', '3'],
      ['source', null],
    ]);
    expect(
      writeLines(entries)
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(entries);
  });
});

it('a column that is not a member is refused in the row of the header, below its titles', async () => {
  const text = 'Energy report\n\nSite,Colour,Amount,Unit,Year\nLeeds,red,1,t,2023\nYork,blue,2,t,2023\n';
  const table = { delimiter: undefined, sheet: undefined, style: null };
  const plan = { ...PLAN, file: createTableFile('titled.csv', new Blob([text])), mapping: NO_MAPPING, table };
  await expect(importTable(plan, { write: () => Promise.resolve(), onRows: () => {} })).rejects.toMatchObject(
    {
      details: { problems: [{ code: 'columns', row: 3, column: 'Colour' }] },
    },
  );
});
