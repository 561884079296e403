import type { InputRecord } from '../../engine/rows/input.ts';
import { findRowType } from '../../engine/rows/types/row-types.ts';
import { runMethod } from '../../engine/run.ts';
import {
  ALWAYS,
  certificate,
  COMMON,
  COMPANY,
  dataset,
  documentOf,
  electricity,
  entry,
  fuelDefaults,
  fuelUse,
  gridFactor,
  gwp,
  leak,
  type TestEntry,
  YEAR_2022,
  YEAR_2023,
} from './dataset.ts';
import { HOUSEHOLDS, SMALL_MRIO } from './trade/small-mrio.ts';
import { DECAYING } from './nature/decay-rows.ts';
import { CYCLE, FOOTPRINT } from './life-cycle/every-figure.ts';
import { rowsOf } from './trade/small-table.ts';

const DONE = { category: 'c', geography: 'CN', facility: 'north' };
const north = (row: TestEntry): TestEntry => ({ ...row, detail: { ...row.detail, facility: 'north' } });
const ofOrigin = (origin: string, row: TestEntry): TestEntry => {
  return { ...row, detail: { ...row.detail, origin } };
};
const IN_CO2E = { gases: ['CO2', 'CH4', 'N2O'], gwpSet: 'AR5' };
const stated = (good: string, account: string): TestEntry =>
  entry(
    `${good}/${account}`,
    '1.5',
    't{CO2e}/t',
    { row: 'embedded-emissions', good, account, determination: 'actual', year: 2023, gwpSet: 'AR5' },
    ALWAYS,
  );

/** Returns rows, and for those that can have a line, a negative one in a line. */
function withLines(rows: readonly TestEntry[]): TestEntry[] {
  const lined = rows.filter(({ detail }) => findRowType(detail!['row'])?.signed === 'with-line');
  const taken = lined.map(({ key, detail, ...row }) => {
    return { ...row, key: `${key}/taken`, value: '-0.1', detail: { ...detail, line: 'taken' } };
  });
  return [...rows, ...taken];
}

