import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { COMMON, dataset, entry, figureOf, YEAR_2026, type TestEntry } from '../dataset.ts';

const PLACE = { category: '2.C.1', geography: 'TR' };
const OXIDE = { row: 'process-factor', gas: 'CO2', year: 2023 };

/** A stream: `coke: oven > furnace`, an empty end is the border of the plant. */
function stream(flow: string, value: string, more: object = {}, unit = 't'): TestEntry {
  const [material = '', ends = ''] = flow.split(': ');
  const [fromUnit = '', toUnit = ''] = ends.split('>').map((end) => end.trim());
  return entry(flow, value, unit, {
    ...{ row: 'plant-stream', plant: 'works', material, ...PLACE },
    ...(fromUnit === '' ? {} : { fromUnit }),
    ...(toUnit === '' ? {} : { toUnit }),
    ...more,
  });
}
const heat = (flow: string, value: string): TestEntry => stream(flow, value, { carrier: 'heat' }, 'TJ');
const power = (flow: string, value: string): TestEntry => stream(flow, value, { carrier: 'power' }, 'TJ');
/** A stream that gives off one tonne of CO2 per tonne. */
const stone = (unit: string, value: string): TestEntry =>
  stream(`stone: > ${unit}`, value, { treatment: 'process' });
const STONE = entry('stone/CO2', '1', 't{CO2}/t', { ...OXIDE, process: 'stone' });
const makes = (unit: string, good: string, share = '1'): TestEntry =>
  entry(`${unit}/${good}`, share, '1', { row: 'plant-unit', plant: 'works', unit, good, year: 2023 });
const weight = (product: string, value: string): TestEntry =>
  entry(`${product}/eta`, value, '1', {
    ...{ row: 'cogeneration-weight', plant: 'works', product, measure: 'efficiency', year: 2023 },
  });

const run = (rows: readonly TestEntry[], parameters: object = {}, method = 'plant@1'): RunResult =>
  runMethod(method, [dataset('a', ...rows)], { ...COMMON, gwpSet: 'AR5', ...parameters });
const codeOf = (
  rows: readonly TestEntry[],
  parameters: object = {},
  method = 'plant@1',
): unknown[] | null => {
  try {
    run(rows, parameters, method);
    return null;
  } catch (error) {
    if (error instanceof EngineError) return [error.code, error.row?.key, error.row?.column];
    throw error;
  }
};
const valueOf = (result: RunResult, key: string): string => figureOf(result, key).value;

/** A works: a furnace and a mill make one good each, a boiler and a power plant serve both. */
const WORKS = [
  STONE,
  stone('furnace', '700'),
  stone('mill', '100'),
  stone('boiler', '90'),
  stone('turbine', '300'),
  stone('yard', '10'),
  heat('steam: boiler > furnace', '10'),
  heat('steam: boiler > mill', '15'),
  heat('steam: boiler > turbine', '5'),
  heat('steam: boiler >', '6'),
  power('power: turbine > furnace', '20'),
  power('power: turbine > mill', '10'),
  power('power: turbine > yard', '1'),
  power('power: turbine >', '9'),
  makes('furnace', 'iron'),
  makes('mill', 'steel', '0.75'),
  makes('mill', 'scrap', '0.25'),
];

