import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../core/exit-codes.ts';
import { formatExiobase } from '../tables/mrio/exiobase-files.ts';
import { makeTable } from '../tables/mrio/made-table.ts';
import { type CliRun, runLine } from './test-terminal.ts';

const REGIONS = ['AT', 'CN', 'DE'];
const TABLE = {
  ...makeTable(REGIONS, ['Paddy rice', 'Iron and steel']),
  stressors: ['CO2 - combustion - air', 'CH4 - agriculture - air'],
  units: ['kg', 'kg'],
};

let folder: string;
const run = (line: string, ...more: string[]): Promise<CliRun> =>
  runLine([...line.split(' '), ...more], { cwd: folder });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-groups-'));
  for (const [path, content] of Object.entries(formatExiobase(TABLE))) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  await writeFile(join(folder, 'gwp-ar6.csv'), await readFile(join('data', 'gwp-ar6.csv')));
  await writeFile(join(folder, 'eu.csv'), 'member,group\nAT,EU\nDE,EU\n');
  const { exit, err } = await run(
    'dataset table exiobase IOT_2019_ixi --licence CC-BY-SA-4.0 --out exiobase-2019',
  );
  expect({ exit, err }).toMatchObject({ exit: 0 });
});
afterAll(() => rm(folder, { recursive: true }));

interface Computed {
  readonly figures: readonly { key: string; value: string; unit: string; detail: { bound?: string } }[];
}

async function compute(...more: string[]): Promise<Map<string, number>> {
  const { exit, out, err } = await run('compute trade@1 exiobase-2019 gwp-ar6.csv --json', ...more);
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  const { figures } = JSON.parse(out) as Computed;
  return new Map(figures.map(({ key, value }) => [key, Number(value)]));
}

describe('ledger compute of a table in the layout of EXIOBASE', () => {
  it('gives CO2e for whom, in groups, as sums of the regions, from the folder of the table and a list', async () => {
    const [plain, grouped] = [await compute(), await compute('--groups', 'eu.csv')];
    const sumOf = (keys: readonly string[]): number => keys.reduce((sum, key) => sum + plain.get(key)!, 0);
    const EU = ['AT', 'DE'];
    for (const gas of ['CO2e', 'CO2%20-%20combustion%20-%20air']) {
      const flows = (from: readonly string[], to: readonly string[]): number =>
        sumOf(from.flatMap((a) => to.map((b) => `flow/${a}/${b}/${gas}`)));
      expect(grouped.get(`cba/EU/${gas}`)).toBeCloseTo(sumOf(EU.map((each) => `cba/${each}/${gas}`)), 8);
      expect(grouped.get(`imports/EU/${gas}`)).toBeCloseTo(flows(['CN'], EU), 8);
      expect(grouped.get(`exports/EU/${gas}`)).toBeCloseTo(flows(EU, ['CN']), 8);
      expect(grouped.get(`flow/EU/EU/${gas}`)).toBeCloseTo(flows(EU, EU), 8);
      expect(grouped.get(`cba/CN/${gas}`)).toBe(plain.get(`cba/CN/${gas}`));
    }
    expect([...grouped.keys()].filter((key) => key.includes('/AT/'))).toEqual([]);
  });

  it('prints the parameters that it took, and groups sectors by the same option', async () => {
    await writeFile(join(folder, 'kinds.csv'), 'group,member\nfood,Paddy rice\n');
    const { exit, out, err } = await run(
      'compute trade@1 exiobase-2019 gwp-ar6.csv --groups eu.csv --groups kinds.csv',
    );
    expect(exit).toBe(0);
    expect(err).toContain(
      'parameters: {"gwpSet":"AR6","groups":{"regions":"eu","sectors":"kinds"},"period":{"from":"2019-01-01","until":"2020-01-01"},"unsureDigits":"drop"}',
    );
    expect(out).toContain('cba-sector/EU/food/CO2e');
  });

  it('refuses a publisher’s folder, a list with a wrong region by its line, and two lists of regions', async () => {
    const refusals: [string, RegExp][] = [
      [
        'compute trade@1 IOT_2019_ixi',
        /folder without table\.ndjson: read the table of a publisher first, with ledger/,
      ],
      [
        'compute trade@1 exiobase-2019 --groups wrong.csv',
        /\(bad-groups\) in row-3 of wrong\.csv, detail\.member: the table lacks the regions XX/,
      ],
      [
        'compute trade@1 exiobase-2019 --groups eu.csv --groups other.csv',
        /several lists of groups of regions, eu and other/,
      ],
      ['compute trade@1 exiobase-2019 --groups empty.csv', /empty\.csv/],
    ];
    await writeFile(join(folder, 'wrong.csv'), 'member,group\nAT,EU\nXX,EU\n');
    await writeFile(join(folder, 'other.csv'), 'member,group\nCN,Asia\n');
    await writeFile(join(folder, 'empty.csv'), 'member,group\nAT,\n');
    for (const [line, text] of refusals) {
      const { exit, out, err } = await run(line);
      expect({ line, exit, out }).toEqual({ line, exit: EXIT_CODES.usage, out: '' });
      expect(err.replaceAll(/\s+/g, ' '), line).toMatch(text);
    }
  });
});
