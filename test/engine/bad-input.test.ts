import { describe, expect, it } from 'vitest';
import type { EngineErrorCode } from '../../engine/errors.ts';
import { runMethod } from '../../engine/run.ts';
import {
  ALWAYS,
  certificate,
  COMMON,
  dataset,
  electricity,
  entry,
  fuelDefaults,
  fuelUse,
  gridFactor,
  gwp,
  leak,
  YEAR_2022,
  type TestEntry,
} from './dataset.ts';

const GRIDS = { location: 'national', residual: 'national' };
const INVENTORY = { ...COMMON, gwpSet: 'AR5', grids: GRIDS };
const COAL = fuelDefaults('anthracite', '26.7', '1', { CO2: '98300' });
const POWER = [gridFactor('average', '0.5306', 'average'), gridFactor('residual', '0.6096', 'residual')];

const used = (item: string, category: string, basis: string, changes: object = {}): TestEntry =>
  entry(`use/${item}/${basis}`, '10', 't', {
    row: 'value-chain-activity',
    item,
    category,
    basis,
    geography: 'CN',
    ...changes,
  });
const factor = (item: string, basis: string, changes: object = {}, unit = 'kg{CO2e}/t'): TestEntry =>
  entry(
    `factor/${item}/${basis}/${JSON.stringify(changes).replaceAll(/[^a-z0-9]/gi, '')}`,
    '5',
    unit,
    { row: 'activity-factor', item, gases: ['CO2e'], gwpSet: 'AR5', basis, year: 2023, ...changes },
    ALWAYS,
  );
const goods = (good: string): TestEntry => entry(`goods/${good}`, '100', 't', { row: 'goods', good });
const precursor = (good: string, of: string): TestEntry =>
  entry(`${of}-of-${good}`, '50', 't', { row: 'precursor', good, of });
const emissions = (good: string, account: string, value: string): TestEntry =>
  entry(`${good}/${account}`, value, 't{CO2e}', { row: 'attributed-emissions', good, account });

type Case = [
  what: string,
  code: EngineErrorCode,
  method: string,
  rows: TestEntry[],
  parameters: object,
  key: string,
  column: string,
];

