import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namedRows, withoutCounts } from './named-rows.ts';
import { EngineError } from '../../engine/errors.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import { METHODS } from '../../engine/methods/registry.ts';
import { describeRun, repeatRun, runMethod, type RunResult } from '../../engine/run.ts';
import {
  ALWAYS,
  COMMON,
  dataset,
  documentOf,
  entry,
  YEAR_2022,
  YEAR_2023,
  type TestEntry,
} from './dataset.ts';

const GRIDS = { location: 'g', residual: 'g' };
const OTHERS: Readonly<Record<string, object>> = {
  'scope2@2': { grids: GRIDS },
  'value-chain@2': { gwpSet: 'AR5', totals: { co2Only: 'list', mixedBases: 'list' } },
  'inventory@2': { gwpSet: 'AR5', grids: GRIDS, totals: { co2Only: 'list', mixedBases: 'list' } },
  'refrigerant@2': { gwpSet: 'AR5' },
  'cbam@2': { gwpSet: 'AR5', grid: 'g' },
  'avoided@2': { gwpSet: 'AR5' },
};

type Row = Omit<TestEntry, 'key'>;
const row = (value: string, unit: string, detail: Record<string, unknown>): Row =>
  entry('', value, unit, detail);
const done = { category: 'c', geography: 'DE' };
const co2e = { gases: ['CO2', 'CH4'], gwpSet: 'AR5' };

