import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeRun, evaluateRun, repeatRun, runMethod, type RunResult } from '../../../engine/run.ts';
import { COMMON, dataset, documentOf, recordId, type TestEntry } from '../dataset.ts';
import { CYCLE } from './every-figure.ts';
import { emission, exchange, makes, needs, property, run, unitOf, valueOf } from './rows.ts';

/** Processes p0, p1 … that each make one product, take parts of others, loops too, and emit. */
interface System {
  readonly outputs: readonly number[];
  /** inputs[i][j]: how much of product i process j takes, over its output and over how many products there are. */
  readonly inputs: readonly (readonly number[])[];
  readonly emitted: readonly number[];
}

const systemArbitrary: fc.Arbitrary<System> = fc.integer({ min: 1, max: 6 }).chain((n) => {
  const list = (arbitrary: fc.Arbitrary<number>) => fc.array(arbitrary, { minLength: n, maxLength: n });
  return fc.record({
    outputs: list(fc.integer({ min: 1, max: 50 })),
    inputs: fc.array(list(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 90 }))), {
      minLength: n,
      maxLength: n,
    }),
    emitted: list(fc.integer({ min: 0, max: 1000 })),
  });
});

function rowsOf({ outputs, inputs, emitted }: System): TestEntry[] {
  const n = outputs.length;
  return outputs.flatMap((output, j) => [
    makes(`p${j}`, `i${j}`, String(output)),
    emission(`p${j}`, 'CO2', String(emitted[j]!)),
    ...inputs.flatMap((cells, i) => {
      const share = cells[j]!;
      // Parts below 1 / n of each product: processes never need all that they make.
      return share === 0
        ? []
        : [needs(`p${j}`, `i${i}`, String(Number(((share * output) / 100 / n).toFixed(9))))];
    }),
  ]);
}

/** Solves by fixed-point iteration: what the supplier emits, plus what its inputs do. */
function totalOf({ outputs, inputs, emitted }: System): number {
  const n = outputs.length;
  let m = emitted.map((mass, j) => mass / outputs[j]!);
  for (let round = 0; round < 400; round++)
    m = m.map(
      (_old, j) =>
        emitted[j]! / outputs[j]! + inputs.reduce((sum, cells, i) => sum + (cells[j]! / 100 / n) * m[i]!, 0),
    );
  return m[0]!;
}

/** Three cases in ten: each solves up to six systems. */
const RUNS = { numRuns: Math.ceil(0.3 * (fc.readConfigureGlobal().numRuns ?? 100)) };
const SHOWN = { gwpSet: 'AR5', mass: 'kg', show: ['inventory', 'processes', 'inputs', 'links'], most: 50 };
const number = (result: RunResult, key: string): number => Number(valueOf(result, key));

function sumOf(result: RunResult, test: RegExp): number {
  return result.figures
    .filter(({ key }) => test.test(key))
    .reduce((sum, { value }) => sum + Number(value), 0);
}

