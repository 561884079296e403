import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLine } from './test-terminal.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-members-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Imports a table as activities, and returns the details of its rows. */
async function importDetails(name: string, content: string | Uint8Array): Promise<unknown[]> {
  await writeFile(join(folder, name), content);
  const args = [
    '--dataset',
    'activity',
    '--provider',
    'A',
    '--licence',
    'x',
    '--set',
    'period=2023',
    '-o',
    'out.ndjson',
  ];
  const { exit, err } = await runLine(['dataset', 'import', name, ...args, '--json'], { cwd: folder });
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  const lines = (await readFile(join(folder, 'out.ndjson'), 'utf8')).trimEnd().split('\n');
  await rm(join(folder, 'out.ndjson'));
  return lines.slice(0, -1).map((line) => (JSON.parse(line) as { detail: unknown }).detail);
}

const USE = { row: 'fuel-use', fuel: 'coal', category: '1.A.2', geography: 'CN' };
const SCORES = { reliability: 1, completeness: 2, temporal: 3, geographical: 4, technological: 5 };
const FULL = {
  ...USE,
  factors: ['loss', 'share'],
  uncertainty: { distribution: 'normal', standardDeviation: '0.05' },
  quality: SCORES,
};

describe('members that are objects or lists', () => {
  it('are read from one column each', async () => {
    const columns = {
      key: 'a',
      value: '1',
      unit: 't',
      ...Object.fromEntries(Object.entries(USE).map(([name, value]) => [`detail.${name}`, value])),
      'detail.factors': 'loss share',
      'detail.uncertainty.distribution': 'normal',
      'detail.uncertainty.standardDeviation': '0.05',
      ...Object.fromEntries(Object.entries(SCORES).map(([name, score]) => [`detail.quality.${name}`, score])),
    };
    const table = `${Object.keys(columns).join(',')}\n${Object.values(columns).join(',')}\n`;
    expect(await importDetails('columns.csv', table)).toEqual([FULL]);
  });

  it('are read from a cell with JSON', async () => {
    const cells = [JSON.stringify(FULL.uncertainty), JSON.stringify(SCORES)].map(
      (cell) => `"${cell.replaceAll('"', '""')}"`,
    );
    const head = 'key,value,unit,detail,detail.uncertainty,detail.quality,detail.factors';
    const detail = `"${JSON.stringify(USE).replaceAll('"', '""')}"`;
    const table = `${head}\na,1,t,${detail},${cells.join(',')},loss;share\n`;
    expect(await importDetails('cells.csv', table)).toEqual([FULL]);
  });

  it('are read from the numbers of a Parquet file', async () => {
    const column = (name: string, value: unknown): { name: string; data: unknown[] } => ({
      name,
      data: [value],
    });
    const columns = [
      ...Object.entries({ key: 'a', value: '1', unit: 't' }).map(([name, value]) => column(name, value)),
      ...Object.entries(USE).map(([name, value]) => column(`detail.${name}`, value)),
      column('detail.uncertainty.distribution', 'normal'),
      column('detail.uncertainty.standardDeviation', 0.05),
    ];
    const buffer = parquetWriteBuffer({ columnData: columns });
    const { factors, quality, ...expected } = FULL;
    expect([factors.length, Object.keys(quality).length]).toEqual([2, 5]);
    expect(await importDetails('numbers.parquet', new Uint8Array(buffer))).toEqual([expected]);
  });

  it.each([
    ['5%', { distribution: 'interval95', halfWidth: '0.05' }],
    ['±12.50 %', { distribution: 'interval95', halfWidth: '0.125' }],
    ['-10% +20%', { distribution: 'limits95', lower: '0.9', upper: '1.2' }],
    ['−4.5 %/+6%', { distribution: 'limits95', lower: '0.955', upper: '1.06' }],
    ['{"distribution":"normal","standardDeviation":"5%"}', FULL.uncertainty],
    [
      '{"distribution":"interval95","halfWidth":"3","unit":"kWh"}',
      { distribution: 'interval95', halfWidth: '3', unit: 'kW.h' },
    ],
  ])('of an uncertainty are read from the spelling %s', async (cell, uncertainty) => {
    const use = Object.entries(USE);
    const head = ['key,value,unit', ...use.map(([name]) => `detail.${name}`), 'detail.uncertainty'].join(',');
    const row = ['a,1,t', ...use.map(([, value]) => value), `"${cell.replaceAll('"', '""')}"`].join(',');
    expect(await importDetails('spelled.csv', `${head}\n${row}\n`)).toEqual([{ ...USE, uncertainty }]);
  });
});