const CASES: readonly Case[] = [
  [
    'an unknown unit',
    'bad-unit',
    'scope2@1',
    [electricity('use', '1', 'MWh'), ...POWER],
    { ...COMMON, grids: GRIDS },
    'use',
    'unit',
  ],
  [
    'incommensurable units',
    'unit-mismatch',
    'scope2@1',
    [electricity('use', '1', 't'), ...POWER],
    { ...COMMON, grids: GRIDS },
    'use',
    'unit',
  ],
  [
    'a factor of another gas',
    'unit-mismatch',
    'combustion@1',
    [
      fuelUse('use', '1', 't', 'anthracite'),
      ...COAL.map((row) => (row.key.includes('/ef/') ? { ...row, unit: 'kg{CH4}/TJ' } : row)),
    ],
    COMMON,
    'anthracite/ef/CO2',
    'unit',
  ],
  [
    'a factor outside its valid time',
    'factor-out-of-time',
    'scope2@1',
    [
      electricity('use', '1', 'MW.h'),
      gridFactor('average', '0.5', 'average', {}, YEAR_2022),
      gridFactor('residual', '0.6', 'residual'),
    ],
    { ...COMMON, grids: GRIDS },
    'use',
    'from',
  ],
  [
    'a factor of another place',
    'factor-out-of-place',
    'value-chain@1',
    [used('steel', '3.1', 'life-cycle'), factor('steel', 'life-cycle', { geography: 'DE' })],
    { ...COMMON, gwpSet: 'AR5' },
    'use/steel/life-cycle',
    'detail.geography',
  ],
  [
    'a missing factor',
    'missing-factor',
    'value-chain@1',
    [used('steel', '3.1', 'life-cycle')],
    { ...COMMON, gwpSet: 'AR5' },
    'use/steel/life-cycle',
    'detail.item',
  ],
  [
    'two factors that match equally',
    'ambiguous-factor',
    'value-chain@1',
    [
      used('steel', '3.1', 'life-cycle'),
      factor('steel', 'life-cycle'),
      factor('steel', 'life-cycle', { year: 2022 }),
    ],
    { ...COMMON, gwpSet: 'AR5' },
    'factor/steel/life-cycle/year2022',
    'detail',
  ],
  [
    'a factor of another basis',
    'mixed-bases',
    'value-chain@1',
    [used('diesel', '3.3', 'well-to-tank'), factor('diesel', 'combustion')],
    { ...COMMON, gwpSet: 'AR5' },
    'use/diesel/well-to-tank',
    'detail.basis',
  ],
  [
    'a total of several bases',
    'mixed-bases',
    'value-chain@1',
    [
      used('diesel', '3.4', 'well-to-tank'),
      used('steel', '3.4', 'life-cycle'),
      factor('diesel', 'well-to-tank'),
      factor('steel', 'life-cycle'),
    ],
    { ...COMMON, gwpSet: 'AR5' },
    'factor/diesel/well-to-tank/',
    'detail.basis',
  ],
  [
    'a factor under another GWP set',
    'mixed-gwp-sets',
    'value-chain@1',
    [used('steel', '3.1', 'life-cycle'), factor('steel', 'life-cycle', { gwpSet: 'AR4' })],
    { ...COMMON, gwpSet: 'AR5' },
    'factor/steel/life-cycle/gwpSetAR4',
    'detail.gwpSet',
  ],
  [
    'a CO2-only factor in a CO2e total',
    'co2-only-factor',
    'inventory@1',
    [electricity('use', '1', 'MW.h'), ...POWER],
    INVENTORY,
    'average',
    'unit',
  ],
  [
    'a negative activity',
    'out-of-range',
    'refrigerant@1',
    [leak('leak', '-1', 'kg', 'HFC-134a'), gwp('HFC-134a', 'AR5', '1300')],
    { ...COMMON, gwpSet: 'AR5' },
    'leak',
    'value',
  ],
  [
    'an oxidation above 1',
    'out-of-range',
    'combustion@1',
    [fuelUse('use', '1', 't', 'anthracite'), ...fuelDefaults('anthracite', '26.7', '1.01', { CO2: '98300' })],
    COMMON,
    'anthracite/oxidation',
    'value',
  ],
  [
    'instruments above consumption',
    'instruments-exceed-consumption',
    'scope2@1',
    [electricity('use', '1', 'MW.h'), certificate('x', '2', 'MW.h'), ...POWER],
    { ...COMMON, grids: GRIDS },
    'certificate/x',
    'value',
  ],
  [
    'an instrument used twice',
    'duplicate-instrument',
    'scope2@1',
    [
      electricity('use', '9', 'MW.h'),
      certificate('x', '2', 'MW.h'),
      { ...certificate('x', '2', 'MW.h'), key: 'again' },
      ...POWER,
    ],
    { ...COMMON, grids: GRIDS },
    'certificate/x',
    'detail.id',
  ],
  [
    'a cycle of precursors',
    'precursor-cycle',
    'cbam@1',
    [goods('a'), goods('b'), precursor('b', 'a'), precursor('a', 'b')],
    { ...COMMON, gwpSet: 'AR5' },
    'a-of-b',
    'detail.good',
  ],
  [
    'a good with a stated value and emissions',
    'ambiguous-factor',
    'cbam@1',
    [
      goods('a'),
      emissions('a', 'direct', '10'),
      entry(
        'stated',
        '1',
        't{CO2e}/t',
        { row: 'embedded-emissions', good: 'a', account: 'direct', determination: 'default', year: 2023 },
        ALWAYS,
      ),
    ],
    { ...COMMON, gwpSet: 'AR5' },
    'stated',
    'value',
  ],
  [
    'avoided emissions in an inventory',
    'netting-refused',
    'inventory@1',
    [entry('use', '1', '{unit}', { row: 'solution-use', solution: 'x', geography: 'CN' })],
    INVENTORY,
    'use',
    'detail.row',
  ],
  [
    'a row that says not what it is',
    'bad-detail',
    'scope2@1',
    [entry('x', '1', 'MW.h', { row: 'electricity-use', category: 'c', geography: 'China' })],
    { ...COMMON, grids: GRIDS },
    'x',
    'detail.geography',
  ],
  [
    'an activity without a period',
    'missing-period',
    'scope2@1',
    [{ ...electricity('use', '1', 'MW.h'), from: 0, until: 0 }, ...POWER],
    { ...COMMON, grids: GRIDS },
    'use',
    'from',
  ],
];

