import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeRun, evaluateRun, repeatRun, runMethod, type RunResult } from '../../../engine/run.ts';
import { COMMON, dataset, documentOf, entry, recordId, YEAR_2022, type TestEntry } from '../dataset.ts';
import { assess, ASKED, factorOf, figureOf, normal, noteOf, TOTAL, uniform, use, within } from './rows.ts';

const ONE = { approach: 1 };
const Z = 1.959963984540054;

/** Returns a row of a group. */
const grouped = (row: TestEntry, group: string, coefficient?: string): TestEntry => ({
  ...row,
  detail: {
    ...row.detail,
    correlation: { group, ...(coefficient === undefined ? {} : { coefficient }) },
  },
});
/** Returns uses of items whose factors are 1 and certain. */
const linear = (uses: readonly TestEntry[]): TestEntry[] => [
  ...uses,
  ...uses.map(({ detail }) => factorOf(detail!['item'] as string, '1')),
];

interface Term {
  readonly amount: number;
  readonly percent: number;
  readonly group: number | null;
}
const termsArbitrary: fc.Arbitrary<Term[]> = fc.array(
  fc.record({
    amount: fc.integer({ min: 1, max: 99 }),
    percent: fc.integer({ min: 1, max: 20 }),
    group: fc.option(fc.integer({ min: 0, max: 2 })),
  }),
  { minLength: 1, maxLength: 7 },
);
const COEFFICIENTS = ['1', '0.4', '0.05'];

const rowsOf = (terms: readonly Term[]): TestEntry[] =>
  linear(
    terms.map(({ amount, percent, group }, index) => {
      const row = use(`i${index}`, String(amount), normal(String(percent / 100)));
      return group === null ? row : grouped(row, `g${group}`, COEFFICIENTS[group]);
    }),
  );

/** The standard deviation of a sum by its whole matrix of covariances. */
function deviationOf(terms: readonly Term[]): number {
  let variance = 0;
  terms.forEach((a, i) =>
    terms.forEach((b, j) => {
      const isTogether = a.group !== null && a.group === b.group;
      const coefficient = i === j ? 1 : isTogether ? Number(COEFFICIENTS[a.group]) : 0;
      variance += (coefficient * a.amount * a.percent * b.amount * b.percent) / 10_000;
    }),
  );
  return Math.sqrt(variance);
}

