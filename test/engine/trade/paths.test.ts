import { describe, expect, it } from 'vitest';
import { runMethod, solveRun, type RunResult } from '../../../engine/run.ts';
import { COMMON, dataset, figureOf, gwp } from '../dataset.ts';
import { HOUSEHOLDS, SMALL_MRIO } from './small-mrio.ts';
import { recordOf, rowsOf, type SmallTable } from './small-table.ts';
import { documentsOf } from './table-documents.ts';

const { period } = COMMON;
const TABLE = { ...SMALL_MRIO, fy: HOUSEHOLDS };
const INPUTS = [recordOf(TABLE)];

/** All paths of up to `depth` sales into the final demand of a region, by multiplying out every chain. */
function listPaths(region: number, depth: number): { value: number; formula: string }[] {
  const number = (value: number | string): number => Number(value);
  const x = TABLE.z.map((row, i) =>
    [...row, ...TABLE.y[i]!].reduce<number>((sum, value) => sum + number(value), 0),
  );
  const names = TABLE.industries;
  const all: { value: number; formula: string }[] = [];
  const follow = (chain: readonly number[], amount: number): void => {
    const first = chain[0]!;
    const sales = chain.slice(1).map((buyer, at) => `A[${names[chain[at]!]!}, ${names[buyer]!}]`);
    const formula = [`S[${names[first]!}]`, ...sales, `Y[${names[chain.at(-1)!]!}, reg${region + 1}]`].join(
      ' ',
    );
    all.push({ value: (number(TABLE.f[0]![first]!) / x[first]!) * amount, formula });
    if (chain.length <= depth)
      names.forEach((_name, i) => follow([i, ...chain], (number(TABLE.z[i]![first]!) / x[first]!) * amount));
  };
  names.forEach((_name, i) => follow([i], number(TABLE.y[i]![region]!)));
  return all.sort((a, b) => b.value - a.value);
}

describe('structural paths', () => {
  const paths = { region: 'reg2', stressor: 'ext1', depth: 4, threshold: '0.005', largest: 20 };
  const result = runMethod('trade@1', INPUTS, { period, paths });
  const shown = Array.from({ length: 20 }, (_, at) => figureOf(result, `path/${at + 1}`));
  const embodied = Number(figureOf(result, 'cba/reg2/ext1').value) - HOUSEHOLDS[0]![1]!;

  it('are the largest of all chains, the largest first, each with its chain as formula', () => {
    const expected = listPaths(1, 4);
    expect(expected[19]!.value).toBeGreaterThan(0.005 * embodied);
    shown.forEach(({ value, detail }, at) => {
      expect(Number(value) / expected[at]!.value, String(at)).toBeCloseTo(1, 10);
      expect(detail.derivation.formula.split('; ')[0]).toBe(expected[at]!.formula);
    });
  });

  it('leave a remainder that is exactly the rest', () => {
    const sum = shown.reduce((total, { value }) => total + Number(value), 0);
    const remainder = figureOf(result, 'path/remainder');
    expect(Number(remainder.value)).toBeCloseTo(embodied - sum, 8);
    expect(Number(remainder.value)).toBeGreaterThan(0);
    expect(remainder.detail.derivation.formula).toMatch(/^S L Y\[reg2\] - sum\(path\[i\]\)/);
  });

  it('below the threshold are in the remainder', () => {
    const few = runMethod('trade@1', INPUTS, { period, paths: { ...paths, threshold: '0.1' } });
    const count = listPaths(1, 4).filter(({ value }) => value >= 0.1 * embodied).length;
    const keys = few.figures.map(({ key }) => key).filter((key) => key.startsWith('path/'));
    expect(count).toBeGreaterThan(0);
    expect(keys).toHaveLength(count + 1);
  });
});

