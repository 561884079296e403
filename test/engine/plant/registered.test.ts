import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import type { InputRecord } from '../../../engine/rows/input.ts';
import { describeRun, repeatRun, runMethod, type RunResult } from '../../../engine/run.ts';
import { COMMON, COMPANY, dataset, entry, figureOf, gwp, recordId, type TestEntry } from '../dataset.ts';
import { entityRow, TOP, urn } from '../entities/group-rows.ts';
import { carbon, plantArbitrary, property, stream } from './plants.ts';

const ASKED = { gwpSet: 'AR5', organisation: COMPANY, grids: { location: 'grid', residual: 'grid' } };
const rounded = (decimals: number): object => ({ rounding: { mode: 'half-even', decimals } });
const run = (method: string, inputs: readonly InputRecord[], parameters: object = {}): RunResult =>
  runMethod(method, inputs, { ...COMMON, gwpSet: 'AR5', ...parameters });
const valueOf = (result: RunResult, key: string): string => figureOf(result, key).value;
/** The figures of a run as a result holds them. */
const register = ({ figures }: RunResult, digit: string): InputRecord => ({
  record: recordId(digit),
  entries: figures.map((figure) => ({ ...figure, detail: { ...figure.detail } })),
});
const codeOf = (compute: () => unknown): string | null => {
  try {
    compute();
    return null;
  } catch (error) {
    if (error instanceof EngineError) return error.code;
    throw error;
  }
};

const AR6 = { gwpSet: 'AR6' };
const OXIDE = { row: 'process-factor', year: 2023 };
const makes = (unit: string, good: string): TestEntry =>
  entry(`${unit}/${good}`, '1', '1', { row: 'plant-unit', plant: 'works', unit, good, year: 2023 });
const goods = (good: string, value: string): TestEntry =>
  entry(`goods/${good}`, value, 't', { row: 'goods', good });
const none = (good: string): TestEntry =>
  entry(`indirect/${good}`, '0', 't{CO2e}', {
    ...{ row: 'attributed-emissions', good, account: 'indirect', gwpSet: 'AR5' },
  });
const fossil = (value: string): TestEntry =>
  entry('ar6/fossil', value, 'kg{CO2e}/kg', {
    ...{ row: 'gwp', gas: 'CH4', gwpSet: 'AR6', horizon: 100, year: 2021, origin: 'fossil' },
  });

/** Carbon, straw of biogenic origin, and fossil methane, which weighs more than other methane. */
const ROWS = [
  stream('coke: > furnace', '1000'),
  stream('iron: furnace >', '900.123'),
  stream('straw: > boiler', '100', { treatment: 'combustion', origin: 'biogenic' }),
  stream('filling: > kiln', '100', { treatment: 'process', origin: 'fossil' }),
  carbon('coke', '0.8'),
  carbon('iron', '0.002'),
  carbon('straw', '0.45'),
  property('oxidation', 'straw', '1', '1'),
  entry('filling/CH4', '0.0123456', 't{CH4}/t', { ...OXIDE, process: 'filling', gas: 'CH4' }),
  makes('furnace', 'iron'),
];
const POTENTIALS = [gwp('CH4', 'AR5', '28'), gwp('CH4', 'AR6', '27'), fossil('29.8')];
const PLANT = [...ROWS, ...POTENTIALS];
const placed = (rows: readonly TestEntry[], place: object): TestEntry[] =>
  rows.map((row) =>
    row.detail?.['row'] === 'plant-stream' ? { ...row, detail: { ...row.detail, ...place } } : row,
  );