describe('rows of a group', () => {
  it('move together: their deviations are added up before they are squared', () => {
    const [a, b] = [use('a', '10', within('0.1')), use('b', '20', within('0.1'))];
    const percentOf = (...uses: readonly TestEntry[]): number =>
      Number(noteOf(assess(linear(uses), ONE), TOTAL).above);
    expect(percentOf(a, b)).toBeCloseTo((100 * Math.sqrt(1 + 4)) / 30, 10);
    expect(percentOf(grouped(a, 'm'), grouped(b, 'm'))).toBeCloseTo(10, 10);
    expect(percentOf(grouped(a, 'm', '0.5'), grouped(b, 'm', '0.5'))).toBeCloseTo(
      (100 * Math.sqrt(0.5 * 9 + 0.5 * 5)) / 30,
      10,
    );
    expect(percentOf(grouped(a, 'm'), grouped(b, 'n'))).toBe(percentOf(a, b));
  });

  it('give any sum the deviation that the whole matrix of covariances gives, and shares that add up to 1', () => {
    fc.assert(
      fc.property(termsArbitrary, (terms) => {
        const { standardDeviation, contributions } = noteOf(assess(rowsOf(terms), ONE), TOTAL);
        expect(Number(standardDeviation) / deviationOf(terms)).toBeCloseTo(1, 11);
        expect(contributions.reduce((sum, { share }) => sum + Number(share), 0)).toBeCloseTo(1, 4);
      }),
    );
  });

  it.each([1, 2, 3, 4])(
    'agree in both approaches on a linear figure, within the errors of the draws (%i)',
    (seed) => {
      const [terms] = fc.sample(termsArbitrary, { seed, numRuns: 1 });
      const run = assess(rowsOf(terms!), { approach: 'both', draws: 8000, seed });
      const { low, high, standardDeviation, errors, propagated, contributions } = noteOf(run, TOTAL);
      expect(Math.abs(Number(low) - Number(propagated!.low))).toBeLessThan(4 * Number(errors!.low));
      expect(Math.abs(Number(high) - Number(propagated!.high))).toBeLessThan(4 * Number(errors!.high));
      // The deviation of normal draws has the relative standard error 1 / √(2 n).
      expect(Math.abs(Number(standardDeviation) / deviationOf(terms!) - 1)).toBeLessThan(
        4 / Math.sqrt(16_000),
      );
      const shares = new Map(propagated!.contributions.map(({ key, share }) => [key, Number(share)]));
      for (const { key, share } of contributions)
        expect(Math.abs(Number(share) - (shares.get(key) ?? 0)), key).toBeLessThan(0.1);
    },
  );

  it('cancel where one is subtracted from another: factors of two years as one factor of both', () => {
    const before = (row: TestEntry): TestEntry => ({ ...row, key: `${row.key}/2022`, ...YEAR_2022 });
    const uses = [before(use('a', '100', within('0.05'))), use('a', '120', within('0.05'))];
    const factor = factorOf('a', '2', within('0.2'));
    const ofYear = (row: TestEntry): TestEntry => ({
      ...grouped(row, 'source:F'),
      from: 1672531200,
      until: 1704067200,
    });
    const trend = { ...ONE, trend: { base: YEAR_2022 } };
    const change = `trend/change/${TOTAL}`;
    const one = noteOf(assess([...uses, factor], trend), change);
    const two = noteOf(assess([...uses, ofYear(factor), before(grouped(factor, 'source:F'))], trend), change);
    const apart = noteOf(
      assess([...uses, { ...factor, ...ofYear(factor), detail: factor.detail }, before(factor)], trend),
      change,
    );
    expect(Number(two.standardDeviation)).toBeCloseTo(Number(one.standardDeviation), 9);
    expect(Number(apart.standardDeviation)).toBeGreaterThan(4 * Number(one.standardDeviation));
  });

  it('are shared in table 3.2 of the IPCC as one factor of both years is', () => {
    const before = (row: TestEntry): TestEntry => ({ ...row, key: `${row.key}/2022`, ...YEAR_2022 });
    const now = (row: TestEntry): TestEntry => ({ ...row, from: 1672531200, until: 1704067200 });
    const uses = ['a', 'b'].flatMap((item) => [
      before(use(item, '100', within('0.05'))),
      use(item, '120', within('0.05')),
    ]);
    const factors = ['a', 'b'].map((item) => factorOf(item, '2', within('0.2')));
    const trend = { ...ONE, trend: { base: YEAR_2022 } };
    const tableOf = (rows: readonly TestEntry[]): unknown =>
      noteOf(assess(rows, trend), `trend/change/${TOTAL}`).table;
    const ofGroups = factors.flatMap((row) => {
      const own = grouped(row, row.key.replace('/', ':'));
      return [now(own), before(own)];
    });
    expect(tableOf([...uses, ...ofGroups])).toEqual(tableOf([...uses, ...factors]));
  });

  it('say in the note of a figure how many they are, and how many rows are taken as independent', () => {
    const rows = linear([
      grouped(use('a', '1', within('0.1')), 'm'),
      grouped(use('b', '2', within('0.1')), 'm'),
      grouped(use('c', '2', within('0.1')), 'alone'),
      use('d', '2', within('0.1')),
      grouped(use('e', '2'), 'm'),
    ]);
    for (const approach of [1, 2])
      expect(noteOf(assess(rows, { approach, draws: 100 }), TOTAL).correlation).toEqual({
        independent: 2,
        groups: 1,
        rows: 2,
      });
    expect(noteOf(assess(linear([use('a', '1', within('0.1'))]), ONE), TOTAL)).not.toHaveProperty(
      'correlation',
    );
  });

  it('must state one coefficient', () => {
    const rows = linear([
      grouped(use('a', '1', within('0.1')), 'm', '0.5'),
      grouped(use('b', '2', within('0.1')), 'm'),
    ]);
    for (const approach of [1, 2])
      expect(() => assess(rows, { approach, draws: 100 })).toThrow(
        expect.objectContaining({
          code: 'bad-detail',
          row: { record: recordId('a'), key: 'use/b', column: 'detail.correlation.coefficient' },
        }),
      );
  });

  it('are repeated from the rows that the run used, to the bit', () => {
    const extra = [...linear([grouped(use('z', '9', within('0.3')), 'm', '0.4')])].map((row) => ({
      ...row,
      ...YEAR_2022,
    }));
    const rows = [...rowsOf([1, 2, 3].map((amount) => ({ amount, percent: 5, group: 1 }))), ...extra];
    const parameters = { ...ASKED, approach: 2, draws: 300 };
    const made = runMethod('uncertainty@1', [dataset('a', ...rows)], parameters);
    const used = new Set(made.used[0]!.keys);
    const again = repeatRun(describeRun('uncertainty@1', parameters, made, '0x'), [
      dataset('a', ...rows.filter(({ key }) => used.has(key))),
    ]);
    expect(again.figures).toEqual(made.figures);
  });
});

