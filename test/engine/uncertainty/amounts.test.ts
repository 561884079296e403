import { describe, expect, it } from 'vitest';
import { assess, factorOf, figureOf, noteOf, normal, TOTAL, use, within } from './rows.ts';

const amounts = (uncertainty: object, unit = 'kg'): object => ({ ...uncertainty, unit });

describe('a spread that is an amount', () => {
  it('gives the interval of the same spread relative to the value, whatever its unit', () => {
    const rows = (uncertainty: object): ReturnType<typeof use>[] => [
      use('a', '2', uncertainty),
      factorOf('a', '3', within('0.1')),
    ];
    for (const [relative, amount] of [
      [within('0.05'), amounts(within('100'))],
      [
        { distribution: 'triangular', least: '0.8', most: '1.1' },
        amounts({ distribution: 'triangular', least: '1600', most: '2200' }),
      ],
      [
        { distribution: 'limits95', lower: '0.5', upper: '1.5' },
        amounts({ distribution: 'limits95', lower: '1', upper: '3' }, 't'),
      ],
      [
        { distribution: 'quantiles', values: ['0.5', '1', '2'] },
        amounts({ distribution: 'quantiles', values: ['1', '2', '4'] }, 't'),
      ],
    ] as const) {
      const [own, other] = [relative, amount].map((spread) =>
        noteOf(assess(rows(spread), { approach: 'both', draws: 500 }), TOTAL),
      );
      for (const end of ['low', 'high', 'standardDeviation'] as const) {
        expect(Number(own![end])).toBeCloseTo(Number(other![end]), 6);
        expect(Number(own!.propagated![end])).toBeCloseTo(Number(other!.propagated![end]), 9);
      }
    }
  });

  it('makes a value of 0 uncertain, where a relative one counts as certain and warns', () => {
    const rows = (uncertainty: object): ReturnType<typeof use>[] => [
      use('a', '0', uncertainty),
      use('b', '10', normal('0.1')),
      factorOf('a', '2'),
      factorOf('b', '1'),
    ];
    const run = assess(rows(amounts({ distribution: 'uniform', least: '0', most: '600' })), {
      approach: 'both',
      draws: 20_000,
    });
    expect(figureOf(run, TOTAL).value).toBe('10');
    const { mean, standardDeviation, propagated } = noteOf(run, TOTAL);
    // 2 × (0 to 0.6), and 10 ± 1.
    expect(Number(propagated!.mean)).toBeCloseTo(10.6, 12);
    expect(Number(propagated!.standardDeviation)).toBeCloseTo(Math.sqrt(1 + 1.2 ** 2 / 12), 12);
    expect(Math.abs(Number(mean) - 10.6)).toBeLessThan((4 * 1.06) / Math.sqrt(20_000));
    expect(Math.abs(Number(standardDeviation) - 1.058)).toBeLessThan(0.03);
    expect(run.warnings.some(({ code }) => code === 'negative-draws')).toBe(false);
    const below = assess(rows(amounts(normal('300'))), { approach: 2, draws: 500 });
    expect(below.warnings.find(({ code }) => code === 'negative-draws')?.message).toMatch(
      /^use\/a cannot be/,
    );
    const none = assess(rows(within('0.1')), { approach: 1 });
    expect(none.warnings.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/relative to a value of 0 is none.* detail\.uncertainty\.unit: use\/a$/),
    );
    expect(noteOf(none, TOTAL).standardDeviation).toBe('1');
  });

  it.each([
    [amounts({ distribution: 'uniform', least: '2100', most: '2200' }), /not between 2100 and 2200/],
    [amounts(within('5'), 'm'), /another kind of unit/],
    [amounts(within('5'), 'furlong'), /furlong/],
    [
      { distribution: 'triangular', least: '0.9', most: '3', valueIs: 'mean' },
      /no triangular distribution with these ends has the value as its mean/,
    ],
  ])('%j is refused at a value of 2 t, with its row and member', (uncertainty, message) => {
    const run = (): unknown => assess([use('a', '2', uncertainty), factorOf('a', '1')], { approach: 1 });
    expect(run).toThrow(message);
    expect(run).toThrow(
      expect.objectContaining({
        row: expect.objectContaining({ key: 'use/a', column: expect.stringMatching(/^detail\.uncertainty/) }),
      }),
    );
  });
});

describe('what a figure is in its distribution', () => {
  const median = { distribution: 'lognormal', geometricStandardDeviation: '1.2' };
  const mode = { distribution: 'triangular', least: '0.9', most: '1.4' };
  it.each([
    ['mean', 'a product of independent means', normal('0.1'), normal('0.1'), []],
    ['median', 'a product of lognormal medians', median, median, []],
    ['mode', 'one row that states its mode, times what is certain', mode, null, []],
    ['other', 'a product of median and mean', median, normal('0.1'), []],
    ['other', 'a sum of medians', median, null, [use('b', '1', median), factorOf('b', '1')]],
    ['median', 'a median, plus what is certain', median, null, [use('b', '1'), factorOf('b', '1')]],
    ['mean', 'a sum of means', normal('0.1'), null, [use('b', '1', normal('0.2')), factorOf('b', '1')]],
  ] as const)('%s: %s', (states, _name, activity, factor, others) => {
    const rows = [use('a', '2', activity), factorOf('a', '3', factor), ...others];
    expect(noteOf(assess(rows, { approach: 1 }), TOTAL).states).toBe(states);
  });

  it('other: a product of means of one group, whose mean is above it', () => {
    const grouped = ({ detail, ...entry }: ReturnType<typeof use>): ReturnType<typeof use> => ({
      ...entry,
      detail: { ...detail, correlation: { group: 'lab' } },
    });
    const rows = [use('a', '2', normal('0.1')), factorOf('a', '3', normal('0.1'))].map(grouped);
    const { states, mean } = noteOf(assess(rows, { approach: 2, draws: 20_000 }), TOTAL);
    expect(states).toBe('other');
    expect(Math.abs(Number(mean) - 6.06)).toBeLessThan((4 * 1.2) / Math.sqrt(20_000));
  });
});