/** Rows that produce every kind of figure of every method. */
const ROWS = withLines([
  north(fuelUse('coal', '7', 't', 'coal')),
  north(ofOrigin('biogenic', fuelUse('wood', '7', 't', 'wood'))),
  north(ofOrigin('land-use', fuelUse('cleared', '7', 't', 'wood'))),
  ...fuelDefaults('coal', '20', '1', { CO2: '100000', CH4: '10' }),
  ...fuelDefaults('wood', '15', '1', { CO2: '112000' }).map((row) =>
    row.key.includes('/ef/') ? { ...row, detail: { ...row.detail, origin: 'biogenic' } } : row,
  ),
  ...['coal', 'wood'].map((fuel) =>
    entry(`${fuel}/cc`, '0.03', 't{C}/GJ', { row: 'carbon-content', fuel, year: 2022 }, ALWAYS),
  ),
  entry('clinker', '3', 't', { row: 'process-activity', process: 'clinker', kind: 'process', ...DONE }),
  entry('clinker/ef', '0.5', 't{CO2}/t', {
    row: 'process-factor',
    process: 'clinker',
    gas: 'CO2',
    year: 2023,
  }),
  entry('stack', '2', 't{CH4}', { row: 'measured-emission', gas: 'CH4', source: 'stack', ...DONE }),
  entry('stack/old', '2', 't{CFC-11}', { row: 'measured-emission', gas: 'CFC-11', source: 'stack', ...DONE }),
  entry('foam', '3', 't', { row: 'process-activity', process: 'foam', kind: 'fugitive', ...DONE }),
  entry('foam/ef', '0.5', 't{CFC-11}/t', {
    row: 'process-factor',
    process: 'foam',
    gas: 'CFC-11',
    year: 2023,
  }),
  ...['biogenic', 'land-use'].flatMap((origin) => {
    const done = { process: 'peat', kind: 'fugitive', origin, ...DONE };
    return [
      entry(`peat/${origin}`, '3', 't', { row: 'process-activity', ...done }),
      entry(`stack/${origin}`, '2', 't{CO2}', {
        row: 'measured-emission',
        gas: 'CO2',
        source: 'stack',
        origin,
        ...DONE,
      }),
    ];
  }),
  entry('peat/ef', '0.5', 't{CO2}/t', { row: 'process-factor', process: 'peat', gas: 'CO2', year: 2023 }),
  north(leak('leak', '1', 'kg', 'HFC-134a')),
  ...[
    leak('leak/january', '1', 'kg', 'HFC-134a'),
    entry('use/january', '3', 'MW.h', { row: 'electricity-use', category: 'trial', geography: 'CN' }),
    entry('steel/january', '4', 't', {
      row: 'value-chain-activity',
      item: 'steel',
      basis: 'life-cycle',
      category: '3.1',
      geography: 'CN',
    }),
  ].map((row) => ({ ...row, until: Date.UTC(2023, 1) / 1000 })),
  north(leak('old', '1', 'kg', 'CFC-11')),
  gwp('HFC-134a', 'AR5', '1300'),
  gwp('CFC-11', 'AR5', '4660'),
  gwp('CH4', 'AR5', '28'),
  north(electricity('use', '9', 'MW.h')),
  north(entry('heat', '9', 'GJ', { row: 'heat-use', carrier: 'heat', ...DONE })),
  entry(
    'heat/ef',
    '0.1',
    't{CO2e}/GJ',
    { row: 'heat-factor', carrier: 'heat', year: 2023, ...IN_CO2E },
    ALWAYS,
  ),
  certificate('x', '2', 'MW.h', { factorUnit: 'kg{CO2e}/kW.h', ...IN_CO2E }),
  gridFactor('average', '0.5', 'average', IN_CO2E, undefined, 'kg{CO2e}/kW.h'),
  gridFactor('residual', '0.6', 'residual', IN_CO2E, undefined, 'kg{CO2e}/kW.h'),
  entry('steel', '4', 't', {
    row: 'value-chain-activity',
    item: 'steel',
    basis: 'life-cycle',
    ...DONE,
    category: '3.1',
  }),
  ...['biogenic', 'land-use'].map((origin) =>
    entry(
      `steel/${origin}`,
      '50',
      'kg{CO2}/t',
      {
        row: 'activity-factor',
        item: 'steel',
        basis: 'life-cycle',
        year: 2023,
        gases: ['CO2'],
        origin,
      },
      ALWAYS,
    ),
  ),
  entry(
    'steel/ef',
    '1800',
    'kg{CO2e}/t',
    { row: 'activity-factor', item: 'steel', basis: 'life-cycle', year: 2023, ...IN_CO2E },
    ALWAYS,
  ),
  // One member of a group bought from another one what both count.
  ...['seller', 'buyer'].flatMap((name, at) => [
    documentOf(name, {
      ...{
        row: 'entity',
        identifier: `urn:example:${name}`,
        name,
        geography: 'CN',
        operationalControl: 'yes',
      },
    }),
    entry(`steel/${name}`, '4', 't', {
      ...{
        row: 'value-chain-activity',
        item: 'steel',
        basis: 'life-cycle',
        category: '3.1',
        geography: 'CN',
      },
      ...{ entity: `urn:example:${name}`, counterparty: `urn:example:${at === 0 ? 'buyer' : 'seller'}` },
    }),
  ]),
  entry('output', '10', 't', { row: 'output', output: 'steel' }),
  entry('coil', '10', 't', { row: 'goods', good: 'coil' }),
  stated('coil', 'direct'),
  stated('coil', 'indirect'),
  entry('power', '10', 'MW.h', { row: 'goods', good: 'power' }),
  ...['direct', 'indirect'].map((account) => ({ ...stated('power', account), unit: 't{CO2e}/MW.h' })),
]);
const OF_STEEL = {
  row: 'value-chain-activity',
  item: 'steel',
  basis: 'life-cycle',
  ...DONE,
  category: '3.1',
};
const TEN_PERCENT = { uncertainty: { distribution: 'normal', standardDeviation: '0.05' } };
const UNCERTAIN = [
  entry('steel', '4', 't', { ...OF_STEEL, ...TEN_PERCENT }),
  entry('steel/before', '3', 't', OF_STEEL, YEAR_2022),
  entry(
    'steel/ef',
    '1800',
    'kg{CO2e}/t',
    { row: 'activity-factor', item: 'steel', basis: 'life-cycle', year: 2023, ...IN_CO2E, ...TEN_PERCENT },
    ALWAYS,
  ),
];
const AVOIDED = [
  entry('pumps', '5', 'MW.h', { row: 'solution-use', solution: 'pump', geography: 'CN' }),
  ...['reference', 'solution'].map((role) =>
    entry(
      role,
      '1',
      't{CO2e}/MW.h',
      { row: 'solution-factor', solution: 'pump', role, year: 2023, ...IN_CO2E },
      ALWAYS,
    ),
  ),
];

