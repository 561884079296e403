import fc from 'fast-check';
import { Amount, parseAmount } from '../../engine/quantities/decimal.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import { findRowType } from '../../engine/rows/types/row-types.ts';
import {
  ALWAYS,
  COMMON,
  COMPANY,
  dataset,
  documentOf,
  entry,
  retiredFor,
  YEAR_2022,
  YEAR_2023,
  type TestEntry,
} from './dataset.ts';
import type { GivenRun } from './published-rows.ts';

const GRIDS = { location: 'g', residual: 'g' };
/** Parameters of each method besides those that all take. */
export const OTHERS: Readonly<Record<string, object>> = {
  'combustion@2': { gwpSet: 'AR5' },
  'scope2@2': { grids: GRIDS, entities: [COMPANY] },
  'value-chain@2': { gwpSet: 'AR5', totals: { co2Only: 'list', mixedBases: 'list' } },
  'inventory@2': {
    gwpSet: 'AR5',
    grids: GRIDS,
    entities: [COMPANY],
    consolidation: 'equity-share',
    organisation: COMPANY,
    by: ['entity', 'country', 'month'],
    totals: { co2Only: 'list', mixedBases: 'list' },
  },
  'refrigerant@2': { gwpSet: 'AR5' },
  'financed@1': { gwpSet: 'AR5', show: 'investees' },
  'nature@1': { gwpSet: 'AR5', wood: { start: 'zero' } },
  'plant@1': { gwpSet: 'AR5', closure: '0.9', allocation: 'energy' },
  'heat-and-power@1': { allocation: 'efficiency' },
  'cbam@2': { gwpSet: 'AR5', grid: 'g', closure: '0.9', allocation: 'energy', plantRules: 'ipcc-2006' },
  'avoided@2': { gwpSet: 'AR5' },
  'uncertainty@1': {
    method: 'value-chain@2',
    parameters: { gwpSet: 'AR5', totals: { co2Only: 'list', mixedBases: 'list' } },
    approach: 'both',
    draws: 100,
  },
  'group@1': {
    gwpSet: 'AR5',
    figures: ['scope1/total'],
    absent: 'list',
  },
};

type Row = Omit<TestEntry, 'key'>;
const row = (value: string, unit: string, detail: Record<string, unknown>): Row =>
  entry('', value, unit, detail);
const done = { category: 'c', geography: 'DE' };
export const co2e = { gases: ['CO2', 'CH4'], gwpSet: 'AR5' };

const [MILL, VENTURE] = ['urn:example:mill', 'urn:example:venture'];
/** A subsidiary and a joint venture of it. */
const ENTITIES = [
  documentOf('mill', { row: 'entity', identifier: MILL, name: 'Mill', geography: 'DE', interest: '0.7' }),
  documentOf('venture', {
    row: 'entity',
    identifier: VENTURE,
    name: 'Venture',
    geography: 'DE',
    heldBy: MILL,
    interest: '0.5',
  }),
];

