import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import { describeRun, repeatRun, runMethod, type RunResult } from '../../../engine/run.ts';
import { COMMON, dataset, entry, figureOf, type TestEntry } from '../dataset.ts';
import { carbon, plantArbitrary, property, stream } from './plants.ts';

const run = (rows: readonly TestEntry[], parameters: object = {}): RunResult =>
  runMethod('plant@1', [dataset('a', ...rows)], { ...COMMON, gwpSet: 'AR5', ...parameters });
const withChanges = (...changes: object[]): object => ({
  scenarios: [{ name: 'green', changes: changes.map((change) => ({ reason: 'a plan', ...change })) }],
});
const valueOf = (result: RunResult, key: string): string => figureOf(result, key).value;
const warningsOf = (result: RunResult, key: string): string[] =>
  figureOf(result, key).detail.derivation.warnings.flatMap(({ code, message }) =>
    code === 'scenario-change' ? message : [],
  );

const WORKS = [
  stream('coke: > furnace', '900'),
  stream('scrap: > furnace', '100'),
  stream('iron: furnace >', '950'),
  stream('gas: > boiler', '300', { treatment: 'combustion' }),
  carbon('coke', '0.8'),
  carbon('scrap', '0.004'),
  carbon('iron', '0.002'),
  carbon('gas', '0.75'),
  carbon('hydrogen', '0'),
  property('oxidation', 'gas', '1', '1'),
  property('oxidation', 'hydrogen', '1', '1'),
];
const withRow = (rows: readonly TestEntry[], key: string, changes: Partial<TestEntry>): TestEntry[] =>
  rows.map((row) => (row.key === key ? { ...row, ...changes } : row));

/** The values of the figures of a scenario, under the keys of the base case; those of the base case without a scenario. */
function valuesOf({ figures }: RunResult, scenario?: string): [string, string][] {
  const prefix = scenario === undefined ? '' : `scenario/${scenario}/`;
  return figures.flatMap(({ key, value }) =>
    key.startsWith(prefix) && (scenario !== undefined || !key.startsWith('scenario'))
      ? [[key.slice(prefix.length), value]]
      : [],
  );
}