/** A portfolio of three investees. */
const PORTFOLIO = [
  ['listed-equity', 'steelworks', 'evic'],
  ['mortgage', 'house', 'value-at-origination'],
].flatMap(([assetClass, investee, kind]) => [
  entry(`${investee!}/held`, '5', '{EUR}', { row: 'financing', investee, assetClass, category: '3.15' }),
  entry(`${investee!}/value`, '50', '{EUR}', { row: 'investee-value', investee, kind, year: 2023 }),
  ...['1+2', '3'].map((scope) =>
    entry(`${investee!}/${scope}`, '900', 't{CO2e}', {
      ...{ row: 'investee-emissions', investee, scope, score: 2, year: 2023, ...IN_CO2E },
    }),
  ),
]);

/** A plant that makes heat and power. */
const COGENERATION = [
  entry('stack', '100', 't{CO2}', { row: 'measured-emission', gas: 'CO2', source: 'plant', ...DONE }),
  ...['heat', 'power'].flatMap((carrier) => {
    const of = { plant: 'plant', product: carrier };
    return [
      entry(carrier, '40', 'MW.h', { row: 'cogeneration-output', carrier, ...of }),
      entry(`${carrier}/eta`, carrier === 'heat' ? '0.8' : '0.35', '1', {
        ...{ row: 'cogeneration-weight', ...of, measure: 'efficiency', year: 2023 },
      }),
    ];
  }),
];

const FIRST_DAY = { from: YEAR_2023.from, until: YEAR_2023.from + 86_400 };
const AFTER = { from: FIRST_DAY.until, until: YEAR_2023.until };