describe('gases of a table', () => {
  const stressors = { CO2: 'kg{CO2}', CH4: 'kg{CH4}' };
  const rows = [...rowsOf({ ...TABLE, stressors }), gwp('CH4', 'AR5', '28')];
  const result = runMethod('trade@1', [dataset('1', ...rows)], { period, gwpSet: 'AR5', by: ['sector'] });
  const of = (key: string): number => Number(figureOf(result, key).value);

  it.each([
    'cba/reg1',
    'pba/reg2',
    'imports/reg1',
    'flow/reg1/reg2',
    'household/reg2',
    'cba-sector/reg1/sector2',
  ])('are added up to CO2e in %s', (account) => {
    expect(of(`${account}/CO2e`)).toBeCloseTo(of(`${account}/CO2`) + 28 * of(`${account}/CH4`), 9);
    expect(figureOf(result, `${account}/CO2e`)).toMatchObject({
      unit: 't{CO2e}',
      detail: { gwpSet: 'AR5', gases: ['CH4', 'CO2'] },
    });
  });

  it('close the balance in CO2e too', () => {
    expect(of('balance/reg1/CO2e')).toBeCloseTo(of('cba/reg1/CO2e') - of('pba/reg1/CO2e'), 9);
  });

  it('without a potential in the set stay as they are, and the sum says so', () => {
    const others = rowsOf({ ...TABLE, stressors: { CO2: 'kg{CO2}', SO2: 'kg{SO2}' } });
    const { figures } = runMethod('trade@1', [dataset('1', ...others, gwp('CH4', 'AR5', '28'))], {
      period,
      gwpSet: 'AR5',
    });
    const total = figures.find(({ key }) => key === 'cba/reg1/CO2e');
    expect(total?.value).toBe(figures.find(({ key }) => key === 'cba/reg1/CO2')?.value);
    expect(total?.detail.exclusions).toEqual([
      { what: 'SO2 (cba/reg1/SO2)', reason: 'the set AR5 has no potential of it: it stays as it is' },
    ]);
    expect(figures.some(({ key }) => key === 'cba/reg1/SO2')).toBe(true);
  });
});

describe('a GWP set', () => {
  it('without a potential for any stressor is refused, and the message says what is missing', () => {
    const run = (stressors: Record<string, string>): unknown =>
      runMethod('trade@1', [dataset('1', ...rowsOf({ ...TABLE, stressors }))], { period, gwpSet: 'AR5' });
    expect(() => run({ 'CO2-combustion-air': 'kg', jobs: '{job}' })).toThrow(
      expect.objectContaining({
        code: 'no-co2e',
        value: 'AR5',
        row: { record: '', key: '', column: 'parameters.gwpSet' },
        message: expect.stringContaining('their units are kg, {job}') as string,
      }),
    );
    expect(() => run({ GHG: 'kg{CO2e}', jobs: '{job}' })).toThrow(
      expect.objectContaining({ code: 'no-co2e' }),
    );
  });
});

describe('the solution of a table', () => {
  const parameters = { period, multipliers: ['ext1'] };

  it('that is given gives the figures to the last bit', async () => {
    const solution = await solveRun('trade@1', INPUTS, parameters);
    expect(solution?.matrix).toMatchObject({
      rows: TABLE.industries,
      columns: ['X/reg1', 'X/reg2', 'M/ext1', 'M/ext2'],
    });
    const [solved, given] = [undefined, solution!].map((own) =>
      runMethod('trade@1', INPUTS, parameters, own === undefined ? {} : { solution: own }),
    );
    expect(given).toEqual(solved);
  });

  it('that is wrong is found out: fewer digits are guaranteed, and the true figure is within the bound', async () => {
    const solution = await solveRun('trade@1', INPUTS, parameters);
    const { matrix } = solution!;
    const off = { matrix: { ...matrix, values: matrix.values.map((value) => value * (1 + 1e-7)) } };
    const run = (unsureDigits: string): RunResult =>
      runMethod('trade@1', INPUTS, { ...parameters, unsureDigits }, { solution: off });
    expect(() => run('refuse')).toThrow(expect.objectContaining({ code: 'too-few-digits' }) as Error);
    const right = runMethod('trade@1', INPUTS, parameters);
    for (const figure of run('drop').figures) {
      const expected = Number(figureOf(right, figure.key).value);
      const room = Number(figure.detail.bound ?? 0) * (1 + 1e-9) + Math.abs(expected) * 1e-11;
      expect(Math.abs(Number(figure.value) - expected), figure.key).toBeLessThanOrEqual(room);
    }
    expect(figureOf(run('drop'), 'cba/reg1/ext1').value.length).toBeLessThan(10);
  });

  it('of another table is refused', async () => {
    const { record, documents } = await documentsOf({ ...TABLE, stressors: { other: 'kg', ext2: 'kg' } });
    const solution = await solveRun('trade@1', [record], { period, multipliers: ['other'] }, { documents });
    expect(() => runMethod('trade@1', INPUTS, parameters, { solution: solution! })).toThrow(
      expect.objectContaining({ code: 'bad-document' }) as Error,
    );
  });
});