describe('life-cycle@1 over random systems', () => {
  it('agrees with an iteration, its parts add up, and a demand scales it', () => {
    fc.assert(
      fc.property(systemArbitrary, fc.integer({ min: 2, max: 1000 }), (system, times) => {
        const rows = rowsOf(system);
        const units = [unitOf('i0'), unitOf('i0', String(times), 'more')];
        const result = run(rows, units, { ...SHOWN, allocation: 'mass' });
        const total = number(result, 'product/i0/total');
        const room = 1e-7 * (1 + total);
        expect(Math.abs(total - totalOf(system))).toBeLessThan(room);
        expect(Math.abs(sumOf(result, /^product\/i0\/process\//) - total)).toBeLessThan(room);
        expect(Math.abs(sumOf(result, /^product\/i0\/(input\/|direct$)/) - total)).toBeLessThan(room);
        expect(Math.abs(number(result, 'product/more/total') - times * total)).toBeLessThan(times * room);
        // What goes into a process, with what it emits itself, leaves it for others or for the functional unit.
        system.outputs.forEach((_output, at) => {
          const into = sumOf(result, new RegExp(`^product/i0/(process/p${at}$|link/.*/p${at}$)`));
          const out = sumOf(result, new RegExp(`^product/i0/link/p${at}/`)) + (at === 0 ? total : 0);
          expect(Math.abs(into - out)).toBeLessThan(room * 10);
        });
      }),
      RUNS,
    );
  });

  it('gives the shares of all products the whole, whatever they are', () => {
    fc.assert(
      fc.property(systemArbitrary, fc.integer({ min: 1, max: 99 }), (system, other) => {
        const rows = [...rowsOf(system), makes('p0', 'co', String(other))];
        const output = system.outputs[0]!;
        const units = [unitOf('i0', String(output)), unitOf('co', String(other))];
        const result = run(rows, units, { ...SHOWN, allocation: 'mass' });
        const [one, two] = [number(result, 'product/i0/total'), number(result, 'product/co/total')];
        expect(Math.abs(one * other - two * output)).toBeLessThan(1e-7 * (1 + one * other));
        const share = number(result, 'share/p0/i0');
        expect(Math.abs(share + number(result, 'share/p0/co') - 1)).toBeLessThan(1e-9);
        expect(Math.abs((one + two) * share - one)).toBeLessThan(1e-7 * (1 + one));
      }),
      RUNS,
    );
  });

  it('gives the same by substitution as by allocation where the substitute emits what is allocated', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 9 }),
        (percent, mass, other) => {
          const part = String(percent / 100);
          const rows = [
            makes('plant', 'main', '1', { allocation: String((100 - percent) / 100) }),
            makes('plant', 'co', String(other), { allocation: part }),
            emission('plant', 'CO2', String(mass)),
          ];
          const substitute = [
            makes('alone', 'co', String(other)),
            emission('alone', 'CO2', String((mass * percent) / 100)),
          ];
          const allocated = run(rows, [unitOf('main')], SHOWN);
          const processes = [{ process: 'plant', allocation: 'substitution', product: 'main' }];
          const substituted = run([...rows, ...substitute], [unitOf('main')], { ...SHOWN, processes });
          expect(number(substituted, 'product/main/total')).toBeCloseTo(
            number(allocated, 'product/main/total'),
            8,
          );
          expect(number(substituted, 'product/main/without-substitution')).toBeCloseTo(mass, 8);
        },
      ),
      RUNS,
    );
  });

  it('gives the same total where a sub-system is cut out and registered as a result', () => {
    fc.assert(
      fc.property(systemArbitrary, (system) => {
        const n = system.outputs.length;
        // A tree: what the last process needs is not needed elsewhere.
        const inputs = system.inputs.map((cells, i) => cells.map((cell, j) => (i > j ? cell : 0)));
        const rows = rowsOf({ ...system, inputs });
        const [last, first] = [`i${n - 1}`, 'i0'];
        const whole = run(rows, [unitOf(first)], SHOWN);
        const part = run(rows, [unitOf(last, '1000')], { gwpSet: 'AR5' });
        const figures = part.figures.filter(({ key }) => key.startsWith(`product/${last}/flow/`));
        const linked = [
          ...rows.filter(({ detail }) => detail!['process'] !== `p${n - 1}`),
          makes(`p${n - 1}`, last, '1000'),
          documentOf('link', {
            row: 'process-figure',
            process: `p${n - 1}`,
            figure: figures[0]!.key,
            compartment: 'air',
          }),
        ];
        const result = runMethod(
          'life-cycle@1',
          [dataset('a', ...linked), { record: recordId('c'), entries: figures as never }],
          {
            ...COMMON,
            rounding: { mode: 'half-even', digits: 12 },
            functionalUnits: [unitOf(first)],
            ...SHOWN,
          },
        );
        const total = number(whole, 'product/i0/total');
        expect(Math.abs(number(result, 'product/i0/total') - total)).toBeLessThan(1e-9 * (1 + total));
      }),
      RUNS,
    );
  });

  it('says no less than it keeps: a run repeated with the rows that it used gives the same figures', () => {
    const unused = [
      makes('other', 'thing', '1'),
      emission('other', 'CO2', '1'),
      emission('bottler', 'CO2', '9', {}, 'kg'),
    ];
    unused[2] = { ...unused[2]!, key: 'late', from: 1, until: 2 };
    for (const standard of ['none', 'iso14067', 'en15804']) {
      const inputs = [dataset('a', ...CYCLE.rows, ...unused)];
      const parameters = { ...COMMON, ...CYCLE.parameters, standard };
      const made = runMethod('life-cycle@1', inputs, parameters);
      const used = made.used.map(({ record, keys }) => ({
        record,
        entries: inputs[0]!.entries.filter(({ key }) => keys.includes(key)),
      }));
      expect(used[0]!.entries.length).toBeLessThan(inputs[0]!.entries.length);
      const again = repeatRun(describeRun('life-cycle@1', parameters, made, '0x'), used);
      expect(again.figures).toEqual(made.figures);
      expect(again.warnings).toEqual(made.warnings);
    }
  });
});

