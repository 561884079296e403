import { describe, expect, it } from 'vitest';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { codeOf } from './code-of.ts';
import {
  COMMON,
  dataset,
  documentOf,
  entry,
  figureOf,
  recordId,
  YEAR_2022,
  type TestEntry,
} from '../dataset.ts';
import { CYCLE } from './every-figure.ts';
import { emission, exchange, factor, makes, needs, property, run, unitOf, valueOf } from './rows.ts';

const KG = { gwpSet: 'AR5', mass: 'kg' };
const number = (result: RunResult, key: string): number => Number(valueOf(result, key));
const codesOf = (result: RunResult): string[] => result.warnings.map(({ code }) => code);

/** Wood is made of CO2 of the air, and burned at the end of its life. */
const WOOD = [
  ...[makes('house', 'house', '1', {}, '{house}'), needs('house', 'wood', '100', { module: 'A1' })],
  emission('house', 'CO2', '20', { origin: 'fossil', module: 'A5' }),
  exchange('house', 'demolition', '100', { direction: 'output', kind: 'waste', module: 'C3' }),
  exchange('house', 'heat', '500', { direction: 'output', kind: 'avoided', module: 'D' }, 'MJ'),
  ...[makes('forest', 'wood', '1'), emission('forest', 'CO2', '1.8', { compartment: 'resource' })],
  emission('forest', 'CO2', '0.1', { origin: 'fossil' }),
  exchange('oven', 'demolition', '1', { direction: 'input', kind: 'waste' }),
  emission('oven', 'CO2', '1.5', { origin: 'biogenic' }),
  ...[makes('boiler', 'heat', '1', {}, 'MJ'), emission('boiler', 'CO2', '0.06', { origin: 'fossil' })],
];
const HOUSE = unitOf('house', '1', 'house', { unit: '{house}', boundary: 'cradle-to-grave' });

describe('life-cycle@1 under a standard', () => {
  it('has a figure for each module of EN 15804, D in no total, and credits no storage', () => {
    const result = run(WOOD, [HOUSE], { ...KG, standard: 'en15804', show: ['processes', 'inputs'] });
    const module = (name: string, part = 'total'): number =>
      number(result, `product/house/module/${name}/${part}`);
    expect([module('A1', 'biogenic'), module('A1', 'fossil'), module('A1')]).toEqual([-180, 10, -170]);
    expect([module('A5'), module('C3'), module('C3', 'biogenic'), module('D')]).toEqual([20, 150, 150, -30]);
    expect(number(result, 'product/house/stored')).toBe(30);
    expect(number(result, 'product/house/total')).toBe(30);
    expect(number(result, 'product/house/biogenic')).toBe(-30);
    const processes = result.figures.filter(({ key }) => key.startsWith('product/house/process/'));
    expect(processes.reduce((sum, { value }) => sum + Number(value), 0)).toBe(0);
    expect(codesOf(result)).not.toContain('avoided-product');
  });

  it('warns of rows without a stage, of stages that do not count, and of methane without an origin', () => {
    const methane = (origin: string, value: string): TestEntry =>
      entry(`AR6/${origin}`, value, 'kg{CO2e}/kg', {
        row: 'gwp',
        gas: 'CH4',
        gwpSet: 'AR6',
        horizon: 100,
        year: 2021,
        origin,
      });
    const rows = [
      ...[...WOOD, methane('fossil', '29.8'), methane('biogenic', '27')],
      emission('house', 'CO2', '1', { origin: 'fossil', compartment: 'water' }),
      emission('oven', 'CH4', '1', { module: 'C3' }),
    ];
    const result = run(rows, [HOUSE], { gwpSet: 'AR6', mass: 'kg', standard: 'en15804' });
    expect(number(result, 'product/house/total')).toBe(30 + 100 * 29.8);
    expect(codesOf(result)).toEqual(
      expect.arrayContaining(['module-unstated', 'module-ignored', 'methane-origin-assumed']),
    );
  });

  it('counts CO2 of biogenic carbon under ISO 14067, states land use apart, and asks for the carbon in the product', () => {
    const rows = [
      ...[makes('mill', 'paper', '10'), emission('mill', 'CO2', '30', { compartment: 'resource' })],
      ...[
        emission('mill', 'CO2', '12', { origin: 'biogenic' }),
        emission('mill', 'CO2', '5', { origin: 'fossil' }),
      ],
      emission('mill', 'CO2', '400', { origin: 'land-use', landUse: 'conversion' }),
      emission('mill', 'CO2', '7', { origin: 'land-use', landUse: 'indirect' }),
    ];
    const units = [unitOf('paper', '10')];
    const none = run(rows, units, KG);
    expect([number(none, 'product/paper/total'), number(none, 'product/paper/land-use')]).toEqual([25, 20]);
    expect(number(none, 'product/paper/indirect-land-use/CO2')).toBe(7);
    expect(number(none, 'product/paper/flow/resource/CO2/biogenic')).toBe(-30);
    const iso = run(rows, units, { ...KG, standard: 'iso14067', landUseYears: 40 });
    expect(number(iso, 'product/paper/total')).toBe(5 - 18 + 10);
    expect(figureOf(iso, 'product/paper/total').detail.rules).toContain('land-use change over 40 years');
    expect(codesOf(iso)).toContain('carbon-content-unstated');
    const carbon = property('paper', 'biogenic-carbon', '0.4', 'kg{C}/kg');
    const stated = run([...rows, carbon], units, { ...KG, standard: 'iso14067' });
    expect(codesOf(stated)).not.toContain('carbon-content-unstated');
    expect(number(stated, 'product/paper/carbon/biogenic')).toBe(4);
  });
});