describe('emissions of a plant that are attributed to goods', () => {
  it('follow units, shares, heat and power, and the lines add up to the total', () => {
    const result = run(WORKS);
    const lines = Object.fromEntries(
      result.figures.flatMap(({ key, value }) =>
        /^plant\/works\/(good|rest)\//.test(key) ? [[key.slice('plant/works/'.length), value]] : [],
      ),
    );
    // The boiler's 90 t go to 36 TJ: 25, 37.5, 12.5 and 15 t. The turbine's 312.5 t go to 40 TJ of power.
    expect(lines).toEqual({
      'good/iron/direct': '725',
      'good/steel/direct': '103.125',
      'good/scrap/direct': '34.375',
      'rest/heat': '15',
      'rest/power': '312.5',
      'rest/units': '10',
      'good/iron/indirect': '156.25',
      'good/steel/indirect': '58.59375',
      'good/scrap/indirect': '19.53125',
      'rest/indirect': '78.125',
    });
    const attributed = figureOf(result, 'plant/works/attributed');
    expect(attributed.value).toBe('1200');
    expect(attributed.detail.closing).toEqual({ formula: 'total', value: '1200' });
    expect(attributed.detail.rules).toBe('Implementing Regulation (EU) 2023/1773, annex III, points F and G');
    expect(attributed.detail.derivation.warnings.map(({ code }) => code)).toEqual(['unattributed']);
  });

  it('are allocated to heat and power of one unit as heat-and-power@1 does', () => {
    const rows = [
      STONE,
      stone('chp', '10000'),
      heat('steam: chp > mill', '200'),
      power('power: chp >', '100'),
      makes('mill', 'paper'),
      weight('steam', '0.8'),
      weight('power', '0.35'),
    ];
    const result = run(rows, { allocation: 'efficiency' });
    expect(valueOf(result, 'plant/works/chp/output/steam')).toBe('4666.666667');
    expect(valueOf(result, 'plant/works/chp/output/power')).toBe('5333.333333');
    expect(valueOf(result, 'plant/works/good/paper/direct')).toBe('4666.666667');
    expect(valueOf(result, 'plant/works/rest/power')).toBe('5333.333333');
    expect(valueOf(result, 'plant/works/attributed')).toBe('10000');
    expect(codeOf(rows)).toEqual(['bad-parameters', '', 'parameters.allocation']);
  });

  it('are the emissions of goods in cbam@2: the tonnes of both are equal in one run', () => {
    const good = (name: string, value: string): TestEntry =>
      entry(`goods/${name}`, value, 't', { row: 'goods', good: name });
    const ore = entry('iron-of-steel', '40', 't', { row: 'precursor', good: 'iron', of: 'steel' });
    const rows = [...WORKS, good('iron', '500'), good('steel', '50'), good('scrap', '10'), ore];
    const asked = { plantRules: 'ipcc-2006' };
    const result = run(rows, asked, 'cbam@2');
    expect(valueOf(result, 'cbam/iron/direct')).toBe(valueOf(result, 'plant/works/good/iron/direct'));
    expect(valueOf(result, 'cbam/iron/indirect')).toBe('156.25');
    expect(valueOf(result, 'cbam/steel/direct')).toBe('161.125'); // 103.125 + 40 × 725/500
    expect(valueOf(result, 'plant/works/total')).toBe('1200');
    const stated = entry('iron/direct', '1', 't{CO2e}', {
      ...{ row: 'attributed-emissions', good: 'iron', account: 'direct', gwpSet: 'AR5' },
    });
    expect(codeOf([...rows, stated], asked, 'cbam@2')).toEqual([
      'ambiguous-factor',
      'iron/direct',
      'detail.good',
    ]);
    expect(codeOf([...WORKS, good('iron', '500')], asked, 'cbam@2')?.[0]).toBe('missing-activity');
  });

  it('take the emissions of a waste gas to the unit that makes it, less a credit, and as natural gas to the one that burns it', () => {
    const of = (row: string, fuel: string, value: string, unit: string, more: object = {}): TestEntry =>
      entry(`${fuel}/${row}`, value, unit, { row, fuel, year: 2023, ...more });
    const rows = [
      stream('coke: > furnace', '1000'),
      stream('gas: furnace > turbine', '900000', { treatment: 'combustion', carrier: 'waste-gas' }, 'm3'),
      power('power: turbine >', '1'),
      of('carbon-content', 'coke', '0.8', 'kg/kg'),
      of('carbon-content', 'gas', '0.2', 'kg/m3'),
      of('oxidation', 'gas', '1', '1'),
      of('net-calorific-value', 'gas', '3', 'MJ/m3'),
      of('emission-factor', 'natural-gas', '56.1', 't{CO2}/TJ', {
        ...{ gas: 'CO2', basis: 'combustion', origin: 'fossil' },
      }),
      makes('furnace', 'iron'),
    ];
    const corr = entry('corr', '0.667', '1', {
      ...{ row: 'constant', constant: 'waste-gas', ruleSet: 'EU-2023-1773', year: 2023 },
    });
    const result = run([...rows, corr]);
    const end = 'plant/works/waste-gas/from/furnace/to/turbine/gas';
    expect(['burned', 'natural-gas', 'credit'].map((part) => valueOf(result, `${end}/${part}`))).toEqual([
      '660',
      '151.47', // 2.7 TJ × 56.1
      '101.03049', // × 0.667
    ]);
    expect(valueOf(result, 'plant/works/good/iron/direct')).toBe('2832.302843'); // 620 × 44/12 + 660 − credit
    expect(valueOf(result, 'plant/works/rest/power')).toBe('151.47');
    expect(valueOf(result, 'plant/works/rest/waste-gas')).toBe('-50.43951');
    expect(valueOf(result, 'plant/works/attributed')).toBe(valueOf(result, 'plant/works/total'));
    expect(codeOf(rows)).toEqual(['missing-factor', 'gas: furnace > turbine', 'unit']);
    // Within one production process nothing moves.
    const own = run([...rows.filter(({ key }) => !key.startsWith('power')), makes('turbine', 'iron')]);
    expect(valueOf(own, 'plant/works/good/iron/direct')).toBe(valueOf(own, 'plant/works/total'));
  });

  it('count heat and power from outside by their factors, and heat of a unit that makes a good', () => {
    const of = { gases: ['CO2e'], gwpSet: 'AR5', year: 2023 };
    const rows = [
      STONE,
      stone('furnace', '700'),
      stone('mill', '100'),
      makes('furnace', 'iron'),
      makes('mill', 'steel'),
      heat('steam: > mill', '3.6'),
      { ...heat('steam: furnace > mill', '7.2'), key: 'recovered' },
      power('power: > mill', '36'),
      entry('steam', '0.02', 't{CO2e}/MW.h', { row: 'heat-factor', carrier: 'steam', ...of }),
      entry('own', '0.01', 't{CO2e}/MW.h', {
        row: 'heat-factor',
        carrier: 'steam',
        supplier: 'furnace',
        ...of,
      }),
      entry('grid', '0.5', 't{CO2e}/MW.h', {
        ...{ row: 'grid-factor', mix: 'average', grid: 'tr', basis: 'generation', geography: 'TR', ...of },
      }),
    ];
    const result = run(rows, { grid: 'tr' });
    expect(valueOf(result, 'plant/works/good/iron/direct')).toBe('680');
    expect(valueOf(result, 'plant/works/good/steel/direct')).toBe('140');
    expect(valueOf(result, 'plant/works/good/steel/indirect')).toBe('5000');
    expect(valueOf(result, 'plant/works/rest/heat-imported')).toBe('-20');
    expect(valueOf(result, 'plant/works/attributed')).toBe('800');
    expect(codeOf(rows)).toEqual(['bad-parameters', '', 'parameters.grid']);
    expect(codeOf([...rows, power('power: mill > furnace', '1')], { grid: 'tr' })).toEqual([
      'bad-stream',
      'power: mill > furnace',
      'detail.fromUnit',
    ]);
  });

  it('take the rules of the period, and refuse one with days of two', () => {
    const rows = WORKS.map((row) =>
      row.detail!['row'] === 'plant-stream' ? { ...row, ...YEAR_2026 } : { ...row, from: 0, until: 0 },
    );
    const result = run(rows, { period: YEAR_2026 });
    expect(figureOf(result, 'plant/works/good/iron/direct').detail.rules).toContain('2025/2547');
    const both = { from: YEAR_2026.from - 86_400, until: YEAR_2026.until };
    expect(codeOf(rows, { period: both })).toEqual(['bad-parameters', '', 'parameters.period']);
  });

  it('are the whole in their sum, for any network of heat, power and shares', () => {
    const amount = fc.integer({ min: 1, max: 9999 });
    const units = ['a', 'b', 'c', 'd', 'e'];
    const network = fc.record({
      emitted: fc.array(amount, { minLength: 5, maxLength: 5 }),
      shares: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 2 }),
      // Heat and power go from a unit to a later one, or out: only the last two make goods.
      sent: fc.array(
        fc.record({
          from: fc.nat(2),
          by: fc.integer({ min: 1, max: 4 }),
          energy: amount,
          carrier: fc.constantFrom('heat' as const, 'power' as const),
        }),
        { maxLength: 8 },
      ),
    });
    fc.assert(
      fc.property(network, ({ emitted, shares, sent }) => {
        const rows = [
          STONE,
          ...units.map((unit, index) => stone(unit, String(emitted[index]))),
          ...['d', 'e'].flatMap((unit, index) => {
            const share = shares[index]!;
            return [makes(unit, 'x', String(share / 100)), makes(unit, 'y', String((100 - share) / 100))];
          }),
          ...sent.map(({ from, by, energy, carrier }, index) => {
            const to = units[from + by] ?? '';
            const row = carrier === 'heat' ? heat : power;
            return { ...row(`${carrier}: ${units[from]!} > ${to}`, String(energy)), key: `sent/${index}` };
          }),
        ];
        const result = run(rows, { allocation: 'energy', rounding: { mode: 'half-even', decimals: 20 } });
        const sum = (ends: RegExp): bigint =>
          result.figures
            .filter(({ key }) => ends.test(key))
            .reduce((whole, { value }) => whole + scaled(value), 0n);
        const total = sum(/^plant\/works\/total$/);
        expect(total).toBe(scaled(String(emitted.reduce((a, b) => a + b))));
        const near = (a: bigint, b: bigint): void => {
          expect(a - b < 100n && b - a < 100n).toBe(true);
        };
        near(sum(/^plant\/works\/(good\/.*\/direct|rest\/(units|heat|power))$/), total);
        near(sum(/\/indirect$/), sum(/^plant\/works\/rest\/power$/));
      }),
      { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 5) },
    );
  });
});