const PLANT_GASES = [gwp('CH4', 'AR5', '28')];
/** A plant: an oven that burns coal and wood and makes heat and power, a kiln that emits gases, and a furnace with a mass balance. Coke is metered. */
const PLANT = [
  ...[
    { material: 'coke', toUnit: 'oven', treatment: 'combustion', meter: 'scale', checkMeter: 'belt' },
    { material: 'coke', toUnit: 'oven', treatment: 'combustion', origin: 'land-use' },
    { material: 'straw', toUnit: 'oven', treatment: 'combustion', origin: 'biogenic' },
    { material: 'filling', toUnit: 'kiln', treatment: 'process' },
    { material: 'filling', fromUnit: 'kiln', treatment: 'output' },
    { material: 'coke', toUnit: 'furnace' },
    { material: 'iron', fromUnit: 'furnace' },
  ].map((flow, index) =>
    entry(`plant/${index}`, `${100 - index}`, 't', { row: 'plant-stream', plant: 'plant', ...flow, ...DONE }),
  ),
  ...['scale', 'belt'].flatMap((meter) => [
    entry(`${meter}/day`, '60', 't', { row: 'meter-reading', meter }, FIRST_DAY),
    entry(`${meter}/rest`, '41', 't', { row: 'meter-reading', meter, measurement: 'substituted' }, AFTER),
    entry(`${meter}/sure`, '1.01', '1', { row: 'meter-calibration', meter, by: 'a laboratory' }),
  ]),
  ...[
    { carrier: 'heat', material: 'steam', fromUnit: 'oven', toUnit: 'furnace' },
    { carrier: 'heat', material: 'steam', fromUnit: 'oven' },
    { carrier: 'heat', material: 'steam', toUnit: 'furnace' },
    { carrier: 'power', material: 'power', fromUnit: 'oven', toUnit: 'furnace' },
    { carrier: 'power', material: 'power', fromUnit: 'oven' },
  ].map((flow, index) =>
    entry(`energy/${index}`, '20', 'GJ', { row: 'plant-stream', plant: 'plant', ...flow, ...DONE }),
  ),
  entry('plant/stack', '3', 't{CH4}', {
    ...{ row: 'plant-stream', plant: 'plant', material: 'flue-gas', fromUnit: 'kiln', treatment: 'measured' },
    ...{ tier: 2, ...DONE },
  }),
  entry('plant/gas', '9', 't', {
    ...{ row: 'plant-stream', plant: 'plant', material: 'gas', carrier: 'waste-gas' },
    ...{ fromUnit: 'furnace', toUnit: 'oven', treatment: 'combustion', ...DONE },
  }),
  entry('gas/carbon', '0.1', 'kg/kg', { row: 'carbon-content', fuel: 'gas', year: 2023 }),
  entry('gas/burned', '1', '1', { row: 'oxidation', fuel: 'gas', year: 2023 }),
  entry('gas/ncv', '3', 'GJ/t', { row: 'net-calorific-value', fuel: 'gas', year: 2023 }),
  entry('natural-gas/ef', '56.1', 't{CO2}/TJ', {
    ...{ row: 'emission-factor', fuel: 'natural-gas', gas: 'CO2', basis: 'combustion' },
    ...{ origin: 'fossil', year: 2023 },
  }),
  entry('plant/waste-gas', '0.667', '1', {
    ...{ row: 'constant', constant: 'waste-gas', ruleSet: 'EU-2023-1773', year: 2023 },
  }),
  entry('plant/steam', '0.2', 't{CO2e}/MW.h', {
    ...{ row: 'heat-factor', carrier: 'steam', year: 2023, ...IN_CO2E },
  }),
  entry('furnace/iron', '1', '1', {
    ...{ row: 'plant-unit', plant: 'plant', unit: 'furnace', good: 'iron', year: 2023 },
  }),
  ...['coke', 'iron', 'straw'].flatMap((fuel, index) => [
    entry(`${fuel}/carbon`, `0.${8 - 3 * index}`, 'kg/kg', { row: 'carbon-content', fuel, year: 2023 }),
    entry(`${fuel}/burned`, '1', '1', { row: 'oxidation', fuel, year: 2023 }),
  ]),
  ...['CH4', 'CFC-11'].map((gas) =>
    entry(`filling/${gas}`, '0.01', `t{${gas}}/t`, {
      row: 'process-factor',
      process: 'filling',
      gas,
      year: 2023,
    }),
  ),
];

const UNSURE = { uncertainty: { distribution: 'normal', standardDeviation: '0.01' } };
/** A plant whose flows are measured: one of them by volume, with its density, and one by readings. */
const METERED = [
  ...[
    ['ore', '100', 't', { toUnit: 'furnace', meter: 'scale', checkMeter: 'belt' }],
    ['iron', '90', 't', { fromUnit: 'furnace', ...UNSURE }],
    ['gas', '9000', 'm3', { fromUnit: 'furnace', ...UNSURE }],
    ['slag', '5', 't', { fromUnit: 'furnace', toUnit: 'cooler', measurement: 'none' }],
    ['stone', '5.1', 't', { fromUnit: 'cooler', ...UNSURE }],
  ].map(([material, value, unit, more]) =>
    entry(material as string, value as string, unit as string, {
      ...{ row: 'plant-stream', plant: 'plant', material, ...(more as object), ...DONE },
    }),
  ),
  ...['scale', 'belt'].flatMap((meter, at) => [
    entry(`${meter}/year`, `${99 + at}`, 't', { row: 'meter-reading', meter }),
    entry(`${meter}/sure`, '1.01', '1', {
      ...{ row: 'meter-calibration', meter, by: 'a laboratory', ...UNSURE },
    }),
  ]),
  ...['ore', 'iron', 'slag', 'stone'].map((fuel) =>
    entry(`${fuel}/carbon`, fuel === 'stone' ? '0.05' : '0.1', 'kg/kg', {
      row: 'carbon-content',
      fuel,
      year: 2023,
    }),
  ),
  entry('gas/carbon', '0.05', 'kg/m3', { row: 'carbon-content', fuel: 'gas', year: 2023 }),
  entry('density', '-0.0012', 't/m3', {
    ...{ row: 'balance-term', plant: 'plant', balance: 'furnace', material: 'gas', fromUnit: 'furnace' },
  }),
];

