import type { EngineErrorCode } from '../../engine/errors/engine-error.ts';
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
  leak,
  retiredFor,
  YEAR_2022,
  YEAR_2026,
  type TestEntry,
} from './dataset.ts';
import { OWN_CODES } from './life-cycle/bad-cycles.ts';
import { DECAY_CODES } from './nature/bad-decays.ts';
import { LAND_CODES } from './nature/bad-land.ts';
import { rowsOf, SOUND_TABLE } from './trade/small-table.ts';

/** A run with one mistake, and the error that it must give. */
export interface BadRun {
  readonly what: string;
  readonly code: EngineErrorCode;
  /** The place in the error. Record and key are empty where the mistake is in the request itself. */
  readonly key: string;
  readonly column: string;
  readonly record: string;
  readonly method: string;
  readonly inputs: unknown;
  readonly parameters: object;
}

const RECORD = dataset('a').record;
const GRIDS = { grids: { location: 'national', residual: 'national' }, entities: [COMPANY] };
const AR5 = { gwpSet: 'AR5' };
const POWER = [gridFactor('average', '0.5306', 'average'), gridFactor('residual', '0.6096', 'residual')];
const IN_CO2E = { gases: ['CO2', 'CH4', 'N2O'], gwpSet: 'AR5' };
const USE = electricity('use', '9', 'MW.h');

/** Returns a maker of bad runs of one method. `expected` is `code key column`; a key of `-` means the request itself. */
function of(method: string, parameters: object) {
  return (what: string, expected: string, rows: readonly TestEntry[], changes: object = {}): BadRun => {
    const [code = '', key = '', column = ''] = expected.split(' ');
    return {
      what,
      code: code as EngineErrorCode,
      key: key === '-' ? '' : key,
      column,
      record: key === '-' ? '' : RECORD,
      method,
      inputs: [dataset('a', ...rows)],
      parameters: { ...COMMON, ...parameters, ...changes },
    };
  };
}

const YEAR_2020 = { from: 1577836800, until: 1609459200 };
/** A stream of a plant. */
const stream = (key: string, flow: object, value = '1'): TestEntry =>
  entry(key, value, 't', {
    row: 'plant-stream',
    plant: 'works',
    category: '2.C.1',
    geography: 'DE',
    ...flow,
  });
/** A stream that is known within some tonnes. */
const metered = (key: string, flow: object, value: string, halfWidth = '1'): TestEntry =>
  stream(key, { ...flow, uncertainty: { distribution: 'interval95', halfWidth, unit: 't' } }, value);
const [INTO_OVEN, OUT_OF_OVEN] = [
  { material: 'coal', toUnit: 'oven' },
  { material: 'coke', fromUnit: 'oven' },
];
const balanceTerm = (key: string, flow: object, value = '1', unit = '1'): TestEntry =>
  entry(key, value, unit, { row: 'balance-term', plant: 'works', balance: 'oven', ...flow });
const share = (key: string, unit: string, value: string): TestEntry =>
  entry(key, value, '1', { row: 'plant-unit', plant: 'works', unit, good: key.slice(-1), year: 2023 });
const carbonOf = (fuel: string, value: string): TestEntry =>
  entry(`${fuel}/carbon`, value, 'kg/kg', { row: 'carbon-content', fuel, year: 2023 });

/** A row that a scenario adds. */
const ADDED = {
  add: 'n',
  value: '1',
  unit: 't',
  detail: stream('n', { material: 'coke', toUnit: 'furnace' }).detail!,
};

const national = (key: string, value: string, more: object = {}): TestEntry =>
  entry(key, value, 'Mt{CO2}', {
    row: 'national-emission',
    account: 'production',
    gas: 'CO2',
    geography: 'CN',
    ...more,
  });

const used = (item: string, category: string, basis: string): TestEntry =>
  entry(`use/${item}/${basis}`, '10', 't', {
    row: 'value-chain-activity',
    item,
    category,
    basis,
    geography: 'CN',
  });
const factor = (key: string, item: string, basis: string, changes: object = {}): TestEntry =>
  entry(
    key,
    '5',
    'kg{CO2e}/t',
    { row: 'activity-factor', item, gases: ['CO2e'], gwpSet: 'AR5', basis, year: 2023, ...changes },
    ALWAYS,
  );
const goods = (good: string): TestEntry => entry(`goods/${good}`, '100', 't', { row: 'goods', good });
const precursor = (good: string, of: string): TestEntry =>
  entry(`${good}-of-${of}`, '50', 't', { row: 'precursor', good, of });
const emissions = (good: string, account: string, changes: object = {}): TestEntry =>
  entry(`${good}/${account}`, '10', 't{CO2e}', {
    row: 'attributed-emissions',
    good,
    account,
    gwpSet: 'AR5',
    ...changes,
  });
const stated = (key: string, good: string, account: string, changes: object = {}): TestEntry =>
  entry(
    key,
    '1',
    't{CO2e}/t',
    {
      row: 'embedded-emissions',
      good,
      account,
      determination: 'default',
      gwpSet: 'AR5',
      year: 2023,
      ...changes,
    },
    ALWAYS,
  );
const solution = (role: string, changes: object = {}): TestEntry =>
  entry(
    role,
    '1',
    't{CO2e}/MW.h',
    {
      row: 'solution-factor',
      solution: 'pump',
      role,
      gases: ['CO2e'],
      gwpSet: 'AR5',
      year: 2023,
      ...changes,
    },
    ALWAYS,
  );
const pumps = (unit: string): TestEntry =>
  entry('pumps', '5', unit, { row: 'solution-use', solution: 'pump', geography: 'CN' });
const measured = (gas: string): TestEntry =>
  entry('stack', '1', 't', {
    row: 'measured-emission',
    gas,
    source: 'stack',
    category: '2.B',
    geography: 'CN',
  });
const process = entry('clinker', '1', 't', {
  row: 'process-activity',
  process: 'calcination',
  kind: 'process',
  category: '2.A.1',
  geography: 'CN',
});
const coal = (oxidation: string): TestEntry[] => [
  fuelUse('coal', '1', 't', 'anthracite'),
  ...fuelDefaults('anthracite', '26.7', oxidation, { CO2: '98300' }),
];