describe('a gas that a unit gives off as it was measured', () => {
  it('counts in place of what its streams give, and these are compared', () => {
    const rows = [
      STONE,
      stone('kiln', '100'),
      stream('stack: kiln >', '98', { treatment: 'measured', tier: 3 }, 't{CO2}'),
      stream('stack-N2O: acid >', '2', { treatment: 'measured', tier: 2 }, 't{N2O}'),
      stream('N2O: acid >', '5', { transfer: 'installation' }, 't{N2O}'),
      entry('eu', '3.664', '1', {
        ...{ row: 'constant', constant: 'CO2/C', ruleSet: 'EU-2018-2066', year: 2018 },
      }),
      entry('N2O', '265', 'kg/kg', { row: 'gwp', gas: 'N2O', gwpSet: 'AR5', horizon: 100, year: 2013 }),
    ];
    const result = run(rows, { rules: 'eu-ets' });
    const kiln = figureOf(result, 'scope1/plant/works/kiln/CO2');
    expect(kiln).toMatchObject({
      value: '98',
      detail: { rules: 'Implementing Regulation (EU) 2018/2066, articles 40 to 46', tiers: [3] },
    });
    expect(kiln.detail.derivation.warnings.map(({ code }) => code)).toEqual(['measured-differs']);
    expect(valueOf(result, 'plant/works/kiln/in/stone/CO2')).toBe('100');
    expect(valueOf(result, 'scope1/plant/works/acid/N2O')).toBe('2');
    expect(figureOf(result, 'plant/works/acid/out/n2o/N2O').detail.rules).toContain('article 50');
    expect(valueOf(result, 'plant/works/total')).toBe('628');
  });
});

/** Returns a decimal with at most 20 decimals as a multiple of 10^−20. */
function scaled(value: string): bigint {
  const [whole = '', fraction = ''] = value.split('.');
  return BigInt(whole + fraction.padEnd(20, '0'));
}
