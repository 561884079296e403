import { describe, expect, it } from 'vitest';
import type { UncertaintyNote } from '../../../engine/figures/uncertainty-note.ts';
import { describeRun, repeatRun, runMethod, type RunResult } from '../../../engine/run.ts';
import { readCase, titleOf } from '../../golden/case.ts';
import { ALWAYS, COMMON, dataset, entry, type TestEntry } from '../dataset.ts';
import { figureOf, noteOf } from './rows.ts';

/** Returns the row of a measured quantity. */
function measured(quantity: string, value: string, unit: string, detail: object = {}): TestEntry {
  return entry(quantity, value, unit, { row: 'measured-quantity', quantity, ...detail }, ALWAYS);
}

/** Returns a number over the value of a row, as its distribution states it. */
function over(value: string, number: number): string {
  return (number / Number(value)).toFixed(17).replace(/\.?0+$/, '');
}
const gaussian = (name: string, value: string, unit: string, deviation: number): TestEntry =>
  measured(name, value, unit, {
    uncertainty: { distribution: 'normal', standardDeviation: over(value, deviation) },
  });
const rectangular = (name: string, value: string, unit: string, half: number): TestEntry => {
  const [least, most] = [Number(value) - half, Number(value) + half].map((end) => over(value, end));
  return measured(name, value, unit, { uncertainty: { distribution: 'uniform', least, most } });
};
const withGroup = (row: TestEntry, coefficient: string, more: object = {}): TestEntry => ({
  ...row,
  detail: { ...row.detail, correlation: { group: 'g', coefficient, ...more } },
});

/** Parameters that ask for a quantity with both approaches. */
function askFor(formula: string, unit: string, asked: object = {}) {
  return {
    ...COMMON,
    ...{ method: 'quantity@1', parameters: { quantities: [{ name: 'y', unit, formula }] } },
    ...{ approach: 'both', draws: 200_000, rounding: { mode: 'half-even', digits: 9 } as const },
    ...asked,
  };
}

function assess(rows: readonly TestEntry[], formula: string, unit: string, asked: object = {}): RunResult {
  return runMethod('uncertainty@1', [dataset('a', ...rows)], askFor(formula, unit, asked));
}
const Y = 'quantity/y';

/** Expects numbers as they are published: within a tolerance and three errors of the draws. */
function agree(
  { mean, standardDeviation, low, high, errors }: UncertaintyNote,
  published: { mean?: number; u?: number; ends?: readonly [number, number] },
  within: number,
): void {
  const near = (shown: string | undefined, expected: number | undefined, error: string | undefined): void => {
    if (expected === undefined) return;
    expect(Math.abs(Number(shown) - expected)).toBeLessThanOrEqual(within + 3 * Number(error ?? 0));
  };
  near(mean, published.mean, errors?.mean);
  near(standardDeviation, published.u, errors?.mean);
  near(low, published.ends?.[0], errors?.low);
  near(high, published.ends?.[1], errors?.high);
}
const codesOf = ({ warnings }: RunResult): string[] => warnings.map(({ code }) => code);

