import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Amount, parseAmount, sumAmounts } from '../../../engine/quantities/decimal.ts';
import { evaluateRun, runMethod, type RunResult } from '../../../engine/run.ts';
import type { InputDocument } from '../../../engine/rows/document.ts';
import type { InputRecord } from '../../../engine/rows/input.ts';
import { ALWAYS, dataset, entry, figureOf, YEAR_2022, YEAR_2023, type TestEntry } from '../dataset.ts';
import { expectEqual, read, type Sure } from './figures.ts';
import { groupRows } from './group-rows.ts';
import { randomTable } from './random-tables.ts';
import { HOUSEHOLDS, SMALL_MRIO } from './small-mrio.ts';
import { rowsOf, type Numbers, type SmallTable } from './small-table.ts';
import { documentsOf } from './table-documents.ts';

const EFFECTS = ['intensity', 'structure', 'mix', 'level', 'household'];

/** The rows of a table in another year. */
function inYear(table: SmallTable, year: typeof YEAR_2022): TestEntry[] {
  return rowsOf(table).map((entry) => ({ ...entry, key: `${year.from}/${entry.key}`, ...year }));
}

function compare(before: SmallTable, after: SmallTable, parameters: object = {}): RunResult {
  const rows = [...inYear(before, YEAR_2022), ...inYear(after, YEAR_2023)];
  const own = { period: YEAR_2023, base: YEAR_2022, prices: 'constant', ...parameters };
  return runMethod('trade-change@1', [dataset('1', ...rows)], own);
}

function scaled(matrix: Numbers, by: (row: number, column: number) => number): number[][] {
  return matrix.map((row, i) => row.map((value, j) => Number(value) * by(i, j)));
}

const BEFORE: SmallTable = { ...SMALL_MRIO, fy: HOUSEHOLDS };
const AFTER: SmallTable = {
  ...SMALL_MRIO,
  z: scaled(SMALL_MRIO.z, (i, j) => (i === j ? 0.5 : 1.25)),
  y: scaled(SMALL_MRIO.y, (i, j) => (i < 3 ? 1.5 : 1) + j / 4),
  f: scaled(SMALL_MRIO.f, (_s, i) => 0.75 + i / 16),
  fy: scaled(HOUSEHOLDS, () => 0.5),
};

/** S L b g of both tables for what a region buys, with an inverse that is another one than the engine's. */
function crossed(stressor: number, region: number): (...years: number[]) => number {
  const years = [BEFORE, AFTER].map(({ z, y, f }) => {
    const x = z.map((row, i) => [...row, ...y[i]!].reduce((sum: number, value) => sum + Number(value), 0));
    const bought = y.map((row) => Number(row[region]!));
    const level = bought.reduce((sum, value) => sum + value, 0);
    return {
      x,
      z,
      level,
      mix: bought.map((value) => value / level),
      s: f[stressor]!.map((value, i) => Number(value) / x[i]!),
    };
  });
  return (...[s, l, b, g]) => {
    const { z, x } = years[l!]!;
    // L b = b + A b + A² b + …
    let [term, sum] = [years[b!]!.mix, years[b!]!.mix];
    for (let power = 0; power < 200; power++) {
      term = z.map((row) =>
        row.reduce((all: number, value, j) => all + (Number(value) / x[j]!) * term[j]!, 0),
      );
      sum = sum.map((value, i) => value + term[i]!);
    }
    return years[s!]!.s.reduce((all, value, i) => all + value * sum[i]!, 0) * years[g!]!.level;
  };
}

/** A fifth of the cases that properties have, for each runs whole methods several times. */
const FEW = Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 5);