describe('a bad input', () => {
  it.each(CASES)('%s is refused as %s, with row and column', (...given) => {
    const [, code, method, rows, parameters, key, column] = given;
    const run = (): unknown => runMethod(method, [dataset('a', ...rows)], parameters);
    expect(run).toThrow(expect.objectContaining({ name: 'EngineError', code }));
    expect(run).toThrow(expect.objectContaining({ row: { record: dataset('a').record, key, column } }));
  });

  it('a factor of another place is a warning where the parameters declare the proxy', () => {
    const rows = [used('steel', '3.1', 'life-cycle'), factor('steel', 'life-cycle', { geography: 'DE' })];
    const proxies = [
      { record: dataset('a').record, key: rows[1]!.key, reason: 'no Chinese factor is published' },
    ];
    const { warnings } = runMethod('value-chain@1', [dataset('a', ...rows)], {
      ...COMMON,
      gwpSet: 'AR5',
      proxies,
    });
    expect(warnings).toEqual([
      expect.objectContaining({
        code: 'proxy-factor',
        message: expect.stringContaining('DE, stands in for'),
      }),
    ]);
  });

  it('CO2-only factors and mixed bases are warnings where the parameters list them', () => {
    const rows = [
      used('diesel', '3.4', 'well-to-tank'),
      used('steel', '3.4', 'life-cycle'),
      factor('diesel', 'well-to-tank', {}, 'kg{CO2}/t'),
      factor('steel', 'life-cycle'),
    ];
    const totals = { co2Only: 'list', mixedBases: 'list' };
    const { figures, warnings } = runMethod('value-chain@1', [dataset('a', ...rows)], {
      ...COMMON,
      gwpSet: 'AR5',
      totals,
    });
    expect(figures.map(({ key, value, unit }) => [key, value, unit])).toEqual([
      ['scope3/3.4/life-cycle/steel', '0.05', 't{CO2e}'],
      ['scope3/3.4/total', '0.1', 't{CO2e}'],
      ['scope3/3.4/well-to-tank/diesel', '0.05', 't{CO2}'],
    ]);
    expect(new Set(warnings.map(({ code }) => code))).toEqual(new Set(['co2-only-factor', 'mixed-bases']));
  });
});

describe('a factor is found', () => {
  const rows = [
    factor('steel', 'life-cycle'),
    { ...factor('steel', 'life-cycle', { geography: 'CN' }), value: '6' },
    { ...factor('steel', 'life-cycle', { geography: 'CN-BJ' }), value: '7' },
  ];

  it.each([
    ['of the place itself first', 'CN-BJ', '0.07'],
    ['then of its country', 'CN-SH', '0.06'],
    ['then of no stated place', 'DE', '0.05'],
  ])('%s', (_, geography, expected) => {
    const inputs = [dataset('a', used('steel', '3.1', 'life-cycle', { geography }), ...rows)];
    const { figures } = runMethod('value-chain@1', inputs, { ...COMMON, gwpSet: 'AR5' });
    expect(figures.find(({ key }) => key === 'scope3/3.1/total')).toMatchObject({ value: expected });
  });
});