/** Activities of every method. Their factors are below; each is given several times, for different places and times. */
const ACTIVITIES: readonly Row[] = [
  row('10', 't', { row: 'fuel-use', fuel: 'coal', ...done }),
  row('10', 't', { row: 'fuel-use', fuel: 'wood', ...done, facility: 'f', origin: 'biogenic' }),
  row('10', 't', { row: 'fuel-use', fuel: 'wood', ...done, origin: 'land-use' }),
  row('2', 't', { row: 'fuel-use', fuel: 'coal', ...done, facility: 'g', entity: VENTURE }),
  { ...row('3', 't', { row: 'fuel-use', fuel: 'coal', ...done, facility: 'h' }), ...YEAR_2022 },
  row('9', 'L', { row: 'fuel-use', fuel: 'oil', ...done }),
  row('9', 'kW.h', { row: 'fuel-use', fuel: 'oil', ...done, facility: 'f', calorific: 'gross' }),
  row('4', 't', { row: 'fuel-use', fuel: 'tar', ...done }),
  row('70', 'GJ', { row: 'fuel-use', fuel: 'tar', ...done, calorific: 'net' }),
  row('3', 'kg', { row: 'refrigerant-leak', gas: 'HFC-134a', ...done }),
  row('3', 'kg', { row: 'refrigerant-leak', gas: 'R410A', ...done }),
  row('3', 'kg', { row: 'refrigerant-leak', gas: 'CFC-11', ...done, facility: 'f' }),
  row('7', 'MW.h', { row: 'electricity-use', ...done }),
  row('5', 'MW.h', { row: 'electricity-use', ...done, facility: 'f', entity: MILL }),
  row('0', 'MW.h', { row: 'electricity-use', ...done }),
  row('4', 'MW.h', {
    row: 'instrument',
    id: 'x',
    vintage: '2023',
    retirement: retiredFor(COMPANY),
    factor: '0.01',
    factorUnit: 't{CO2e}/MW.h',
    ...co2e,
    geography: 'DE',
  }),
  row('4', 'GJ', { row: 'heat-use', carrier: 'heat', ...done }),
  row('4', 'GJ', { row: 'heat-use', carrier: 'steam', supplier: 'city', ...done, facility: 'f' }),
  row('9', 't', { row: 'process-activity', process: 'p', kind: 'process', ...done }),
  row('-1', 't', { row: 'process-activity', process: 'p', kind: 'process', ...done, line: 'imports' }),
  row('5', 't', { row: 'process-activity', process: 'q', kind: 'process', ...done, factors: ['k'] }),
  row('3', 't', { row: 'fuel-use', fuel: 'mix', ...done }),
  row('2', 't{CO2}', { row: 'measured-emission', gas: 'CO2', source: 's', ...done }),
  row('6', 't', { row: 'value-chain-activity', item: 'i', basis: 'life-cycle', ...done, category: '3.1' }),
  row('6', 't', { row: 'value-chain-activity', item: 'i', basis: 'well-to-tank', ...done, category: '3.1' }),
  row('3', '{EUR}', {
    ...{
      row: 'financing',
      investee: 'works',
      assetClass: 'business-loan',
      category: '3.15',
      geography: 'DE',
    },
  }),
  row('2', '{EUR}', {
    ...{ row: 'financing', investee: 'house', assetClass: 'mortgage', category: '3.15', geography: 'DE' },
  }),
  row('2', 't{CO2}', { row: 'measured-emission', gas: 'CO2', source: 'plant', ...done }),
  row('4', 'MW.h', { row: 'cogeneration-output', plant: 'plant', product: 'steam', carrier: 'heat' }),
  row('4', 'MW.h', { row: 'cogeneration-output', plant: 'plant', product: 'power', carrier: 'power' }),
  ...[
    { material: 'coal', toUnit: 'boiler', treatment: 'combustion' },
    { material: 'p', toUnit: 'kiln', treatment: 'process' },
    { material: 'p', fromUnit: 'kiln', treatment: 'output' },
    { material: 'wood', toUnit: 'furnace' },
    { material: 'wood', fromUnit: 'furnace' },
  ].map((flow, index) =>
    row(`${9 - index}`, 't', {
      ...{ row: 'plant-stream', plant: 'plant', ...flow, ...done },
      // One meter for each flow: however many rows it has, they are wrong together.
      correlation: { group: `meter-${index}` },
      uncertainty: { distribution: 'interval95', halfWidth: '0.05' },
    }),
  ),
  ...['heat', 'power'].map((carrier) =>
    row('9', 'GJ', {
      ...{ row: 'plant-stream', plant: 'plant', material: carrier, carrier },
      ...{ fromUnit: 'boiler', toUnit: 'kiln', ...done },
    }),
  ),
  row('1', '1', { row: 'plant-unit', plant: 'plant', unit: 'kiln', good: 'lime', year: 2023 }),
  ...['production', 'import', 'export'].map((flow, at) =>
    row(`${9 - at}`, 't{C}', { row: 'wood-flow', product: 'planks', flow, geography: 'DE', year: 2023 }),
  ),
  row('7', 't', {
    row: 'wood-flow',
    product: 'planks',
    flow: 'production',
    geography: 'DE',
    year: 2023,
    factors: ['k'],
  }),
  row('100', '1', { row: 'solution-use', solution: 's', geography: 'DE' }),
  row('100', '1/a', { row: 'solution-use', solution: 's', geography: 'DE' }),
  row('8', 't', { row: 'goods', good: 'steel' }),
  row('20', 't', { row: 'goods', good: 'ore', geography: 'DE' }),
  row('8', 't{CO2e}', { row: 'attributed-emissions', good: 'steel', account: 'direct', gwpSet: 'AR5' }),
  row('1', 't{CO2e}', { row: 'attributed-emissions', good: 'steel', account: 'indirect', gwpSet: 'AR5' }),
  row('9', 't', { row: 'precursor', good: 'ore', of: 'steel', geography: 'DE' }),
];
export const dated = { year: 2023 };
const FACTORS: readonly Row[] = [
  ...['coal', 'wood', 'mix'].flatMap((fuel) => [
    row('26.7', 'TJ/Gg', { row: 'net-calorific-value', fuel, ...dated }),
    row('0.98', '1', { row: 'oxidation', fuel, ...dated }),
    row('0.03', 't{C}/GJ', { row: 'carbon-content', fuel, ...dated }),
    row('1.5', 'kg{CH4}/TJ', {
      row: 'emission-factor',
      fuel,
      gas: 'CH4',
      origin: 'fossil',
      basis: 'combustion',
      ...dated,
    }),
  ]),
  row('35', 'a', { row: 'decay-rate', material: 'planks', ...dated }),
  row('94600', 'kg{CO2}/TJ', {
    row: 'emission-factor',
    fuel: 'coal',
    gas: 'CO2',
    origin: 'fossil',
    basis: 'combustion',
    ...dated,
  }),
  row('94600', 'kg{CO2}/TJ', {
    row: 'emission-factor',
    fuel: 'wood',
    gas: 'CO2',
    origin: 'biogenic',
    basis: 'combustion',
    ...dated,
  }),
  row('94600', 'kg{CO2}/TJ', {
    row: 'emission-factor',
    fuel: 'mix',
    gas: 'CO2',
    origin: 'fossil',
    basis: 'combustion',
    ...dated,
  }),
  row('0.3', '1', { row: 'biomass-fraction', fuel: 'mix', ...dated }),
  row('0.9', '1', { row: 'conversion-factor', factor: 'k', ...dated }),
  row('0.8', '1', { row: 'conversion-factor', factor: 'm', ...dated }),
  row('0.2', 't{C}/t', { row: 'process-factor', process: 'q', gas: 'CO2', component: 'a', ...dated }),
  row('0.4', 't{CO2}/t', {
    row: 'process-factor',
    process: 'q',
    gas: 'CO2',
    component: 'b',
    factors: ['m'],
    ...dated,
  }),
  ...['kW.h', 't', 'L'].map((per) =>
    row('0.2', `kg{CO2e}/${per}`, {
      row: 'emission-factor',
      fuel: 'oil',
      gas: 'CO2e',
      ...co2e,
      origin: 'fossil',
      basis: 'combustion',
      ...dated,
    }),
  ),
  row('2.4', 'kg{CO2}/L', {
    row: 'emission-factor',
    fuel: 'tar',
    gas: 'CO2',
    origin: 'fossil',
    basis: 'combustion',
    ...dated,
  }),
  row('0.9', 'kg/L', { row: 'density', fuel: 'tar', ...dated }),
  row('39', 'GJ/t', { row: 'gross-calorific-value', fuel: 'tar', ...dated }),
  row('0.95', '1', { row: 'calorific-ratio', fuel: 'tar', ...dated }),
  row('0.02', 't{C}/GJ', { row: 'carbon-content', fuel: 'tar', calorific: 'gross', ...dated }),
  row('0.99', '1', { row: 'oxidation', fuel: 'tar', ...dated }),
  row('0.02', 't{C}/GJ', { row: 'carbon-content', fuel: 'oil', ...dated }),
  row('0.99', '1', { row: 'oxidation', fuel: 'oil', ...dated }),
  row('0.9', '1', { row: 'calorific-ratio', fuel: 'oil', ...dated }),
  row('0.84', 'kg/L', { row: 'density', fuel: 'oil', ...dated }),
  row('40', 'GJ/t', { row: 'net-calorific-value', fuel: 'oil', ...dated }),
  row('0.5', '1', { row: 'blend-share', blend: 'R-410A', gas: 'HFC-134a' }),
  row('0.5', '1', { row: 'blend-share', blend: 'R-410A', gas: 'CFC-11' }),
  ...Object.entries({ 'HFC-134a': '1300', 'CFC-11': '4660', CH4: '28' }).map(([gas, value]) =>
    row(value, 'kg{CO2e}/kg', { row: 'gwp', gas, gwpSet: 'AR5', horizon: 100, ...dated }),
  ),
  ...['average', 'residual'].map((mix) =>
    row('0.4', 't{CO2e}/MW.h', {
      row: 'grid-factor',
      mix,
      grid: 'g',
      ...co2e,
      basis: 'generation',
      geography: 'DE',
      ...dated,
    }),
  ),
  row('0.1', 't{CO2e}/GJ', { row: 'heat-factor', carrier: 'heat', ...co2e, ...dated }),
  ...[{}, { supplier: 'city' }].map((by) =>
    row('0.1', 't{CO2e}/GJ', { row: 'heat-factor', carrier: 'steam', ...by, ...co2e, ...dated }),
  ),
  row('0.5', 't{CH4}/t', { row: 'process-factor', process: 'p', gas: 'CH4', ...dated }),
  row('0.7', 't{CO2}/t', { row: 'process-factor', process: 'p', gas: 'CO2', ...dated }),
  ...['life-cycle', 'well-to-tank'].map((basis) =>
    row('1.1', 't{CO2e}/t', { row: 'activity-factor', item: 'i', ...co2e, basis, ...dated }),
  ),
  row('4000', '{EUR}', { row: 'investee-value', investee: 'works', kind: 'equity-and-debt', ...dated }),
  row('5000', '{EUR}', { row: 'investee-value', investee: 'house', kind: 'value-at-origination', ...dated }),
  ...['1', '2', '3'].map((scope) =>
    row('70', 't{CO2e}', {
      ...{ row: 'investee-emissions', investee: 'works', scope, score: 3, ...co2e, ...dated },
    }),
  ),
  row('70', 't{CO2e}', {
    ...{ row: 'investee-emissions', investee: 'house', scope: '1+2', score: 5, ...co2e, ...dated },
  }),
  ...['steam', 'power'].map((product) =>
    row('0.5', '1', { row: 'cogeneration-weight', plant: 'plant', product, measure: 'efficiency', ...dated }),
  ),
  ...['reference', 'solution'].map((role, index) =>
    row(`${2 - index}`, 't{CO2e}/1', { row: 'solution-factor', solution: 's', role, ...co2e, ...dated }),
  ),
  row('12', 'a', { row: 'solution-lifetime', solution: 's', ...dated }),
  ...['direct', 'indirect'].map((account) =>
    row('1.7', 't{CO2e}/t', {
      row: 'embedded-emissions',
      good: 'ore',
      account,
      determination: 'actual',
      gwpSet: 'AR5',
      ...dated,
    }),
  ),
];