describe('the gradient and the draws of a form over a chain', () => {
  const rows = [
    ...[
      makes('mill', 'flour', '8'),
      makes('mill', 'bran', '2'),
      needs('mill', 'power', '3', {}, 'kW.h'),
      needs('mill', 'flour', '0.5'),
    ],
    ...[
      emission('mill', 'CO2', '4'),
      exchange('mill', 'feed', '1.5', { direction: 'output', kind: 'avoided' }),
    ],
    ...[
      makes('grid', 'power', '10', {}, 'kW.h'),
      needs('grid', 'flour', '0.2'),
      emission('grid', 'CO2', '6'),
    ],
    ...[makes('farm', 'feed', '5'), needs('farm', 'power', '1', {}, 'kW.h'), emission('farm', 'CO2', '7')],
    ...[property('flour', 'price', '0.6', '{EUR}/kg'), property('bran', 'price', '0.2', '{EUR}/kg')],
  ];
  const parameters = {
    ...{
      period: COMMON.period,
      functionalUnits: [unitOf('flour', '2')],
      gwpSet: 'AR5',
      allocation: 'economic',
    },
    ...{ show: ['inventory', 'processes', 'inputs', 'links', 'runs'] },
  };
  const evaluate = (entries: readonly TestEntry[], draws = 1) =>
    evaluateRun('life-cycle@1', [dataset('a', ...entries)], parameters, { seed: 1, draws, percentiles: [] });

  it('is the central difference of each figure by each row', () => {
    const evaluated = evaluate(rows);
    expect(evaluated.map(({ draft }) => draft.key)).toEqual(
      expect.arrayContaining([
        'product/flour/substitution',
        'product/flour/input/grid/power',
        'product/flour/link/grid/power/farm',
        'product/flour/run/mill',
      ]),
    );
    const STEP = 2 ** -13;
    for (const { key, value } of rows) {
      const at = (shift: number): Map<string, number> => {
        const changed = rows.map((row) =>
          row.key === key ? { ...row, value: String(Number(value) + shift) } : row,
        );
        return new Map(evaluate(changed).map(({ draft, float }) => [draft.key, float]));
      };
      const [above, below] = [at(STEP), at(-STEP)];
      for (const { draft, gradient, float } of evaluated) {
        const difference = (above.get(draft.key)! - below.get(draft.key)!) / (2 * STEP);
        const own = [...gradient.rows].find(([row]) => row.key === key)?.[1] ?? 0;
        expect(Math.abs(own - difference), `${draft.key} by ${key}`).toBeLessThan(
          1e-6 * (1 + Math.abs(float)),
        );
      }
    }
  });

  const uncertain = rows.map((row) => ({
    ...row,
    detail: { ...row.detail, uncertainty: { distribution: 'normal', standardDeviation: '0.01' } },
  }));

  it('has the same bits in each draw, however many are made together', () => {
    const [few, many] = [evaluate(uncertain, 3), evaluate(uncertain, 40)];
    for (const [at, { samples }] of few.entries())
      expect([...many[at]!.samples.slice(0, 3)]).toEqual([...samples]);
  });

  it('solves once where only what is emitted is drawn: all figures are as stated, times what is', () => {
    const emitted = rows.map((row) =>
      row.detail!['row'] === 'elementary-flow' ? uncertain.find(({ key }) => key === row.key)! : row,
    );
    const [drawn, stated] = [evaluate(emitted, 5), evaluate(rows)];
    for (const [at, { draft, samples }] of drawn.entries()) {
      const isRun = /\/run\/|^share\//.test(draft.key);
      for (const value of samples) expect(value === stated[at]!.float, draft.key).toBe(isRun);
    }
  });

  it('has the spread of its rows', () => {
    for (const { draft, gradient, samples, float } of evaluate(uncertain, 600)) {
      const variance = [...gradient.rows].reduce(
        (sum, [row, by]) => sum + (by * Number(row.value) * 0.01) ** 2,
        0,
      );
      const mean = samples.reduce((sum, one) => sum + one, 0) / samples.length;
      const spread = Math.sqrt(samples.reduce((sum, one) => sum + (one - mean) ** 2, 0) / samples.length);
      expect(Math.abs(mean - float), draft.key).toBeLessThan(0.01 * Math.abs(float) + 1e-12);
      expect(Math.abs(spread / Math.sqrt(variance) - 1), draft.key).toBeLessThan(0.2);
    }
  });
});
