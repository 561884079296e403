import { describe, expect, it } from 'vitest';
import { findCataloguedMethod } from '../../../jobs/engines/methods-catalogue.ts';
import { makeTemplate } from '../../../jobs/import/template.ts';
import { listSites, readSites } from '../../../jobs/import/template-sites.ts';
import { NO_MAPPING } from '../../../tables/column-plan.ts';
import { showCell } from '../../../tables/corrected-cells.ts';
import { importTable } from '../../../tables/dataset-table.ts';
import { createTableFile } from '../../../tables/table-file.ts';
import { openWorkbook } from '../../../tables/workbook/open-workbook.ts';
import { type WrittenCell, writeWorkbook } from '../../../tables/workbook/write-workbook.ts';
import type { UnsaltedEntry } from '../../../core/records/entry.ts';
import type { Finding } from '../../../tables/layout/finding.ts';

const SITES = [
  { name: '杭州轧钢厂', geography: 'CN-33' },
  { name: 'Leeds works', geography: 'GB', entity: 'lei:529900T8BM49AURSDO55' },
];

async function importRows(
  bytes: Uint8Array,
): Promise<{ readonly entries: readonly UnsaltedEntry[]; readonly findings: readonly Finding[] }> {
  const entries: UnsaltedEntry[] = [];
  const { findings } = await importTable(
    {
      file: createTableFile('filled.xlsx', bytes),
      ...{ dataset: 'activity', mapping: NO_MAPPING, documents: [] },
      table: { delimiter: undefined, sheet: undefined, style: null },
      source: { title: 'filled', provider: 'Example Ltd', licence: 'internal' },
    },
    { write: (more) => Promise.resolve(void entries.push(...more)), onRows: () => {} },
  );
  return { entries: entries.filter(({ key }) => key !== 'source'), findings };
}

/** Returns a workbook as its user fills it in: below the header and the example of a template. */
async function fillIn(
  bytes: Uint8Array,
  rows: readonly Readonly<Record<string, WrittenCell>>[],
): Promise<Uint8Array> {
  const [sheet] = await openWorkbook(createTableFile('template.xlsx', bytes));
  const read = [];
  for await (const batch of sheet!.read().rows) read.push(...batch);
  const [header, example] = read.map(({ cells }) => cells.map(showCell));
  const filled = rows.map((row) => header!.map((name) => row[name] ?? ''));
  return writeWorkbook([{ name: sheet!.name, header: header!, rows: [example!, ...filled] }]);
}

