import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeRun, repeatRun, runMethod, type RunResult } from '../../../engine/run.ts';
import { COMMON, COMPANY, dataset, entry, figureOf, gwp, type TestEntry } from '../dataset.ts';
import { entityRow, TOP, urn } from '../entities/group-rows.ts';
import { carbon, plantArbitrary, property, stream } from './plants.ts';

const ASKED = { gwpSet: 'AR5', organisation: COMPANY, grids: { location: 'grid', residual: 'grid' } };
const run = (method: string, rows: readonly TestEntry[], parameters: object): RunResult =>
  runMethod(method, [dataset('a', ...rows)], { ...COMMON, ...parameters });
const valueOf = (result: RunResult, key: string): string => figureOf(result, key).value;
const ofEntity = (rows: readonly TestEntry[], entity: string, facility = 'north'): TestEntry[] =>
  rows.map((row) =>
    row.detail?.['row'] === 'plant-stream' ? { ...row, detail: { ...row.detail, entity, facility } } : row,
  );

/** A plant with streams that give off nothing: ash without a carbon content, and CO2 that is handed over and counts as emitted. */
const PLANT = [
  stream('coke: > furnace', '1000'),
  stream('iron: furnace >', '900'),
  stream('CO2: furnace >', '5', { transfer: 'other' }),
  stream('straw: > boiler', '100', { treatment: 'combustion', origin: 'biogenic' }),
  stream('filling: > kiln', '100', { treatment: 'process' }),
  stream('ash: boiler >', '10'),
  carbon('coke', '0.8'),
  carbon('iron', '0.002'),
  carbon('straw', '0.45'),
  property('oxidation', 'straw', '1', '1'),
  entry('filling/CH4', '0.01', 't{CH4}/t', {
    ...{ row: 'process-factor', process: 'filling', gas: 'CH4', year: 2023 },
  }),
  gwp('CH4', 'AR5', '28'),
];

