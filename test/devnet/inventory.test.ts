import { describe, expect, it } from 'vitest';
import { readDataFile } from '../helpers/data-file.ts';
import { resultOfEntries } from '../../cli/inputs/result-inputs.ts';
import { hashEntries } from '../../core/records/entry.ts';
import { RUN_KEY } from '../../core/records/run.ts';
import { ZERO_HASH } from '../../core/encoding/hex.ts';
import { keySchema } from '../../core/encoding/schema.ts';
import { compareResults } from '../../engine/compare/compare.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import { repeatRun, type RunDetail } from '../../engine/run.ts';
import type { ComputedResult } from '../../devnet/example/computed-result.ts';
import { computeFirstInventory, computeRestatedInventory } from '../../devnet/example/inventory.ts';
import { figureOf, recordId } from '../engine/dataset.ts';

async function readDataset(digit: string, file: string): Promise<InputRecord> {
  return { record: recordId(digit), entries: await readDataFile(file) };
}

const company = {
  fuelDefaults: await readDataset('f', 'fuel-defaults-ipcc-2006.csv'),
  gwps: await readDataset('9', 'gwp-ar5.csv'),
  activity: await readDataset('a', 'activity-2023.csv'),
};
const factors2022 = await readDataset('2', 'grid-factors-cn-2022.csv');
const factors2023 = await readDataset('3', 'grid-factors-cn-2023.csv');
const ar6 = await readDataset('6', 'gwp-ar6.csv');
const first = await computeFirstInventory({ ...company, gridFactors: factors2022 });
const restated = await computeRestatedInventory({ ...company, gridFactors: factors2023 });
const run = first.entries.find(({ key }) => key === RUN_KEY)!.detail as object as RunDetail;

/** Computed by hand, in grams: coal 12,500 t × 26.7 GJ/t × 98.3 kg/GJ; leak 18.5 kg × 1300; power 48,000 MW.h, 12,000 certified. */
const COAL = 12500n * 267n * 983n * 10n;
const LEAK = 185n * 1300n * 100n;
const GRAMS = {
  first: { location: 48000n * 5366n * 100n, market: 36000n * 5856n * 100n },
  restated: { location: 48000n * 5306n * 100n, market: 36000n * 6096n * 100n },
};

function grams(inventory: ComputedResult, key: string): bigint {
  const [whole = '', fraction = ''] = figureOf(inventory.result, key).value.split('.');
  return BigInt(whole + fraction.padEnd(6, '0'));
}