/** Activities of every method. Their factors are below; each is given several times, for different places and times. */
const ACTIVITIES: readonly Row[] = [
  row('10', 't', { row: 'fuel-use', fuel: 'coal', ...done }),
  row('10', 't', { row: 'fuel-use', fuel: 'wood', ...done, facility: 'f' }),
  row('3', 'kg', { row: 'refrigerant-leak', gas: 'HFC-134a', ...done }),
  row('3', 'kg', { row: 'refrigerant-leak', gas: 'CFC-11', ...done, facility: 'f' }),
  row('7', 'MW.h', { row: 'electricity-use', ...done }),
  row('5', 'MW.h', { row: 'electricity-use', ...done, facility: 'f' }),
  row('0', 'MW.h', { row: 'electricity-use', ...done }),
  row('4', 'MW.h', {
    row: 'instrument',
    id: 'x',
    vintage: '2023',
    retired: '2024-02-15',
    factor: '0.01',
    factorUnit: 't{CO2e}/MW.h',
    ...co2e,
    geography: 'DE',
  }),
  row('4', 'GJ', { row: 'heat-use', carrier: 'heat', ...done }),
  row('4', 'GJ', { row: 'heat-use', carrier: 'steam', supplier: 'city', ...done, facility: 'f' }),
  row('9', 't', { row: 'process-activity', process: 'p', kind: 'process', ...done }),
  row('2', 't{CO2}', { row: 'measured-emission', gas: 'CO2', source: 's', ...done }),
  row('6', 't', { row: 'value-chain-activity', item: 'i', basis: 'life-cycle', ...done, category: '3.1' }),
  row('6', 't', { row: 'value-chain-activity', item: 'i', basis: 'well-to-tank', ...done, category: '3.1' }),
  row('100', '1', { row: 'solution-use', solution: 's', geography: 'DE' }),
  row('100', '1/a', { row: 'solution-use', solution: 's', geography: 'DE' }),
  row('8', 't', { row: 'goods', good: 'steel' }),
  row('8', 't', { row: 'goods', good: 'ore', geography: 'DE' }),
  row('8', 't{CO2e}', { row: 'attributed-emissions', good: 'steel', account: 'direct', gwpSet: 'AR5' }),
  row('1', 't{CO2e}', { row: 'attributed-emissions', good: 'steel', account: 'indirect', gwpSet: 'AR5' }),
  row('9', 't', { row: 'precursor', good: 'ore', of: 'steel', geography: 'DE' }),
];
const dated = { year: 2023 };
const FACTORS: readonly Row[] = [
  ...['coal', 'wood'].flatMap((fuel) => [
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
];

/** The place and time of a copy of a factor, and whether the run declares it as a proxy. */
const copyArbitrary = fc.record({
  geography: fc.constantFrom(undefined, undefined, 'DE', 'DE', 'DE-BY', 'FR'),
  period: fc.constantFrom(ALWAYS, ALWAYS, ALWAYS, YEAR_2022, YEAR_2023),
  isProxy: fc.nat(3).map((chance) => chance === 0),
});
const copiesArbitrary = fc.array(copyArbitrary, { minLength: 1, maxLength: 2 });

interface Given {
  readonly inputs: readonly InputRecord[];
  readonly proxies: readonly object[];
}

/** Returns inputs with some activities that a method reads, in one of two places, and all factors. */
function givenArbitrary(reads: readonly string[]): fc.Arbitrary<Given> {
  const own = ACTIVITIES.filter(({ detail }) => reads.includes(detail!['row'] as string));
  const activities = fc.subarray(own, { minLength: 1 });
  const copies = fc.tuple(...FACTORS.map(() => copiesArbitrary));
  return fc.tuple(activities, fc.constantFrom('DE', 'DE-BY'), copies).map(([uses, place, chosen]) => {
    const rows = uses.map((use, index) => ({ ...use, key: `use${index}`, detail: moved(use.detail, place) }));
    const proxies: object[] = [];
    const factors = FACTORS.flatMap((factor, index) =>
      chosen[index]!.map(({ geography, period, isProxy }, copy) => {
        const key = `factor${index}/${copy}`;
        if (isProxy) proxies.push({ record: FACTORS_RECORD, key, reason: 'none' });
        const isGrid = factor.detail!['row'] === 'grid-factor';
        const at = isGrid ? { geography: geography ?? 'DE' } : geography === undefined ? {} : { geography };
        return {
          ...factor,
          ...period,
          key,
          // A GWP must be that of its set.
          value: factor.detail!['row'] === 'gwp' ? factor.value : `${factor.value}${copy + 1}`,
          detail: { ...factor.detail, ...at },
        };
      }),
    );
    return { inputs: [dataset('a', ...rows), dataset('b', ...factors, ...DOCUMENTS)], proxies };
  });
}

const FACTORS_RECORD = dataset('b').record;

function moved(detail: TestEntry['detail'], geography: string): TestEntry['detail'] {
  return detail?.['geography'] === undefined ? detail : { ...detail, geography };
}

describe('a run that is repeated from the rows that it names', () => {
  it.each(METHODS.map(({ name, reads }) => ({ name, reads })))(
    'gives the same figures of $name, for any other rows and proxies in the first run',
    ({ name, reads }) => {
      let made = 0;
      fc.assert(
        fc.property(givenArbitrary(reads), ({ inputs, proxies }) => {
          for (const declared of [[], ...proxies.map((proxy) => [proxy]), proxies]) {
            const parameters = { ...COMMON, ...OTHERS[name], proxies: declared };
            if (isRepeated(name, inputs, parameters)) made += 1;
          }
        }),
      );
      expect(made).toBeGreaterThan(0);
    },
  );

  it.each([
    ['the valid row of the wider place', ['world']],
    ['a row of another place, when one of a wider place is valid', ['us']],
  ])('accepts only a proxy of the narrowest place, not %s', (_, keys) => {
    const inputs = [dataset('a', steel('use', 'DE'), steel('other', 'FR')), dataset('b', ...STEEL)];
    const proxies = keys.map((key) => ({ record: FACTORS_RECORD, key, reason: 'none' }));
    expect(() => runMethod('value-chain@2', inputs, { ...COMMON, gwpSet: 'AR5', proxies })).toThrow(
      expect.objectContaining({ code: 'factor-out-of-time' }),
    );
  });
});

/** Runs a method; if it succeeds, repeats it with only the rows that it used, and checks that its derivations name exactly these. */
function isRepeated(method: string, inputs: readonly InputRecord[], parameters: typeof COMMON): boolean {
  const made = attempt(() => runMethod(method, inputs, parameters));
  if (made === null) return false;
  const used = made.used.map(({ record, keys }) => {
    const { entries } = inputs.find((input) => input.record === record)!;
    return { record, entries: entries.filter(({ key }) => keys.includes(key)) };
  });
  const again = repeatRun(describeRun(method, parameters, made, '0x'), used);
  expect(withoutCounts(again)).toEqual(withoutCounts(made));
  const named = used.flatMap(({ record, entries }) => entries.map(({ key }) => `${record} ${key}`));
  expect(new Set(named)).toEqual(namedRows(made.figures));
  return true;
}

function attempt(run: () => RunResult): RunResult | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  }
}

function steel(key: string, geography: string): TestEntry {
  const detail = { row: 'value-chain-activity', item: 'i', basis: 'life-cycle', category: '3.1', geography };
  return entry(key, '6', 't', detail);
}

const OF_STEEL = { row: 'activity-factor', item: 'i', ...co2e, basis: 'life-cycle', ...dated };
const STEEL = [
  entry('de', '1', 't{CO2e}/t', { ...OF_STEEL, geography: 'DE' }, YEAR_2022),
  entry('us', '2', 't{CO2e}/t', { ...OF_STEEL, geography: 'US' }),
  entry('world', '3', 't{CO2e}/t', OF_STEEL),
];