describe('a solution that guarantees no digit', () => {
  it.each([
    ['zeros', () => 0, 'refuse'],
    ['zeros', () => 0, 'drop'],
    ['ones', () => 1, 'drop'],
    ['a thousand million times the solution', (value: number) => value * 1e9, 'drop'],
  ])('gives no figure (%s, %s, %s)', async (_what, change, unsureDigits) => {
    const parameters = { period, accounts: ['flow'], unsureDigits };
    const solution = await solveRun('trade@1', INPUTS, parameters);
    const { matrix } = solution!;
    const wrong = { matrix: { ...matrix, values: matrix.values.map(change) } };
    const big = [recordOf({ ...TABLE, f: TABLE.f.map((row) => row.map((value) => Number(value) * 1e6)) })];
    expect(() => runMethod('trade@1', big, parameters, { solution: wrong })).toThrow(
      expect.objectContaining({ code: 'too-few-digits' }) as Error,
    );
  });
});

describe('a figure is shown once', () => {
  it.each([{ stressors: ['ext1', 'ext1'] }, { multipliers: ['ext1', 'ext1'] }, { by: ['sector', 'sector'] }])(
    'names that are listed twice are refused: %o',
    (twice) => {
      expect(() => runMethod('trade@1', INPUTS, { period, ...twice })).toThrow(
        expect.objectContaining({ code: 'bad-parameters' }) as Error,
      );
    },
  );

  it('and a table with a stressor CO2e has no sum of that name', () => {
    const stressors = { CO2: 't{CO2}', CO2e: 't{CO2e}' };
    const inputs = [recordOf({ ...TABLE, stressors }), dataset('c', gwp('CO2', 'AR5', '1'))];
    expect(() => runMethod('trade@1', inputs, { period, gwpSet: 'AR5' })).toThrow(
      expect.objectContaining({ code: 'bad-parameters' }) as Error,
    );
    const { figures } = runMethod('trade@1', inputs, { period, gwpSet: 'AR5', stressors: ['CO2'] });
    expect(figures.filter(({ key }) => key === 'cba/reg1/CO2e')).toHaveLength(1);
  });
});

describe('a balance of few digits', () => {
  it('has none behind the last ones of imports and exports, above the units too', () => {
    const table: SmallTable = {
      ...{ industries: ['A/s', 'B/s'], demands: ['A/y', 'B/y'], stressors: { CO2: 't{CO2}' } },
      z: [
        [1, 2],
        [2, 1],
      ],
      y: [
        [10, 3],
        [3, 10],
      ],
      f: [[1234567, 1234000]],
    };
    const rounding = { mode: 'half-even', digits: 4 };
    const result = runMethod('trade@1', [recordOf(table)], { period, rounding });
    const shown = ['imports', 'exports', 'balance'].map(
      (account) => figureOf(result, `${account}/A/CO2`).value,
    );
    expect(shown).toEqual(['362900', '363100', '-200']);
  });
});