const DOCUMENTS: readonly TestEntry[] = [
  documentOf('grid', { row: 'grid-place', grid: 'g', includes: ['DE-BY'] }),
  documentOf('market', { row: 'market-boundary', market: 'm', includes: ['DE', 'FR'] }),
  ...ENTITIES,
];

/** The place and time of a copy of a factor, and whether the run declares it as a proxy. */
const copyArbitrary = fc.record({
  geography: fc.constantFrom(undefined, undefined, 'DE', 'DE', 'DE-BY', 'FR'),
  period: fc.constantFrom(ALWAYS, ALWAYS, ALWAYS, YEAR_2022, YEAR_2023),
  isProxy: fc.nat(3).map((chance) => chance === 0),
});
/** Most factors hold everywhere and always: a run needs many of them, and is refused where one is missing or ambiguous. */
const copiesArbitrary = fc.oneof(
  { weight: 2, arbitrary: fc.constant([{ geography: undefined, period: ALWAYS, isProxy: false }]) },
  { weight: 1, arbitrary: fc.array(copyArbitrary, { minLength: 1, maxLength: 2 }) },
);

export interface Given {
  readonly inputs: readonly InputRecord[];
  readonly proxies: readonly object[];
}

/** Returns the activities that a method reads. Goods of CBAM have their emissions from rows here, not from a plant. */
function activitiesOf(reads: readonly string[]): Row[] {
  const isOfGoods = reads.includes('attributed-emissions');
  return ACTIVITIES.filter(({ detail }) => {
    const type = detail!['row'] as string;
    return reads.includes(type) && !(isOfGoods && type.startsWith('plant-'));
  });
}