/** An entity. The organisation holds 0.6 of it. */
const held = (key: string, members: object): TestEntry =>
  documentOf(key, {
    row: 'entity',
    identifier: `urn:${key}`,
    name: key,
    geography: 'CN',
    interest: '0.6',
    operationalControl: 'yes',
    ...members,
  });
/** A figure of another result. */
const total = (consolidation: string, members: object = {}): TestEntry =>
  entry('scope1/total', '50', 't{CO2e}', {
    ...{ method: 'inventory@2', scope: 1, categories: [], gases: ['CO2'], gwpSet: 'AR5', geographies: [] },
    ...{ consolidation, derivation: {}, ...members },
  });

const combustion = of('combustion@2', {});
const carbon = of('combustion-carbon@2', {});
const process1 = of('process@2', {});
const refrigerant = of('refrigerant@2', AR5);
const scope2 = of('scope2@2', GRIDS);
const valueChain = of('value-chain@2', AR5);
const inventory = of('inventory@2', { ...AR5, ...GRIDS });
const cbam = of('cbam@2', AR5);
const avoided = of('avoided@2', AR5);
const plant = of('plant@1', AR5);
const reconcile = of('reconcile@1', {});
const cycle = of('life-cycle@1', AR5);
const nature = of('nature@1', AR5);