describe('the inventory 2023', () => {
  it.each([
    ['first', first, GRAMS.first],
    ['restated', restated, GRAMS.restated],
  ])('equals the arithmetic by hand: %s', (_, inventory, { location, market }) => {
    expect(grams(inventory, 'scope1/combustion/anthracite/CO2')).toBe(COAL);
    expect(grams(inventory, 'scope1/refrigerant/HFC-134a')).toBe(LEAK);
    expect(grams(inventory, 'scope2/location')).toBe(location);
    expect(grams(inventory, 'scope2/market')).toBe(market);
    expect(grams(inventory, 'scope1+2/location')).toBe(COAL + LEAK + location);
    expect(grams(inventory, 'scope1+2/market')).toBe(COAL + LEAK + market);
    expect(grams(inventory, 'total/location')).toBe(COAL + LEAK + location);
    expect(grams(inventory, 'total/market')).toBe(COAL + LEAK + market);
    expect(figureOf(inventory.result, 'scope2/coverage')).toMatchObject({ value: '25', unit: '%' });
  });

  it('warns about both factors of 2022, and about none when restated', () => {
    const proxies = ({ result }: ComputedResult): string[] =>
      result.warnings.flatMap(({ code, row }) => (code === 'proxy-factor' ? [row.key] : []));
    expect(proxies(first)).toEqual(['CN/2022/average', 'CN/2022/residual']);
    expect(proxies(restated)).toEqual([]);
  });

  it('shows that scope 2 covers only CO2, with the year and basis of its factors', () => {
    const { unit, detail } = figureOf(first.result, 'scope2/location');
    expect(unit).toBe('t{CO2}');
    expect(detail).toMatchObject({
      gases: ['CO2'],
      gwpSet: null,
      factors: [{ year: 2022, basis: 'generation', geography: 'CN' }],
    });
    const total = figureOf(first.result, 'total/location').detail;
    expect(total.gwpSet).toBe('AR5');
    expect(total.covers?.map(({ key, gases }) => [key, gases])).toEqual([
      ['scope1/combustion/anthracite/CO2', ['CO2']],
      ['scope1/refrigerant/HFC-134a', ['HFC-134a']],
      ['scope2/location', ['CO2']],
    ]);
    expect(total.factors.map(({ name, year }) => [name, year])).toEqual([
      ['NCV', 2006],
      ['EF', 2006],
      ['OF', 2006],
      ['GWP', 2013],
      ['EF', 2022],
    ]);
  });

  it('has its four datasets as sources, ascending, in the order of the inputs of its run', () => {
    expect(first.sources).toEqual(['2', '9', 'a', 'f'].map(recordId));
    expect(run.inputs.map(({ record }) => record)).toEqual(first.sources);
  });

  it('can be computed again from its entry run', () => {
    const inputs = [company.activity, factors2022, company.gwps, company.fuelDefaults];
    expect(repeatRun(run, inputs)).toEqual(first.result);
  });

  it('changes only in its scope 2 figures and their totals when restated', () => {
    const [before, after] = [first, restated].map(({ entries }) => resultOfEntries(entries, 'whole'));
    const found = compareResults(before!, after!);
    expect(found.changed.map(({ key, absolute }) => [key, absolute])).toEqual([
      ['by-facility/works-1/scope2/location', '-288'],
      ['scope1+2/location', '-288'],
      ['scope1+2/market', '864'],
      ['scope2/location', '-288'],
      ['scope2/market', '864'],
      ['total/location', '-288'],
      ['total/market', '864'],
    ]);
    expect(found).toMatchObject({ added: [], removed: [], unchanged: 10, notShown: [] });
    const rows = found.changed
      .flatMap(({ operands }) => operands)
      .filter((own) => own.after?.record !== null);
    expect(new Set(rows.map((own) => `${own.before?.key} → ${own.after?.key}`))).toEqual(
      new Set(['CN/2022/average → CN/2023/average', 'CN/2022/residual → CN/2023/residual']),
    );
    expect(found.run?.map(({ member }) => member)).toEqual(['parameters.proxies']);
  });

  it('has entries that the protocol accepts and hashes', () => {
    expect(first.entries.map(({ key }) => key)).toEqual([...run.outputs, 'run']);
    for (const { key } of first.entries) expect(keySchema.safeParse(key).success).toBe(true);
    expect(hashEntries(first.entries.map((entry) => ({ ...entry, salt: ZERO_HASH })))).not.toBe(ZERO_HASH);
  });
});

describe('the example’s data', () => {
  const all = [factors2022, factors2023, ...Object.values(company), ar6];
  const value = (record: InputRecord, key: string): string | null | undefined =>
    record.entries.find((entry) => entry.key === key)?.value;

  // From the notices of MEE and NBS. The second notice prints the change of the national average, -1.1 %.
  it('has the published Chinese factors of both years, and their published change', () => {
    const keys = ['average', 'residual', 'fossil', 'average/East', 'average/North'];
    expect(keys.map((key) => value(factors2022, `CN/2022/${key}`))).toEqual([
      '0.5366',
      '0.5856',
      '0.8325',
      '0.5617',
      '0.6776',
    ]);
    expect(keys.map((key) => value(factors2023, `CN/2023/${key}`))).toEqual([
      '0.5306',
      '0.6096',
      '0.8273',
      '0.55',
      '0.6361',
    ]);
    expect(((5306n - 5366n) * 1000n) / 5366n).toBe(-11n);
  });

  // From openclimatedata/globalwarmingpotentials, AR5GWP100 and AR6GWP100.
  it('has the warming potentials of both reports', () => {
    const ar5 = company.gwps;
    expect(['CH4', 'N2O', 'HFC-134a'].map((gas) => value(ar5, `AR5/${gas}`))).toEqual(['28', '265', '1300']);
    expect(['CH4', 'N2O', 'HFC-134a'].map((gas) => value(ar6, `AR6/${gas}`))).toEqual([
      '27.9',
      '273',
      '1530',
    ]);
  });

  it('names a source for every published row', () => {
    for (const { record, entries } of all.filter((input) => input !== company.activity)) {
      for (const { key, detail } of entries) {
        expect(detail?.['source'], `${record} ${key}`).toMatchObject({
          title: expect.any(String),
          url: expect.any(String),
        });
      }
    }
  });
});
