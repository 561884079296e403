/**
 * Published cases, each run with `ledger compute`. The adapters below only rename: they turn published inputs into rows of
 * datasets, and say which figure is the published output.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readDataFile } from '../helpers/data-file.ts';
import { type CliRun, runLine } from '../cli/test-terminal.ts';
import {
  ALWAYS,
  certificate,
  COMPANY,
  COMMON,
  dataset,
  electricity,
  entry,
  fuelDefaults,
  fuelUse,
  gridFactor,
  gwp,
  retiredFor,
  type TestEntry,
} from '../engine/dataset.ts';
import { listCases, readCase, titleOf, type Run, type Values } from './case.ts';
import { FORMS } from './form-cases.ts';
import { LAND } from './land-cases.ts';
import { SCOPES } from './scope-cases.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'carbon-ledger-golden-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

function account({ method, rows, parameters = {} }: Omit<Run, 'figures'>): Promise<CliRun> {
  const [inputs, chosen] = [join(FOLDER, 'inputs.json'), join(FOLDER, 'parameters.json')];
  writeFileSync(inputs, JSON.stringify([dataset('1', ...rows)]));
  writeFileSync(chosen, JSON.stringify({ ...COMMON, ...parameters }));
  return runLine(['compute', method, inputs, '--parameters', chosen, '--json']);
}

/** Returns value and unit of the figures that `ledger compute --json` prints, by key. */
async function figuresOf(run: Omit<Run, 'figures'>): Promise<Map<string, string>> {
  const { exit, err, out } = await account(run);
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  const { figures } = JSON.parse(out) as { figures: { key: string; value: string; unit: string }[] };
  return new Map(figures.map(({ key, value, unit }) => [key, `${value} ${unit}`]));
}

/** Returns a printed decimal in canonical form. */
const canonical = (text: string | undefined): string =>
  text?.includes('.') === true ? text.replace(/\.?0+$/, '') : String(text);

const MULTI = { grids: { location: 'national', residual: 'national' }, entities: [COMPANY] };

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
const measured = (gas: string, value: string, unit: string): TestEntry =>
  entry(`measured/${gas}`, value, `${unit}{${gas}}`, {
    row: 'measured-emission',
    gas,
    source: 'stack',
    category: '1.A.1',
    geography: 'CN',
  });

const item =
  (name: string, unit: string, category: string, basis: string) =>
  ({ amount, factor: value }: Values): Run[] => [
    {
      method: 'value-chain@2',
      rows: [
        activity(name, amount!, unit, category, basis),
        factor(name, value!, `kg{CO2e}/${unit}`, basis),
      ],
      parameters: { gwpSet: 'AR4', mass: 'kg' },
      figures: { kgCO2e: [`scope3/${category}/${basis}/${name}`, 'kg{CO2e}'] },
    },
  ];

const fuel =
  (name: string) =>
  ({ ncv_TJ_per_Gg: ncv, ef_kg_per_TJ: ef, oxidation }: Values): Run[] => [
    {
      method: 'combustion@2',
      rows: [fuelUse('use', '1', 'kg', name), ...fuelDefaults(name, ncv!, oxidation!, { CO2: ef! })],
      parameters: { mass: 'kg' },
      figures: { kgCO2_per_kg: [`scope1/combustion/${name}/CO2`, 'kg{CO2}'] },
    },
  ];

const potentials =
  (gwpSet: string) =>
  ({ CO2, CH4, N2O, gwp_CH4: ofCH4, gwp_N2O: ofN2O }: Values): Run[] => [
    {
      method: 'inventory@2',
      rows: [
        measured('CO2', CO2!, 't'),
        measured('CH4', CH4!, 't'),
        measured('N2O', N2O!, 't'),
        gwp('CH4', gwpSet, ofCH4!),
        gwp('N2O', gwpSet, ofN2O!),
      ],
      parameters: { ...MULTI, gwpSet },
      figures: { tCO2e: ['scope1/total', 't{CO2e}'] },
    },
  ];

/** Returns the run of Chinese electricity for one grid and mix. */
const china = (
  { MWh, national, national_excl_market_traded_nonfossil: residual, fossil_only: fossil, east, north }: Values,
  location: string,
  mix: string,
  figures: Run['figures'],
): Run => ({
  method: 'scope2@2',
  rows: [
    electricity('use', MWh!, 'MW.h'),
    gridFactor('average', canonical(national), 'average'),
    gridFactor('residual', canonical(residual), 'residual'),
    gridFactor('fossil', canonical(fossil), 'fossil'),
    ...Object.entries({ East: east, North: north }).flatMap(([grid, value]) =>
      value === undefined ? [] : [gridFactor(grid, canonical(value), 'average', { grid })],
    ),
  ],
  parameters: { grids: { location, mix, residual: 'national' } },
  figures,
});
const byLocation = (name: string): Run['figures'] => ({ [name]: ['scope2/location', 't{CO2}'] });