/** Returns inputs with some activities that a method reads, in one of two places, and all factors. */
export function givenArbitrary(reads: readonly string[]): fc.Arbitrary<Given> {
  const own = activitiesOf(reads);
  // All of them often: some methods refuse most parts, such as a plant without what its units need.
  const activities = fc.oneof(fc.subarray(own, { minLength: 1 }), fc.constant(own));
  const copies = fc.tuple(...FACTORS.map(() => copiesArbitrary));
  return fc.tuple(activities, fc.constantFrom('DE', 'DE-BY'), copies).map(([uses, place, chosen]) => {
    const rows = uses.map((use, index) => ({ ...use, key: `use${index}`, detail: moved(use.detail, place) }));
    const proxies: object[] = [];
    const factors = FACTORS.flatMap((factor, index) =>
      chosen[index]!.map(({ geography, period, isProxy }, copy) => {
        const key = `factor${index}/${copy}`;
        if (isProxy) proxies.push({ record: FACTORS_RECORD, key, reason: 'none' });
        const isGrid = factor.detail!['row'] === 'grid-factor';
        const place = isGrid ? (geography ?? 'DE') : geography;
        const at = place !== undefined && hasPlace(factor) ? { geography: place } : {};
        return {
          ...factor,
          ...period,
          key,
          value: isFixed(factor) ? factor.value : withDigit(factor.value ?? '', copy + 1),
          detail: { ...factor.detail, ...at },
        };
      }),
    );
    return { inputs: [dataset('a', ...rows), dataset('b', ...factors, ...DOCUMENTS)], proxies };
  });
}