/** Goods that two countries sell each other. */
const GOODS = [
  ...['DE', 'CN'].map((reporter) => {
    const traded = { reporter, partner: reporter === 'DE' ? 'CN' : 'DE', classification: 'HS', code: '7208' };
    return entry(`goods/${reporter}`, '7', 't', { row: 'trade-quantity', ...traded, flow: 'import' });
  }),
  entry('goods/ef', '2', 't{CO2}/t', { row: 'trade-factor', code: '72', gas: 'CO2', year: 2023 }, ALWAYS),
];

/** National totals of one year. */
const NATIONAL = [
  ['production', '10'],
  ['production', '8', 'coal'],
  ['production', '2', 'cement'],
  ['net-imports', '-1'],
  ['consumption', '9'],
  ['land-use-change', '3'],
].map(([account, value, part]) =>
  entry(`${account!}/${part ?? 'all'}`, value!, 'Mt{CO2}', {
    row: 'national-emission',
    account,
    gas: 'CO2',
    geography: 'CN',
    ...(part === undefined ? {} : { part }),
  }),
);

/** Land that loses a forest, and what its pools give off and take up. */
const LAND = [
  ...[
    ['forest', '90', { vegetation: 'oak', soil: 'clay' }],
    ['cropland', '30', { soil: 'clay', landUse: 'tilled', management: 'full', input: 'low', tier: 1 }],
    ['grassland', '10', { drained: 'bog', vegetation: 'grass' }],
    ['wetlands', '5', { flooded: 'lake' }],
  ].flatMap(([land, now, more]) =>
    [YEAR_2022, YEAR_2023].map((year, index) => {
      const before = { forest: '100', cropland: '20' }[land as string] ?? now;
      const detail = { row: 'stratum-area', stratum: land, land, geography: 'DE', ...(more as object) };
      return entry(
        `area/${land as string}/${index}`,
        (index === 0 ? before : now) as string,
        'har',
        detail,
        year,
      );
    }),
  ),
  ...['2022', '2024'].map((year, index) => {
    const from = index === 0 ? YEAR_2022.from : YEAR_2023.until;
    const detail = { row: 'carbon-stock', stratum: 'grassland', pool: 'AB', geography: 'DE' };
    return entry(`stock/${year}`, `${50 + index}`, 't{C}', detail, { from, until: from + 86_400 });
  }),
  entry('cleared', '10', 'har', {
    ...{ row: 'land-conversion', fromStratum: 'forest', toStratum: 'cropland', geography: 'DE' },
  }),
  ...(
    [
      ['wood-removal', 'forest', '20', 'm3'],
      ['fire', 'grassland', '2', 'har'],
    ] as const
  ).map(([event, stratum, value, unit]) =>
    entry(event, value, unit, { row: 'land-event', event, stratum, geography: 'DE' }),
  ),
  ...(
    [
      ['soil-reference', 'clay', '88', 't{C}/har'],
      ['land-use', 'tilled', '0.69', '1'],
      ['management', 'full', '1', '1'],
      ['input', 'low', '0.92', '1'],
      ['drainage', 'bog', '6.1', 't{C}/har.a'],
      ['growth', 'oak', '4', 't/har.a'],
      ['root-ratio', 'oak', '0.3', '1'],
      ['carbon-fraction', 'oak', '0.47', 't{C}/t'],
      ['expansion', 'oak', '1.1', 't/m3'],
      ['biomass', 'oak', '130', 't/har'],
      ['litter', 'oak', '13', 't{C}/har'],
      ['gain', 'young-forest', '0.3', 't{C}/har.a', 'pool', 'dead-wood'],
      ['loss', 'young-forest', '0.1', 't{C}/har.a', 'pool', 'soil'],
      ['fuel', 'grass', '4', 't/har'],
      ['combustion', 'grass', '0.7', '1'],
      ['dissolved', 'bog', '0.31', 't{C}/har.a'],
      ['soil-gas', 'bog', '6.1', 'kg{CH4}/har.a', 'gas', 'CH4'],
      ['ditch-gas', 'bog', '542', 'kg{CH4}/har.a', 'gas', 'CH4'],
      ['ditch-share', 'bog', '0.05', '1'],
      ['peat-carbon', 'bog', '0.45', 't{C}/t'],
      ['soil-gas', 'lake', '80.3', 'kg{CH4}/har.a', 'gas', 'CH4'],
      ['loss', 'lake', '1.46', 't{C}/har.a', 'pool', 'soil'],
      ['nutrient-state', 'lake', '3', '1'],
      ['downstream', 'lake', '0.09', '1'],
      ['fire-gas', 'grass', '2.3', 'g{CH4}/kg', 'gas', 'CH4'],
    ] as const
  ).map(([name, of, value, unit, member, word]) => {
    const detail = {
      row: 'land-factor',
      factor: name,
      of,
      year: 2006,
      ...(member === undefined ? {} : { [member]: word }),
    };
    return entry(`land/${name}/${of}`, value, unit, detail, ALWAYS);
  }),
  gwp('CH4', 'AR5', '28'),
];