describe('cbam@1', () => {
  it('follows precursors over several levels, direct and indirect apart', () => {
    const stated = (account: string, value: string): TestEntry =>
      entry(
        `ore/${account}`,
        value,
        't{CO2e}/t',
        { row: 'embedded-emissions', good: 'ore', account, determination: 'default', year: 2023 },
        ALWAYS,
      );
    const rows = [
      goods('tube'),
      goods('coil'),
      precursor('coil', 'tube'),
      precursor('ore', 'coil'),
      emissions('tube', 'direct', '10'),
      emissions('tube', 'indirect', '4'),
      emissions('coil', 'direct', '80'),
      emissions('coil', 'indirect', '20'),
      stated('direct', '0.4'),
      stated('indirect', '0.1'),
    ];
    const { figures } = runMethod('cbam@1', [dataset('a', ...rows)], { ...COMMON, gwpSet: 'AR5' });
    const values = new Map(figures.map(({ key, value }) => [key, value]));
    // coil: (80 + 50 × 0.4) / 100 = 1 direct, (20 + 50 × 0.1) / 100 = 0.25 indirect; tube: (10 + 50 × 1) / 100, (4 + 50 × 0.25) / 100
    expect(values.get('cbam/coil/specific/direct')).toBe('1');
    expect(values.get('cbam/coil/specific/indirect')).toBe('0.25');
    expect(values.get('cbam/tube/specific/direct')).toBe('0.6');
    expect(values.get('cbam/tube/specific/indirect')).toBe('0.165');
    expect(values.get('cbam/tube/total')).toBe('76.5');
  });
});

describe('combustion-carbon@1', () => {
  // 1,000 t × 21 GJ/t × 0.03085 tC/GJ × 0.99 × 44/12, by hand
  it('computes the form of the Chinese ETS', () => {
    const rows = [
      fuelUse('coal', '1000', 't', 'coal'),
      entry('ncv', '21', 'GJ/t', { row: 'net-calorific-value', fuel: 'coal', year: 2023 }, ALWAYS),
      entry('cc', '0.03085', 't{C}/GJ', { row: 'carbon-content', fuel: 'coal', year: 2022 }, ALWAYS),
      entry('of', '0.99', '1', { row: 'oxidation', fuel: 'coal', year: 2022 }, ALWAYS),
    ];
    const { figures } = runMethod('combustion-carbon@1', [dataset('a', ...rows)], COMMON);
    expect(figures).toEqual([expect.objectContaining({ value: '2351.6955', unit: 't{CO2}' })]);
    expect(figures[0]!.detail.derivation.formula).toBe('FC * NCV * CC * OF * 44/12');
  });
});

describe('avoided@1', () => {
  it('multiplies yearly use by the lifetime, and shows what is given off more as negative', () => {
    const rows = [
      entry('pumps', '1000', 'MW.h/a', { row: 'solution-use', solution: 'heat-pump', geography: 'CN' }),
      ...(['reference', 'solution'] as const).map((role) =>
        entry(
          `hp/${role}`,
          role === 'reference' ? '0.2' : '0.05',
          't{CO2e}/MW.h',
          { row: 'solution-factor', solution: 'heat-pump', role, gases: ['CO2e'], gwpSet: 'AR5', year: 2023 },
          ALWAYS,
        ),
      ),
      entry('hp/life', '15', 'a', { row: 'solution-lifetime', solution: 'heat-pump', year: 2023 }, ALWAYS),
    ];
    const { figures } = runMethod('avoided@1', [dataset('a', ...rows)], { ...COMMON, gwpSet: 'AR5' });
    expect(figures).toEqual([expect.objectContaining({ key: 'avoided/heat-pump', value: '2250' })]);
    const worse = rows.map((row) => (row.key === 'hp/solution' ? { ...row, value: '0.3' } : row));
    const [figure] = runMethod('avoided@1', [dataset('a', ...worse)], { ...COMMON, gwpSet: 'AR5' }).figures;
    expect(figure?.value).toBe('-1500');
  });
});
