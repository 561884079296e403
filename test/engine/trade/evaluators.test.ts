import { describe, expect, it } from 'vitest';
import type { InputRecord } from '../../../engine/rows/input.ts';
import { evaluateRun } from '../../../engine/run.ts';
import { COMMON, dataset, type TestEntry } from '../dataset.ts';
import { HOUSEHOLDS, SMALL_MRIO } from './small-mrio.ts';
import { recordOf, rowsOf } from './small-table.ts';

const { period } = COMMON;
const TABLE = { ...SMALL_MRIO, fy: HOUSEHOLDS };
const PARAMETERS = {
  period,
  by: ['sector', 'category', 'origin'],
  multipliers: ['ext2'],
  bilateral: ['eebt', 'gross'],
  paths: { region: 'reg2', stressor: 'ext1', depth: 3, threshold: '0.02' },
};
const NONE = { seed: 1, draws: 1, percentiles: [] };

/** Returns the rows of the table with other values of some. */
function changed(by: (entry: TestEntry) => string): TestEntry[] {
  return rowsOf(TABLE).map((entry) => ({ ...entry, value: by(entry) }));
}

function floatsOf(rows: readonly TestEntry[], parameters: object): Map<string, number> {
  const all = evaluateRun('trade@1', [dataset('1', ...rows)], parameters, NONE);
  return new Map(all.map(({ draft, float }) => [draft.key, float]));
}

describe('the gradient of a form over a table', () => {
  it('is the central difference of each figure by each row', () => {
    // Paths are found in the table as it is stated, so that a changed table can have others: they are compared by hand below.
    const { paths: _, ...parameters } = PARAMETERS;
    const evaluated = evaluateRun('trade@1', [recordOf(TABLE)], parameters, NONE);
    const rows = rowsOf(TABLE);
    const STEP = 2 ** -13;
    rows.forEach(({ key, value }, index) => {
      // Every third row: some of each matrix.
      if (index % 3 !== 0) return;
      const at = (shift: number): Map<string, number> =>
        floatsOf(
          changed((entry) => (entry.key === key ? String(Number(value) + shift) : entry.value!)),
          parameters,
        );
      const [above, below] = [at(STEP), at(-STEP)];
      for (const { draft, gradient, float } of evaluated) {
        const difference = (above.get(draft.key)! - below.get(draft.key)!) / (2 * STEP);
        const row = [...gradient.rows].find(([own]) => own.key === key);
        const room = 1e-6 * (1 + Math.abs(float));
        expect(Math.abs((row?.[1] ?? 0) - difference), `${draft.key} by ${key}`).toBeLessThan(room);
      }
    });
  });

  it('of a path is the central difference of its product', () => {
    const evaluated = evaluateRun('trade@1', [recordOf(TABLE)], PARAMETERS, NONE);
    const paths = evaluated.filter(({ draft }) => /^path\/\d/.test(draft.key));
    expect(paths.length).toBeGreaterThan(5);
    const rows = rowsOf(TABLE);
    const STEP = 2 ** -20;
    for (const { key, value } of rows.filter((_row, index) => index % 2 === 0)) {
      const at = (shift: number): Map<string, number> =>
        floatsOf(
          changed((entry) => (entry.key === key ? String(Number(value) + shift) : entry.value!)),
          PARAMETERS,
        );
      const [above, below] = [at(STEP), at(-STEP)];
      for (const { draft, gradient } of paths) {
        const difference = (above.get(draft.key)! - below.get(draft.key)!) / (2 * STEP);
        const row = [...gradient.rows].find(([own]) => own.key === key);
        expect(Math.abs((row?.[1] ?? 0) - difference), `${draft.key} by ${key}`).toBeLessThan(1e-6);
      }
    }
  });
});

describe('samples of a form over a table', () => {
  const uncertain = (standardDeviation: string): InputRecord =>
    dataset(
      '1',
      ...rowsOf(TABLE).map((entry) => ({
        ...entry,
        detail: { ...entry.detail, uncertainty: { distribution: 'normal', standardDeviation } },
      })),
    );

  it('close the balance of each region in each draw', () => {
    const all = evaluateRun(
      'trade@1',
      [uncertain('0.1')],
      { period },
      { seed: 3, draws: 300, percentiles: [50] },
    );
    const of = (key: string): Float64Array => all.find(({ draft }) => draft.key === key)!.samples;
    for (const region of ['reg1', 'reg2'])
      for (let draw = 0; draw < 300; draw++) {
        const [cba, pba, imports, exports] = ['cba', 'pba', 'imports', 'exports'].map(
          (account) => of(`${account}/${region}/ext1`)[draw]!,
        );
        expect(cba! - pba!).toBeCloseTo(imports! - exports!, 9);
        if (draw > 0) expect(cba).not.toBe(of(`cba/${region}/ext1`)[0]);
      }
  });

  it('without spread are the figure itself, to the last bit', () => {
    const simulation = { seed: 3, draws: 2, percentiles: [] };
    for (const { draft, float, samples } of evaluateRun('trade@1', [uncertain('0')], { period }, simulation))
      if (!draft.key.startsWith('path')) expect([...samples], draft.key).toEqual([float, float]);
  });

  it('have about the variance that the gradient gives, where the spread is small', () => {
    const draws = 1000;
    const all = evaluateRun('trade@1', [uncertain('0.001')], { period }, { seed: 3, draws, percentiles: [] });
    for (const { draft, gradient, samples } of all.filter(({ draft: { key } }) => key.startsWith('cba/'))) {
      const mean = samples.reduce((sum, value) => sum + value, 0) / draws;
      const variance = samples.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (draws - 1);
      let expected = 0;
      for (const [row, derivative] of gradient.rows)
        expected += (derivative * Number(row.value) * 0.001) ** 2;
      // The standard error of a variance is √(2 / draws) of it: 0.045.
      expect(Math.abs(variance / expected - 1), draft.key).toBeLessThan(5 * 0.0447);
    }
  });
});
