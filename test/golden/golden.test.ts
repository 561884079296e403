/**
 * Published cases, each run by `ledger account`. What stands here beside the numbers only renames them: which row of which
 * dataset a published number is. Sources are named by each case.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runLine } from '../cli/test-terminal.ts';
import {
  COMMON,
  certificate,
  dataset,
  electricity,
  entry,
  fuelDefaults,
  fuelUse,
  gridFactor,
  gwp,
  ALWAYS,
  type TestEntry,
} from '../engine/dataset.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'carbon-ledger-golden-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** Returns the figures that `ledger account --json` prints, by key: value and unit. */
async function account(method: string, rows: readonly TestEntry[], changes: object): Promise<Map<string, string>> {
  const [inputs, parameters] = [join(FOLDER, 'inputs.json'), join(FOLDER, 'parameters.json')];
  writeFileSync(inputs, JSON.stringify([dataset('1', ...rows)]));
  writeFileSync(parameters, JSON.stringify({ ...COMMON, ...changes }));
  const run = await runLine(['account', method, inputs, '--parameters', parameters, '--json']);
  expect(run).toMatchObject({ exit: 0, err: '' });
  const { figures } = JSON.parse(run.out) as { figures: { key: string; value: string; unit: string }[] };
  return new Map(figures.map(({ key, value, unit }) => [key, `${value} ${unit}`]));
}

const factor = (item: string, value: string, unit: string, basis: string): TestEntry =>
  entry(
    `factor/${item}`,
    value,
    unit,
    { row: 'activity-factor', item, gases: ['CO2e'], gwpSet: 'AR4', basis, year: 2021 },
    ALWAYS,
  );
const activity = (item: string, value: string, unit: string, category: string, basis: string): TestEntry =>
  entry(`use/${item}`, value, unit, { row: 'value-chain-activity', item, category, basis, geography: 'GB' });

/** UK Government GHG Conversion Factors 2021 (Crown copyright, OGL v3.0), as hyperledger-labs/blockchain-carbon-accounting has them. */
describe('DEFRA 2021', () => {
  it('DEFRA-1: 12 kg of PFC-3-1-10 are 106,320 kg CO2e', async () => {
    const rows = [
      entry('leak', '12', 'kg', { row: 'refrigerant-leak', gas: 'PFC-3-1-10', category: '2.F.1', geography: 'GB' }),
      gwp('PFC-3-1-10', 'AR4', '8860'),
    ];
    const figures = await account('refrigerant@1', rows, { gwpSet: 'AR4', mass: 'kg' });
    expect(figures.get('scope1/refrigerant/PFC-3-1-10')).toBe('106320 kg{CO2e}');
  });

  it.each([
    ['DEFRA-2: 4 room nights in Romania', 'hotel-RO', '4', '{night}', '25.5', '3.6', 'life-cycle', '102'],
    ['DEFRA-3: 2,500 km of a long-haul first class passenger, well-to-tank', 'flight-first', '2500', 'km.{passenger}', '0.06159', '3.3', 'well-to-tank', '153.975'],
  ])('%s', async (...given) => {
    const [, item, amount, unit, value, category, basis, expected] = given;
    const rows = [
      activity(item, amount, unit, category, basis),
      factor(item, value, `kg{CO2e}/${unit}`, basis),
    ];
    const figures = await account('value-chain@1', rows, { gwpSet: 'AR4', mass: 'kg' });
    expect(figures.get(`scope3/${category}/${basis}/${item}`)).toBe(`${expected} kg{CO2e}`);
  });
});

