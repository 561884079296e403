import { describe, expect, it } from 'vitest';
import { evaluateRun, runMethod } from '../../../engine/run.ts';
import { COMMON, dataset } from '../dataset.ts';
import { HAS_SHARED_TABLE, readSharedTable } from './shared-table.ts';
import { rowsOf, type SmallTable } from './small-table.ts';

const { period } = COMMON;
const TITLE = 'the test table of pymrio, 6 regions x 8 sectors (IndEcol/pymrio, LGPL-3.0)';
const SKIPPED = HAS_SHARED_TABLE ? '' : ': skipped, ../shared/data/mrio is missing';

/** S L Y by adding up Y + A Y + A² Y + …, which has nothing in common with how the engine solves. */
function addUpSeries({ industries, demands, z, y, f }: SmallTable, stressor: number, region: string): number {
  const n = industries.length;
  const x = industries.map((_name, i) =>
    [...z[i]!, ...y[i]!].reduce<number>((sum, value) => sum + Number(value), 0),
  );
  let left = industries.map((_name, i) =>
    demands.reduce((sum, name, c) => (name.startsWith(`${region}/`) ? sum + Number(y[i]![c]) : sum), 0),
  );
  let total = 0;
  for (let step = 0; step < 400; step++) {
    for (let i = 0; i < n; i++) total += (Number(f[stressor]![i]) / x[i]!) * left[i]!;
    left = industries.map((_name, i) => {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += (Number(z[i]![j]) / x[j]!) * left[j]!;
      return sum;
    });
  }
  return total;
}

describe.skipIf(!HAS_SHARED_TABLE)(`${TITLE}${SKIPPED}`, () => {
  const table = HAS_SHARED_TABLE ? readSharedTable() : null;

  it('gives the accounts of consumption that the series Y + A Y + A² Y + … gives', () => {
    const { figures } = runMethod('trade@1', [dataset('1', ...rowsOf(table!))], { period });
    const of = (key: string): number => Number(figures.find((figure) => figure.key === key)!.value);
    for (const region of ['reg1', 'reg2', 'reg3', 'reg4', 'reg5', 'reg6'])
      Object.keys(table!.stressors).forEach((name, stressor) => {
        const expected = addUpSeries(table!, stressor, region);
        const cba = of(`cba/${region}/${name}`) - of(`household/${region}/${name}`);
        expect(Math.abs(cba / expected - 1), `${region} ${name}`).toBeLessThan(1e-10);
        const balance = of(`imports/${region}/${name}`) - of(`exports/${region}/${name}`);
        expect(Math.abs(of(`balance/${region}/${name}`) / balance - 1)).toBeLessThan(1e-9);
      });
  });

  it('is solved again for each draw', () => {
    const rows = rowsOf(table!).map((row) => ({
      ...row,
      detail: {
        ...row.detail,
        uncertainty: { distribution: 'lognormal', geometricStandardDeviation: '1.1' },
      },
    }));
    const simulation = { seed: 1, draws: 50, percentiles: [50] };
    const all = evaluateRun('trade@1', [dataset('1', ...rows)], { period, accounts: ['cba'] }, simulation);
    for (const { float, percentiles, draft } of all)
      expect(Math.abs(percentiles[0]! / float - 1), draft.key).toBeLessThan(0.2);
  });
});
