import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateRun, runMethod, type RunResult } from '../../../engine/run.ts';
import { ALWAYS, COMMON, dataset, entry, figureOf } from '../dataset.ts';
import { solveWhole, type Ratio } from '../linear/exact-solve.ts';
import { isWithin, thousandths } from './exact-flows.ts';
import { addUp, expectEqual, read, type Sure } from './figures.ts';
import { groupRows } from './group-rows.ts';
import { randomTable } from './random-tables.ts';
import { HOUSEHOLDS, SMALL_MRIO } from './small-mrio.ts';
import { recordOf, rowsOf, type SmallTable } from './small-table.ts';
import { documentsOf } from './table-documents.ts';

const { period } = COMMON;
/** A fifth of the cases that properties have, for each runs whole methods several times. */
const FEW = Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 5);

const PARAMETERS = { period, bilateral: ['eebt', 'gross'], unsureDigits: 'drop', mass: 'kg' };

/**
 * Sales of one region to another in rational arithmetic: E is all that they buy, and F W what is emitted for it, where (x̂ − Z) W = E. By the
 * technology of the seller, Z is its own alone.
 */
function tradeOf({ industries, demands, z, y, f }: SmallTable, from: string, to: string) {
  const [sales, bought, emitted] = [thousandths(z), thousandths(y), thousandths(f)];
  const isOf = (name: string, region: string): boolean => name.startsWith(`${region}/`);
  const sum = (values: readonly bigint[]): bigint => values.reduce((all, value) => all + value, 0n);
  const sold = industries.map((name, i) =>
    isOf(name, from)
      ? sum([
          ...sales[i]!.filter((_value, j) => isOf(industries[j]!, to)),
          ...bought[i]!.filter((_value, c) => isOf(demands[c]!, to)),
        ])
      : 0n,
  );
  const solve = (counts: (i: number, j: number) => boolean): ((stressor: number) => Ratio) => {
    const matrix = sales.map((row, i) =>
      row.map((value, j) => (i === j ? sum([...row, ...bought[i]!]) : 0n) - (counts(i, j) ? value : 0n)),
    );
    const { numerators, determinant } = solveWhole(
      matrix,
      sold.map((value) => [value]),
    )!;
    return (stressor) => ({
      numerator: sum(numerators.map(([w], i) => emitted[stressor]![i]! * w!)),
      denominator: determinant * 1000n,
    });
  };
  const region = (at: number): string => industries[at]!.split('/')[0]!;
  return { gross: solve(() => true), eebt: solve((i, j) => region(i) === region(j)) };
}