describe('the draws of a group', () => {
  const draw = (rows: readonly TestEntry[], draws: number): Map<string, Float64Array> => {
    const sampling = { seed: 7, draws, percentiles: [] };
    const parameters = { ...COMMON, gwpSet: 'AR5' };
    const evaluated = evaluateRun('value-chain@2', [dataset('a', ...rows)], parameters, sampling);
    return new Map(evaluated.map(({ draft, samples }) => [draft.key, samples]));
  };
  const keyOf = (item: string): string => `scope3/3.1/life-cycle/${item}`;

  it('are one draw for all of its rows, each with its own distribution', () => {
    const samples = draw(
      linear([
        grouped(use('a', '1', uniform('0.9', '1.1')), 'm'),
        grouped(use('b', '10', uniform('0.5', '1.5')), 'm'),
        use('c', '1', uniform('0.9', '1.1')),
      ]),
      500,
    );
    const [a, b, c] = ['a', 'b', 'c'].map((item) => samples.get(keyOf(item))!);
    a!.forEach((drawn, at) => expect((b![at]! / 10 - 1) / (drawn - 1)).toBeCloseTo(5, 9));
    expect([...c!]).not.toEqual([...a!]);
  });

  it('have the stated correlation, and keep the distribution of each row', () => {
    const draws = 20_000;
    const samples = draw(
      linear([
        grouped(use('a', '1', normal('0.1')), 'm', '0.4'),
        grouped(use('b', '1', normal('0.2')), 'm', '0.4'),
        grouped(use('c', '1', uniform('0', '2')), 'm', '0.4'),
      ]),
      draws,
    );
    const [a, b, c] = ['a', 'b', 'c'].map((item) => samples.get(keyOf(item))!);
    const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / draws;
    const centred = (values: Float64Array): Float64Array => {
      const mean = meanOf(values);
      return values.map((value) => value - mean);
    };
    const [x, y] = [centred(a!), centred(b!)];
    const dot = (one: Float64Array, other: Float64Array): number =>
      one.reduce((sum, value, at) => sum + value * other[at]!, 0);
    const correlation = dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
    // Its standard error is (1 − r²) / √n.
    expect(Math.abs(correlation - 0.4)).toBeLessThan((4 * (1 - 0.16)) / Math.sqrt(draws));
    // The share of a uniform variable in each tenth, whose standard error is √(0.09 / n).
    for (let tenth = 0; tenth < 10; tenth++) {
      const share =
        c!.filter((value) => value / 2 >= tenth / 10 && value / 2 < (tenth + 1) / 10).length / draws;
      expect(Math.abs(share - 0.1)).toBeLessThan(4 * Math.sqrt(0.09 / draws));
    }
  });
});

describe('rows of one meter', () => {
  const power = (key: string, facility: string | undefined, changes: object = {}): TestEntry =>
    entry(key, '10', 'MW.h', {
      row: 'electricity-use',
      category: 'c',
      geography: 'DE',
      meter: 'M1',
      ...(facility === undefined ? {} : { facility }),
      uncertainty: within('0.1'),
      ...changes,
    });
  const GRID = (['average', 'residual'] as const).map((mix) =>
    entry(mix, '1', 't{CO2}/MW.h', {
      row: 'grid-factor',
      mix,
      grid: 'g',
      gases: ['CO2'],
      basis: 'generation',
      geography: 'DE',
      year: 2023,
    }),
  );
  const percentOf = (meters: string | undefined, ...rows: readonly TestEntry[]): number =>
    Number(
      noteOf(
        assess([...rows, ...GRID], {
          ...ONE,
          method: 'scope2@2',
          parameters: { grids: { location: 'g', residual: 'g' } },
          ...(meters === undefined ? {} : { meters }),
        }),
        'scope2/location',
      ).above,
    );
  const half = { from: 1672531200, until: 1688169600 };
  const rest = { from: 1688169600, until: 1704067200 };
  const [first, second] = [
    { ...power('a', 'f'), ...half },
    { ...power('b', 'f'), ...rest },
  ];

  it('move together where the parameter says so, and are independent otherwise', () => {
    expect(percentOf('together', first, second)).toBeCloseTo(10, 9);
    for (const meters of [undefined, 'independent'])
      expect(percentOf(meters, first, second)).toBeCloseTo(10 / Math.SQRT2, 9);
  });

  it('of two facilities are two meters, and a group that a row names comes first', () => {
    expect(percentOf('together', first, power('b', 'g'))).toBeCloseTo(10 / Math.SQRT2, 9);
    const own = { ...power('b', 'f', { correlation: { group: 'other' } }), ...rest };
    expect(percentOf('together', first, own)).toBeCloseTo(10 / Math.SQRT2, 9);
  });
});