const solution = (avoided: string): TestEntry[] => [
  entry('exported', '1', '{unit}', { row: 'solution-use', solution: 'wind-and-pv', geography: 'CN' }),
  ...(['reference', 'solution'] as const).map((role) =>
    entry(
      `wind-and-pv/${role}`,
      role === 'reference' ? avoided : '0',
      'Mt{CO2e}/{unit}',
      { row: 'solution-factor', solution: 'wind-and-pv', role, gases: ['CO2e'], gwpSet: 'AR5', year: 2024 },
      ALWAYS,
    ),
  ),
];
const INVENTORY = { ...MULTI, gwpSet: 'AR5', mass: 'Mt' };

const ADAPTERS: Readonly<Record<string, (inputs: Values) => Run[]>> = {
  'DEFRA-1': ({ amount, factor: value }) => [
    {
      method: 'refrigerant@2',
      rows: [
        entry('leak', amount!, 'kg', {
          row: 'refrigerant-leak',
          gas: 'PFC-3-1-10',
          category: '2.F.1',
          geography: 'GB',
        }),
        gwp('PFC-3-1-10', 'AR4', value!),
      ],
      parameters: { gwpSet: 'AR4', mass: 'kg' },
      figures: { kgCO2e: ['scope1/refrigerant/C4F10', 'kg{CO2e}'] },
    },
  ],
  'DEFRA-2': item('hotel-ro', '{night}', '3.6', 'life-cycle'),
  'DEFRA-3': item('flight-first', 'km.{passenger}', '3.3', 'well-to-tank'),
  'IPCC-anthracite': fuel('anthracite'),
  'IPCC-sub-bituminous': fuel('sub-bituminous'),
  'IPCC-lignite': fuel('lignite'),
  'GWP-AR5': potentials('AR5'),
  'GWP-AR6': potentials('AR6'),
  'S2-1': ({ kWh, grid, cert_kWh: certified, cert_factor: value, residual }) => [
    {
      method: 'scope2@2',
      rows: [
        electricity('use', kWh!, 'kW.h'),
        certificate('x', certified!, 'kW.h', { factor: value }),
        gridFactor('average', canonical(grid), 'average'),
        gridFactor('residual', canonical(residual), 'residual'),
      ],
      parameters: MULTI,
      figures: {
        location_t: ['scope2/location', 't{CO2}'],
        market_t: ['scope2/market', 't{CO2}'],
        coverage_pct: ['scope2/coverage', '%'],
      },
    },
  ],
  'S2-CN-2023': (inputs) => [
    china(inputs, 'national', 'average', {
      ...byLocation('national_t'),
      residual_t: ['scope2/market', 't{CO2}'],
    }),
    china(inputs, 'national', 'fossil', byLocation('fossil_t')),
    china(inputs, 'East', 'average', byLocation('east_t')),
    china(inputs, 'North', 'average', byLocation('north_t')),
  ],
  'INST-2': (inputs) => [
    china(inputs, 'national', 'average', {
      ...byLocation('national_t'),
      residual_t: ['scope2/market', 't{CO2}'],
    }),
    china(inputs, 'national', 'fossil', byLocation('fossil_t')),
  ],
  ...SCOPES,
  'INST-4': ({ kWh, certificates, grid, cert_factor: value, residual }) => [
    {
      method: 'scope2@2',
      rows: [
        electricity('use', kWh!, 'kW.h'),
        ...(certificates as unknown as Values[]).map(({ MWh, ...serials }) =>
          certificate(serials['from']!, MWh!, 'MW.h', {
            factor: value,
            retirement: { ...retiredFor(COMPANY), each: 'MW.h', serials: [serials] },
          }),
        ),
        gridFactor('average', canonical(grid), 'average'),
        gridFactor('residual', canonical(residual), 'residual'),
      ],
      parameters: MULTI,
      figures: { market_t_if_accepted_once: ['scope2/market', 't{CO2}'] },
    },
  ],
  'CBAM-1': ({ direct, indirect, tonnes, grid }) => [
    {
      method: 'cbam@2',
      rows: [
        entry('coil', canonical(tonnes), 't', { row: 'goods', good: 'coil', cn: '7208' }),
        ...Object.entries({ direct, indirect }).map(([name, value]) =>
          entry(
            `coil/${name}`,
            canonical(value),
            't{CO2e}/t',
            { row: 'embedded-emissions', good: 'coil', account: name, determination: 'actual', year: 2023, gwpSet: 'AR5' },
            ALWAYS,
          ),
        ),
        gridFactor('grid', canonical(grid), 'average', {}, undefined, 't{CO2e}/MW.h'),
      ],
      parameters: { gwpSet: 'AR5', grid: 'national' },
      figures: {
        total_specific: ['cbam/coil/specific/total', 't{CO2e}/t'],
        total_t: ['cbam/coil/total', 't{CO2e}'],
        implied_MWh_per_t: ['cbam/coil/specific/electricity', 'MW.h/t'],
      },
    },
  ],
  ...FORMS,
  ...LAND,
  'AVOID-1': ({ production_Mt: production, avoided_Mt: avoided }) => [
    {
      method: 'inventory@2',
      rows: [measured('CO2', production!, 'Mt')],
      parameters: INVENTORY,
      figures: { production_Mt: ['total/location', 'Mt{CO2e}'] },
    },
    {
      method: 'avoided@2',
      rows: solution(avoided!),
      parameters: { gwpSet: 'AR5', mass: 'Mt' },
      figures: { avoided_Mt: ['avoided/wind-and-pv', 'Mt{CO2e}'] },
    },
  ],
};