describe('a registered result of plant@1', () => {
  const works = placed(PLANT, { facility: 'north' });
  const potentials = dataset('b', ...POTENTIALS);

  it.each(['AR5', 'AR6'])(
    'gives inventory@2 the tonnes of its rows, within its rounding, under %s',
    (gwpSet) => {
      const result = run('plant@1', [dataset('a', ...works)], { gwpSet, ...rounded(2) });
      const asked = { ...ASKED, gwpSet, by: ['country', 'month'] };
      const ofRows = run('inventory@2', [dataset('a', ...works)], asked);
      const inventory = run('inventory@2', [register(result, 'c'), potentials], asked);
      for (const key of [
        'scope1/total',
        'by-facility/north/scope1',
        'by-country/DE/scope1',
        'total/location',
      ]) {
        // Three figures of scope 1 with two decimals; methane counts 30 times at most.
        const difference = Number(valueOf(inventory, key)) - Number(valueOf(ofRows, key));
        expect(Math.abs(difference), key).toBeLessThanOrEqual(0.005 * (1 + 30));
        expect(difference, key).not.toBe(0);
      }
      const key = 'scope1/plant/works/furnace/CO2';
      expect(valueOf(inventory, key)).toBe(valueOf(result, key));
      const { detail } = figureOf(inventory, key);
      expect(detail.derivation.operands).toContainEqual(
        expect.objectContaining({ record: recordId('c'), key, value: valueOf(result, key) }),
      );
      expect([detail.rules, detail.categories]).toEqual([figureOf(result, key).detail.rules, ['2.C.1']]);
      expect(valueOf(inventory, 'biogenic/scope1/total')).toBe('165');
      const description = describeRun('inventory@2', { ...COMMON, ...asked }, inventory, '0x');
      const entries = register(result, 'c').entries.filter(({ key: own }) =>
        inventory.used.some(({ record, keys }) => record === recordId('c') && keys.includes(own)),
      );
      const again = repeatRun(description, [{ record: recordId('c'), entries }, potentials]);
      expect(again.figures).toEqual(inventory.figures);
    },
  );

  it('gives cbam@2 the emissions of its goods, with the plant-unit rows beside it or without', () => {
    const made = [goods('iron', '900'), none('iron')];
    const result = run('plant@1', [dataset('a', ...PLANT)], { rules: 'ipcc-2006', ...rounded(1) });
    const ofRows = run('cbam@2', [dataset('a', ...PLANT, ...made)], { plantRules: 'ipcc-2006' });
    const direct = 'plant/works/good/iron/direct';
    for (const more of [[], [makes('furnace', 'iron')]]) {
      const embedded = run('cbam@2', [register(result, 'c'), dataset('b', ...made, ...more)]);
      expect(valueOf(embedded, 'cbam/iron/direct')).toBe(valueOf(result, direct));
      const difference = Number(valueOf(embedded, 'cbam/iron/direct')) - Number(valueOf(ofRows, direct));
      expect(Math.abs(difference)).toBeLessThanOrEqual(0.05);
    }
  });

  it('counts by the interest in its entity, and not at all where that is 0', () => {
    const rows = placed(PLANT, { entity: urn('joint') });
    const result = register(run('plant@1', [dataset('a', ...rows)]), 'c');
    const asked = { ...ASKED, organisation: TOP, consolidation: 'equity-share', by: ['entity'] };
    const entities = dataset('d', entityRow('top'), entityRow('joint', { heldBy: 'top', interest: '0.5' }));
    const inventory = run('inventory@2', [result, entities, potentials], asked);
    const whole = Number(figureOf(run('plant@1', [dataset('a', ...rows)]), 'plant/works/total').value);
    expect(Number(valueOf(inventory, 'scope1/total'))).toBeCloseTo(whole / 2, 5);
    expect(figureOf(inventory, 'scope1/total').detail.entities).toEqual([urn('joint')]);
    expect(Number(valueOf(inventory, `by-entity/${urn('joint')}/scope1`))).toBeCloseTo(whole / 2, 5);
    const out = dataset(
      'd',
      entityRow('top'),
      entityRow('joint', { heldBy: 'top', accounting: 'investment' }),
    );
    const more = dataset(
      'e',
      stream('coke: > stove', '1', { plant: 'other', entity: TOP }),
      carbon('coke', '0.8'),
    );
    expect(valueOf(run('inventory@2', [result, out, potentials, more], asked), 'scope1/total')).toBe(
      '2.933333',
    );
  });

  it('is refused in part, twice, beside the rows of its plant, of another time or without goods', () => {
    const result = run('plant@1', [dataset('a', ...PLANT)]);
    const whole = register(result, 'c');
    const inventory = (...inputs: InputRecord[]): string | null =>
      codeOf(() => run('inventory@2', [...inputs, potentials], ASKED));
    expect(inventory(whole)).toBe(null);
    const part = whole.entries.filter(({ key }) => key !== 'scope1/plant/works/furnace/CO2');
    expect(inventory({ ...whole, entries: part })).toBe('missing-activity');
    expect(inventory(whole, register(result, 'd'))).toBe('counted-twice');
    expect(inventory(whole, dataset('a', ...ROWS))).toBe('counted-twice');
    const until = COMMON.period.until - 1;
    expect(
      codeOf(() =>
        run('inventory@2', [whole, potentials], { ...ASKED, period: { ...COMMON.period, until } }),
      ),
    ).toBe('straddled-period');
    const without = ROWS.filter(({ detail }) => detail?.['row'] !== 'plant-unit');
    const bare = register(run('plant@1', [dataset('a', ...without, ...POTENTIALS)]), 'c');
    const cbam = (record: InputRecord, parameters: object = {}): string | null =>
      codeOf(() => run('cbam@2', [record, dataset('b', goods('iron', '900'), none('iron'))], parameters));
    expect(cbam(bare)).toBe('missing-activity');
    expect(cbam(whole, AR6)).toBe('mixed-gwp-sets');
  });

  it('gives the tonnes of random plants within the stated rounding of each of their figures', () => {
    fc.assert(
      fc.property(plantArbitrary, fc.integer({ min: 0, max: 3 }), ({ rows }, decimals) => {
        const exact = run('plant@1', [dataset('a', ...rows)], rounded(12));
        const result = run('plant@1', [dataset('a', ...rows)], rounded(decimals));
        const units = result.figures.filter(({ key }) => key.startsWith('scope1/plant/'));
        const inventory = run('inventory@2', [register(result, 'c')], { ...ASKED, ...rounded(12) });
        const [own, other] = [valueOf(inventory, 'scope1/total'), valueOf(exact, 'plant/works/total')].map(
          Number,
        );
        expect(Math.abs(own! - other!)).toBeLessThanOrEqual(units.length * 0.5 * 10 ** -decimals + 1e-9);
      }),
      { numRuns: Math.ceil(0.1 * (fc.readConfigureGlobal().numRuns ?? 100)) },
    );
  });
});