const PEOPLE = [entry('people', '1400000000', '{person}', { row: 'population', region: 'CN' })];

/** Activities again, without a facility; and another plant with meters of its own. */
const UNPLACED = [...ROWS, ...PLANT]
  .filter(({ detail }) => detail?.['facility'] !== undefined || detail?.['meter'] !== undefined)
  .map((row) => {
    const { facility: _facility, ...stated } = row.detail!;
    const others = Object.entries({ plant: 'other', meter: 'other-scale', checkMeter: 'other-belt' });
    const renamed = others.filter(([member]) => stated[member] !== undefined);
    const isBelt = stated['row'] !== 'plant-stream' && stated['meter'] === 'belt';
    const detail = { ...stated, ...Object.fromEntries(renamed), ...(isBelt ? { meter: 'other-belt' } : {}) };
    return { ...row, key: `again/${row.key}`, detail };
  });
const BASE_YEAR = dataset('c').record;

/** Returns the figures of an inventory as the entries of a result, which is the base year of another. */
function inventoryOf(inputs: readonly InputRecord[]): TestEntry[] {
  const { baseYear: _baseYear, ...parameters } = PARAMETERS['inventory@2'] as Record<string, unknown>;
  const { figures } = runMethod('inventory@2', inputs, { ...COMMON, ...parameters });
  return figures.map((figure) => ({ ...figure, detail: { ...figure.detail } }));
}

const PARAMETERS: Readonly<Record<string, object>> = {
  'refrigerant@2': { gwpSet: 'AR5' },
  'scope2@2': { grids: { location: 'national', residual: 'national' }, entities: [COMPANY] },
  'value-chain@2': { gwpSet: 'AR5' },
  'inventory@2': {
    gwpSet: 'AR5',
    grids: { location: 'national', residual: 'national' },
    entities: [COMPANY],
    organisation: COMPANY,
    by: ['entity', 'country', 'month'],
    baseYear: { result: BASE_YEAR },
    intensity: [{ output: 'steel', figures: ['total/market'] }],
  },
  'financed@1': { gwpSet: 'AR5', show: 'investees' },
  'nature@1': { gwpSet: 'AR5', net: ['emissions', 'removals'], wood: { start: 'zero' } },
  'plant@1': {
    gwpSet: 'AR5',
    allocation: 'energy',
    scenarios: [
      { name: 'less', changes: [{ stream: { material: 'coke' }, times: '0.7', reason: 'a plan' }] },
    ],
  },
  'life-cycle@1': CYCLE.parameters,
  'footprint@1': FOOTPRINT.parameters,
  'heat-and-power@1': { allocation: 'efficiency' },
  'cbam@2': { gwpSet: 'AR5', grid: 'national', plantRules: 'ipcc-2006', allocation: 'energy' },
  'avoided@2': { gwpSet: 'AR5' },
  'group@1': { gwpSet: 'AR5', organisation: COMPANY },
  'trade@1': {
    gwpSet: 'AR5',
    by: ['sector', 'category', 'origin'],
    multipliers: ['CH4'],
    bilateral: ['eebt', 'gross'],
    paths: { region: 'reg1', stressor: 'CO2', threshold: '0.05' },
  },
  'quantity@1': {
    quantities: [
      { name: 'Z', unit: '{V}/{mA}', formula: 'V / I' },
      {
        name: 'slope',
        unit: '%',
        formula: '1 + h / b + exp(-sqrt(2) * h^2 / b^2) - ln((b / h)^(2/1) + 0.50)^(-1)',
      },
      { name: 'g', unit: 'km', formula: '(b^2 + h^2)^(1/2) * (Z / (V / I) + Z / (V / I))' },
    ],
  },
  'trade-change@1': { gwpSet: 'AR5', base: YEAR_2022 },
  'panorama@1': {
    lines: ['production', 'consumption'].map((account) => ({
      ...{ account, line: 'total', figures: [`${account}/{about}/CO2/{year}`] },
    })),
    gaps: [
      {
        ...{ gap: 'trade', parts: [{ part: 'net', plus: ['net-imports/{about}/CO2/{year}'] }] },
        from: { account: 'production', line: 'total' },
        to: { account: 'consumption', line: 'total' },
      },
    ],
  },
  'uncertainty@1': {
    method: 'value-chain@2',
    parameters: { gwpSet: 'AR5' },
    approach: 'both',
    draws: 200,
    trend: { base: YEAR_2022 },
  },
};