describe('scenarios of plant@1', () => {
  it('give the figures of a plant whose rows are the changed ones, and how they differ', () => {
    const result = run(
      WORKS,
      withChanges(
        { key: 'coke: > furnace', value: '700' },
        { stream: { material: 'Scrap', unit: 'furnace' }, times: '3' },
        { key: 'gas: > boiler', value: '100000', unit: 'kg', detail: { material: 'hydrogen' } },
        {
          add: 'stored',
          value: '200',
          unit: 't',
          detail: { ...stream('CO2: furnace >', '1').detail, transfer: 'storage' },
        },
      ),
    );
    const [coke, scrap] = [withRow(WORKS, 'coke: > furnace', { value: '700' }), 'scrap: > furnace'];
    const other = run([
      ...withRow(coke, scrap, { value: '300' }).filter(({ key }) => key !== 'gas: > boiler'),
      stream('hydrogen: > boiler', '100', { treatment: 'combustion' }),
      stream('CO2: furnace >', '200', { transfer: 'storage' }),
    ]);
    expect(valuesOf(result, 'green')).toEqual(valuesOf(other));
    expect(valuesOf(result)).toEqual(valuesOf(run(WORKS)));
    expect(valueOf(result, 'plant/works/total')).toBe('3459.5');
    expect(valueOf(result, 'scenario/green/plant/works/total')).toBe('1850.766667');
    expect(valueOf(result, 'scenario-difference/green/plant/works/total')).toBe('-1608.733333');
    expect(valueOf(result, 'scenario-difference/green/scope1/plant/works/boiler/CO2')).toBe('-825');
  });

  it('say in each figure which row changed, from what to what and why', () => {
    const result = run(
      WORKS,
      withChanges(
        { key: 'coke: > furnace', value: '700' },
        { key: 'gas: > boiler', detail: { material: 'hydrogen' } },
        {
          add: 'oil',
          value: '1',
          unit: 't',
          detail: stream('gas: > oven', '1', { treatment: 'combustion' }).detail,
        },
      ),
    );
    const coke = 'scenario green: coke: > furnace is 700 t in place of 900 t: a plan';
    const gas = 'scenario green: gas: > boiler is material hydrogen in place of gas: a plan';
    const oil = 'scenario green: oil is 1 t, added: a plan';
    expect(warningsOf(result, 'scenario/green/plant/works/furnace/in/coke/CO2')).toEqual([coke]);
    expect(warningsOf(result, 'scenario/green/plant/works/furnace/in/scrap/CO2')).toEqual([]);
    expect(warningsOf(result, 'scenario/green/scope1/plant/works/boiler/CO2')).toEqual([gas]);
    expect(warningsOf(result, 'scenario/green/scope1/plant/works/oven/CO2')).toEqual([oil]);
    expect(warningsOf(result, 'scenario-difference/green/plant/works/total').toSorted()).toEqual([
      coke,
      gas,
      oil,
    ]);
    expect(warningsOf(result, 'plant/works/total')).toEqual([]);
    const { formula, operands } = figureOf(result, 'scenario/green/plant/works/furnace/in/coke/CO2').detail
      .derivation;
    expect(formula).toBe('FC * 700/900 * CC * 44/12');
    expect(operands).toContainEqual(
      expect.objectContaining({ key: 'coke: > furnace', value: '900', unit: 't' }),
    );
  });

  it('are the base case to the bit without changes', () => {
    const { figures } = run(WORKS, { scenarios: [{ name: 'same', changes: [] }] });
    const own = figures.filter(({ key }) => key.startsWith('scenario/same/'));
    const base = figures.filter(({ key }) => !key.startsWith('scenario'));
    const asBase = JSON.stringify(own).replaceAll('scenario/same/', '');
    const asOwn = JSON.stringify(
      base.map((figure) => ({ ...figure, detail: { ...figure.detail, scope: null } })),
    );
    const sorted = (text: string): unknown =>
      (JSON.parse(text) as { key: string }[]).toSorted((a, b) => (a.key < b.key ? -1 : 1));
    expect(sorted(asBase)).toEqual(sorted(asOwn));
    for (const { key, value } of figures) if (key.startsWith('scenario-diff')) expect(value, key).toBe('0');
  });

  it('multiply what meters measured, and refuse a value in the place of readings', () => {
    const rows = [
      ...WORKS.map((row) =>
        row.key === 'coke: > furnace' ? { ...row, detail: { ...row.detail, meter: 'scale' } } : row,
      ),
      entry('scale/1', '800', 't', { row: 'meter-reading', meter: 'scale' }),
      entry('scale/k', '1.05', '1', { row: 'meter-calibration', meter: 'scale', by: 'a laboratory' }),
    ];
    const result = run(rows, withChanges({ key: 'coke: > furnace', times: '0.5' }));
    const key = 'plant/works/furnace/in/coke/CO2';
    expect(valueOf(result, key)).toBe('2464'); // 800 × 1.05 × 0.8 × 44/12
    expect(valueOf(result, `scenario/green/${key}`)).toBe('1232');
    expect(warningsOf(result, `scenario/green/${key}`)).toEqual([
      'scenario green: coke: > furnace is times 0.5: 450 t in place of 900 t: a plan',
    ]);
    expect(attempt(() => run(rows, withChanges({ key: 'coke: > furnace', value: '5' })))).toBe(
      'bad-scenario',
    );
  });

  it('have an interval of the difference in which rows that did not change cancel', () => {
    const uncertain = (deviation: string): object => ({
      uncertainty: { distribution: 'normal', standardDeviation: deviation },
    });
    const rows = [
      stream('coke: > furnace', '1000', uncertain('0.02')),
      stream('oil: > furnace', '500', uncertain('0.05')),
      carbon('coke', '0.75', uncertain('0.01')),
      carbon('oil', '0.9'),
    ];
    const deviations = (approach: 1 | 2): number[] => {
      const result = runMethod('uncertainty@1', [dataset('a', ...rows)], {
        ...COMMON,
        method: 'plant@1',
        parameters: { gwpSet: 'AR5', ...withChanges({ key: 'coke: > furnace', times: '0.6' }) },
        approach,
        ...(approach === 1 ? {} : { seed: 7, draws: 4000 }),
      });
      return ['', 'scenario/green/', 'scenario-difference/green/'].map((prefix) =>
        Number(figureOf(result, `${prefix}plant/works/total`).detail.uncertainty!.standardDeviation),
      );
    };
    const [coke, oil] = [2750 * Math.hypot(0.02, 0.01), 1650 * 0.05];
    const expected = [Math.hypot(coke, oil), Math.hypot(0.6 * coke, oil), 0.4 * coke];
    deviations(1).forEach((own, at) => expect(own / expected[at]!).toBeCloseTo(1, 3));
    deviations(2).forEach((own, at) => expect(Math.abs(own / expected[at]! - 1)).toBeLessThan(0.05));
  });

  it('of a cleaner power mix and of hydrogen name their rows, and share the others with the base case', () => {
    const uncertain = (deviation: string): object => ({
      uncertainty: { distribution: 'normal', standardDeviation: deviation },
    });
    const grid = {
      row: 'grid-factor',
      mix: 'average',
      grid: 'national',
      basis: 'generation',
      geography: 'DE',
    };
    const rows = [
      stream('coke: > furnace', '900', uncertain('0.02')),
      carbon('coke', '0.8', uncertain('0.03')),
      stream('gas: > boiler', '300', { treatment: 'combustion', ...uncertain('0.01') }),
      ...[carbon('gas', '0.75'), property('oxidation', 'gas', '1', '1')],
      ...[carbon('hydrogen', '0'), property('oxidation', 'hydrogen', '1', '1')],
      stream('power: > furnace', '3600', { carrier: 'power', ...uncertain('0.04') }, 'GJ'),
      entry('mix', '0.5', 't{CO2e}/MW.h', {
        ...{ ...grid, gases: ['CO2', 'CH4'], gwpSet: 'AR5', year: 2023, ...uncertain('0.05') },
      }),
      ...['furnace', 'boiler'].map((unit) =>
        entry(`${unit}/iron`, '1', '1', {
          row: 'plant-unit',
          plant: 'works',
          unit,
          good: 'iron',
          year: 2023,
        }),
      ),
    ];
    const changes = [
      { key: 'mix', value: '0.2', reason: 'more wind' },
      { key: 'gas: > boiler', detail: { material: 'hydrogen' }, reason: 'hydrogen' },
    ];
    const parameters = { gwpSet: 'AR5', grid: 'national', scenarios: [{ name: 'green', changes }] };
    const [direct, indirect] = ['plant/works/good/iron/direct', 'plant/works/good/iron/indirect'];
    const result = run(rows, parameters);
    expect(figureOf(result, indirect).detail.gases).toEqual(['CH4', 'CO2']);
    expect(valueOf(result, indirect)).toBe('500'); // 1,000 MW.h × 0.5
    expect(valueOf(result, `scenario-difference/green/${indirect}`)).toBe('-300');
    expect(valueOf(result, `scenario-difference/green/${direct}`)).toBe('-825');
    expect(warningsOf(result, `scenario/green/${indirect}`)).toEqual([
      'scenario green: mix is 0.2 t{CO2e}/MW.h in place of 0.5 t{CO2e}/MW.h: more wind',
    ]);
    expect(warningsOf(result, `scenario/green/${direct}`)).toEqual([
      'scenario green: gas: > boiler is material hydrogen in place of gas: hydrogen',
    ]);
    const assessed = runMethod('uncertainty@1', [dataset('a', ...rows)], {
      ...{ ...COMMON, method: 'plant@1', parameters, approach: 1 },
    });
    const deviationOf = (key: string): number =>
      Number(figureOf(assessed, `scenario-difference/green/${key}`).detail.uncertainty!.standardDeviation);
    // The power and its factor are the same rows in both, and the coke is in both: neither is counted twice.
    expect(deviationOf(indirect) / (300 * Math.hypot(0.04, 0.05))).toBeCloseTo(1, 5);
    expect(deviationOf(direct) / (825 * 0.01)).toBeCloseTo(1, 5);
  });

  it('give the figures of changed rows for random plants and changes, and again from the rows that they use', () => {
    const arbitrary = plantArbitrary.chain((plant) =>
      fc.record({
        plant: fc.constant(plant),
        changes: fc.uniqueArray(
          fc.record({
            at: fc.nat({ max: plant.streams.length - 1 }),
            times: fc.integer({ min: 0, max: 30 }),
          }),
          { selector: ({ at }) => at, minLength: 1, maxLength: 4 },
        ),
        listed: fc.constantFrom(0, 1, 100),
      }),
    );
    let made = 0;
    fc.assert(
      fc.property(arbitrary, ({ plant: { rows, streams }, changes, listed }) => {
        const real = changes.filter(({ times }) => times !== 10);
        const parameters = {
          ...withChanges(...real.map(({ at, times }) => ({ key: streams[at]!, times: String(times / 10) }))),
          closure: '0.9',
          listed,
        };
        const changed = real.reduce(
          (all, { at, times }) =>
            withRow(all, streams[at]!, {
              value: String((Number(rows.find(({ key }) => key === streams[at])!.value) * times) / 10),
            }),
          [...rows],
        );
        const expected = attempt(() => run(changed, { closure: '0.9' }));
        const result = attempt(() => run(rows, parameters));
        if (typeof expected === 'string' || typeof result === 'string') {
          expect(result).toBe(expected);
          return;
        }
        expect(valuesOf(result, 'green')).toEqual(valuesOf(expected));
        made += 1;
        const used = result.used.flatMap(({ keys }) => keys);
        const description = describeRun('plant@1', { ...COMMON, gwpSet: 'AR5', ...parameters }, result, '0x');
        const again = repeatRun(description, [dataset('a', ...rows.filter(({ key }) => used.includes(key)))]);
        expect(again.figures).toEqual(result.figures);
        expect(again.warnings).toEqual(result.warnings);
      }),
      { numRuns: Math.ceil(0.15 * (fc.readConfigureGlobal().numRuns ?? 100)) },
    );
    expect(made).toBeGreaterThan(0);
  });
});

function attempt(compute: () => RunResult): RunResult | string {
  try {
    return compute();
  } catch (error) {
    if (error instanceof EngineError) return error.code;
    throw error;
  }
}