describe('emissions embodied in trade between two regions', () => {
  it('are those of rational arithmetic, within their bounds, from rows and from documents', async () => {
    await fc.assert(
      fc.asyncProperty(randomTable, fc.boolean(), async ({ table, regions }, ofRows) => {
        const given = ofRows ? null : await documentsOf(table, {}, 'coordinate');
        const result =
          given === null
            ? runMethod('trade@1', [recordOf(table)], PARAMETERS)
            : runMethod('trade@1', [given.record], PARAMETERS, { documents: given.documents });
        for (const from of regions)
          for (const to of regions.filter((region) => region !== from)) {
            const exact = tradeOf(table, from, to);
            for (const [at, stressor] of ['CO2', 'water'].entries())
              for (const kind of ['eebt', 'gross'] as const) {
                const { value, detail } = figureOf(result, `${kind}/${from}/${to}/${stressor}`);
                // A document holds doubles: its decimals are not exactly those of the table.
                const bound = ofRows ? detail.bound! : plain(Number(detail.bound) + Number(value) * 1e-13);
                const truth = exact[kind](at);
                expect(isWithin(value, bound, truth), `${kind} ${value} ± ${bound}`).toBe(true);
                const other = Number(value) * 1.001;
                if (other > 0) expect(isWithin(plain(other), plain(other * 1e-6), truth)).toBe(false);
              }
          }
      }),
      { numRuns: FEW },
    );
  });

  it('by eebt add up to what all regions emit, and each region sells what others buy', () => {
    fc.assert(
      fc.property(randomTable, ({ table, regions }) => {
        const result = runMethod('trade@1', [recordOf(table)], PARAMETERS);
        const figures = read(result);
        const of = (key: string): Sure => figures.get(key)!;
        for (const stressor of ['CO2', 'water']) {
          const sum = (...accounts: string[]): Sure =>
            addUp(accounts.flatMap((name) => regions.map((region) => of(`${name}/${region}/${stressor}`))));
          expectEqual(sum('eebt-cba'), sum('pba'), 'consumption and production');
          for (const kind of ['eebt', 'gross'])
            expectEqual(sum(`${kind}-exports`), sum(`${kind}-imports`), `${kind} of all`);
          for (const region of regions) {
            const own = (account: string): Sure => of(`${account}/${region}/${stressor}`);
            expectEqual(
              addUp([own('eebt-cba'), own('eebt-exports')]),
              addUp([own('pba'), own('eebt-imports')]),
              region,
            );
            const sold = regions.map((to) => of(`eebt/${region}/${to}/${stressor}`));
            expectEqual(addUp([...sold, own('household')]), own('pba'), `sales of ${region}`);
          }
        }
      }),
      { numRuns: FEW },
    );
  });

  it('of groups are sums over their regions, and what these sell each other is not trade of the group', () => {
    fc.assert(
      fc.property(randomTable, ({ table, regions, sectors }) => {
        const members = regions.slice(0, 2);
        const parts = [members, ...regions.slice(2).map((region) => [region])];
        const parameters = { ...PARAMETERS, by: ['origin'] };
        const figures = read(runMethod('trade@1', [recordOf(table)], parameters));
        const lists = dataset('2', ...groupRows({ one: members }));
        const grouped = read(
          runMethod('trade@1', [recordOf(table), lists], { ...parameters, groups: { regions: 'g' } }),
        );
        const nameOf = (part: readonly string[]): string => (part.length > 1 ? 'one' : part[0]!);
        const sum = (keys: readonly string[]): Sure => addUp(keys.map((key) => figures.get(key)!));
        for (const from of parts) {
          const outside = regions.filter((region) => !from.includes(region));
          for (const kind of ['eebt', 'gross']) {
            const sold = outside.flatMap((to) => from.map((region) => `${kind}/${region}/${to}/CO2`));
            const key = `${kind}-exports/${nameOf(from)}/CO2`;
            if (outside.length === 0) expect(grouped.has(key)).toBe(false);
            else expectEqual(grouped.get(key)!, sum(sold), key);
          }
          for (const to of parts) {
            const pairs = from.flatMap((one) => to.map((other) => [one, other] as const));
            const key = `${nameOf(from)}/${nameOf(to)}`;
            expectEqual(
              grouped.get(`eebt/${key}/CO2`)!,
              sum(pairs.map(([a, b]) => `eebt/${a}/${b}/CO2`)),
              key,
            );
            const [sector] = sectors;
            const origins = pairs.map(([a, b]) => `cba-origin/${b}/${sector!}/${a}/CO2`);
            const origin = `cba-origin/${nameOf(to)}/${sector!}/${nameOf(from)}/CO2`;
            expectEqual(grouped.get(origin)!, sum(origins), origin);
          }
        }
      }),
      { numRuns: FEW },
    );
  });

  it('are the flows of final demand where regions sell each other nothing else', () => {
    const isOwn = (i: number, j: number): boolean => i < 3 === j < 3;
    const z = SMALL_MRIO.z.map((row, i) => row.map((value, j) => (isOwn(i, j) ? value : 0)));
    const result = runMethod('trade@1', [recordOf({ ...SMALL_MRIO, z })], PARAMETERS);
    for (const key of ['reg1/reg2/ext1', 'reg2/reg1/ext2'])
      for (const kind of ['eebt', 'gross'])
        expect(figureOf(result, `${kind}/${key}`).value).toBe(figureOf(result, `flow/${key}`).value);
  });

  it('are next to what the regions sell each other, in the currency of the table', () => {
    const result = runMethod('trade@1', [recordOf(SMALL_MRIO)], PARAMETERS);
    // Z: 6 + 5 + 7, 5 + 3, 4 + 2; Y: 3, 2.5, 6.
    expect(figureOf(result, 'trade-value/reg1/reg2')).toMatchObject({ value: '43.5', unit: '{EUR}' });
    const { formula, operands } = figureOf(result, 'trade-value/reg1/reg2').detail.derivation;
    expect(formula).toMatch(/^Z\[reg1, reg2\] 1 \+ Y\[reg1, reg2\] 1; /);
    expect(operands.map(({ name }) => name)).not.toContain('F');
  });

  it('state how they follow from the table, and select its rows', () => {
    const result = runMethod('trade@1', [recordOf(SMALL_MRIO)], PARAMETERS);
    const { detail } = figureOf(result, 'eebt/reg1/reg2/ext1');
    expect(detail.derivation.formula).toBe(
      'S L Y[reg1 to reg2]; S = F / x; L = (I - A)^-1; A = Z / x; x = Z 1 + Y 1; Z: sales within reg1, by and to its industries; Y: all its other sales, abroad too',
    );
    expect(figureOf(result, 'gross/reg1/reg2/ext1').detail.derivation.formula).toMatch(
      /^S L \(Z\[reg1, reg2\] 1 \+ Y\[reg1, reg2\] 1\); /,
    );
    expect(figureOf(result, 'eebt-cba/reg1/ext1').detail.closing).toMatchObject({
      formula: 'pba + eebt-balance',
    });
  });

  it('of documents vary with the one spread of a stressor and region: what a seller emits is as uncertain as its emissions', async () => {
    const { record, entries, documents } = await documentsOf(SMALL_MRIO);
    const spread = {
      row: 'stressor-spread',
      stressor: 'ext1',
      region: 'reg1',
      uncertainty: { distribution: 'normal', standardDeviation: '0.1' },
    };
    const rows = [...entries, entry('spread', '1', '1', spread, ALWAYS)];
    const asked = { ...PARAMETERS, by: ['origin'], stressors: ['ext1'] };
    const all = evaluateRun(
      'trade@1',
      [{ record: record.record, entries: rows }],
      asked,
      { seed: 1, draws: 1, percentiles: [] },
      { documents },
    );
    for (const [key, part] of Object.entries({
      'eebt/reg1/reg2/ext1': 1,
      'eebt/reg2/reg1/ext1': 0,
      'cba-origin/reg2/sector1/reg1/ext1': 1,
      'cba-origin/reg2/sector1/reg2/ext1': 0,
    })) {
      const { gradient, float } = all.find(({ draft }) => draft.key === key)!;
      const [own] = [...gradient.rows].filter(([row]) => row.key === 'spread');
      expect(own?.[1] ?? 0, key).toBeCloseTo(part * float, 9);
    }
  });

  it('are refused for a table with exports', () => {
    const table = { ...SMALL_MRIO, fy: HOUSEHOLDS };
    const run = (given: SmallTable): RunResult => runMethod('trade@1', [recordOf(given)], PARAMETERS);
    expect(() => run({ ...table, demands: ['reg1/exports', 'reg2/final'] })).toThrow(
      /no trade between regions to count: its final demand has exports/,
    );
  });

  it('by origin and product add up to what was emitted for all, and what is emitted there for a region', () => {
    fc.assert(
      fc.property(randomTable, ({ table, regions, sectors }) => {
        const parameters = { ...PARAMETERS, by: ['sector', 'origin'] };
        const figures = read(runMethod('trade@1', [recordOf(table)], parameters));
        const of = (key: string): Sure => figures.get(key)!;
        for (const to of regions) {
          for (const sector of sectors)
            expectEqual(
              addUp(regions.map((from) => of(`cba-origin/${to}/${sector}/${from}/CO2`))),
              of(`cba-sector/${to}/${sector}/CO2`),
              `${sector} of ${to}`,
            );
          for (const from of regions)
            expectEqual(
              addUp(sectors.map((sector) => of(`cba-origin/${to}/${sector}/${from}/CO2`))),
              of(`flow/${from}/${to}/CO2`),
              `${from} to ${to}`,
            );
        }
      }),
      { numRuns: FEW },
    );
  });

  it('are shown per head of a region whose population is stated', () => {
    const people = entry('people', '4', '{person}', { row: 'population', region: 'reg1' });
    const rows = [...rowsOf({ ...SMALL_MRIO, fy: HOUSEHOLDS }), people];
    const result = runMethod('trade@1', [dataset('1', ...rows)], { period });
    expect(figureOf(result, 'per-head/pba/reg1/ext1')).toMatchObject({ value: '28.25', unit: 'kg/{person}' });
    const shown = result.figures.filter(({ key }) => key.startsWith('per-head/')).map(({ key }) => key);
    expect(shown).toHaveLength(12);
    expect(shown.filter((key) => key.includes('reg2'))).toEqual([]);
    expect(() =>
      runMethod('trade@1', [dataset('1', ...rows, { ...people, key: 'again' })], { period }),
    ).toThrow(/both state the population of reg1/);
  });

  it('over direct: a multiplier over what its industry emits itself, and none where that is nothing', () => {
    const f = [
      [20, 1, 42, 4, 0, 5],
      [5, 4, 11, 8, 2, 10],
    ];
    const result = runMethod('trade@1', [recordOf({ ...SMALL_MRIO, f })], { period, multipliers: ['ext1'] });
    const of = (key: string): number => Number(figureOf(result, key).value);
    // Output of reg1/sector1 is 51.
    expect(of('total-over-direct/reg1/sector1/ext1')).toBeCloseTo(
      of('multiplier/reg1/sector1/ext1') / (20 / 51),
      9,
    );
    expect(result.figures.filter(({ key }) => key.startsWith('total-over-direct/'))).toHaveLength(5);
  });
});

/** A decimal text without an exponent. */
function plain(value: number): string {
  return value.toFixed(40);
}