/** A small table whose stressors are gases. */
const TABLE = { ...SMALL_MRIO, stressors: { CO2: 'kg{CO2}', CH4: 'kg{CH4}' }, fy: HOUSEHOLDS };
const TRADED = [
  ...rowsOf(TABLE),
  gwp('CH4', 'AR5', '28'),
  entry('people', '10', '{person}', { row: 'population', region: 'reg1' }),
];

const TRADED_BEFORE = rowsOf({
  ...TABLE,
  f: TABLE.f.map((row) => row.map((value) => Number(value) + 1)),
}).map((row) => ({ ...row, key: `before/${row.key}`, ...YEAR_2022 }));

/** Rows and parameters with which a method gives every kind of its figures. */
export interface GivenRun {
  readonly inputs: readonly InputRecord[];
  readonly parameters: typeof COMMON & Readonly<Record<string, unknown>>;
}

/** Quantities that a formula combines: two of them read together, one of its own. */
const MEASURED = [
  entry('voltage', '4.999', '{V}', {
    ...{ row: 'measured-quantity', quantity: 'V', together: 'bench' },
    readings: ['5.007', '4.994', '5.005', '4.99', '4.999'],
  }),
  entry('current', '19.661', '{mA}', {
    ...{ row: 'measured-quantity', quantity: 'I', together: 'bench' },
    readings: ['19.663', '19.639', '19.64', '19.685', '19.678'],
  }),
  entry('height', '-12.5', 'm', { row: 'measured-quantity', quantity: 'h' }),
  entry('base', '2.5', 'km', { row: 'measured-quantity', quantity: 'b', ...TEN_PERCENT }),
];

/** The rows of methods that read others than `ROWS`. */
const OWN_ROWS: Readonly<Record<string, readonly TestEntry[]>> = {
  'avoided@2': AVOIDED,
  'financed@1': PORTFOLIO,
  'footprint@1': FOOTPRINT.rows,
  'heat-and-power@1': COGENERATION,
  'life-cycle@1': CYCLE.rows,
  'nature@1': [...LAND, ...DECAYING],
  'national-trade@1': [...NATIONAL, ...PEOPLE],
  'plant@1': [...PLANT, ...PLANT_GASES],
  'quantity@1': MEASURED,
  'reconcile@1': METERED,
  'trade@1': TRADED,
  'trade-change@1': [...TRADED, ...TRADED_BEFORE],
  'trade-goods@1': GOODS,
  'uncertainty@1': UNCERTAIN,
};

/** Returns rows and parameters for a method. */
export function publishedRun(method: string): GivenRun {
  const parameters = { ...COMMON, ...PARAMETERS[method] };
  const inputs = [dataset('a', ...(OWN_ROWS[method] ?? ROWS))];
  if (method === 'group@1') return { inputs: [dataset('c', ...inventoryOf(inputs))], parameters };
  if (method === 'panorama@1') {
    const { figures } = runMethod('national-trade@1', [dataset('a', ...NATIONAL)], COMMON);
    return {
      inputs: [dataset('c', ...figures.map((figure) => ({ ...figure, detail: { ...figure.detail } })))],
      parameters,
    };
  }
  if (method === 'inventory@2')
    inputs.push(dataset('d', ...PLANT), dataset('b', ...UNPLACED), dataset('c', ...inventoryOf(inputs)));
  return { inputs, parameters };
}