describe('life-cycle@1', () => {
  // olca-modules, WasteCalculationTest.java, testLinkedWasteResult: a waste of 2, linked to a result of 21 per unit
  it('takes a result as a process', () => {
    const detail = {
      method: 'plant@1',
      scope: null,
      categories: [],
      gases: ['CO2', 'CH4'],
      gwpSet: 'AR5',
      geographies: [],
      derivation: {},
    };
    const figure = entry('plant/tip/total', '0.021', 't{CO2e}', detail);
    const rows = [
      ...[
        makes('shop', 'thing', '1'),
        exchange('shop', 'waste', '2', { direction: 'output', kind: 'waste' }),
      ],
      exchange('tip', 'waste', '1', { direction: 'input', kind: 'waste' }),
      documentOf('tip', {
        row: 'process-figure',
        process: 'tip',
        figure: 'plant/tip/total',
        compartment: 'air',
      }),
    ];
    const inputs = (result: TestEntry) => [
      dataset('a', ...rows),
      { record: recordId('c'), entries: [result] },
    ];
    const parameters = { ...COMMON, ...KG, functionalUnits: [unitOf('thing')] };
    const result = runMethod('life-cycle@1', inputs(figure), parameters);
    expect(number(result, 'product/thing/total')).toBe(42);
    expect(figureOf(result, 'product/thing/total').detail.gases).toEqual(['CH4', 'CO2']);
    expect(result.used.map(({ keys }) => keys.length)).toEqual([4, 1]);
    expect(codeOf(() => runMethod('life-cycle@1', inputs({ ...figure, ...YEAR_2022 }), parameters))).toEqual([
      ...['straddled-period', 'plant/tip/total', 'from'],
    ]);
    expect(
      codeOf(() => runMethod('life-cycle@1', inputs({ ...figure, key: 'plant/x/total' }), parameters)),
    ).toEqual([...['missing-activity', 'tip', 'detail.figure']]);
  });

  it('knows gases by the names that databases give them, and says what it does not count', () => {
    const rows = [
      ...[
        makes('mill', 'flour', '1'),
        emission('mill', 'Carbon-dioxide-fossil', '5'),
        emission('mill', 'carbon-dioxide-non-fossil', '3'),
      ],
      ...[
        emission('mill', 'carbon-dioxide-from-soil-or-biomass-stock', '2'),
        emission('mill', 'nitrogen-oxides', '1'),
      ],
      emission('mill', 'carbon-dioxide-in-air', '3', { compartment: 'resource' }),
    ];
    const result = run(rows, [unitOf('flour')], KG, [factor('acid', 'CO2', '2', { origin: 'fossil' })]);
    expect(number(result, 'product/flour/total')).toBe(7);
    expect(number(result, 'product/flour/flow/air/CO2/biogenic')).toBe(3);
    expect(number(result, 'product/flour/flow/resource/CO2/biogenic')).toBe(-3);
    expect(figureOf(result, 'product/flour/total').detail.exclusions?.[0]?.what).toBe(
      'nitrogen-oxides (air)',
    );
    const acid = run(rows, [unitOf('flour')], { ...KG, categories: ['acid'] }, [
      factor('acid', 'CO2', '2', { origin: 'fossil' }),
    ]);
    expect(number(acid, 'product/flour/impact/acid')).toBe(10);
  });

  it('takes what a plant emits', () => {
    const stream = (flow: object, value: string): TestEntry =>
      entry(JSON.stringify(flow).replaceAll(/\W+/g, '-'), value, 't', {
        row: 'plant-stream',
        plant: 'works',
        category: '2.C.1',
        geography: 'DE',
        ...flow,
      });
    const carbon = (fuel: string, value: string): TestEntry =>
      entry(`${fuel}/carbon`, value, 'kg/kg', { row: 'carbon-content', fuel, year: 2023 });
    const streams = [
      stream({ material: 'coke', toUnit: 'furnace' }, '1000'),
      stream({ material: 'iron', fromUnit: 'furnace' }, '900'),
    ];
    const plant = runMethod(
      'plant@1',
      [dataset('a', ...streams, carbon('coke', '0.8'), carbon('iron', '0.002'))],
      { ...COMMON, gwpSet: 'AR5' },
    );
    const rows = [
      ...[makes('works', 'iron', '900', {}, 't'), makes('roll', 'bar', '1'), needs('roll', 'iron', '1.05')],
      documentOf('works', {
        row: 'process-figure',
        process: 'works',
        figure: 'plant/works/total',
        compartment: 'air',
      }),
    ];
    const result = runMethod(
      'life-cycle@1',
      [dataset('b', ...rows), { record: recordId('c'), entries: plant.figures as never }],
      {
        ...{ ...COMMON, ...KG, rounding: { mode: 'half-even', digits: 9 } },
        functionalUnits: [unitOf('bar')],
      },
    );
    expect(number(result, 'product/bar/total')).toBeCloseTo((1.05 * ((800 - 1.8) * 44)) / 12 / 900, 6);
  });

  it('compares two products by what they differ in, and cuts off with a warning', () => {
    const result = run(CYCLE.rows, CYCLE.parameters.functionalUnits, CYCLE.parameters);
    const [plastic, glass] = [number(result, 'product/plastic/total'), number(result, 'product/glass/total')];
    expect(number(result, 'comparison/plastic/glass')).toBeCloseTo(glass - plastic, 12);
    const parts = result.figures.filter(({ key }) => key.startsWith('comparison/plastic/glass/'));
    expect(parts.map(({ key }) => key.slice('comparison/plastic/glass/'.length))).toContain(
      'process/glassworks',
    );
    expect(parts.reduce((sum, { value }) => sum + Number(value), 0)).toBeCloseTo(glass - plastic, 12);
    expect(number(result, 'product/plastic/cut-off/label')).toBe(1);
    expect(codesOf(result)).toEqual(expect.arrayContaining(['cut-off', 'avoided-product']));
  });

  it('takes the provider that a row or the parameters name, the factor of a place, and rows of the time of the run', () => {
    const rows = [
      ...[makes('mill', 'flour', '1'), needs('mill', 'power', '1', {}, 'kW.h')],
      ...['coal', 'wind'].flatMap((name) => [
        makes(name, 'power', '1', {}, 'kW.h'),
        emission(name, 'SO2', name === 'coal' ? '2' : '0.5', { geography: name === 'coal' ? 'PL' : 'DE' }),
      ]),
      ...[factor('acid', 'SO2', '1'), factor('acid', 'SO2', '3', { geography: 'PL' })],
    ];
    const providers = (process: string) => ({
      providers: [{ product: 'power', process }],
      categories: ['acid'],
    });
    expect(number(run(rows, [unitOf('flour')], providers('coal')), 'product/flour/impact/acid')).toBe(6);
    expect(number(run(rows, [unitOf('flour')], providers('wind')), 'product/flour/impact/acid')).toBe(0.5);
    const late = { ...needs('mill', 'coal', '1'), ...YEAR_2022 };
    expect(codesOf(run([...rows, late], [unitOf('flour')], providers('wind')))).toContain('other-period');
  });

  it('names all products that nothing makes, of the chosen providers alone', () => {
    const rows = [
      ...[makes('mill', 'flour', '1'), needs('mill', 'power', '1'), needs('mill', 'salt', '1')],
      ...[makes('wind', 'power', '1'), needs('wind', 'steel', '1'), needs('wind', 'cut', '1')],
      ...[makes('coal', 'power', '1'), needs('coal', 'rails', '1')],
    ];
    const asked = { providers: [{ product: 'power', process: 'wind' }], cutOff: ['cut'] };
    expect(() => run(rows, [unitOf('flour')], asked)).toThrow(
      /needs salt, .*; neither does any make or treat steel$/,
    );
  });
});
