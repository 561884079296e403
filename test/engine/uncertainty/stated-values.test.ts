import { describe, expect, it } from 'vitest';
import { evaluateRun, type RunResult } from '../../../engine/run.ts';
import { dataset, type TestEntry } from '../dataset.ts';
import { assess, ASKED, factorOf, figureOf, normal, noteOf, TOTAL, uniform, use } from './rows.ts';

const lognormal = (deviation: string, valueIs?: string): object => ({
  distribution: 'lognormal',
  geometricStandardDeviation: deviation,
  ...(valueIs === undefined ? {} : { valueIs }),
});
const triangular = (least: string, most: string): object => ({ distribution: 'triangular', least, most });
/** The mean of a lognormal distribution over its median. */
const MEAN = Math.exp(Math.log(2) ** 2 / 2);

/** The mean over the median between limits of 95 % of ½ and 3: half of a lognormal distribution on each side. */
const SPLIT = 1.218777965995;

/** 100 rows of 10 t with a geometric deviation of 2. */
const hundred = (uncertainty: object): TestEntry[] => [
  factorOf('a', '1'),
  ...Array.from({ length: 100 }, (_, at) => ({ ...use('a', '10', uncertainty), key: `use/${at}` })),
];
const warningsOf = (run: RunResult, key = TOTAL): readonly { code: string; message: string }[] =>
  figureOf(run, key).detail.derivation.warnings.filter(({ code }) =>
    ['outside-interval', 'off-mean'].includes(code),
  );

describe('100 rows of 10 t that are medians, with a geometric deviation of 2', () => {
  const run = assess(hundred(lognormal('2')), { approach: 'both', draws: 10_000 });

  it('give 1 000 t, outside their interval, with a warning that names the numbers', () => {
    const { low, high, mean, rowsState } = noteOf(run, TOTAL);
    expect(figureOf(run, TOTAL).value).toBe('1000');
    expect(Math.abs(Number(low) - 1088)).toBeLessThan(5);
    expect(Math.abs(Number(high) - 1481)).toBeLessThan(8);
    expect(Math.abs(Number(mean) - 1000 * MEAN)).toBeLessThan(5);
    expect(rowsState).toEqual({ median: 100 });
    const warnings = warningsOf(run);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]!.code).toBe('outside-interval');
    expect(warnings[0]!.message).toMatch(
      /^scope3\/3\.1\/total is 1000, outside its 95 % interval of 10\d\d\.?\d* to 14\d\d\.?\d* t\{CO2e\}, whose mean is 127\d\.?\d*\. It is computed from 100 medians, and only means add up to a mean/,
    );
    expect(run.warnings.filter(({ code }) => code === 'outside-interval')).toHaveLength(2);
  });

  it('have an interval about their mean by propagation too, and warn there', () => {
    const { propagated } = noteOf(run, TOTAL);
    expect(Number(propagated!.mean)).toBeCloseTo(1000 * MEAN, 9);
    expect((Number(propagated!.low) + Number(propagated!.high)) / 2).toBeCloseTo(1000 * MEAN, 9);
    const alone = assess(hundred(lognormal('2')), { approach: 1 });
    expect(warningsOf(alone).map(({ code }) => code)).toEqual(['outside-interval']);
  });

  it('that are declared as means give an interval around 1 000 t, and no warning', () => {
    const declared = assess(hundred(lognormal('2', 'mean')), { approach: 'both', draws: 10_000 });
    const { low, high, mean, rowsState, propagated } = noteOf(declared, TOTAL);
    expect(Math.abs(Number(mean) - 1000)).toBeLessThan(5);
    expect(Number(low)).toBeLessThan(900);
    expect(Number(high)).toBeGreaterThan(1100);
    expect(rowsState).toEqual({ mean: 100 });
    expect(propagated).not.toHaveProperty('mean');
    expect(warningsOf(declared)).toEqual([]);
  });
});

