import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Amount, parseAmount, ZERO } from '../../../engine/quantities/decimal.ts';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { COMMON, dataset, entry, figureOf, type TestEntry } from '../dataset.ts';

const emitted = (gas: string, value: string, changes: object = {}): TestEntry =>
  entry(`stack/${gas}`, value, `t{${gas}}`, {
    ...{ row: 'measured-emission', gas, source: 'plant', category: '1.A.1', geography: 'CN' },
    ...changes,
  });
const output = (product: string, carrier: string, value: string): TestEntry =>
  entry(product, value, 'TJ', { row: 'cogeneration-output', plant: 'plant', product, carrier });
const weight = (product: string, measure: string, value: string): TestEntry =>
  entry(`${product}/${measure}`, value, '1', {
    ...{ row: 'cogeneration-weight', plant: 'plant', product, measure, year: 2023 },
  });
const ratio = (value: string): TestEntry =>
  entry('ratio', value, '1', { row: 'heat-ratio', plant: 'plant', year: 2023 });

const run = (allocation: string, rows: readonly TestEntry[], decimals = 6): RunResult =>
  runMethod('heat-and-power@1', [dataset('a', ...rows)], {
    ...COMMON,
    rounding: { mode: 'half-even', decimals },
    allocation,
  });
const partsOf = (result: RunResult): object =>
  Object.fromEntries(
    ['heat', 'power'].map((product) => [
      product,
      figureOf(result, `heat-and-power/plant/${product}/CO2`).value,
    ]),
  );

const PLANT = [emitted('CO2', '10000'), output('heat', 'heat', '200'), output('power', 'power', '100')];
const ETAS = [weight('heat', 'efficiency', '0.8'), weight('power', 'efficiency', '0.35')];

describe('heat-and-power@1', () => {
  // GHG Protocol, efficiency method: (200 / 0.8) / (200 / 0.8 + 100 / 0.35) of 10 000 t
  it('allocates by efficiency, per product and per energy of it', () => {
    const result = run('efficiency', [...PLANT, ...ETAS]);
    expect(partsOf(result)).toEqual({ heat: '4666.666667', power: '5333.333333' });
    // 5333.33 t over 100 TJ = 27 777.8 MW.h
    expect(figureOf(result, 'heat-and-power/plant/power/specific/CO2')).toMatchObject({
      value: '0.192',
      unit: 't{CO2}/MW.h',
    });
  });

  it('allocates by energy, by work and by the heat ratio', () => {
    expect(partsOf(run('energy', PLANT))).toEqual({ heat: '6666.666667', power: '3333.333333' });
    // 200 TJ of heat that can do 60 TJ of work, beside 100 TJ of power
    expect(partsOf(run('work', [...PLANT, weight('heat', 'work', '0.3')]))).toEqual({
      heat: '3750',
      power: '6250',
    });
    expect(partsOf(run('heat-ratio', [...PLANT, ratio('0.45')]))).toEqual({ heat: '4500', power: '5500' });
  });

  it('divides heat among several products by their energy under a heat ratio', () => {
    const { figures } = run('heat-ratio', [...PLANT, output('steam', 'heat', '50'), ratio('0.45')]);
    const values = Object.fromEntries(figures.map(({ key, value }) => [key, value]));
    expect(values).toMatchObject({
      'heat-and-power/plant/heat/CO2': '3600',
      'heat-and-power/plant/steam/CO2': '900',
      'heat-and-power/plant/power/CO2': '5500',
    });
  });

  it('gives each gas a figure, and gases of biogenic origin one of their own', () => {
    const rows = [
      ...PLANT,
      emitted('CH4', '3'),
      { ...emitted('CO2', '600', { origin: 'biogenic' }), key: 'wood' },
    ];
    const { figures } = run('energy', rows);
    const values = Object.fromEntries(figures.map(({ key, value }) => [key, value]));
    expect(values).toMatchObject({
      'heat-and-power/plant/power/CO2': '3333.333333',
      'heat-and-power/plant/power/CH4': '1',
      'heat-and-power/plant/power/CO2(biogenic)': '200',
    });
  });

  it('adds up measured rows in one term for each line, also one that is less than zero', () => {
    const row = (key: string, value: string, changes: object = {}): TestEntry => ({
      ...emitted('CO2', value, changes),
      key,
    });
    const captured = ['-400', '-600'].map((value) => row(`captured${value}`, value, { line: 'captured' }));
    const rows = [...PLANT, row('stack-2', '2000'), ...captured];
    const parameters = { ...COMMON, allocation: 'energy', listed: 1 };
    const result = runMethod('heat-and-power@1', [dataset('a', ...rows)], parameters);
    const { value, detail } = figureOf(result, 'heat-and-power/plant/CO2');
    const lines = detail.derivation.operands.map((operand) =>
      'selection' in operand ? operand.selection.where?.['line'] : undefined,
    );
    expect([value, lines]).toEqual(['11000', ['captured', null]]);
  });

  it('adds up to the emissions of the plant, for any outputs and efficiencies', () => {
    const part = fc.bigInt({ min: 10n ** 5n, max: 10n ** 6n });
    fc.assert(
      fc.property(fc.array(fc.tuple(part, part), { minLength: 2, maxLength: 5 }), part, (outputs, whole) => {
        const rows = outputs.flatMap(([energy, eta], index) => {
          const name = `p${index}`;
          return [
            output(name, index % 2 === 0 ? 'heat' : 'power', String(energy)),
            weight(name, 'efficiency', String(new Amount(eta, 6))),
          ];
        });
        const { figures } = run('efficiency', [emitted('CO2', String(whole)), ...rows], 20);
        const parts = figures.filter(({ key }) => /^heat-and-power\/plant\/p\d\/CO2$/.test(key));
        const sum = parts.reduce((before, { value }) => before.plus(parseAmount(value)), ZERO);
        const apart = sum.minus(new Amount(whole));
        // Each part is rounded once, at its 20th decimal.
        const most = new Amount(BigInt(parts.length), 20);
        expect(apart.greaterThan(most) || ZERO.minus(most).greaterThan(apart)).toBe(false);
      }),
    );
  });

  it.each([
    ['a plant without emissions', 'missing-activity', 'efficiency', [...PLANT.slice(1), ...ETAS]],
    ['an output without its efficiency', 'missing-factor', 'efficiency', [...PLANT, ETAS[0]!]],
    [
      'an efficiency of 0',
      'bad-value',
      'efficiency',
      [...PLANT, ETAS[0]!, weight('power', 'efficiency', '0')],
    ],
    ['outputs of 0', 'missing-activity', 'energy', [PLANT[0]!, output('heat', 'heat', '0')]],
    ['heat without its work', 'missing-factor', 'work', PLANT],
    ['a plant without a heat ratio', 'missing-factor', 'heat-ratio', PLANT],
    ['a heat ratio without power', 'missing-activity', 'heat-ratio', [...PLANT.slice(0, 2), ratio('0.4')]],
    [
      'one name for heat and power',
      'bad-detail',
      'energy',
      [...PLANT, { ...output('heat', 'power', '1'), key: 'x' }],
    ],
  ])('refuses %s', (_, code, allocation, rows) => {
    expect(() => run(allocation, rows)).toThrow(expect.objectContaining({ code }));
  });
});
