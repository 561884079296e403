import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { describeRun, prepareRun, repeatRun, type RunDetail, runMethod } from '../../../engine/run.ts';
import { Simulation, SLICE } from '../../../engine/uncertainty/simulate.ts';
import { withoutCounts } from '../named-rows.ts';
import { dataset, type TestEntry } from '../dataset.ts';
import { assess, ASKED, factorOf, normal, noteOf, TOTAL, uniform, use, within } from './rows.ts';

const TWO = { approach: 2, draws: 20_000 };
/** Four standard errors; seeds are fixed, so the outcome is too. */
const ERRORS = 4;

/** The probability that the sum of n uniform variables from 0 to 1 is below x (Irwin 1927, Hall 1927): Σ (−1)^k C(n, k) (x − k)^n / n!. */
function irwinHall(n: number, x: number): number {
  let [sum, choose, factorial] = [0, 1, 1];
  for (let k = 1; k <= n; k++) factorial *= k;
  for (let k = 0; k <= Math.floor(x); k++) {
    sum += (-1) ** k * choose * (x - k) ** n;
    choose = (choose * (n - k)) / (k + 1);
  }
  return sum / factorial;
}

/** Solves f(x) = y for a rising f by bisection. */
function invert(f: (x: number) => number, y: number, low: number, high: number): number {
  let [below, above] = [low, high];
  for (let step = 0; step < 100; step++) {
    const middle = (below + above) / 2;
    if (f(middle) < y) below = middle;
    else above = middle;
  }
  return (below + above) / 2;
}

