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
  readonly figures: readonly {
    key: string;
    value: string;
    detail: {
      exclusions?: { what: string }[];
      uncertainty?: { low?: string; high?: string };
    };
  }[];
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
    for (const gas of ['CO2e', 'CO2']) {
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

  it('gives each figure an interval, where a list says how sure the emissions of regions are', async () => {
    await writeFile(
      join(folder, 'spreads.csv'),
      'stressor,region,spread\nCO2,,10%\nCO2,CN,50 %\nCH4,,0.1%\n',
    );
    const line = 'compute trade@1 exiobase-2019 gwp-ar6.csv spreads.csv --groups eu.csv --json --intervals';
    const values = await compute('--groups', 'eu.csv');
    const run1 = JSON.parse((await run(line, '1')).out) as Computed;
    const figures = new Map(run1.figures.map((figure) => [figure.key, figure]));
    expect([...figures.keys()]).toEqual([...values.keys()]);
    const half = (key: string): number => {
      const { value, detail } = figures.get(key)!;
      expect(Number(value)).toBe(values.get(key));
      return (Number(detail.uncertainty!.high) - Number(detail.uncertainty!.low)) / 2 / Number(value);
    };
    // What one region emits is wrong by one ratio, for whomever it is. Regions without a row of their own share one row.
    expect(half('flow/CN/EU/CO2')).toBeCloseTo(0.5, 6);
    expect(half('pba/CN/CH4')).toBeCloseTo(0.001, 6);
    expect(half('exports/EU/CO2')).toBeCloseTo(0.1, 6);
    const [own, foreign] = [values.get('flow/EU/EU/CO2')!, values.get('flow/CN/EU/CO2')!];
    const expected = Math.hypot(0.1 * (own + values.get('household/EU/CO2')!), 0.5 * foreign);
    expect(half('cba/EU/CO2')).toBeCloseTo(expected / values.get('cba/EU/CO2')!, 6);
    const run2 = JSON.parse((await run(line, '2')).out) as Computed;
    expect(run2.figures.map(({ key, value }) => [key, value])).toEqual(
      run1.figures.map(({ key, value }) => [key, value]),
    );
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

  it('computes without regions that the table lacks where --missing says so, and figures name them', async () => {
    await writeFile(join(folder, 'far.csv'), 'member,group\nAT,EU\nXX,EU\n');
    const { out } = await run('compute trade@1 exiobase-2019 --groups far.csv --missing leave-out --json');
    const { figures } = JSON.parse(out) as Computed;
    const cba = figures.find(({ key }) => key === 'cba/EU/CO2')!;
    expect(cba.detail.exclusions).toContainEqual(expect.objectContaining({ what: 'XX of EU' }));
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