/** 2006 IPCC Guidelines, volume 2, tables 1.2 and 1.4; the products as the emission factor database prints them. */
describe('IPCC 2006', () => {
  it.each([
    ['IPCC-anthracite', 'anthracite', '26.7', '98300', '2.62461'],
    ['IPCC-sub-bituminous', 'sub-bituminous', '18.9', '96100', '1.81629'],
    ['IPCC-lignite', 'lignite', '11.9', '101000', '1.2019'],
  ])('%s: kg of CO2 for one kg', async (_, fuel, ncv, ef, expected) => {
    const rows = [fuelUse('use', '1', 'kg', fuel), ...fuelDefaults(fuel, ncv, '1', { CO2: ef })];
    const figures = await account('combustion@1', rows, { mass: 'kg' });
    expect(figures.get(`scope1/combustion/${fuel}/CO2`)).toBe(`${expected} kg{CO2}`);
  });
});

/** openclimatedata/globalwarmingpotentials (CC0); AR6 gives 27.9 for CH4 without the CO2 it oxidises to. */
describe('global warming potentials', () => {
  it.each([
    ['GWP-AR5', 'AR5', '28', '265', '182.5'],
    ['GWP-AR6', 'AR6', '27.9', '273', '183.1'],
  ])('%s: 100 t CO2, 2 t CH4 and 0.1 t N2O', async (_, gwpSet, ch4, n2o, expected) => {
    const measured = (gas: string, value: string): TestEntry =>
      entry(`measured/${gas}`, value, 't', {
        row: 'measured-emission',
        gas,
        source: 'stack',
        category: '1.A.1',
        geography: 'CN',
      });
    const rows = [
      measured('CO2', '100'),
      measured('CH4', '2'),
      measured('N2O', '0.1'),
      gwp('CH4', gwpSet, ch4),
      gwp('N2O', gwpSet, n2o),
    ];
    const grids = { location: 'national', residual: 'national' };
    const figures = await account('inventory@1', rows, { gwpSet, grids });
    expect(figures.get('scope1/total')).toBe(`${expected} t{CO2e}`);
  });
});

describe('scope 2', () => {
  /** tools.gera.services/scope2-market-vs-location-based */
  it('S2-1: 1,000,000 kWh, 600,000 of them certified', async () => {
    const rows = [
      electricity('use', '1000000', 'kW.h'),
      certificate('x', '600000', 'kW.h'),
      gridFactor('average', '0.2', 'average'),
      gridFactor('residual', '0.45', 'residual'),
    ];
    const figures = await account('scope2@1', rows, { grids: { location: 'national', residual: 'national' } });
    expect(Object.fromEntries(figures)).toEqual({
      'scope2/location': '200 t{CO2}',
      'scope2/market': '180 t{CO2}',
      'scope2/coverage': '60 %',
    });
  });

  /** Notice of MEE and NBS on 2023 electricity CO2 factors, as reported at 163.com/dy/article/KIQVBKCG05567I2C.html */
  describe('S2-CN-2023: 1,000 MWh in China', () => {
    const rows = [
      electricity('use', '1000', 'MW.h'),
      gridFactor('average', '0.5306', 'average'),
      gridFactor('residual', '0.6096', 'residual'),
      gridFactor('fossil', '0.8273', 'fossil'),
      gridFactor('east', '0.55', 'average', { grid: 'East' }),
      gridFactor('north', '0.6361', 'average', { grid: 'North' }),
    ];

    it.each([
      ['national', 'average', '530.6'],
      ['national', 'fossil', '827.3'],
      ['East', 'average', '550'],
      ['North', 'average', '636.1'],
    ])('%s, %s mix', async (location, mix, expected) => {
      const figures = await account('scope2@1', rows, { grids: { location, mix, residual: 'national' } });
      expect(figures.get('scope2/location')).toBe(`${expected} t{CO2}`);
      expect(figures.get('scope2/market')).toBe('609.6 t{CO2}');
    });

    it('is 1.1 % less than with the factor of 2022', async () => {
      const grids = { location: 'national', residual: 'national' };
      const before = [gridFactor('average', '0.5366', 'average'), ...rows.filter(({ key }) => key !== 'average')];
      const old = await account('scope2@1', before, { grids });
      const now = await account('scope2@1', rows, { grids });
      const [from, to] = [old, now].map((figures) => Number(figures.get('scope2/location')!.split(' ')[0]));
      expect(Math.abs((100 * (to! - from!)) / from! - -1.1)).toBeLessThan(0.05);
    });
  });
});