/** Returns a decimal with one digit more after its point. */
function withDigit(value: string, digit: number): string {
  return `${value}${value.includes('.') ? '' : '.'}${digit}`;
}

export const FACTORS_RECORD = dataset('b').record;

/** Whether a value can't be another one: a GWP must be that of its set, and the shares of a blend or of a unit add up to 1. */
function isFixed({ detail }: Row): boolean {
  return ['gwp', 'blend-share', 'plant-unit'].includes(detail!['row'] as string);
}

/** Whether a row type has a place: those that hold everywhere have none. */
function hasPlace({ detail }: Row): boolean {
  return 'geography' in findRowType(detail!['row'])!.schema.shape;
}

function moved(detail: TestEntry['detail'], geography: string): TestEntry['detail'] {
  return detail?.['geography'] === undefined ? detail : { ...detail, geography };
}

/** Whether there are generated activities for a method. One that takes figures of other results has none. */
export function isGenerated({ reads }: { readonly reads: readonly string[] }): boolean {
  return ACTIVITIES.some(({ detail }) => reads.includes(detail!['row'] as string));
}

/** From three quarters to all of a quantity, so that certificates never exceed use, and nothing burns more than wholly. */
const partArbitrary = fc.integer({ min: 750_000, max: 1_000_000 });

/**
 * Returns a run of a method: most of the activities that it reads, most of them three times and in two records, with quantities of many
 * digits, and every factor once. Nearly all of these runs succeed.
 */
export function runArbitrary(method: { name: string; reads: readonly string[] }): fc.Arbitrary<GivenRun> {
  const own = activitiesOf(method.reads);
  const someArbitrary = fc.subarray(own, { minLength: own.length > 3 ? own.length - 2 : own.length });
  const partsArbitrary = fc.array(partArbitrary, { minLength: PARTS, maxLength: PARTS });
  const listedArbitrary = fc.constantFrom(0, 3, 100);
  return fc.tuple(someArbitrary, partsArbitrary, listedArbitrary).map(([some, parts, listed]) => {
    const partOf = (row: Row, key: string, index: number): TestEntry => {
      if (isFixed(row)) return { ...row, key };
      const part = new Amount(BigInt(parts[index % PARTS]!), 6);
      return { ...row, key, value: String(parseAmount(row.value ?? '').times(part)) };
    };
    const again = some.filter((row) => row.detail!['row'] !== 'instrument' && !isFixed(row));
    return {
      inputs: [
        dataset('a', ...some.map((row, index) => partOf(row, `use${index}`, index))),
        dataset('b', ...ENTITIES, ...FACTORS.map((row, index) => partOf(row, `factor${index}`, 2 * index))),
        dataset(
          'c',
          ...again.map((row, index) => partOf(row, `again${index}`, 3 * index + 1)),
          ...again.map((row, index) => partOf(row, `more${index}`, 5 * index + 2)),
        ),
      ],
      parameters: { ...COMMON, ...OTHERS[method.name], listed },
    };
  });
}

const PARTS = 29;

const { numRuns: cases = 100 } = fc.readConfigureGlobal();

/** How many runs of a method a property tries: a part of its cases, because a run has dozens of rows, and methods share the engine. */
export const RUNS = { numRuns: Math.ceil((cases > 100 ? 0.6 : 0.35) * cases) };

/** The same, and fewer of a method that reads more kinds of activities, such as an inventory: each of its runs is about all of them. */
export function runsOf({ reads }: { readonly reads: readonly string[] }): typeof RUNS {
  const most = Math.ceil(RUNS.numRuns * Math.min(1, USUAL_KINDS / activitiesOf(reads).length));
  return { numRuns: Math.max(FEWEST, most) };
}
const USUAL_KINDS = 8;
/** With fewer, a property might by chance be about none of the runs. */
const FEWEST = 12;