describe('uncertainty@1 of quantity@1', () => {
  const mass = readCase<never>('UNC-6');
  it(titleOf(mass), () => {
    const {
      gum_u: first,
      gum_interval95: ends,
      mc_mean: mean,
      mc_u: u,
      mc_interval95: drawn,
    } = mass.expected as unknown as Record<string, number> & Record<string, [number, number]>;
    const run = assess(
      [
        gaussian('m_Rc', '100000', '{mg}', 0.05),
        gaussian('dm_Rc', '1.234', '{mg}', 0.02),
        rectangular('a', '1.2', 'kg/m3', 0.1),
        measured('a0', '1.2', 'kg/m3'),
        rectangular('rho_W', '8000', 'kg/m3', 1000),
        rectangular('rho_R', '8000', 'kg/m3', 50),
        measured('m_nom', '100000', '{mg}'),
      ],
      '(m_Rc + dm_Rc) * (1 + (a - a0) * (1 / rho_W - 1 / rho_R)) - m_nom',
      '{mg}',
      { interval: 'shortest' },
    );
    const note = noteOf(run, Y);
    expect(figureOf(run, Y).value).toBe('1.234');
    agree(note, { mean: mean!, u: u! }, 0.0005);
    agree(note, { ends: drawn! }, 0.003);
    agree({ ...note.propagated!, mean: '1.234' }, { u: first!, ends: ends! }, 0.0001);
    expect(note.ends).toBe('shortest');
    expect(codesOf(run)).toContain('not-linear');
  });

  it.each([
    ['UNC-7', '0', null, 0],
    ['UNC-8', '0.01', null, 1e-4],
    ['UNC-10', '0.01', '0.9', 1e-4],
  ] as const)('%s: comparison loss, whose shortest interval ends near 0', (id, x1, r, first) => {
    const { expected } = readCase<never>(id);
    const {
      'mean_1e-6': mean,
      'u_1e-6': u,
      'shortest95_1e-6': ends,
    } = expected as unknown as Record<string, number> & Record<string, [number, number]>;
    // Both are 1 more: a distribution is stated over the value.
    const rows = [gaussian('X1', String(1 + Number(x1)), '1', 0.005), gaussian('X2', '1', '1', 0.005)];
    const given = r === null ? rows : rows.map((row) => withGroup(row, r));
    const run = assess(given, '(X1 - 1)^2 + (X2 - 1)^2', '1', { interval: 'shortest' });
    const note = noteOf(run, Y);
    agree(note, { mean: mean! * 1e-6, u: u! * 1e-6 }, 1e-6);
    agree(note, { ends: [ends![0] * 1e-6, ends![1] * 1e-6] }, 2e-6);
    expect(Number(note.propagated!.standardDeviation)).toBeCloseTo(first, 12);
    expect(codesOf(run)).toContain('not-linear');
    const uncertainty = { distribution: 'normal', standardDeviation: '0.005', unit: '1' };
    const amounts = [measured('X1', x1, '1', { uncertainty }), measured('X2', '0', '1', { uncertainty })];
    const alone = assess(amounts, 'X1^2 + X2^2', '1', { approach: 1 });
    expect(Number(noteOf(alone, Y).standardDeviation)).toBeCloseTo(first, 12);
    expect(codesOf(alone).includes('not-linear')).toBe(first === 0);
  });

  const impedance = readCase<never>('UNC-11');
  it(titleOf(impedance), () => {
    const { V, I_mA: I } = impedance.inputs as unknown as Record<string, string[]>;
    const { Z, u, r_VI: r } = impedance.expected as unknown as Record<string, number>;
    const rows = [
      measured('V', '4.999', '{V}', { readings: V, together: 'bench' }),
      measured('I', '19.661', '{mA}', { readings: I, together: 'bench' }),
      measured('other', '3', '{mA}', { readings: ['2', '4'] }),
    ];
    const run = assess(rows, '1000 * V / I', '{V}/{mA}');
    const note = noteOf(run, Y);
    expect(Math.abs(Number(figureOf(run, Y).value) - Z!)).toBeLessThan(0.001);
    expect(Math.abs(Number(note.propagated!.standardDeviation) - u!)).toBeLessThan(0.001);
    expect(Math.abs(Number(note.standardDeviation) - u!)).toBeLessThan(0.002);
    expect(note.correlation).toEqual({ independent: 0, groups: 1, rows: 2 });
    expect(codesOf(run)).toEqual([]);
    // u² of V and I alone and of V + I give the correlation: independent of how the engine has it.
    const [ofV, ofI, ofBoth] = ['V', 'I * {1}', 'V + I * {1}'].map((formula) =>
      Number(
        noteOf(
          assess([...rows, measured('k', '1', '{V}/{mA}')], formula.replace('{1}', 'k'), '{V}', {
            approach: 1,
          }),
          Y,
        ).standardDeviation,
      ),
    ) as [number, number, number];
    expect(Math.abs((ofBoth ** 2 - ofV ** 2 - ofI ** 2) / (2 * ofV * ofI) - r!)).toBeLessThan(0.005);
    const used = [{ record: dataset('a').record, entries: rows.slice(0, 2) }];
    expect(
      repeatRun(describeRun('uncertainty@1', askFor('1000 * V / I', '{V}/{mA}'), run, '0x'), used).figures,
    ).toEqual(run.figures);
  });

  const ball = readCase<never>('UNC-12');
  it(titleOf(ball), () => {
    const {
      gum_mean: value,
      mc_mean: mean,
      mc_u: u,
      mc_interval95: ends,
    } = ball.expected as unknown as Record<string, number> & Record<string, [number, number]>;
    const density = (name: string, value: string): TestEntry => gaussian(name, value, 'kg/m3', 0.5);
    const run = assess(
      [
        gaussian('mu_c', '4.63', '{mPas}', 0.0463),
        gaussian('t_m', '61', 's', 6.1),
        gaussian('t_c', '36.6', 's', 5.49),
        ...[density('rho_b', '2217'), density('rho_m', '1180'), density('rho_c', '810')],
      ],
      'mu_c * t_m * (rho_b - rho_m) / (t_c * (rho_b - rho_c))',
      '{mPas}',
      { draws: 1_000_000 },
    );
    expect(Math.abs(Number(figureOf(run, Y).value) - value!)).toBeLessThan(0.01);
    agree(noteOf(run, Y), { mean: mean!, u: u!, ends: ends! }, 0.01);
  });

  // JCGM 101:2008, 9.2.3 and 9.2.4, from memory. The ends of the first are those of the Irwin–Hall distribution: √12 (2 − 0.6^¼).
  it.each([
    ['of equal widths', Math.sqrt(3), 2, 3.88, 3.92],
    ['one of them ten times as wide', 10 * Math.sqrt(3), Math.sqrt(103), 17, 19.9],
  ])('adds up four rectangular quantities, %s', (_, last, u, end, first) => {
    const halves = [Math.sqrt(3), Math.sqrt(3), Math.sqrt(3), last];
    const rows = halves.map((half, at) => rectangular(`x${at}`, '20', '1', half));
    const { propagated, ...drawn } = noteOf(assess(rows, 'x0 + x1 + x2 + x3 - 79', '1'), Y);
    agree(drawn, { mean: 1, u, ends: [1 - end, 1 + end] }, end / 200);
    agree(propagated!, { u, ends: [1 - first, 1 + first] }, first / 200);
  });

  it('takes rows that move against each other: the variance of a sum is less by twice the covariance', () => {
    const rows = (coefficient: string): TestEntry[] => [
      withGroup(gaussian('a', '3', '1', 0.3), coefficient),
      withGroup(gaussian('b', '1', '1', 0.5), coefficient, { opposite: 'yes' }),
    ];
    const u = Math.sqrt(0.3 ** 2 + 0.5 ** 2 - 2 * 0.36 * 0.3 * 0.5);
    const note = noteOf(assess(rows('0.36'), 'a + b', '1'), Y);
    agree(note, { mean: 4, u, ends: [4 - 1.96 * u, 4 + 1.96 * u] }, 0.003);
    expect(Number(note.propagated!.standardDeviation)).toBeCloseTo(u, 12);
    const cancelled = noteOf(assess(rows('1'), '0.5 * a + 0.3 * b', '1'), Y);
    expect(Number(cancelled.propagated!.standardDeviation)).toBeLessThan(1e-12);
    expect(Number(cancelled.standardDeviation)).toBeLessThan(1e-9);
  });

  it.each(['0', '-4'])('takes the mean of readings around %s, and its standard error', (value) => {
    const readings = [-3, -1, 1, 3].map((off) => String(Number(value) + off));
    const u = Math.sqrt(20 / 12);
    for (const together of [{}, { together: 'bench' }]) {
      const row = measured('x', value, '1', { readings, ...together });
      const note = noteOf(assess([row], '2 * x', '1'), Y);
      agree(
        note,
        {
          mean: 2 * Number(value),
          u: 2 * u,
          ends: [2 * Number(value) - 3.92 * u, 2 * Number(value) + 3.92 * u],
        },
        0.01,
      );
      expect(Number(note.propagated!.standardDeviation)).toBeCloseTo(2 * u, 12);
    }
  });

  it('takes logarithms and exponentials of correlated rows: ln of a product is a sum', () => {
    const rows = ['a', 'b'].map((name) =>
      measured(name, '3', '1', {
        uncertainty: { distribution: 'lognormal', geometricStandardDeviation: '1.5' },
        correlation: { group: 'g', coefficient: '0.4' },
      }),
    );
    const note = noteOf(assess(rows, 'ln(a * b)', '1'), Y);
    const u = Math.log(1.5) * Math.sqrt(2 + 2 * 0.4);
    agree(
      note,
      { mean: 2 * Math.log(3), u, ends: [2 * Math.log(3) - 1.96 * u, 2 * Math.log(3) + 1.96 * u] },
      0.005,
    );
  });
});