describe('streams of plants in inventory@2', () => {
  it('give the tonnes of plant@1, in total, by facility, by country and by month', () => {
    const alone = run('plant@1', PLANT, { gwpSet: 'AR5' });
    const placed = ofEntity(PLANT, COMPANY);
    const result = run('inventory@2', placed, { ...ASKED, by: ['country', 'month'] });
    const total = valueOf(alone, 'plant/works/total');
    expect(total).toBe('2954.733333');
    for (const key of ['scope1/total', 'by-facility/north/scope1', 'by-country/DE/scope1', 'total/location'])
      expect(valueOf(result, key), key).toBe(total);
    expect(valueOf(result, 'without-month/scope1')).toBe(total);
    expect(valueOf(result, 'biogenic/scope1/total')).toBe('165');
    const own = alone.figures.filter(({ key }) => key.startsWith('scope1/plant/'));
    expect(own.length).toBe(2);
    for (const { key, value } of own) expect(valueOf(result, key), key).toBe(value);
    const constant = { row: 'constant', constant: 'CO2/C', ruleSet: 'EU-2018-2066', year: 2018 };
    const rows = [...PLANT, entry('eu/CO2', '3.664', '1', constant)];
    expect(valueOf(run('inventory@2', rows, { ...ASKED, plantRules: 'eu-ets' }), 'scope1/total')).toBe(
      valueOf(run('plant@1', rows, { gwpSet: 'AR5', rules: 'eu-ets' }), 'plant/works/total'),
    );
  });

  it('count by the interest in the entity whose plant it is, and again from the rows that they use', () => {
    // Ash of another plant names no entity, and no figure takes it: nothing warns of it.
    const rows = [
      ...ofEntity(PLANT, urn('joint')),
      stream('ash: stove >', '10', { plant: 'other' }),
      entityRow('top'),
      entityRow('joint', { heldBy: 'top', interest: '0.5' }),
    ];
    const asked = { ...ASKED, organisation: TOP, consolidation: 'equity-share' };
    const result = run('inventory@2', rows, asked);
    expect(valueOf(result, 'scope1/total')).toBe('1477.366667');
    const used = result.used.flatMap(({ keys }) => keys);
    expect(result.warnings.filter(({ code }) => code === 'no-entity')).toEqual([]);
    expect(used).not.toContain('ash: stove >');
    const again = repeatRun(describeRun('inventory@2', { ...COMMON, ...asked }, result, '0x'), [
      dataset('a', ...rows.filter(({ key }) => used.includes(key))),
    ]);
    expect(again.figures).toEqual(result.figures);
    expect(again.warnings).toEqual(result.warnings);
  });

  it('count by the readings of their meters, for their facility, entity, country and month', () => {
    const days = (from: number, until: number): { from: number; until: number } => ({
      from: COMMON.period.from + from * 86_400,
      until: COMMON.period.from + until * 86_400,
    });
    const metered = PLANT.map((row) =>
      row.key === 'coke: > furnace' ? { ...row, detail: { ...row.detail, meter: 'scale' } } : row,
    );
    const read = (key: string, value: string, period: object): TestEntry => ({
      ...entry(`scale/${key}`, value, 't', { row: 'meter-reading', meter: 'scale' }),
      ...period,
    });
    const readings = [
      read('1', '500', days(0, 31)),
      read('2', '300.5', days(31, 59)),
      read('3', '150', days(59, 365)),
      entry('scale/k', '1.02', '1', { row: 'meter-calibration', meter: 'scale', by: 'a laboratory' }),
    ];
    const joint = [entityRow('top'), entityRow('joint', { heldBy: 'top', interest: '0.5' })];
    const rows = [
      ...ofEntity([...metered, ...readings], urn('joint')),
      ...joint,
      stream('coke: > stove', '10', { plant: 'other', facility: 'south', entity: TOP, geography: 'FR' }),
    ];
    const asked = {
      ...{ ...ASKED, organisation: TOP, consolidation: 'equity-share', by: ['entity', 'country', 'month'] },
      listed: 2,
    };
    const result = run('inventory@2', rows, asked);
    const total = valueOf(run('plant@1', [...metered, ...readings], { gwpSet: 'AR5' }), 'plant/works/total');
    expect(total).toBe('2865.296'); // 969.51 t of coke in place of 1,000 t
    const own = '1432.648';
    for (const key of [
      'by-facility/north/scope1',
      `by-entity/${urn('joint')}/scope1`,
      'by-country/DE/scope1',
    ])
      expect(valueOf(result, key), key).toBe(own);
    expect(valueOf(result, 'by-facility/south/scope1')).toBe('29.333333');
    expect(valueOf(result, 'scope1/total')).toBe('1461.981333');
    expect(valueOf(result, 'by-month/2023-01/scope1')).toBe('748'); // 500 t × 1.02 × 0.8 × 44/12 × 0.5
    expect(valueOf(result, 'by-month/2023-02/scope1')).toBe('449.548');
    const { used, figures, warnings } = result;
    const keys = used.flatMap((record) => record.keys);
    const again = repeatRun(describeRun('inventory@2', { ...COMMON, ...asked }, result, '0x'), [
      dataset('a', ...rows.filter(({ key }) => keys.includes(key))),
    ]);
    expect([again.figures, again.warnings]).toEqual([figures, warnings]);
    const out = entityRow('joint', { heldBy: 'top', accounting: 'investment' });
    const others = rows.map((row) => (row.key === out.key ? out : row));
    expect(valueOf(run('inventory@2', others, asked), 'scope1/total')).toBe('29.333333');
  });

  it('give the tonnes of plant@1 for random plants', () => {
    fc.assert(
      fc.property(plantArbitrary, ({ rows }) => {
        const alone = run('plant@1', rows, { gwpSet: 'AR5' });
        const result = run('inventory@2', rows, ASKED);
        expect(valueOf(result, 'scope1/total')).toBe(valueOf(alone, 'plant/works/total'));
      }),
      { numRuns: Math.ceil(0.1 * (fc.readConfigureGlobal().numRuns ?? 100)) },
    );
  });
});