/** Published numbers that are not a figure of one run. They have tests of their own below. */
const APART = [
  'S2-CN-2023 change_vs_2022_pct',
  'AVOID-1 inventory_effect_of_avoided_Mt',
  'INST-4 unique_certificates',
  'INST-4 finding',
];
/** Cases without an accounting method. They are in unit-cases.test.ts. */
const UNIT_CASES = ['UNIT-1', 'LEI-1', 'JCS-1'];
/** Cases about groups of entities. They are in consolidation-cases.test.ts. */
const GROUPS = ['CONS-1', 'CONS-2', 'CONS-3', 'CONS-4', 'CONS-5'];
/** Cases about intervals, which are in test/engine/uncertainty. */
const UNCERTAINTIES = ['UNC-1', 'UNC-4', 'UNC-6', 'UNC-7', 'UNC-8', 'UNC-10', 'UNC-11', 'UNC-12'];

describe('ledger compute', () => {
  it.each(Object.keys(ADAPTERS).map((id) => [titleOf(readCase(id)), id] as const))('%s', async (_, id) => {
    const { inputs, expected } = readCase(id);
    const compared: string[] = [];
    for (const run of ADAPTERS[id]!(inputs)) {
      const figures = await figuresOf(run);
      for (const [name, [key, unit]] of Object.entries(run.figures)) {
        expect(figures.get(key), name).toBe(`${canonical(expected[name])} ${unit}`);
        compared.push(name);
      }
    }
    const apart = Object.keys(expected).filter((name) => APART.includes(`${id} ${name}`));
    expect([...compared, ...apart].sort()).toEqual(Object.keys(expected).sort());
  });

  it('runs every case of the file', () => {
    expect([...Object.keys(ADAPTERS), ...UNIT_CASES, ...GROUPS, ...UNCERTAINTIES].sort()).toEqual(listCases().sort());
  });

  it('S2-CN-2023: is 1.1 % less than with the factor of 2022, within 0.05 percentage points', async () => {
    const { inputs, expected } = readCase('S2-CN-2023');
    const entries = await readDataFile('grid-factors-cn-2022.csv');
    const { value } = entries.find(({ key }) => key === 'CN/2022/average')!;
    const figures = { ...inputs, national: value! };
    const locationOf = async (given: Values): Promise<number> => {
      const found = await figuresOf(china(given, 'national', 'average', {}));
      return Number(found.get('scope2/location')!.split(' ')[0]);
    };
    const from = await locationOf(figures);
    const to = await locationOf(inputs);
    const change = (100 * (to - from)) / from;
    expect(Math.abs(change - Number(expected['change_vs_2022_pct']))).toBeLessThan(0.05);
  });

  it('INST-4: counts 249 certificates, and says which it found twice', async () => {
    const { inputs, expected } = readCase('INST-4');
    const { out } = await account(ADAPTERS['INST-4']!(inputs)[0]!);
    const { figures, warnings } = JSON.parse(out) as {
      figures: { key: string; value: string }[];
      warnings: { code: string; message: string }[];
    };
    const coverage = figures.find(({ key }) => key === 'scope2/coverage')!;
    expect((Number(coverage.value) / 100) * 250).toBeCloseTo(Number(expected['unique_certificates']), 9);
    const found = warnings.filter(({ code }) => code === 'overlapping-serials');
    expect(found.map(({ message }) => message)).toEqual([expect.stringContaining(expected['finding']!)]);
  });

  it('AVOID-1: reports netting-refused for avoided emissions in an inventory', async () => {
    const { inputs } = readCase('AVOID-1');
    const rows = [measured('CO2', inputs['production_Mt']!, 'Mt'), ...solution(inputs['avoided_Mt']!)];
    const run = await account({ method: 'inventory@2', rows, parameters: INVENTORY });
    expect(run).toMatchObject({ exit: 2, out: '' });
    expect(JSON.parse(run.err)).toMatchObject({
      error: { code: 'netting-refused', details: { row: { key: 'exported', column: 'detail.row' } } },
    });
  });
});