describe('quantity@1 refuses', () => {
  const rows = [
    measured('m', '2', 'kg'),
    measured('c', '3', 'm'),
    measured('d', '0', '1'),
    measured('V', '5', '{V}', { readings: ['4', '6'], together: 's' }),
    measured('I', '2', '{mA}', { readings: ['1', '2', '3'], together: 's' }),
    measured('W', '5.1', '{V}', { readings: ['4', '6'] }),
    measured('X', '5', '{V}', { readings: ['4', '6'], correlation: { group: 'g' } }),
    measured('U', '5', '{V}', { together: 's' }),
  ];
  it.each([
    ['m + c', 'kg', 'unit-mismatch', 'do not add up'],
    ['m * c', 'kg', 'unit-mismatch', 'does not convert to kg'],
    ['ln(m)', '1', 'unit-mismatch', 'ln takes a number without a unit'],
    ['sqrt(m)', '1', 'unit-mismatch', 'has no unit'],
    ['m * n', 'kg', 'missing-factor', 'needs the measured quantity n'],
    ['m / d', 'kg', 'out-of-range', 'quantity/y has no value, because its formula has division by zero'],
    ['ln(d)', '1', 'out-of-range', 'logarithm'],
    ['sqrt(d - 1)', '1', 'out-of-range', 'negative'],
    ['V * I', '{V}.{mA}', 'bad-detail', 'one reading of each moment'],
    ['W', '{V}', 'bad-value', 'the mean of its readings is 5'],
    ['X', '{V}', 'bad-detail', 'leave out one of them'],
    ['U', '{V}', 'bad-detail', 'states no detail.readings'],
  ])('%s in %s', (formula, unit, code, message) => {
    const run = (): RunResult =>
      runMethod('quantity@1', [dataset('a', ...rows)], {
        ...COMMON,
        quantities: [{ name: 'y', unit, formula }],
      });
    expect(run).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) as string }),
    );
  });

  it.each([
    ['a formula that cannot be read', [{ name: 'y', unit: '1', formula: 'm +' }]],
    ['a formula without a quantity', [{ name: 'y', unit: '1', formula: '2 * 3' }]],
    ['a mass of CO2e', [{ name: 'y', unit: 't{CO2e}', formula: 'm' }]],
    ['a unit that nobody knows', [{ name: 'y', unit: 'furlong', formula: 'm' }]],
    [
      'two of one name',
      [
        { name: 'y', unit: 'kg', formula: 'm' },
        { name: 'y', unit: 'kg', formula: 'm' },
      ],
    ],
    ['a name that is a function', [{ name: 'exp', unit: 'kg', formula: 'm' }]],
  ])('%s', (_, quantities) => {
    expect(() => runMethod('quantity@1', [dataset('a', ...rows)], { ...COMMON, quantities })).toThrow();
  });

  it('nothing of energies and volumes: they are mass × length² ÷ time², and length³', () => {
    const given = [measured('m', '2', 't'), measured('v', '36', 'km/h'), measured('l', '2', 'm')];
    const { figures } = runMethod('quantity@1', [dataset('a', ...given)], {
      ...COMMON,
      quantities: [
        { name: 'E', unit: 'kW.h', formula: '0.5 * m * v^2' },
        { name: 'twice', unit: 'kJ', formula: 'E + E' },
        { name: 'volume', unit: 'L', formula: 'l^3' },
      ],
    });
    expect(figures.map(({ key, value }) => `${key} ${value}`)).toEqual([
      'quantity/E 0.027778',
      'quantity/twice 200',
      'quantity/volume 8000',
    ]);
  });
});