/** Everything that can be wrong with a run, each with its code, row and column. */
export const BAD_RUNS: readonly BadRun[] = [
  // The request
  { ...scope2('an unknown method', 'unknown-method - method', [USE]), method: 'scope9@1' },
  { ...scope2('an unknown version of a method', 'unknown-method - method', [USE]), method: 'scope2@99' },
  scope2('a parameter out of its range', 'bad-parameters - parameters.rounding.decimals', [USE], {
    rounding: { mode: 'half-even', decimals: 31 },
  }),
  scope2('an empty period', 'bad-parameters - parameters.period', [USE], { period: { from: 5, until: 5 } }),
  scope2('an unknown parameter', 'bad-parameters - parameters', [USE], { gwp: 'AR5' }),
  valueChain('a missing parameter', 'bad-parameters - parameters.gwpSet', [USE], { gwpSet: undefined }),
  scope2('no activity in the period', 'missing-activity - parameters.period', [{ ...USE, ...YEAR_2022 }]),
  scope2('a proxy that no activity needs', 'unused-proxy average parameters.proxies', [USE, ...POWER], {
    proxies: [{ record: RECORD, key: 'average', reason: 'why not' }],
  }),
  scope2(
    'an accepted warning that the run does not give',
    'unused-acceptance - parameters.accepted.0',
    [USE, ...POWER],
    { accepted: [{ code: 'old-factor', row: 'average', reason: 'it is the newest one' }] },
  ),
  scope2(
    'an accepted warning about a row and a series at once',
    'bad-parameters - parameters.accepted.0',
    [USE, ...POWER],
    { accepted: [{ code: 'old-factor', row: 'average', series: 'all', reason: 'none' }] },
  ),

  // The form of the inputs
  {
    ...scope2('an object instead of a list of records', 'bad-inputs - record', []),
    inputs: { entries: [USE] },
  },
  {
    ...scope2('an entry without a key', 'bad-inputs  key', []),
    inputs: [{ record: RECORD, entries: [{ ...USE, key: undefined }] }],
  },
  {
    ...scope2('an entry with a number as its value', 'bad-inputs use value', []),
    inputs: [{ record: RECORD, entries: [{ ...USE, value: 12 }] }],
  },
  {
    ...scope2('an invalid record id', 'bad-inputs  record', []),
    inputs: [{ record: '0x12', entries: [] }],
    record: '0x12',
  },
  scope2('a period that ends before it begins', 'bad-inputs use until', [{ ...USE, from: 6, until: 5 }]),
  {
    ...scope2('a record given twice', 'duplicate-record  record', []),
    inputs: [dataset('a', USE), dataset('a')],
  },
  scope2('a duplicate row', 'duplicate-key use key', [USE, USE]),

  // Values and units
  scope2('a decimal comma', 'bad-value use value', [{ ...USE, value: '12,5' }]),
  scope2('a thousands separator', 'bad-value use value', [{ ...USE, value: '1 000' }]),
  scope2('a value of 39 digits', 'bad-value use value', [{ ...USE, value: '9'.repeat(39) }]),
  scope2('a quantity without a value', 'bad-value use value', [{ ...USE, value: null }]),
  scope2('a factor of an instrument that is not a decimal', 'bad-value certificate/x detail.factor', [
    USE,
    certificate('x', '1', 'MW.h', { factor: '0,1' }),
    ...POWER,
  ]),
  scope2('an unknown unit', 'bad-unit use unit', [electricity('use', '1', 'MWh'), ...POWER]),
  scope2('an unknown unit of an instrument’s factor', 'bad-unit certificate/x detail.factorUnit', [
    USE,
    certificate('x', '1', 'MW.h', { factorUnit: 'kg/kWh' }),
    ...POWER,
  ]),
  scope2('incommensurable units', 'unit-mismatch use unit', [electricity('use', '1', 't'), ...POWER]),
  scope2(
    'an instrument’s factor per unit of something else',
    'unit-mismatch certificate/x detail.factorUnit',
    [USE, certificate('x', '1', 'MW.h', { factorUnit: 'kg{CO2}/t' }), ...POWER],
  ),
  valueChain('a factor per unit of something else', 'unit-mismatch factor unit', [
    used('steel', '3.1', 'life-cycle'),
    { ...factor('factor', 'steel', 'life-cycle'), unit: 'kg{CO2e}/kW.h' },
  ]),
  combustion(
    'a factor of another gas',
    'unit-mismatch anthracite/ef/CO2 unit',
    coal('1').map((row) => (row.key.includes('/ef/') ? { ...row, unit: 'kg{CH4}/TJ' } : row)),
  ),
  carbon('a carbon content in a mass of CO2', 'unit-mismatch cc unit', [
    ...coal('1'),
    entry('cc', '0.1', 't{CO2}/GJ', { row: 'carbon-content', fuel: 'anthracite', year: 2022 }, ALWAYS),
  ]),
  {
    ...scope2('a figure with more digits than an entry can hold', 'overflow scope2/location value', [
      electricity('use', '9'.repeat(38), 'GW.h'),
      ...POWER,
    ]),
    record: '',
  },

  // The detail and period of a row
  scope2('a row without a detail', 'bad-detail x detail', [{ ...USE, key: 'x', detail: null }]),
  scope2('a row of an unknown type', 'bad-detail x detail.row', [entry('x', '1', 't', { row: 'fuel-usee' })]),
  scope2('a place that is not a code', 'bad-detail use detail.geography', [
    electricity('use', '1', 'MW.h', 'China'),
  ]),
  scope2('electricity with a category of scope 3', 'bad-detail use detail.category', [
    { ...USE, detail: { ...USE.detail, category: '3.3' } },
  ]),
  process1('CO2e instead of a gas', 'bad-detail stack detail.gas', [measured('CO2e')]),
  scope2('an activity without a period', 'missing-period use from', [{ ...USE, ...ALWAYS }, ...POWER]),
  scope2('an activity only partly inside the period', 'straddled-period use until', [
    { ...USE, from: YEAR_2022.from },
    ...POWER,
  ]),

  // Impossible quantities
  refrigerant('a negative activity', 'out-of-range leak value', [leak('leak', '-1', 'kg', 'HFC-134a')]),
  scope2('a negative factor', 'out-of-range average value', [USE, gridFactor('average', '-0.5', 'average')]),
  scope2('a negative factor of an instrument', 'out-of-range certificate/x detail.factor', [
    USE,
    certificate('x', '1', 'MW.h', { factor: '-0.5' }),
    ...POWER,
  ]),
  combustion('an oxidation above 1', 'out-of-range anthracite/oxidation value', coal('1.01')),
  carbon('an oxidation above 1, in the Chinese form', 'out-of-range anthracite/oxidation value', [
    ...coal('1.01'),
    entry('cc', '0.03', 't{C}/GJ', { row: 'carbon-content', fuel: 'anthracite', year: 2022 }, ALWAYS),
  ]),
  cbam(
    'a grid factor of zero from which electricity would be derived',
    'out-of-range grid value',
    [
      goods('a'),
      stated('a/d', 'a', 'direct'),
      stated('a/i', 'a', 'indirect'),
      gridFactor('grid', '0', 'average'),
    ],
    { grid: 'national' },
  ),

  // Factors
  scope2('a factor outside its valid time', 'factor-out-of-time use from', [
    USE,
    gridFactor('average', '0.5', 'average', {}, YEAR_2022),
    gridFactor('residual', '0.6', 'residual'),
  ]),
  valueChain('a factor of another place', 'factor-out-of-place use/steel/life-cycle detail.geography', [
    used('steel', '3.1', 'life-cycle'),
    factor('factor', 'steel', 'life-cycle', { geography: 'DE' }),
  ]),
  combustion('a missing factor of a fuel', 'missing-factor use detail.fuel', [
    fuelUse('use', '1', 't', 'peat'),
  ]),
  process1('a missing factor of a process', 'missing-factor clinker detail.process', [process]),
  refrigerant('a missing potential', 'missing-factor leak detail.gas', [leak('leak', '1', 'kg', 'R-410A')]),
  scope2('a missing factor of a grid', 'missing-factor use detail.geography', [USE]),
  valueChain('a missing factor of an item', 'missing-factor use/steel/life-cycle detail.item', [
    used('steel', '3.1', 'life-cycle'),
  ]),
  inventory('a missing potential of a measured gas', 'missing-factor stack detail.gas', [measured('CH4')]),
  cbam('a good without any emissions', 'missing-factor goods/a detail.good', [goods('a')]),
  cbam('stated emissions of another country', 'factor-out-of-place goods/a detail.geography', [
    { ...goods('a'), detail: { row: 'goods', good: 'a', geography: 'CN' } },
    stated('a/d', 'a', 'direct', { geography: 'DE' }),
  ]),
  cbam('a good from several places', 'ambiguous-factor second detail.geography', [
    { ...goods('a'), key: 'first', detail: { row: 'goods', good: 'a', geography: 'CN' } },
    { ...goods('a'), key: 'second', detail: { row: 'goods', good: 'a', geography: 'DE' } },
    stated('a/d', 'a', 'direct'),
  ]),
  cbam('a precursor without any emissions', 'missing-factor ore-of-a detail.good', [
    goods('a'),
    emissions('a', 'direct'),
    emissions('a', 'indirect'),
    precursor('ore', 'a'),
  ]),
  avoided('a missing reference', 'missing-factor pumps detail.solution', [
    pumps('MW.h'),
    solution('solution'),
  ]),
  avoided('a missing lifetime', 'missing-factor pumps detail.solution', [
    pumps('MW.h/a'),
    solution('reference'),
    solution('solution'),
  ]),
  valueChain('two factors that match equally', 'ambiguous-factor second detail', [
    used('steel', '3.1', 'life-cycle'),
    factor('first', 'steel', 'life-cycle'),
    factor('second', 'steel', 'life-cycle', { year: 2022 }),
  ]),
  cbam('a good with a stated value and emissions', 'ambiguous-factor stated value', [
    goods('a'),
    emissions('a', 'direct'),
    stated('stated', 'a', 'direct'),
  ]),

  // Things that are never mixed
  valueChain('a factor of another basis', 'mixed-bases use/diesel/well-to-tank detail.basis', [
    used('diesel', '3.3', 'well-to-tank'),
    factor('factor', 'diesel', 'combustion'),
  ]),
  valueChain('a total of several bases', 'mixed-bases second detail.basis', [
    used('diesel', '3.4', 'life-cycle'),
    used('diesel', '3.4', 'well-to-tank'),
    factor('first', 'diesel', 'life-cycle'),
    factor('second', 'diesel', 'well-to-tank'),
  ]),
  valueChain('a factor under another GWP set', 'mixed-gwp-sets factor detail.gwpSet', [
    used('steel', '3.1', 'life-cycle'),
    factor('factor', 'steel', 'life-cycle', { gwpSet: 'AR4' }),
  ]),
  scope2('an instrument under another GWP set', 'mixed-gwp-sets certificate/x detail.gwpSet', [
    USE,
    certificate('x', '1', 'MW.h', { factorUnit: 'kg{CO2e}/kW.h', gases: ['CO2e'], gwpSet: 'AR6' }),
    gridFactor('average', '0.5', 'average', IN_CO2E, undefined, 'kg{CO2e}/kW.h'),
    gridFactor('residual', '0.6', 'residual', IN_CO2E, undefined, 'kg{CO2e}/kW.h'),
  ]),
  scope2('a factor in CO2e without a GWP set', 'mixed-gwp-sets average detail.gwpSet', [
    USE,
    gridFactor('average', '0.5', 'average', {}, undefined, 'kg{CO2e}/kW.h'),
    POWER[1]!,
  ]),
  inventory('scope 2 under another GWP set than the inventory', 'mixed-gwp-sets average detail.gwpSet', [
    USE,
    gridFactor('average', '0.5', 'average', { ...IN_CO2E, gwpSet: 'AR6' }, undefined, 'kg{CO2e}/kW.h'),
    gridFactor('residual', '0.6', 'residual', { ...IN_CO2E, gwpSet: 'AR6' }, undefined, 'kg{CO2e}/kW.h'),
  ]),
  inventory('instruments alone under another GWP set', 'mixed-gwp-sets certificate/x detail.gwpSet', [
    USE,
    certificate('x', '9', 'MW.h', { factorUnit: 'kg{CO2e}/kW.h', gases: ['CO2e'], gwpSet: 'AR6' }),
    gridFactor('average', '0.5', 'average', IN_CO2E, undefined, 'kg{CO2e}/kW.h'),
  ]),
  avoided('a yearly rate for a part of the period', 'straddled-period pumps from', [
    { ...pumps('MW.h/a'), until: pumps('MW.h').until - 86400 },
    solution('reference'),
    solution('solution'),
  ]),
  avoided('a reference under another GWP set', 'mixed-gwp-sets reference detail.gwpSet', [
    pumps('MW.h'),
    solution('reference', { gwpSet: 'AR6' }),
    solution('solution'),
  ]),
  avoided('a reference with other gases than the solution', 'mixed-gases solution detail.gases', [
    pumps('MW.h'),
    solution('reference'),
    solution('solution', { gases: ['CO2'] }),
  ]),
  cbam('embedded emissions under another GWP set', 'mixed-gwp-sets a/i detail.gwpSet', [
    goods('a'),
    stated('a/d', 'a', 'direct'),
    stated('a/i', 'a', 'indirect', { gwpSet: 'AR6' }),
  ]),
  cbam('attributed emissions under another GWP set', 'mixed-gwp-sets a/direct detail.gwpSet', [
    goods('a'),
    emissions('a', 'direct', { gwpSet: 'AR6' }),
  ]),
  scope2('an instrument in CO2e next to factors in CO2', 'mixed-gases certificate/x detail.factorUnit', [
    USE,
    certificate('x', '1', 'MW.h', { factorUnit: 'kg{CO2e}/kW.h' }),
    ...POWER,
  ]),
  scope2('a factor without a gas', 'mixed-gases average unit', [
    USE,
    gridFactor('average', '0.5', 'average', {}, undefined, 'kg/kW.h'),
    POWER[1]!,
  ]),
  valueChain('a factor of one gas in scope 3', 'mixed-gases factor detail.gases', [
    used('steel', '3.1', 'life-cycle'),
    { ...factor('factor', 'steel', 'life-cycle'), unit: 'kg{CH4}/t' },
  ]),
  plant('a stream without an end', 'bad-stream s detail.toUnit', [stream('s', { material: 'coke' })]),
  plant('a stream that stays where it is', 'bad-stream s detail.toUnit', [
    stream('s', { material: 'coke', fromUnit: 'oven', toUnit: 'oven' }),
  ]),
  plant('a unit with the name of the border', 'bad-stream s detail.toUnit', [
    stream('s', { material: 'coke', toUnit: 'outside' }),
  ]),
  plant('a treatment of what leaves', 'bad-stream s detail.treatment', [
    stream('s', { material: 'coke', fromUnit: 'oven', treatment: 'combustion' }),
  ]),
  plant('an output that no unit makes', 'bad-stream s detail.treatment', [
    stream('s', { material: 'clinker', toUnit: 'mill', treatment: 'output' }),
  ]),
  plant(
    'a stream that the rules do not cover',
    'outside-rules s detail.treatment',
    [stream('s', { material: 'limestone', toUnit: 'boiler', treatment: 'process' })],
    { rules: 'cn-power' },
  ),
  plant(
    'CO2 that is handed over, which the rules leave out',
    'outside-rules s detail.transfer',
    [
      stream('coke', { material: 'coke', toUnit: 'boiler', treatment: 'combustion' }),
      stream('s', { material: 'CO2', fromUnit: 'boiler', transfer: 'storage' }),
      carbonOf('coke', '0.8'),
      entry('burned', '1', '1', { row: 'oxidation', fuel: 'coke', year: 2023 }),
      entry('CO2', '44', '1', { row: 'constant', constant: 'CO2/C', ruleSet: 'CN-POWER', year: 2022 }),
    ],
    { rules: 'cn-power' },
  ),
  plant(
    'a time before the rules',
    'outside-rules s from',
    [{ ...stream('s', { material: 'coke', toUnit: 'boiler', treatment: 'combustion' }), ...YEAR_2022 }],
    { rules: 'cn-power', period: YEAR_2022 },
  ),
  plant('a transfer to a unit', 'bad-stream s detail.transfer', [
    stream('s', { material: 'CO2', toUnit: 'oven', transfer: 'storage' }),
  ]),
  plant('a plant of two facilities', 'bad-stream b detail.facility', [
    stream('a', { material: 'coke', toUnit: 'oven', facility: 'north' }),
    stream('b', { material: 'coke', toUnit: 'oven', facility: 'south' }),
  ]),
  plant('readings of a meter that no stream names', 'bad-meter r detail.meter', [
    stream('s', { material: 'coke', toUnit: 'oven', meter: 'scale' }),
    entry('r', '1', 't', { row: 'meter-reading', meter: 'belt' }),
  ]),
  plant('two readings of one meter for the same time', 'bad-meter r2 from', [
    stream('s', { material: 'coke', toUnit: 'oven', meter: 'scale' }),
    ...['r1', 'r2'].map((key) => entry(key, '1', 't', { row: 'meter-reading', meter: 'scale' })),
  ]),
  plant('a reading in another kind of unit than its stream', 'unit-mismatch r unit', [
    stream('s', { material: 'coke', toUnit: 'oven', meter: 'scale' }),
    entry('r', '1', 'm3', { row: 'meter-reading', meter: 'scale' }),
  ]),
  plant('carbon that nothing brings in', 'unit-makes-carbon s value', [
    stream('s', { material: 'iron', fromUnit: 'furnace' }),
    carbonOf('iron', '0.04'),
  ]),
  plant('a mass balance with more carbon out than in', 'unit-makes-carbon s value', [
    stream('coke', { material: 'coke', toUnit: 'furnace' }),
    stream('s', { material: 'iron', fromUnit: 'furnace' }, '100'),
    carbonOf('coke', '0.8'),
    carbonOf('iron', '0.04'),
  ]),
  plant('a measured gas that goes to a unit', 'bad-stream s detail.treatment', [
    stream('s', { material: 'gas', fromUnit: 'kiln', toUnit: 'stack', treatment: 'measured' }),
  ]),
  plant('a measured gas without a name', 'untyped-mass s unit', [
    stream('s', { material: 'gas', fromUnit: 'kiln', treatment: 'measured' }),
  ]),
  plant('N2O that is stored', 'bad-stream s detail.transfer', [
    { ...stream('s', { material: 'gas', fromUnit: 'kiln', transfer: 'storage' }), unit: 't{N2O}' },
  ]),
  plant('CO2 that goes to another installation', 'bad-stream s detail.transfer', [
    stream('s', { material: 'CO2', fromUnit: 'kiln', transfer: 'installation' }),
  ]),
  plant(
    'a tier that a regulation does not have',
    'outside-rules s detail.tier',
    [
      {
        ...stream('s', { material: 'gas', fromUnit: 'kiln', treatment: 'measured', tier: 4 }),
        unit: 't{N2O}',
      },
    ],
    { rules: 'eu-ets' },
  ),
  plant(
    'a period before a regulation',
    'outside-rules s from',
    [{ ...stream('s', { material: 'coke', toUnit: 'oven' }), ...YEAR_2020 }, carbonOf('coke', '0.8')],
    { rules: 'eu-ets', period: YEAR_2020 },
  ),
  plant('heat with a treatment', 'bad-stream s detail.carrier', [
    {
      ...stream('s', {
        material: 'steam',
        fromUnit: 'boiler',
        toUnit: 'mill',
        treatment: 'process',
        carrier: 'heat',
      }),
      unit: 'GJ',
    },
  ]),
  plant('heat that is a mass', 'unit-mismatch s unit', [
    stream('s', { material: 'steam', fromUnit: 'boiler', toUnit: 'mill', carrier: 'heat' }),
  ]),
  plant('shares of a unit that are not 1 together', 'bad-shares kiln/x value', [
    stream('s', { material: 'coke', toUnit: 'kiln' }),
    carbonOf('coke', '0.8'),
    share('kiln/x', 'kiln', '0.5'),
    share('kiln/y', 'kiln', '0.4'),
  ]),
  plant('a good of an unknown unit', 'missing-activity klin/x detail.unit', [
    stream('s', { material: 'coke', toUnit: 'kiln' }),
    carbonOf('coke', '0.8'),
    share('klin/x', 'klin', '1'),
  ]),
  plant('heat that goes in a circle', 'bad-stream a detail.toUnit', [
    stream('s', { material: 'coke', toUnit: 'mill' }),
    carbonOf('coke', '0.8'),
    share('mill/x', 'mill', '1'),
    ...[
      ['a', 'boiler', 'turbine'],
      ['b', 'turbine', 'boiler'],
    ].map(([key, fromUnit, toUnit]) => ({
      ...stream(key!, { material: key, fromUnit, toUnit, carrier: 'heat' }),
      unit: 'GJ',
    })),
  ]),
  plant('a material of unknown carbon', 'missing-factor s detail.material', [
    stream('s', { material: 'ore', toUnit: 'furnace' }),
  ]),
  ...[
    ['that is called like another one', 'bad-scenario - parameters.scenarios.1.name', []],
    [
      'of a row that is not there',
      'bad-scenario - parameters.scenarios.0.changes.0.key',
      [{ key: 'gas', value: '1' }],
    ],
    [
      'of a stream that is not there',
      'bad-scenario - parameters.scenarios.0.changes.0.stream',
      [{ stream: { material: 'coke', unit: 'oven' }, times: '2' }],
    ],
    [
      'of several streams to one value',
      'bad-scenario - parameters.scenarios.0.changes.0.value',
      [{ stream: { material: 'coke' }, value: '2' }],
    ],
    [
      'that changes nothing',
      'bad-scenario - parameters.scenarios.0.changes.0',
      [{ key: 's', value: '1000', unit: 'kg' }],
    ],
    [
      'of a row that no figure takes',
      'bad-scenario - parameters.scenarios.0.changes.0',
      [{ key: 'idle/carbon', value: '1' }],
    ],
    [
      'of a stream whose carbon is unknown',
      'bad-scenario - parameters.scenarios.0.changes.0',
      [{ key: 'ash', times: '2' }],
    ],
    [
      'of one row by two changes',
      'bad-scenario - parameters.scenarios.0.changes.1',
      [
        { key: 's', value: '2' },
        { key: 's', times: '2' },
      ],
    ],
    [
      'in a unit that does not convert',
      'unit-mismatch - parameters.scenarios.0.changes.0.unit',
      [{ key: 's', value: '2', unit: 'm3' }],
    ],
    ['of nothing', 'bad-scenario - parameters.scenarios.0.changes.0', [{ key: 's' }]],
    [
      'of a key and a stream',
      'bad-scenario - parameters.scenarios.0.changes.0',
      [{ key: 's', stream: { material: 'coke' }, times: '2' }],
    ],
    [
      'of a unit without a value',
      'bad-scenario - parameters.scenarios.0.changes.0.unit',
      [{ key: 's', unit: 'kg', times: '2' }],
    ],
    [
      'of a value and a multiple',
      'bad-scenario - parameters.scenarios.0.changes.0.times',
      [{ key: 's', value: '3', times: '2' }],
    ],
    [
      'of a record without a key',
      'bad-scenario - parameters.scenarios.0.changes.0.record',
      [{ stream: { material: 'coke' }, record: RECORD, times: '2' }],
    ],
    [
      'to another row type',
      'bad-scenario - parameters.scenarios.0.changes.0.detail.row',
      [{ key: 's', detail: { row: 'fuel-use' } }],
    ],
    [
      'to a treatment that does not exist',
      'bad-detail - parameters.scenarios.0.changes.0.detail.treatment',
      [{ key: 's', detail: { treatment: 'lost' } }],
    ],
    [
      'that adds a row without a unit',
      'bad-scenario - parameters.scenarios.0.changes.0',
      [{ add: 'n', value: '3', detail: {} }],
    ],
    ['that adds a row twice', 'bad-scenario - parameters.scenarios.0.changes.1.add', [ADDED, ADDED]],
    [
      'that adds a row of no unit',
      'bad-stream - parameters.scenarios.0.changes.0.detail.toUnit',
      [{ ...ADDED, detail: { ...ADDED.detail, toUnit: undefined } }],
    ],
    ['that makes carbon', 'unit-makes-carbon iron value', [{ key: 's', value: '0.1' }]],
  ].map(([what, expected, changes]) =>
    plant(
      `a scenario ${what as string}`,
      expected as string,
      [
        stream('s', { material: 'coke', toUnit: 'furnace' }),
        stream('t', { material: 'coke', toUnit: 'furnace' }),
        stream('iron', { material: 'iron', fromUnit: 'furnace' }),
        stream('coal', { material: 'coke', toUnit: 'boiler', treatment: 'combustion' }),
        stream('ash', { material: 'ash', fromUnit: 'boiler' }),
        entry('coke/burned', '1', '1', { row: 'oxidation', fuel: 'coke', year: 2023 }),
        carbonOf('coke', '0.8'),
        carbonOf('iron', '0.9'),
        carbonOf('idle', '0.9'),
      ],
      {
        scenarios: ['one', (changes as object[]).length === 0 ? 'one' : 'two'].map((name) => ({
          name,
          changes: (changes as object[]).map((change) => ({ reason: 'a plan', ...change })),
        })),
      },
    ),
  ),
  reconcile('a stream without an uncertainty', 'missing-uncertainty out detail.uncertainty', [
    metered('in', INTO_OVEN, '9'),
    stream('out', OUT_OF_OVEN, '8'),
  ]),
  reconcile('certain streams that do not close', 'singular-weights in detail.uncertainty', [
    metered('in', INTO_OVEN, '9', '0'),
    metered('out', OUT_OF_OVEN, '8', '0'),
  ]),
  reconcile('a balance that follows from others', 'singular-weights in detail.uncertainty', [
    metered('in', INTO_OVEN, '9'),
    metered('out', OUT_OF_OVEN, '8'),
    ...[INTO_OVEN, OUT_OF_OVEN].map((flow, at) =>
      balanceTerm(`whole/${at}`, { ...flow, balance: 'whole' }, at === 0 ? '1' : '-1'),
    ),
  ]),
  reconcile(
    'streams that are wrong together, so that nothing is left to move',
    'singular-weights in detail.uncertainty',
    [
      metered('in', { ...INTO_OVEN, correlation: { group: 'scale' } }, '9'),
      metered('out', { ...OUT_OF_OVEN, correlation: { group: 'scale' } }, '8'),
    ],
  ),
  reconcile('a balance that nothing leaves', 'bad-balance in value', [metered('in', INTO_OVEN, '9')], {
    balances: ['oven'],
  }),
  plant(
    'a flow of 0 that is moved',
    'out-of-range out value',
    [
      metered('in', INTO_OVEN, '9'),
      metered('out', OUT_OF_OVEN, '0'),
      carbonOf('coal', '0.8'),
      carbonOf('coke', '0.9'),
    ],
    { reconcile: {} },
  ),
  reconcile(
    'a balance that does not exist',
    'bad-balance - parameters.balances.0',
    [metered('in', INTO_OVEN, '9'), metered('out', OUT_OF_OVEN, '8')],
    { balances: ['kiln'] },
  ),
  reconcile('a term of a stream that does not exist', 'bad-balance term detail.material', [
    metered('in', INTO_OVEN, '9'),
    metered('out', OUT_OF_OVEN, '8'),
    balanceTerm('term', { material: 'tar', fromUnit: 'oven' }),
  ]),
  reconcile('two coefficients of one stream', 'ambiguous-factor b detail', [
    metered('in', INTO_OVEN, '9'),
    metered('out', OUT_OF_OVEN, '8'),
    ...['a', 'b'].map((key) => balanceTerm(key, OUT_OF_OVEN, '-1')),
  ]),
  reconcile('a volume in a balance of mass', 'unit-mismatch out unit', [
    metered('in', INTO_OVEN, '9'),
    { ...stream('out', OUT_OF_OVEN, '8'), unit: 'm3' },
  ]),
  reconcile('a coefficient in another unit', 'unit-mismatch term unit', [
    metered('in', INTO_OVEN, '9'),
    metered('out', OUT_OF_OVEN, '8'),
    balanceTerm('term', OUT_OF_OVEN, '-1', 'kg/m3'),
  ]),
  ...OWN_CODES.map(({ what, expected, rows, parameters }) => cycle(what, expected, rows, parameters)),
  ...DECAY_CODES.map(({ what, expected, rows }) => nature(what, expected, rows)),
  ...LAND_CODES.map(({ what, expected, rows }) => nature(what, expected, rows)),
  inventory('a biomass fraction of a use that is biogenic', 'two-origins use detail.origin', [
    ...[fuelUse('use', '1', 't', 'coal')].map((row) => ({
      ...row,
      detail: { ...row.detail, origin: 'biogenic' },
    })),
    ...fuelDefaults('coal', '20', '1', { CO2: '90000' }).map((row) => ({
      ...row,
      detail: row.key.includes('/ef/') ? { ...row.detail, origin: 'biogenic' } : row.detail,
    })),
    entry('coal/bf', '0.1', '1', { row: 'biomass-fraction', fuel: 'coal', year: 2023 }, ALWAYS),
  ]),
  inventory('a volume at 15 °C that is converted to 15 °C', 'mixed-conditions use detail.conditions', [
    ...[fuelUse('use', '1', 'm3', 'gas')].map((row) => ({
      ...row,
      detail: { ...row.detail, conditions: '15C', factors: ['to-15C'] },
    })),
    entry(
      'k',
      '1.05',
      '1',
      { row: 'conversion-factor', factor: 'to-15C', conditions: '15C', year: 2023 },
      ALWAYS,
    ),
    ...fuelDefaults('gas', '20', '1', { CO2: '56100' }).map((row) =>
      row.key.includes('/ncv') ? { ...row, unit: 'MJ/m3', value: '35' } : row,
    ),
  ]),
  inventory('a factor in CO2e beside one of CO2', 'double-counting coal/co2e detail.gas', [
    fuelUse('use', '1', 't', 'coal'),
    ...fuelDefaults('coal', '20', '1', { CO2: '90000' }),
    entry('coal/co2e', '2', 'kg{CO2e}/kg', {
      ...{ row: 'emission-factor', fuel: 'coal', gas: 'CO2e', ...IN_CO2E },
      ...{ origin: 'fossil', basis: 'combustion', year: 2006 },
    }),
  ]),
  inventory('a CO2-only factor in a CO2e total', 'co2-only-factor average unit', [USE, ...POWER]),
  inventory('a CO2-only instrument in a CO2e total', 'co2-only-factor certificate/x detail.gases', [
    USE,
    certificate('x', '9', 'MW.h', { factor: '0.1' }),
    gridFactor('average', '0.5', 'average', IN_CO2E, undefined, 'kg{CO2e}/kW.h'),
  ]),
  valueChain('a factor in CO2e that covers only CO2, in a total', 'co2-only-factor factor detail.gases', [
    used('diesel', '3.4', 'combustion'),
    factor('factor', 'diesel', 'combustion', { gases: ['CO2'] }),
  ]),

  // Instruments, precursors, avoided emissions
  scope2('instruments above consumption', 'instruments-exceed-consumption certificate/x value', [
    electricity('use', '1', 'MW.h'),
    certificate('x', '2', 'MW.h'),
    ...POWER,
  ]),
  scope2('instruments of another country', 'instruments-exceed-consumption certificate/x detail.geography', [
    USE,
    certificate('x', '2', 'MW.h', { geography: 'DE' }),
    ...POWER,
  ]),
  scope2('an instrument used twice', 'duplicate-instrument certificate/x detail.id', [
    USE,
    certificate('x', '2', 'MW.h'),
    { ...certificate('x', '2', 'MW.h'), key: 'again' },
    ...POWER,
  ]),
  scope2(
    'an instrument used twice, its id in another spelling',
    'duplicate-instrument certificate/x detail.id',
    [
      USE,
      certificate('x', '2', 'MW.h'),
      { ...certificate(' X', '2', 'MW.h'), key: 'certificate/again' },
      ...POWER,
    ],
  ),
  scope2(
    'instruments in a period of several years',
    'instrument-out-of-time certificate/x from',
    [USE, certificate('x', '2', 'MW.h'), ...POWER],
    { period: { from: YEAR_2022.from, until: COMMON.period.until } },
  ),
  scope2('an instrument of another vintage', 'instrument-out-of-time certificate/x detail.vintage', [
    USE,
    certificate('x', '2', 'MW.h', { vintage: '2019-Q4' }),
    ...POWER,
  ]),
  scope2('an instrument whose vintage is no time', 'bad-detail certificate/x detail.vintage', [
    USE,
    certificate('x', '2', 'MW.h', { vintage: 'spring' }),
    ...POWER,
  ]),
  scope2('a certificate that is not retired', 'instrument-not-retired certificate/x detail.retirement', [
    USE,
    certificate('x', '2', 'MW.h', { retirement: undefined }),
    ...POWER,
  ]),
  scope2(
    'a certificate that was retired before its electricity was generated',
    'instrument-out-of-time certificate/x detail.retirement.date',
    [USE, certificate('x', '2', 'MW.h', { retirement: retiredFor(COMPANY, '2020-06-30') }), ...POWER],
  ),
  scope2('a retirement that is planned', 'bad-detail certificate/x detail.retirement.date', [
    USE,
    certificate('x', '2', 'MW.h', { retirement: retiredFor(COMPANY, 'not yet, planned') }),
    ...POWER,
  ]),
  scope2('a member that its row type does not have', 'unknown-member use detail.geografy', [
    { ...USE, detail: { ...USE.detail, geografy: 'CN' } },
    ...POWER,
  ]),
  inventory(
    'a base year that is consolidated by another approach',
    'mixed-consolidation scope1/total detail.consolidation',
    [...coal('1'), total('equity-share')],
    { baseYear: { result: RECORD } },
  ),
  ...[
    [
      'an entity that holds itself',
      'entity-cycle',
      'heldBy',
      [held('a', { heldBy: 'urn:b' }), held('b', { heldBy: 'urn:a' })],
    ],
    ['a holder without a row', 'missing-entity', 'heldBy', [held('a', { heldBy: 'urn:b' })]],
    [
      'two rows of one holder',
      'ambiguous-entity',
      'heldBy',
      [held('0', { identifier: 'urn:a' }), held('a', {})],
    ],
    [
      'interests above 1',
      'excess-interest',
      'interest',
      [held('b', {}), held('0', { identifier: 'urn:a' }), held('a', { heldBy: 'urn:b' })],
    ],
  ].map(([what, code, column, entities]) =>
    inventory(what as string, `${code as string} a detail.${column as string}`, [
      ...(entities as TestEntry[]),
      ...coal('1'),
    ]),
  ),
  inventory(
    'a base year of other entities',
    'mixed-coverage scope1/total detail.entities',
    [...coal('1'), total('operational-control', { entities: ['urn:a'] })],
    { baseYear: { result: RECORD } },
  ),
  of('group@1', { ...AR5, organisation: 'urn:a' })(
    'two results that cover one entity',
    'counted-twice scope1/total detail.entities',
    [total('operational-control', { entity: 'urn:a', entities: ['urn:b', 'urn:b'] })],
    { figures: ['scope1/total'] },
  ),
  of('financed@1', AR5)('more outstanding than the value', 'attribution-above-one loan value', [
    entry('loan', '11', '{EUR}', {
      ...{ row: 'financing', investee: 'company', assetClass: 'business-loan', category: '3.15' },
    }),
    entry('value', '10', '{EUR}', {
      ...{ row: 'investee-value', investee: 'company', kind: 'equity-and-debt', year: 2023 },
    }),
  ]),
  valueChain('a spend without a price year', 'missing-price-year spend unit', [
    entry('spend', '10000', '{EUR}', {
      ...{ row: 'value-chain-activity', item: 'steel', basis: 'life-cycle', category: '3.1' },
      ...{ geography: 'CN' },
    }),
    { ...factor('factor', 'steel', 'life-cycle'), unit: 'kg{CO2e}/{EUR}' },
  ]),
  of('group@1', AR5)(
    'a result that names no entity',
    'missing-entity scope1/total detail.entity',
    [total('equity-share')],
    { figures: ['scope1/total'] },
  ),
  scope2('an offset as a certificate', 'offset-refused certificate/x unit', [
    USE,
    certificate('x', '2', 't{CO2e}'),
    ...POWER,
  ]),
  scope2(
    'instruments of markets that overlap in part',
    'overlapping-markets certificate/y detail.geography',
    [
      ...['CN-11', 'CN-31', 'VN'].map((place) => electricity(`use/${place}`, '9', 'MW.h', place)),
      certificate('x', '2', 'MW.h'),
      certificate('y', '2', 'MW.h', { geography: 'VN' }),
      ...POWER,
      gridFactor('VN', '0.5', 'average', { geography: 'VN' }),
      documentOf('market', { row: 'market-boundary', market: 'm', includes: ['CN-31', 'VN'] }),
    ],
  ),
  scope2('a grid that supplies another region', 'factor-out-of-place use detail.geography', [
    electricity('use', '9', 'MW.h', 'CN-31'),
    ...POWER,
    documentOf('grid', { row: 'grid-place', grid: 'national', includes: ['CN-11'] }),
  ]),
  cbam('more of a precursor than was made', 'precursors-exceed-goods ore-of-a value', [
    goods('a'),
    goods('ore'),
    { ...precursor('ore', 'a'), value: '101' },
  ]),
  cbam('stated emissions without a GWP set', 'missing-gwp-set a/d detail.gwpSet', [
    goods('a'),
    stated('a/d', 'a', 'direct', { gwpSet: undefined }),
  ]),
  cbam(
    'a good without a CN code under the definitive rules',
    'bad-detail goods/a detail.cn',
    [{ ...goods('a'), ...YEAR_2026 }],
    { period: YEAR_2026 },
  ),
  cbam('the transitional rules after 2025', 'bad-parameters - parameters.rules', [goods('a')], {
    period: YEAR_2026,
    rules: 'transitional',
  }),
  cbam('the definitive rules before 2026', 'bad-parameters - parameters.rules', [goods('a')], {
    rules: 'definitive',
  }),
  cbam('a cycle of precursors', 'precursor-cycle b-of-a detail.good', [
    goods('a'),
    goods('b'),
    precursor('b', 'a'),
    precursor('a', 'b'),
  ]),
  cbam('a good that was not made in the period', 'missing-activity ore-of-a detail.good', [
    goods('a'),
    emissions('a', 'direct'),
    emissions('a', 'indirect'),
    precursor('ore', 'a'),
    { ...goods('ore'), value: '0' },
    emissions('ore', 'direct'),
  ]),
  cbam('emissions of a good without a goods row', 'missing-activity b/direct detail.good', [
    goods('a'),
    emissions('a', 'direct'),
    emissions('a', 'indirect'),
    emissions('b', 'direct'),
  ]),
  cbam('a precursor of a good without a goods row', 'missing-activity ore-of-b detail.of', [
    goods('a'),
    precursor('ore', 'b'),
  ]),
  cbam('a good with precursors and no emissions of its own', 'missing-activity goods/a detail.good', [
    goods('a'),
    precursor('ore', 'a'),
    stated('ore/d', 'ore', 'direct'),
    stated('ore/i', 'ore', 'indirect'),
  ]),
  of('national-trade@1', {})('a total that is not the sum of its parts', 'other-total total value', [
    ...['coal', 'oil'].map((part) => national(part, '1', { part })),
    national('total', '2.5'),
  ]),
  of('trade-change@1', { base: YEAR_2022 })('two tables of other industries', 'other-table z/a/1/a/1 unit', [
    ...rowsOf(SOUND_TABLE),
    ...rowsOf({ ...SOUND_TABLE, industries: ['a/1', 'a/other', 'b/1'] }).map((row) => ({
      ...row,
      key: `before/${row.key}`,
      ...YEAR_2022,
    })),
  ]),
  inventory('avoided emissions in an inventory', 'netting-refused pumps detail.row', [pumps('MW.h')]),
];