/** rgtmaia/cbam-spec examples/example-v2-complete.xml (MIT; a community format) */
describe('CBAM', () => {
  it('CBAM-1: 1,000 t of hot-rolled coil', async () => {
    const stated = (account: string, value: string): TestEntry =>
      entry(
        `coil/${account}`,
        value,
        't{CO2e}/t',
        { row: 'embedded-emissions', good: 'coil', account, determination: 'actual', year: 2023 },
        ALWAYS,
      );
    const rows = [
      entry('coil', '1000', 't', { row: 'goods', good: 'coil', cn: '7208' }),
      stated('direct', '1.85'),
      stated('indirect', '0.172'),
      gridFactor('grid', '0.086', 'average', {}, undefined, 't{CO2e}/MW.h'),
    ];
    const figures = await account('cbam@1', rows, { gwpSet: 'AR5', grid: 'national' });
    expect(Object.fromEntries(figures)).toEqual({
      'cbam/coil/specific/direct': '1.85 t{CO2e}/t',
      'cbam/coil/specific/indirect': '0.172 t{CO2e}/t',
      'cbam/coil/specific/total': '2.022 t{CO2e}/t',
      'cbam/coil/specific/electricity': '2 MW.h/t',
      'cbam/coil/direct': '1850 t{CO2e}',
      'cbam/coil/indirect': '172 t{CO2e}',
      'cbam/coil/total': '2022 t{CO2e}',
    });
  });
});

/** WBCSD Guidance on Avoided Emissions: reported beside the inventory, never netted; headline numbers of exported wind and PV 2024 */
describe('avoided emissions', () => {
  const solution = [
    entry('exported', '1', '{unit}', { row: 'solution-use', solution: 'wind-and-pv', geography: 'CN' }),
    ...(['reference', 'solution'] as const).map((role) =>
      entry(
        `wind-and-pv/${role}`,
        role === 'reference' ? '350' : '0',
        'Mt{CO2e}/{unit}',
        { row: 'solution-factor', solution: 'wind-and-pv', role, gases: ['CO2e'], gwpSet: 'AR5', year: 2024 },
        ALWAYS,
      ),
    ),
  ];
  const production = entry('production', '2', 'Mt', {
    row: 'measured-emission',
    gas: 'CO2',
    source: 'works',
    category: '2.E',
    geography: 'CN',
  });
  const grids = { location: 'national', residual: 'national' };

  it('AVOID-1: 2 Mt emitted and 350 Mt avoided are two lines of two accounts', async () => {
    const inventory = await account('inventory@1', [production], { gwpSet: 'AR5', grids, mass: 'Mt' });
    const avoided = await account('avoided@1', solution, { gwpSet: 'AR5', mass: 'Mt' });
    expect(inventory.get('total/location')).toBe('2 Mt{CO2e}');
    expect(Object.fromEntries(avoided)).toEqual({ 'avoided/wind-and-pv': '350 Mt{CO2e}' });
  });

  it('are refused where an inventory is asked to net them', async () => {
    const inputs = join(FOLDER, 'net.json');
    const parameters = join(FOLDER, 'net-parameters.json');
    writeFileSync(inputs, JSON.stringify([dataset('1', production, ...solution)]));
    writeFileSync(parameters, JSON.stringify({ ...COMMON, gwpSet: 'AR5', grids }));
    const run = await runLine(['account', 'inventory@1', inputs, '--parameters', parameters, '--json']);
    expect(run).toMatchObject({ exit: 2, out: '' });
    expect(JSON.parse(run.err)).toMatchObject({
      error: { code: 'netting-refused', details: { row: { key: 'exported', column: 'detail.row' } } },
    });
  });
});
