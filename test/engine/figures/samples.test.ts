import { describe, expect, it } from 'vitest';
import type { Draft } from '../../../engine/figures/draft.ts';
import {
  differenceOf,
  productOf,
  quotientOf,
  sumOf,
  type Expression,
} from '../../../engine/figures/expression.ts';
import { openSpread, type Uncertainty } from '../../../engine/figures/distribution.ts';
import { sampleFigures, Sampler } from '../../../engine/figures/samples.ts';
import type { Row } from '../../../engine/rows/row.ts';
import { draftOf, quantity, rowsOf } from './graphs.ts';

const SEED = 7;
const NORMAL = { distribution: 'normal', standardDeviation: '0.1' } as const;
const UNIFORM = { distribution: 'uniform', least: '0.5', most: '1.5' } as const;
const SCORES = { reliability: 1, completeness: 2, temporal: 3, geographical: 4, technological: 5 };
const PEDIGREE = { distribution: 'pedigree', basicVariance: '0.0006', ...SCORES } as const;

function sample(draws: number, ...drafts: readonly Draft[]): Float64Array[] {
  return sampleFigures(drafts, { seed: SEED, draws });
}

function sumOfRows(rows: readonly Row[]): Expression {
  return { kind: 'row-sum', symbol: 'x', rows, to: rows[0]!.unit, selection: {} };
}

