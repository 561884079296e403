import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InputRecord } from '../../../engine/rows/input.ts';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { FinalDemand } from '../../../engine/trade/final-demand.ts';
import type { Table } from '../../../engine/trade/table.ts';
import { readDataFile } from '../../helpers/data-file.ts';
import { COMMON, dataset, figureOf, recordId } from '../dataset.ts';
import { expectEqual, addUp, read } from './figures.ts';
import { randomTable } from './random-tables.ts';
import { HOUSEHOLDS, SMALL_MRIO } from './small-mrio.ts';
import { recordOf, type SmallTable } from './small-table.ts';

const { period } = COMMON;
const ELSEWHERE = ['cba', 'imports', 'exports', 'balance', 'flow'];

const accountsOf = ({ figures }: RunResult): string[] => [
  ...new Set(figures.map(({ key }) => key.slice(0, key.indexOf('/')))),
];

describe('the shipped table of Germany 2009, of one region with exports among its final demand', async () => {
  const inputs = [
    { record: recordId('1'), entries: await readDataFile('mrio-germany-2009.csv') },
  ] as unknown as InputRecord[];
  const year = { from: 1230768000, until: 1262304000 };
  const run = (parameters: object = {}): RunResult =>
    runMethod('trade@1', inputs, { period: year, mass: 'kt', ...parameters });
  const result = run({ by: ['category', 'sector'] });
  const of = (key: string): number => Number(figureOf(result, key).value);

  it('gives no account of what is emitted elsewhere', () => {
    expect(accountsOf(run())).toEqual(['for-domestic-demand', 'for-exports', 'household', 'pba']);
    for (const account of ELSEWHERE)
      expect(result.figures.filter(({ key }) => key.startsWith(account))).toEqual([]);
  });

  // Handbook on Supply, Use and Input-Output Tables (2018): its printed CO2 multipliers, in t per million EUR, times its column of exports,
  // in billions. Industry emits 686,555 kt in all.
  it('gives for exports what the printed multipliers give: 53 % of the CO2 of its industries', () => {
    const [multipliers, exports] = [
      [363.803, 558.261, 186.001, 165.476, 41.586, 76.668],
      [5, 611, 1, 111, 66, 2],
    ];
    const printed = multipliers.reduce((sum, each, at) => sum + each * exports[at]!, 0);
    const exported = of('for-exports/DE/CO2');
    expect(Math.abs(exported / printed - 1)).toBeLessThan(0.006);
    expect(exported / 686555).toBeCloseTo(0.531, 3);
  });

  it('splits production between domestic final demand and exports, and compares the sum', () => {
    for (const gas of ['CO2', 'CH4', 'N2O']) {
      const [domestic, exported] = [of(`for-domestic-demand/DE/${gas}`), of(`for-exports/DE/${gas}`)];
      expect((domestic + exported) / of(`pba/DE/${gas}`)).toBeCloseTo(1, 10);
      expect(figureOf(result, `for-domestic-demand/DE/${gas}`).detail.closing).toMatchObject({
        formula: 'pba - for-exports',
      });
    }
    expect(of('pba/DE/CO2')).toBe(908823);
    const parts = (account: string): number =>
      result.figures
        .filter(({ key }) => key.startsWith(`${account}/DE/`) && key.endsWith('/CO2'))
        .reduce((sum, { value }) => sum + Number(value), 0);
    expect(parts('for-exports-category')).toBeCloseTo(of('for-exports/DE/CO2'), 4);
    expect(parts('for-exports-sector')).toBeCloseTo(of('for-exports/DE/CO2'), 4);
    expect(parts('for-domestic-demand-category')).toBeCloseTo(of('for-domestic-demand/DE/CO2'), 4);
  });

  it('says in the formula which final demand is meant', () => {
    const formulaOf = (key: string): string => figureOf(result, key).detail.derivation.formula;
    expect(formulaOf('for-exports/DE/CO2')).toContain('S L Y[DE, exports]');
    expect(formulaOf('for-domestic-demand/DE/CO2')).toContain('S L Y[DE, not exports]');
  });

  it.each([...ELSEWHERE, 'nothing'])('refuses %s where it is asked for by name', (account) => {
    const expected = { code: 'bad-parameters', value: account };
    if (account === 'nothing')
      expect(() => run({ exports: [account] })).toThrow(expect.objectContaining(expected));
    else
      expect(() => run({ accounts: ['pba', account] })).toThrow(
        expect.objectContaining({
          ...expected,
          row: { record: '', key: '', column: 'parameters.accounts.1' },
        }),
      );
  });

  it('counts all final demand as domestic where the parameters say that no category is exports', () => {
    const whole = run({ exports: [] });
    expect(accountsOf(whole)).toEqual(['for-domestic-demand', 'household', 'pba']);
    expect(Number(figureOf(whole, 'for-domestic-demand/DE/CO2').value)).toBeCloseTo(908823, 3);
    expect(() => run({ exports: [], accounts: ['for-exports'] })).toThrow(
      expect.objectContaining({ code: 'bad-parameters', value: 'for-exports' }),
    );
  });
});