describe('what a row states', () => {
  it.each([
    ['normal', normal('0.1'), 'mean', 1],
    ['interval95', { distribution: 'interval95', halfWidth: '0.1' }, 'mean', 1],
    ['lognormal', lognormal('2'), 'median', MEAN],
    ['lognormal, declared as mean', lognormal('2', 'mean'), 'mean', 1],
    ['lognormal, declared as mode', lognormal('2', 'mode'), 'mode', MEAN ** 3],
    ['lognormal without any spread', lognormal('1'), 'mean', 1],
    ['uniform around it', uniform('0.9', '1.1'), 'mean', 1],
    ['uniform to one side', uniform('0.9', '1.5'), 'other', 1.2],
    ['triangular', triangular('0.9', '1.6'), 'mode', 3.5 / 3],
    ['triangular, declared as mean', { ...triangular('0.9', '1.15'), valueIs: 'mean' }, 'mean', 1],
    [
      'triangular, declared as median',
      { ...triangular('0.9', '1.15'), valueIs: 'median' },
      'median',
      3.02 / 3,
    ],
    ['limits of 95 %', { distribution: 'limits95', lower: '0.5', upper: '3' }, 'median', SPLIT],
    ['triangular around it', triangular('0.8', '1.2'), 'mean', 1],
    ['values whose middle it is', { distribution: 'empirical', values: ['0.5', '1', '3'] }, 'median', 1.5],
    ['quantiles whose middle it is', { distribution: 'quantiles', values: ['0', '1', '4'] }, 'median', 1.5],
    ['quantiles beside it', { distribution: 'quantiles', values: ['1', '2', '4'] }, 'other', 2.25],
  ] as const)('of a distribution %s: its mean is that of its draws', (_name, uncertainty, states, mean) => {
    const rows = [factorOf('a', '1'), use('a', '100', uncertainty)];
    const note = noteOf(assess(rows, { approach: 1 }), TOTAL);
    expect(note.rowsState).toEqual({ [states]: 1 });
    expect(Number(note.mean ?? '100')).toBeCloseTo(100 * mean, 9);
    const { method, parameters, ...common } = ASKED;
    const sampling = { seed: 3, draws: 20_000, percentiles: [] };
    const [own] = evaluateRun(method, [dataset('a', ...rows)], { ...common, ...parameters }, sampling);
    const drawn = own!.samples.reduce((sum, value) => sum + value, 0) / 20_000;
    const error = Number(note.standardDeviation) / Math.sqrt(20_000);
    expect(Math.abs(drawn - 100 * mean)).toBeLessThanOrEqual(4 * error + 1e-9);
  });
});

describe('a figure whose draws lie beside it', () => {
  it('warns where more than the number of draws explains it, inside its interval too', () => {
    const rows = [factorOf('a', '1'), use('a', '100', lognormal('1.5'))];
    const run = assess(rows, { approach: 2, draws: 10_000 });
    const [warning] = warningsOf(run);
    expect(warning?.code).toBe('off-mean');
    expect(warning?.message).toMatch(
      / is 100, and the mean of its draws is 10[78] t\{CO2e\} \(standard error 0\.\d\)/,
    );
    expect(warningsOf(assess(rows, { approach: 2, draws: 100 }))).toEqual([]);
  });

  it('does not warn where rows state means, nor where nothing is drawn', () => {
    const certain = assess([factorOf('a', '1'), use('a', '100')], { approach: 2 });
    expect(warningsOf(certain)).toEqual([]);
    const means = [factorOf('a', '2', normal('0.2')), use('a', '100', lognormal('1.5', 'mean'))];
    expect(warningsOf(assess(means, { approach: 2, draws: 10_000 }))).toEqual([]);
  });

  it('warns of itself alone: a total that takes it is judged by its own interval', () => {
    const rows = [
      factorOf('a', '1'),
      use('a', '1', triangular('0.999', '2')),
      factorOf('b', '1'),
      use('b', '100000', normal('0.2')),
    ];
    const run = assess(rows, { approach: 2, draws: 10_000 });
    expect(warningsOf(run, 'scope3/3.1/life-cycle/a')).toHaveLength(1);
    expect(warningsOf(run, 'scope3/3.1/life-cycle/b')).toEqual([]);
    expect(warningsOf(run)).toEqual([]);
  });
});