/** The probability that a standard normal variable is below z: ½ + density × (z + z³/3 + z⁵/15 + …). */
function normalBelow(z: number): number {
  let [term, sum] = [z, 0];
  for (let odd = 3; Math.abs(term) > 1e-18; odd += 2) [sum, term] = [sum + term, (term * z * z) / odd];
  return 0.5 + (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}

const DISTRIBUTIONS: readonly [Uncertainty, (ratio: number) => number][] = [
  [NORMAL, (ratio) => normalBelow((ratio - 1) / 0.1)],
  [
    { distribution: 'lognormal', geometricStandardDeviation: '1.5' },
    (ratio) => normalBelow(Math.log(ratio) / Math.log(1.5)),
  ],
  [UNIFORM, (ratio) => ratio - 0.5],
  [
    { distribution: 'triangular', least: '0.6', most: '1.9' },
    // The mode is 1: the rising side has 0.4 of the width of 1.3.
    (ratio) => (ratio < 1 ? (ratio - 0.6) ** 2 / (1.3 * 0.4) : 1 - (1.9 - ratio) ** 2 / (1.3 * 0.9)),
  ],
  // Variances by Weidema and others (2013), table 10.5.
  [
    { distribution: 'interval95', halfWidth: '0.2' },
    (ratio) => normalBelow((1.959963984540054 * (ratio - 1)) / 0.2),
  ],
  [
    { distribution: 'limits95', lower: '0.5', upper: '3' },
    (ratio) => normalBelow((1.959963984540054 * Math.log(ratio)) / Math.log(ratio < 1 ? 1 / 0.5 : 3)),
  ],
  [
    { distribution: 'limits95', lower: '0', upper: '3' },
    (ratio) => normalBelow((1.959963984540054 * (ratio - 1)) / (ratio < 1 ? 1 : 2)),
  ],
  [
    { distribution: 'triangular', least: '0.9', most: '1.15', valueIs: 'median' },
    // The mode is 0.97.
    (ratio) => (ratio < 0.97 ? (ratio - 0.9) ** 2 / (0.25 * 0.07) : 1 - (1.15 - ratio) ** 2 / (0.25 * 0.18)),
  ],
  // Quantiles for the probabilities 0, ½ and 1.
  [
    { distribution: 'quantiles', values: ['0.5', '0.9', '2'] },
    (ratio) => (ratio < 0.9 ? (0.5 * (ratio - 0.5)) / 0.4 : 0.5 + (0.5 * (ratio - 0.9)) / 1.1),
  ],
  [PEDIGREE, (ratio) => normalBelow(Math.log(ratio) / Math.sqrt(0.0006 + 0.0001 + 0.002 + 0.0006 + 0.12))],
];

const NAMED = DISTRIBUTIONS.map(([given, below]) => [given.distribution, given, below] as const);

describe('the draws of a row', () => {
  it.each(NAMED)('have the %s distribution', (_, uncertainty, probabilityBelow) => {
    const draws = 20_000;
    const [row] = rowsOf(['40'], [uncertainty]) as [Row];
    const sorted = sample(draws, draftOf(quantity(row)))[0]!.sort();
    const gaps = Array.from(sorted, (value, rank) =>
      Math.abs(probabilityBelow(value / 40) - (rank + 0.5) / draws),
    );
    // Kolmogorov–Smirnov: passed by 999 of 1000 correct samples; the seed is fixed, so the outcome is too.
    expect(Math.max(...gaps)).toBeLessThan(1.95 / Math.sqrt(draws));
  });

  it.each(NAMED)('of a %s distribution grow with the one deviate that each takes', (_, uncertainty) => {
    const { ratio } = openSpread(uncertainty);
    const ratios = Array.from({ length: 999 }, (_, index) => ratio((index + 1) / 1000));
    expect(ratios).toEqual(ratios.toSorted((a, b) => a - b));
  });

  it('have the empirical distribution: each value as often as it is listed, but for the noise of 20,000 draws', () => {
    const uncertainty = { distribution: 'empirical', values: ['1.5', '0.5', '1', '1'] } as const;
    const [row] = rowsOf(['40'], [uncertainty]) as [Row];
    const draws = [...sample(20_000, draftOf(quantity(row)))[0]!];
    const share = (value: number): number => draws.filter((draw) => draw === value).length / draws.length;
    // Four standard errors of a share of ¼ and of ½.
    expect(Math.abs(share(20) - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / 20_000));
    expect(Math.abs(share(60) - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / 20_000));
    expect(Math.abs(share(40) - 0.5)).toBeLessThan(4 * Math.sqrt((0.5 * 0.5) / 20_000));
    expect(share(20) + share(40) + share(60)).toBe(1);
  });

  it.each(NAMED)('of a %s distribution have its standard deviation', (_, uncertainty) => {
    const { ratio, deviation } = openSpread(uncertainty);
    const count = 200_000;
    const ratios = Array.from({ length: count }, (_, index) => ratio((index + 0.5) / count));
    const mean = ratios.reduce((sum, own) => sum + own) / count;
    const variance = ratios.reduce((sum, own) => sum + (own - mean) ** 2, 0) / count;
    expect(Math.sqrt(variance) / deviation).toBeCloseTo(1, 3);
  });

  it('are the same in every figure: what two figures share cancels in each draw', () => {
    const rows = rowsOf(['40', '3'], [NORMAL, NORMAL]);
    const [x, y] = rows.map(quantity) as [Expression, Expression];
    const [again] = rows.map(quantity) as [Expression];
    const [single, double, nothing] = sample(
      600,
      draftOf(x),
      draftOf(sumOfRows([rows[0]!])),
      draftOf(differenceOf(productOf(x, y), productOf(again, y))),
    );
    expect(double).toEqual(single);
    expect(new Set(nothing)).toEqual(new Set([0]));
  });

  it('do not depend on how many there are, on other rows, or on other figures', () => {
    const draft = (rows: readonly Row[]): Draft => draftOf(quantity(rows[0]!));
    const [few] = sample(300, draft(rowsOf(['40'], [NORMAL])));
    const rows = rowsOf(['40', '3'], [NORMAL, UNIFORM]);
    const [, many] = sample(1000, draftOf(quantity(rows[1]!)), draft(rows));
    expect(many!.slice(0, 300)).toEqual(few);
    expect(new Set(many).size).toBe(1000);
  });

  it('are those of one long range in ranges of any lengths, also of one draw', () => {
    const rows = rowsOf(['40', '3'], [NORMAL, UNIFORM]);
    const draft = draftOf(sumOf(rows.map(quantity)));
    const whole = [...sample(600, draft)[0]!];
    const sampler = new Sampler([draft], { seed: SEED, meters: 'independent' });
    const parts = [1, 1, 257, 1, 340].map((count, index, counts) => {
      const first = counts.slice(0, index).reduce((sum, own) => sum + own, 0);
      const drawn: number[] = [];
      sampler.sample(first, count, ({ values }) => drawn.push(...values[0]!));
      return drawn;
    });
    expect(parts.flat()).toEqual(whole);
  });

  it('differ between rows and between seeds', () => {
    const drafts = rowsOf(['1', '1'], [NORMAL, NORMAL]).map((row) => draftOf(quantity(row)));
    const [x, y] = sample(100, ...drafts);
    const [other] = sampleFigures(drafts, { seed: SEED + 1, draws: 100 });
    expect(x).not.toEqual(y);
    expect(x).not.toEqual(other);
  });
});

describe('a simulation', () => {
  it('adds certain rows and drawn ones in every draw, also over many blocks of draws', () => {
    const rows = rowsOf(['1', '2', '4', '8'], [undefined, UNIFORM, undefined, UNIFORM]);
    const [sum, second, fourth] = sample(
      900,
      draftOf(sumOfRows(rows)),
      draftOf(quantity(rows[1]!)),
      draftOf(quantity(rows[3]!)),
    );
    sum!.forEach((value, draw) => expect(value).toBeCloseTo(5 + second![draw]! + fourth![draw]!, 12));
  });

  it('agrees with propagation of errors for a sum: the variances of independent rows add up', () => {
    const draws = 20_000;
    const [sum] = sample(draws, draftOf(sumOf(rowsOf(['30', '40'], [NORMAL, NORMAL]).map(quantity))));
    const mean = sum!.reduce((total, value) => total + value) / draws;
    const variance = sum!.reduce((total, value) => total + (value - mean) ** 2, 0) / draws;
    // 3² + 4² = 5². Four standard errors of a mean and of a variance.
    expect(Math.abs(mean - 70)).toBeLessThan((4 * 5) / Math.sqrt(draws));
    expect(Math.abs(variance / 25 - 1)).toBeLessThan(4 * Math.sqrt(2 / draws));
  });

  it('gives a figure without uncertain rows the same number in every draw', () => {
    const [figure] = sample(3, draftOf(productOf(...rowsOf(['0.1', '3']).map(quantity))));
    expect([...figure!]).toEqual([0.1 * 3, 0.1 * 3, 0.1 * 3]);
  });

  it('throws out-of-range where a draw is divided by zero', () => {
    const [x] = rowsOf(['3'], [NORMAL]).map(quantity) as [Expression];
    const draft = draftOf(quotientOf(x, differenceOf(x, x)), 'share');
    expect(() => sample(3, draft)).toThrow(
      expect.objectContaining({ code: 'out-of-range', row: expect.objectContaining({ key: 'share' }) }),
    );
  });
});