describe('Approach 2', () => {
  it('agrees with the distribution of a sum of uniform variables (Irwin–Hall), within the errors that it states', () => {
    const items = ['a', 'b', 'c'].flatMap((item) => [use(item, '1', uniform('0', '2')), factorOf(item, '1')]);
    const { low, high, mean, errors, standardDeviation } = noteOf(assess(items, TWO), TOTAL);
    const quantile = (probability: number): number => 2 * invert((x) => irwinHall(3, x), probability, 0, 3);
    expect(Math.abs(Number(low) - quantile(0.025))).toBeLessThan(ERRORS * Number(errors!.low));
    expect(Math.abs(Number(high) - quantile(0.975))).toBeLessThan(ERRORS * Number(errors!.high));
    expect(Math.abs(Number(mean) - 3)).toBeLessThan(ERRORS * Number(errors!.mean));
    // Each has the variance 1/3; that of a sum of draws has the relative standard error √((κ − 1) / n) with κ = 3 − 6 / (5 × 3).
    const error = Math.sqrt((3 - 0.4 - 1) / TWO.draws);
    expect(Math.abs(Number(standardDeviation) ** 2 - 1)).toBeLessThan(ERRORS * error);
  });

  it('agrees with the distribution of a product of lognormal variables, which is lognormal, within the errors that it states', () => {
    const lognormal = (deviation: string): object => ({
      distribution: 'lognormal',
      geometricStandardDeviation: deviation,
    });
    const rows = [use('a', '3', lognormal('1.3')), factorOf('a', '2', lognormal('1.4'))];
    const { low, high, mean, errors } = noteOf(assess(rows, TWO), TOTAL);
    const spread = Math.sqrt(Math.log(1.3) ** 2 + Math.log(1.4) ** 2);
    expect(Math.abs(Number(low) - 6 * Math.exp(-1.959963984540054 * spread))).toBeLessThan(
      ERRORS * Number(errors!.low),
    );
    expect(Math.abs(Number(high) - 6 * Math.exp(1.959963984540054 * spread))).toBeLessThan(
      ERRORS * Number(errors!.high),
    );
    expect(Math.abs(Number(mean) - 6 * Math.exp(spread ** 2 / 2))).toBeLessThan(
      ERRORS * Number(errors!.mean),
    );
  });

  it('states standard errors of its ends that are those of an exact normal quantile: √(p (1 − p) / n) / density', () => {
    const { errors } = noteOf(assess([use('a', '1', normal('1')), factorOf('a', '1')], TWO), TOTAL);
    const density = Math.exp(-(1.959963984540054 ** 2) / 2) / Math.sqrt(2 * Math.PI);
    const exact = Math.sqrt((0.025 * 0.975) / TWO.draws) / density;
    // It is the sum of some 4 s distances between draws, which vary as much as they are long.
    const noise = 1 / Math.sqrt(4 * Math.sqrt(TWO.draws * 0.025 * 0.975));
    for (const error of [errors!.low, errors!.high])
      expect(Math.abs(Number(error) / exact - 1)).toBeLessThan(ERRORS * noise);
  });

  it('states no error of an end for which there are too few draws', () => {
    const rows = [use('a', '1', normal('1')), factorOf('a', '1')];
    const { errors } = noteOf(assess(rows, { approach: 2, draws: 100, level: '0.999' }), TOTAL);
    expect(errors).not.toHaveProperty('low');
    expect(errors).not.toHaveProperty('high');
  });

  it('agrees with Approach 1 for any sum of normal rows: ends, deviation and contributions, within the errors of the draws', () => {
    const part = fc.record({
      value: fc.integer({ min: 1, max: 99 }),
      percent: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), fc.nat(1000), (parts, seed) => {
        const rows = parts.flatMap(({ value, percent }, index) => [
          use(`i${index}`, String(value), within(String(percent / 100))),
          factorOf(`i${index}`, '1'),
        ]);
        const { draws } = TWO;
        const note = noteOf(assess(rows, { approach: 'both', draws, seed, contributions: 6 }), TOTAL);
        const linear = note.propagated!;
        // Of many runs, a few are beyond four standard errors; beyond six is 2 in 10^9.
        expect(Math.abs(Number(note.low) - Number(linear.low))).toBeLessThan(
          6 * 1.25 * Number(note.errors!.low),
        );
        expect(Math.abs(Number(note.high) - Number(linear.high))).toBeLessThan(
          6 * 1.25 * Number(note.errors!.high),
        );
        const deviation = Number(note.standardDeviation) / Number(linear.standardDeviation);
        expect(Math.abs(deviation - 1)).toBeLessThan(6 / Math.sqrt(2 * draws));
        const drawn = new Map(note.contributions.map(({ key, share }) => [key, Number(share)]));
        for (const { key, share } of linear.contributions) {
          // The standard error of r², where r is a correlation: 2 r (1 − r²) / √n; and that of r² about 0: 1 / n.
          const r = Math.sqrt(Number(share));
          const error = (2 * r * (1 - r * r)) / Math.sqrt(draws) + 3 / draws;
          expect(Math.abs((drawn.get(key) ?? 0) - Number(share))).toBeLessThan(6 * error + 1e-6);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('counts draws of a row that cannot be negative, and tells their share; they are not clipped', () => {
    const run = assess([use('a', '1', normal('0.5')), factorOf('a', '1')], TWO);
    const warning = run.warnings.find(({ code }) => code === 'negative-draws');
    // The probability below −2 of a standard normal variable is 0.02275.
    const [, draws] = /but (\d+) of its 20000 draws are/.exec(warning!.message)!;
    const error = Math.sqrt(0.02275 * 0.97725 * TWO.draws);
    expect(Math.abs(Number(draws) - 0.02275 * TWO.draws)).toBeLessThan(ERRORS * error);
    expect(warning!.row.key).toBe('use/a');
    const { mean, errors } = noteOf(run, TOTAL);
    expect(Math.abs(Number(mean) - 1)).toBeLessThan(ERRORS * Number(errors!.mean));
  });

  it('names generator, seed and draws in the run, and repeats to the digit from the run alone', () => {
    const rows = [
      use('a', '3', within('0.2')),
      factorOf('a', '2', uniform('0.5', '2')),
      use('b', '1'),
      factorOf('b', '1'),
    ];
    const parameters = { ...ASKED, approach: 'both' as const, draws: 1500 };
    const inputs = [dataset('a', ...rows)];
    const made = runMethod('uncertainty@1', inputs, parameters);
    const run = describeRun('uncertainty@1', parameters, made, '0x');
    expect(run).toMatchObject({ generator: 'threefry4x32-20', seed: 1, draws: 1500 });
    expect(withoutCounts(repeatRun(run, inputs))).toEqual(withoutCounts(made));
  });

  it.each([
    ['draws', { draws: 1499 }],
    ['draws at all', { draws: undefined }],
    ['figures', { outputs: [] }],
  ] as const)('is not repeated, and draws nothing, for more %s than the run describes', (_, described) => {
    const inputs = [dataset('a', use('a', '3', within('0.2')), factorOf('a', '2'))];
    const parameters = { ...ASKED, approach: 2 as const, draws: 1500 };
    const run = describeRun(
      'uncertainty@1',
      parameters,
      runMethod('uncertainty@1', inputs, parameters),
      '0x',
    );
    const slices = vi.spyOn(Simulation.prototype, 'sampleSlice');
    expect(() => repeatRun({ ...run, ...described } as RunDetail, inputs)).toThrow(
      expect.objectContaining({ code: 'bad-parameters' }),
    );
    expect(slices).toHaveBeenCalledTimes(0);
    repeatRun(run, inputs);
    expect(slices).toHaveBeenCalledTimes(2);
    slices.mockRestore();
  });

  it('names no random numbers in a run that draws none', () => {
    expect(assess([use('a', '3', within('0.2')), factorOf('a', '2')], { approach: 1 })).not.toHaveProperty(
      'simulation',
    );
  });
});

describe('the slices of a simulation', () => {
  const rows: TestEntry[] = ['a', 'b', 'c'].flatMap((item) => [
    use(item, '3', within('0.2')),
    factorOf(item, '2', uniform('0.5', '2')),
  ]);
  const prepare = (draws: number): ReturnType<typeof prepareRun> =>
    prepareRun('uncertainty@1', [dataset('a', ...rows)], { ...ASKED, approach: 2, draws });

  it('give the same bits in any order and from any copy of the run', () => {
    const draws = 3 * SLICE + 100;
    const whole = prepare(draws).finish();
    const [first, second, third] = [prepare(draws), prepare(draws), prepare(draws)];
    const late = third.simulation!.sampleSlice(0, 3);
    const slices = [2, 0, 1].map((slice) => [slice, second.simulation!.sampleSlice(0, slice)] as const);
    const byNumber = new Map([...slices, [3, late]]);
    const sum = first.simulation!.openGroup(0);
    for (let slice = 0; slice < 4; slice++) sum.add(byNumber.get(slice)!);
    expect(first.finish([sum.finish()])).toEqual(whole);
  });

  it('of a longer simulation begin with those of a shorter one', () => {
    const [short, long] = [prepare(SLICE), prepare(2 * SLICE)];
    expect(long.simulation!.sampleSlice(0, 0)).toEqual(short.simulation!.sampleSlice(0, 0));
    expect(long.simulation!.sampleSlice(0, 1)).not.toEqual(short.simulation!.sampleSlice(0, 0));
  });

  it('hold the samples of few figures at once where there are many draws', () => {
    const many = Array.from({ length: 40 }, (_, index) => `item-${index}`);
    const items = many.flatMap((item) => [use(item, '3', within('0.2')), factorOf(item, '2')]);
    const { simulation } = prepareRun('uncertainty@1', [dataset('a', ...items)], {
      ...ASKED,
      approach: 2,
      draws: 10_000_000,
    });
    // 41 figures, and 256 MiB hold the samples of three.
    expect(simulation!.groups).toBe(14);
  });

  it('give a figure the same bits whatever other figures are asked for', () => {
    const one = assess(rows.slice(0, 2), { ...TWO, draws: 2000 });
    const all = assess(rows, { ...TWO, draws: 2000 });
    expect(noteOf(one, 'scope3/3.1/life-cycle/a')).toEqual(noteOf(all, 'scope3/3.1/life-cycle/a'));
  });
});