describe('a figure of another result', () => {
  const organisationOf = (digit: string): string => `urn:example:${digit}`;
  /** The entities whose results these are, all held as a whole. */
  const ENTITIES = dataset(
    'e',
    ...['a', 'b'].map((digit) =>
      documentOf(digit, {
        ...{ row: 'entity', identifier: organisationOf(digit), name: digit, geography: 'DE', interest: '1' },
      }),
    ),
  );
  const total = (
    digit: string,
    value: string,
    rounding: object,
    uncertainty?: object,
  ): ReturnType<typeof dataset> =>
    dataset(
      digit,
      entry('scope1/total', value, 't{CO2e}', {
        method: 'inventory@2',
        scope: 1,
        categories: [],
        gases: ['CO2'],
        gwpSet: 'AR5',
        geographies: [],
        consolidation: 'equity-share',
        entity: organisationOf(digit),
        derivation: { rounding: { mode: 'half-even', ...rounding } },
        ...(uncertainty === undefined ? {} : { uncertainty: { approach: 1, ...uncertainty } }),
      }),
    );
  const run = (approach: 1 | 2, ...inputs: readonly ReturnType<typeof dataset>[]): RunResult =>
    runMethod('uncertainty@1', [ENTITIES, ...inputs], {
      ...ASKED,
      approach,
      method: 'group@1',
      parameters: {
        gwpSet: 'AR5',
        organisation: organisationOf('group'),
        figures: ['scope1/total'],
      },
    });
  const KEY = 'group/scope1/total';

  it.each([
    ['decimals', '120', { decimals: 0 }, 0.5],
    ['decimals that are not written', '120', { decimals: 2 }, 0.005],
    ['significant digits', '1200', { digits: 2 }, 50],
    ['significant digits of a small one', '0.012', { digits: 2 }, 0.0005],
    ['more significant digits than are written', '1.2', { digits: 4 }, 0.0005],
  ])('is unsure by its rounding: half a unit of its last digit, by %s', (_, value, rounding, half) => {
    const { standardDeviation, low, high, unstated } = noteOf(run(1, total('a', value, rounding)), KEY);
    expect(Number(standardDeviation) / (half / Math.sqrt(3))).toBeCloseTo(1, 9);
    expect((Number(high) - Number(low)) / (2 * half)).toBeCloseTo(Z / Math.sqrt(3), 6);
    // Its rounding does not say how sure it is.
    expect(unstated).toEqual({ rows: 1, of: 1, share: '1' });
    const drawn = noteOf(run(2, total('a', value, rounding)), KEY);
    expect((Number(drawn.high) - Number(drawn.low)) / (2 * half)).toBeCloseTo(0.95, 1);
    expect(Number(drawn.high) - Number(value)).toBeLessThanOrEqual(half);
  });

  it('has the variances of what it states and of its rounding', () => {
    const { standardDeviation, unstated } = noteOf(
      run(1, total('a', '100', { decimals: 0 }, { standardDeviation: '3' })),
      KEY,
    );
    expect(Number(standardDeviation)).toBeCloseTo(Math.sqrt(9 + 1 / 12), 12);
    expect(unstated).toBeUndefined();
  });

  it('is taken as independent of those of other results, and the figure says so', () => {
    const both = run(
      1,
      total('a', '100', { decimals: 3 }, { standardDeviation: '3' }),
      total('b', '100', { decimals: 3 }, { standardDeviation: '4' }),
    );
    const { standardDeviation, correlation } = noteOf(both, KEY);
    expect(Number(standardDeviation)).toBeCloseTo(5, 6);
    expect(correlation).toEqual({ independent: 2, results: 2 });
    const { warnings } = figureOf(both, KEY).detail.derivation;
    expect(warnings.map(({ code }) => code)).toEqual(['taken-as-independent']);
    expect(warnings[0]!.message).toContain(
      `it is not known whether they share rows; each is rounded: ${recordId('a')} (3 decimals), ${recordId('b')} (3 decimals)`,
    );
    const one = run(1, total('a', '100', { decimals: 3 }, { standardDeviation: '3' }));
    expect(one.warnings.map(({ code }) => code)).not.toContain('taken-as-independent');
  });
});