describe('the decomposition of a change', () => {
  it('is that of both polar forms by hand, for one industry', () => {
    // S L Y: 0.2 · 2 · 50 = 20 and 0.1 · 1.25 · 80 = 10.
    const table = (z: number, y: number, f: number): SmallTable => ({
      ...{ industries: ['DE/all'], demands: ['DE/final'], stressors: { CO2: 't{CO2}' } },
      ...{ z: [[z]], y: [[y]], f: [[f]] },
    });
    const result = compare(table(50, 50, 20), table(20, 80, 10));
    const values = { before: '20', after: '10', change: '-10', 'effect-intensity': '-10' };
    const others = { 'effect-structure': '-7.875', 'effect-mix': '0', 'effect-level': '7.875' };
    for (const [key, value] of Object.entries({ ...values, ...others }))
      expect(Number(figureOf(result, `${key}/for-domestic-demand/DE/CO2`).value), key).toBeCloseTo(
        Number(value),
        9,
      );
    expect(figureOf(result, 'before/for-domestic-demand/DE/CO2')).toMatchObject(YEAR_2022);
    expect(figureOf(result, 'effect-level/for-domestic-demand/DE/CO2').detail.derivation.formula).toMatch(
      /^1\/2 \* .*S0 L0 b0\[DE\] g1\[DE\].*1: the period of the run/,
    );
  });

  it('is the average of both polar forms, computed by another inverse', () => {
    const result = compare(BEFORE, AFTER);
    for (const [region, name] of ['reg1', 'reg2'].entries())
      for (const [stressor, unit] of ['ext1', 'ext2'].entries()) {
        const at = crossed(stressor, region);
        const expected = [
          at(1, 1, 1, 1) - at(0, 1, 1, 1) + at(1, 0, 0, 0) - at(0, 0, 0, 0),
          at(0, 1, 1, 1) - at(0, 0, 1, 1) + at(1, 1, 0, 0) - at(1, 0, 0, 0),
          at(0, 0, 1, 1) - at(0, 0, 0, 1) + at(1, 1, 1, 0) - at(1, 1, 0, 0),
          at(0, 0, 0, 1) - at(0, 0, 0, 0) + at(1, 1, 1, 1) - at(1, 1, 1, 0),
        ].map((twice) => twice / 2);
        expected.push(-HOUSEHOLDS[stressor]![region]! / 2);
        EFFECTS.forEach((effect, index) => {
          const { value } = figureOf(result, `effect-${effect}/cba/${name}/${unit}`);
          expect(Number(value), effect).toBeCloseTo(expected[index]!, 8);
        });
      }
  });

  it('adds up to the change as it is shown, with the rounding that it states, and turns its signs with the years', () => {
    fc.assert(
      fc.property(randomTable, fc.integer({ min: 2, max: 9 }), ({ table, regions }, by) => {
        const other: SmallTable = {
          ...table,
          z: scaled(table.z, (i, j) => (1 + ((i * by + j) % 3)) / 4),
          y: scaled(table.y, (i, j) => 1 + ((i + j * by) % 4) / 4),
          f: scaled(table.f, (i, j) => ((i + j + by) % 5) / 2),
        };
        const rows = [...inYear(table, YEAR_2022), ...inYear(other, YEAR_2023)];
        const run = (base: object, period: object): RunResult =>
          runMethod('trade-change@1', [dataset('1', ...rows)], { period, base, prices: 'constant' });
        const [result, turned] = [run(YEAR_2022, YEAR_2023), run(YEAR_2023, YEAR_2022)];
        const [before, after] = [table, other].map((own) =>
          read(
            runMethod('trade@1', [dataset('1', ...rowsOf(own))], { period: YEAR_2023, unsureDigits: 'drop' }),
          ),
        ) as [Map<string, Sure>, Map<string, Sure>];
        const figures = read(result);
        for (const region of regions)
          for (const stressor of ['CO2', 'water']) {
            const key = `cba/${region}/${stressor}`;
            const change = figureOf(result, `change/${key}`);
            const parts = EFFECTS.map((effect) => figureOf(result, `effect-${effect}/${key}`));
            const { roundingDifference = '0' } = change.detail.derivation;
            const sum = sumAmounts([...parts.map(({ value }) => value), roundingDifference].map(parseAmount));
            expect(String(sum), key).toBe(String(parseAmount(change.value)));
            expectEqual(figures.get(`before/${key}`)!, before.get(key)!, `before ${key}`);
            expectEqual(figures.get(`after/${key}`)!, after.get(key)!, `after ${key}`);
            for (const { key: name, value } of [change, ...parts]) {
              const opposite = parseAmount(figureOf(turned, name).value).times(new Amount(-1n));
              expect(String(opposite), name).toBe(String(parseAmount(value)));
            }
          }
      }),
      { numRuns: FEW },
    );
  });

  it('of a group is that of all that its regions buy together', () => {
    const rows = [...inYear(BEFORE, YEAR_2022), ...inYear(AFTER, YEAR_2023)];
    const parameters = { period: YEAR_2023, base: YEAR_2022, prices: 'constant', groups: 'g' };
    const result = runMethod(
      'trade-change@1',
      [dataset('1', ...rows), dataset('2', ...groupRows({ both: ['reg1', 'reg2'] }))],
      parameters,
    );
    const figures = read(result);
    // For all regions together, the account of consumption is that of production.
    const sum = (table: SmallTable): number =>
      [...table.f[0]!, ...table.fy![0]!].reduce((all: number, value) => all + Number(value), 0);
    expect(figures.get('before/cba/both/ext1')!.value).toBeCloseTo(sum(BEFORE), 9);
    expect(figures.get('change/cba/both/ext1')!.value).toBeCloseTo(sum(AFTER) - sum(BEFORE), 9);
    expect(result.figures).toHaveLength(2 * 8);
    const { warnings } = figureOf(result, 'change/cba/both/ext1').detail.derivation;
    expect(warnings).toEqual([]);
  });

  it('is the same from documents, which it names for both years', async () => {
    const [before, after] = [await documentsOf(BEFORE), await documentsOf(AFTER)];
    const earlier = before.entries.map((entry) => ({ ...entry, key: `before/${entry.key}`, ...YEAR_2022 }));
    const parameters = { period: YEAR_2023, base: YEAR_2022, prices: 'constant' };
    const documents = [...before.documents, ...after.documents];
    const inputs = [dataset('2', ...earlier, ...after.entries)];
    const result = runMethod('trade-change@1', inputs, parameters, { documents });
    const rows = read(compare(BEFORE, AFTER));
    expect(result.figures).toHaveLength(rows.size);
    for (const [key, figure] of read(result)) expectEqual(figure, rows.get(key)!, key);
    expect(figureOf(result, 'change/cba/reg1/ext1').detail.documents).toHaveLength(8);
    expect(figureOf(result, 'before/cba/reg1/ext1').detail.documents).toHaveLength(4);
  });

  describe('from documents of two records', () => {
    const parameters = { period: YEAR_2023, base: YEAR_2022, prices: 'constant' };
    const renamed = (table: SmallTable, name: string): SmallTable => ({
      ...table,
      stressors: { [name]: 'kg', 'SF6 - air': 'kg' },
    });
    const gasOf = (stressor: string, gas: string): TestEntry =>
      entry(`gas/${gas}`, '1', `kg{${gas}}/kg`, { row: 'stressor-gas', stressor, gas }, ALWAYS);
    const spreadOf = (of: number, year: typeof YEAR_2022): TestEntry => {
      const uncertainty = { distribution: 'normal', standardDeviation: String(of) };
      return entry('spread', '1', '1', { row: 'stressor-spread', stressor: 'CO2', uncertainty }, year);
    };
    /** The records of both tables, which spell CO2 in two ways, each with its own rows. */
    const open = async (): Promise<{ inputs: InputRecord[]; documents: readonly InputDocument[] }> => {
      const tables = await Promise.all([
        documentsOf(renamed(BEFORE, 'CO2 - combustion - air')),
        documentsOf(renamed(AFTER, 'CO2 - air')),
      ]);
      const inputs = tables.map(({ entries }, year) => {
        const own = entries.map((each) => (year === 0 ? { ...each, ...YEAR_2022 } : each));
        const gases = [
          gasOf(year === 0 ? 'CO2 - combustion - air' : 'CO2 - air', 'CO2'),
          gasOf('SF6 - air', 'SF6'),
        ];
        return dataset(String(year + 1), ...own, ...gases);
      });
      return { inputs, documents: tables.flatMap(({ documents }) => documents) };
    };

    it('takes of each table its own gases', async () => {
      const { inputs, documents } = await open();
      const result = runMethod('trade-change@1', inputs, parameters, { documents });
      const [figures, rows] = [read(result), read(compare(BEFORE, AFTER))];
      expect(figures.size).toBe(rows.size);
      for (const [key, { value }] of rows) {
        const name = key.replace(/ext1$/, 'CO2').replace(/ext2$/, 'SF6');
        expect(figures.get(name)!.value, name).toBeCloseTo(value / 1000, 9);
      }
    });

    it.each([
      [
        'one spread of both, which move together',
        [spreadOf(0.1, ALWAYS)],
        (a: number, b: number) => 0.1 * (b - a),
      ],
      [
        'a spread of each year, which are independent',
        [spreadOf(0.1, YEAR_2022), { ...spreadOf(0.2, YEAR_2023), key: 'later' }],
        (a: number, b: number) => Math.hypot(0.1 * a, 0.2 * b),
      ],
    ])('takes %s, in both approaches', async (_what, spreads, expected) => {
      const { inputs, documents } = await open();
      const result = runMethod(
        'uncertainty@1',
        [...inputs, dataset('3', ...spreads)],
        {
          ...{ method: 'trade-change@1', period: YEAR_2023, approach: 'both', draws: 2000 },
          ...{
            parameters: { base: YEAR_2022, prices: 'constant' },
            rounding: { mode: 'half-even', digits: 9 },
          },
        },
        { documents },
      );
      const valueOf = (key: string): number => Number(figureOf(result, key).value);
      const { uncertainty } = figureOf(result, 'change/cba/reg1/CO2').detail;
      const deviation = Math.abs(expected(valueOf('before/cba/reg1/CO2'), valueOf('after/cba/reg1/CO2')));
      expect(Number(uncertainty!.propagated!.standardDeviation) / deviation).toBeCloseTo(1, 6);
      // Four standard errors of a standard deviation.
      expect(Math.abs(Number(uncertainty!.standardDeviation) / deviation - 1)).toBeLessThan(
        4 / Math.sqrt(4000),
      );
    });
  });

  it('has the derivatives of central differences, in both years', () => {
    const parameters = { period: YEAR_2023, base: YEAR_2022, prices: 'constant', regions: ['reg2'] };
    const rows = [...inYear(BEFORE, YEAR_2022), ...inYear(AFTER, YEAR_2023)];
    const evaluate = (entries: readonly TestEntry[]): ReturnType<typeof evaluateRun> =>
      evaluateRun('trade-change@1', [dataset('1', ...entries)], parameters, {
        seed: 1,
        draws: 1,
        percentiles: [],
      });
    const evaluated = evaluate(rows);
    const STEP = 2 ** -13;
    rows.forEach(({ key, value }, index) => {
      if (index % 7 !== 0) return;
      const [above, below] = [STEP, -STEP].map((shift) =>
        evaluate(
          rows.map((entry) =>
            entry.key === key ? { ...entry, value: String(Number(value) + shift) } : entry,
          ),
        ),
      );
      evaluated.forEach(({ draft, gradient, float }, at) => {
        const difference = (above![at]!.float - below![at]!.float) / (2 * STEP);
        const row = [...gradient.rows].find(([own]) => own.key === key);
        const room = 1e-6 * (1 + Math.abs(float));
        expect(Math.abs((row?.[1] ?? 0) - difference), `${draft.key} by ${key}`).toBeLessThan(room);
      });
    });
  });

  it('draws both tables: without spread each draw is the figure itself', () => {
    const rows = [...inYear(BEFORE, YEAR_2022), ...inYear(AFTER, YEAR_2023)].map((entry) => ({
      ...entry,
      detail: { ...entry.detail, uncertainty: { distribution: 'normal', standardDeviation: '0' } },
    }));
    const parameters = { period: YEAR_2023, base: YEAR_2022, prices: 'constant' };
    const simulation = { seed: 3, draws: 2, percentiles: [] };
    for (const { draft, float, samples } of evaluateRun(
      'trade-change@1',
      [dataset('1', ...rows)],
      parameters,
      simulation,
    ))
      expect([...samples], draft.key).toEqual([float, float]);
  });

  it('warns in each effect of tables in current prices, and not where the currency states a year', () => {
    const codes = (result: RunResult): string[] =>
      figureOf(result, 'effect-level/cba/reg1/ext1').detail.derivation.warnings.map(({ code }) => code);
    const result = compare(BEFORE, AFTER, { prices: 'current' });
    expect(codes(result)).toEqual(['current-prices']);
    expect(figureOf(result, 'before/cba/reg1/ext1').detail.derivation.warnings).toEqual([]);
    expect(codes(compare(BEFORE, AFTER))).toEqual([]);
  });

  it.each<[string, () => RunResult, string, RegExp]>([
    [
      'other industries',
      () =>
        compare(BEFORE, {
          ...AFTER,
          industries: AFTER.industries.map((name) => name.replace('sector3', 'other')),
        }),
      'other-table',
      /industry 1 of the base table is reg1\/sector1, and of the other reg1\/other/,
    ],
    [
      'no base',
      () => compare(BEFORE, AFTER, { base: { from: 0, until: 86_400 } }),
      'incomplete-table',
      /no table of the base/,
    ],
    [
      'another unit',
      () => compare({ ...BEFORE, stressors: { ext1: 'm3', ext2: 'kg' } }, AFTER),
      'other-table',
      /ext1 is in m3 in the base table, and in kg/,
    ],
    [
      'an unknown region',
      () => compare(BEFORE, AFTER, { regions: ['reg3'] }),
      'bad-parameters',
      /no region reg3/,
    ],
    [
      'an unknown stressor',
      () => compare(BEFORE, AFTER, { stressors: ['CO2'] }),
      'bad-parameters',
      /no stressor CO2/,
    ],
    [
      'exports in one year',
      () => compare({ ...BEFORE, demands: ['reg1/exports', 'reg2/final'] }, AFTER),
      'other-table',
      /the base table gives for-exports|the base table gives for-domestic-demand/,
    ],
    [
      'emissions of households in one year',
      () => compare({ ...SMALL_MRIO }, AFTER),
      'other-table',
      /the base table does not state ext1 of the final demand of reg1 itself/,
    ],
    [
      'nothing bought',
      () =>
        compare(
          {
            ...BEFORE,
            y: [
              [14, 0],
              [2.5, 0],
              [13, 0],
              [5, 0],
              [10, 0],
              [30, 0],
            ],
          },
          AFTER,
        ),
      'other-table|zero-output|incomplete-table|unproductive-table',
      /adds up to 0 in the base table|no row final-demand/,
    ],
  ])('refuses %s', (_what, run, code, text) => {
    let thrown: unknown = null;
    try {
      run();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: expect.stringMatching(new RegExp(`^(${code})$`)) as string });
    expect(String(thrown)).toMatch(text);
  });
});