/** Rows whose factors are given gas by gas. */
const BY_GAS = [
  ...PORTFOLIO.map((row) => (row.detail!['row'] === 'financing' ? north(row) : row)),
  north(electricity('use', '9', 'MW.h')),
  north(entry('heat', '9', 'GJ', { row: 'heat-use', carrier: 'heat', ...DONE })),
  ...['steel', 'soy'].map((item) => entry(item, '4', 't', { ...OF_STEEL, item })),
  ...Object.entries({ CO2: '400', CH4: '0.03', N2O: '0.005' }).flatMap(([gas, value]) => {
    const gases = { gases: [gas], year: 2023 };
    const factorOf = (item: string, origin: object): TestEntry =>
      entry(
        `${item}/${gas}/${Object.values(origin).join('')}`,
        value,
        `kg{${gas}}/t`,
        { row: 'activity-factor', item, basis: 'life-cycle', ...gases, ...origin },
        ALWAYS,
      );
    return [
      ...['average', 'residual'].map((mix) =>
        gridFactor(`${mix}/${gas}`, value, mix, gases, undefined, `kg{${gas}}/MW.h`),
      ),
      entry(`heat/${gas}`, value, `kg{${gas}}/GJ`, { row: 'heat-factor', carrier: 'heat', ...gases }, ALWAYS),
      factorOf('steel', {}),
      factorOf('soy', {}),
      factorOf('steel', { origin: 'land-use' }),
    ];
  }),
  entry(
    'soy/land-use',
    '50',
    'kg{CO2e}/t',
    { row: 'activity-factor', item: 'soy', basis: 'life-cycle', origin: 'land-use', year: 2023, ...IN_CO2E },
    ALWAYS,
  ),
  gwp('CH4', 'AR5', '28'),
  gwp('N2O', 'AR5', '265'),
];
const UNPLACED_BY_GAS = BY_GAS.filter(({ detail }) => detail?.['facility'] !== undefined).map((row) => {
  const { facility: _facility, ...detail } = row.detail!;
  return { ...row, key: `again/${row.key}`, detail };
});

/** Returns other runs of a method, which give kinds of figures that the first one can't give beside others. */
export function otherRuns(method: string): GivenRun[] {
  if (method === 'trade@1') return [openTableRun()];
  if (method === 'life-cycle@1') {
    const { inputs, parameters } = publishedRun(method);
    const functionalUnits = CYCLE.parameters.functionalUnits.map((unit) => ({
      ...unit,
      boundary: 'cradle-to-grave',
    }));
    return [{ inputs, parameters: { ...parameters, functionalUnits, standard: 'en15804' } }];
  }
  if (method === 'plant@1')
    return [
      { inputs: publishedRun('reconcile@1').inputs, parameters: { ...COMMON, gwpSet: 'AR5', reconcile: {} } },
    ];
  if (method === 'cbam@2') {
    const goods = entry('goods/iron', '5', 't', { row: 'goods', good: 'iron' });
    const inputs = [dataset('a', ...PLANT, goods, ...PLANT_GASES)];
    return [{ inputs, parameters: { ...COMMON, ...PARAMETERS[method], grid: undefined } }];
  }
  if (!['scope2@2', 'value-chain@2', 'inventory@2'].includes(method)) return [];
  const {
    baseYear: _baseYear,
    intensity: _intensity,
    ...own
  } = PARAMETERS[method] as Record<string, unknown>;
  const totals = method === 'scope2@2' ? {} : { totals: { landUse: 'within' } };
  const inputs = [dataset('a', ...BY_GAS), dataset('b', ...UNPLACED_BY_GAS)];
  return [{ inputs, parameters: { ...COMMON, ...own, gwpSet: 'AR5', ...totals } }];
}

/** Returns rows and parameters of trade@1 for a table with exports, which gives other kinds of figures. */
function openTableRun(): GivenRun {
  const { inputs, parameters } = publishedRun('trade@1');
  const demands = ['reg1/exports', 'reg2/final'];
  const rows = [...rowsOf({ ...TABLE, demands }), gwp('CH4', 'AR5', '28')];
  return {
    inputs: inputs.map(({ record }) => ({ record, entries: rows })),
    parameters: { ...parameters, bilateral: [] },
  };
}