describe('a table of several regions', () => {
  const withColumn = (category: string, values: readonly number[]): SmallTable => ({
    ...SMALL_MRIO,
    demands: [...SMALL_MRIO.demands, `reg2/${category}`],
    y: SMALL_MRIO.y.map((row, at) => [...row, values[at]!]),
    fy: HOUSEHOLDS.map((row) => [...row, 0]),
  });
  const SOLD = [1, 0, 2, 0, 3, 0];
  const run = (table: SmallTable, parameters: object = {}): RunResult =>
    runMethod('trade@1', [recordOf(table)], { period, ...parameters });

  it.each(['exports', 'Exports(fob)', 'P6:export'])(
    'with values in %s gives no account of consumption',
    (category) => {
      const result = run(withColumn(category, SOLD));
      expect(accountsOf(result)).toEqual(['for-domestic-demand', 'for-exports', 'household', 'pba']);
      expect(
        result.figures.filter(({ key }) => key.startsWith('for-exports/')).map(({ key }) => key),
      ).toEqual(['for-exports/reg2/ext1', 'for-exports/reg2/ext2']);
    },
  );

  it('with a category of exports that is empty, as EXIOBASE has it, gives the same as without it', () => {
    const zeros = run(withColumn('Exports(fob)', [0, 0, 0, 0, 0, 0]));
    const without = run({ ...SMALL_MRIO, fy: HOUSEHOLDS });
    expect(zeros.figures.map(({ key, value }) => [key, value])).toEqual(
      without.figures.map(({ key, value }) => [key, value]),
    );
  });

  it('takes a category as exports that the parameters name', () => {
    const table = withColumn('EXP', SOLD);
    expect(accountsOf(run(table))).toContain('cba');
    const named = run(table, { exports: ['EXP'] });
    expect(accountsOf(named)).toEqual(['for-domestic-demand', 'for-exports', 'household', 'pba']);
    const asked = { accounts: ['for-exports'] };
    expect(() => run(table, asked)).toThrow(expect.objectContaining({ code: 'bad-parameters' }));
  });
});

describe('the name of a category', () => {
  const isOpen = (category: string): boolean => {
    const regions = ['a', 'b'];
    const demands = [
      { region: 0, category: 'households' },
      { region: 1, category },
    ];
    const y = { rows: 1, columns: 2, values: Float64Array.of(1, 1), cells: null, relative: 0 };
    return new FinalDemand({ regions, demands, y } as unknown as Table).isOpenBecause !== null;
  };

  it.each(['Exports: Total (fob)', 'Exporte', '出口', 'Re-exports', 'EXPORT'])('%s says exports', (name) => {
    expect(isOpen(name)).toBe(true);
  });

  it.each(['households', 'Changes in inventories', 'EXP', 'nonexportable'])('%s does not', (name) => {
    expect(isOpen(name)).toBe(false);
  });
});

describe('accounts of a random table with exports', () => {
  it('add up to what its regions emit', () => {
    fc.assert(
      fc.property(randomTable, ({ table, regions }) => {
        const demands = table.demands.map((name) => name.replace('inventories', 'exports'));
        const result = runMethod('trade@1', [recordOf({ ...table, demands })], {
          period,
          unsureDigits: 'drop',
        });
        const figures = read(result);
        for (const stressor of ['CO2', 'water']) {
          const all = (account: string): ReturnType<typeof addUp> =>
            addUp(regions.flatMap((region) => figures.get(`${account}/${region}/${stressor}`) ?? []));
          if ([...figures.keys()].some((key) => key.startsWith('cba/'))) continue;
          expectEqual(addUp([all('for-domestic-demand'), all('for-exports')]), all('pba'), stressor);
        }
      }),
    );
  });

  it('are the same from only the rows that the run used', () => {
    const inputs = [recordOf({ ...SMALL_MRIO, demands: ['reg1/exports', 'reg2/final'], fy: HOUSEHOLDS })];
    const parameters = { period, stressors: ['ext1'] };
    const first = runMethod('trade@1', inputs, parameters);
    const keys = new Set(first.used.flatMap((used) => used.keys));
    const less = inputs.map(({ record, entries }) => ({
      ...dataset('1', ...entries.filter(({ key }) => keys.has(key))),
      record,
    }));
    expect(less[0]!.entries.length).toBeLessThan(inputs[0]!.entries.length);
    expect(runMethod('trade@1', less, parameters, { isRepeated: true }).figures).toEqual(first.figures);
  });
});