describe('a template', () => {
  it('of an inventory imports as it was filled in, without an option, its example left out', async () => {
    const method = await findCataloguedMethod('inventory@2');
    const { bytes, rows } = makeTemplate({ method, rows: null, sites: SITES, language: 'en' });
    expect(rows).toEqual(expect.arrayContaining(['fuel-use', 'electricity-use', 'refrigerant-leak']));
    const amount = { Period: '2025-05', Amount: { digits: '12.5' } };
    const filled = await fillIn(bytes, [
      {
        'Kind of row': 'use of fuels',
        Facility: 'Leeds works',
        Fuel: 'natural-gas',
        ...amount,
        Unit: 'MWh',
        Category: '1.A.2',
        Place: 'GB',
        'Calorific value': 'gross',
      },
      {
        'Name of the row': 'power',
        'Kind of row': 'use of electricity',
        Facility: '杭州轧钢厂',
        ...amount,
        Unit: 'kWh',
        Category: 'purchased electricity',
        Place: 'CN-33',
      },
    ]);
    const { entries, findings } = await importRows(filled);
    expect(findings.map(({ code }) => code)).toEqual(['example-rows', 'columns-by-name', 'keys-made']);
    expect(
      entries.map(({ key, value, unit, detail }) => [
        key,
        value,
        unit,
        detail?.['row'],
        detail?.['facility'],
      ]),
    ).toEqual([
      ['row-3', '12.5', 'MW.h', 'fuel-use', 'Leeds-works'],
      ['power', '12.5', 'kW.h', 'electricity-use', '%E6%9D%AD%E5%B7%9E%E8%BD%A7%E9%92%A2%E5%8E%82'],
    ]);
    await expect(importRows(bytes)).rejects.toMatchObject({ code: 'table' });
  });

  it('in Chinese has Chinese headers and words, which an import knows', async () => {
    const method = await findCataloguedMethod('combustion@2');
    const { bytes, name } = makeTemplate({ method, rows: ['fuel-use'], sites: SITES, language: 'zh-CN' });
    expect(name).toBe('combustion-2-zh.xlsx');
    const row = {
      燃料: '天然气',
      期间: '2025',
      数量: { digits: '8' },
      单位: 'GJ',
      类别: '1.A.2',
      地区: 'CN',
      发热量: '低位',
      行类型: '燃料消耗',
    };
    const { entries } = await importRows(await fillIn(bytes, [row]));
    expect(entries[0]).toMatchObject({
      unit: 'GJ',
      detail: { row: 'fuel-use', calorific: 'net', geography: 'CN' },
    });
  });

  it('takes units that state a condition, and refuses one that the row contradicts', async () => {
    const method = await findCataloguedMethod('combustion@2');
    const { bytes } = makeTemplate({ method, rows: ['fuel-use'], sites: [], language: 'en' });
    const row = { 'Kind of row': 'fuel-use', Fuel: 'gas', Period: '2025', Category: '1.A.2', Place: 'US' };
    const amount = (digits: string, Unit: string): object => ({ ...row, Amount: { digits }, Unit });
    const filled = await fillIn(bytes, [
      amount('2', 'Nm3'),
      amount('3', 'Mscf'),
      amount('5', 'kWh (GCV)'),
    ] as never);
    const { entries } = await importRows(filled);
    expect(
      entries.map(({ value, unit, detail }) => [value, unit, detail!['conditions'] ?? detail!['calorific']]),
    ).toEqual([
      ['2', 'm3', '0C'],
      ['84.950539776', 'm3', '60F'],
      ['5', 'kW.h', 'gross'],
    ]);
    const other = { ...amount('2', 'Nm3'), 'Temperature of the gas volume': '15C' };
    await expect(fillIn(bytes, [other] as never).then(importRows)).rejects.toThrow(
      'the unit "Nm3" says conditions 0C, and detail.conditions is "15C"',
    );
  });

  it('offers closed lists, units and sites in its cells, and says what a cell is for', async () => {
    const method = await findCataloguedMethod('combustion@2');
    const { bytes } = makeTemplate({ method, rows: ['fuel-use'], sites: SITES, language: 'en' });
    const text = new TextDecoder().decode(bytes);
    const lists = [...text.matchAll(/<dataValidation type="list"[^>]*>/g)].map(([each]) => each);
    expect(lists.length).toBeGreaterThanOrEqual(5);
    expect(lists.filter((each) => each.includes('showErrorMessage')).length).toBeGreaterThanOrEqual(1);
    for (const shown of ['gross', 'Leeds works', '杭州轧钢厂', 'CN-33', 'Nm3'])
      expect(text).toContain(`>${shown}</t>`);
    expect(text).toContain('A year, quarter or month');
    expect(makeTemplate({ method, rows: ['fuel-use'], sites: SITES, language: 'en' }).bytes).toEqual(bytes);
  });

  it('is refused for rows that the method does not read', async () => {
    const method = await findCataloguedMethod('combustion@2');
    const ask = (): unknown => makeTemplate({ method, rows: ['goods'], sites: [], language: 'en' });
    expect(ask).toThrow('combustion@2 reads fuel-use, and a template was asked for goods');
  });

  it('takes sites from a table, or from the rows of a dataset, each once', async () => {
    const file = createTableFile(
      'sites.csv',
      new TextEncoder().encode('site,geography,entity\nLeeds works,GB,x:1\n杭州,CN,\n'),
    );
    expect(await readSites(file)).toEqual([
      { name: 'Leeds works', geography: 'GB', entity: 'x:1' },
      { name: '杭州', geography: 'CN' },
    ]);
    const of = (facility: string): { detail: object } => ({ detail: { facility, geography: 'GB' } });
    expect(listSites([of('Leeds'), of('LEEDS'), of('York')] as never).map(({ name }) => name)).toEqual([
      'Leeds',
      'York',
    ]);
  });
});
