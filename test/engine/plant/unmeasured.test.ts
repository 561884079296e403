import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { COMMON, dataset, figureOf, type TestEntry } from '../dataset.ts';
import { carbon, stream } from './plants.ts';

const spread = (halfWidth: number): object => ({
  uncertainty: { distribution: 'interval95', halfWidth: String(halfWidth), unit: 't' },
});
const NONE = { measurement: 'none' };
const run = (rows: readonly TestEntry[], parameters: object = {}, method = 'reconcile@1'): RunResult =>
  runMethod(method, [dataset('a', ...rows)], {
    ...{ ...COMMON, rounding: { mode: 'half-even', decimals: 9 } },
    ...parameters,
  });
const keyOf = (flow: string, part: string): string => {
  const [material = '', ends = ''] = flow.split(': ');
  const [from, to] = ends.split('>').map((end) => end.trim() || 'outside');
  return `reconcile/works/from/${from}/to/${to}/${material}/${part}`;
};
const numberOf = (result: RunResult, key: string): number => Number(figureOf(result, key).value);

/** x − V Fᵀ (F V Fᵀ)⁻¹ F x, written out: an independent computation with the whole matrix of covariances. */
function solve(
  x: readonly number[],
  covariances: readonly (readonly number[])[],
  f: readonly (readonly number[])[],
): number[] {
  const times = (a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[][] =>
    a.map((row) => b[0]!.map((_, at) => row.reduce((sum, cell, k) => sum + cell * b[k]![at]!, 0)));
  const turned = f[0]!.map((_, at) => f.map((row) => row[at]!));
  const vf = times(covariances, turned);
  const s = times(f, vf).map((row, at) => [...row, f[at]!.reduce((sum, cell, k) => sum + cell * x[k]!, 0)]);
  for (let at = 0; at < s.length; at++) {
    const pivot = s[at]![at]!;
    s[at] = s[at]!.map((cell) => cell / pivot);
    for (let row = 0; row < s.length; row++)
      if (row !== at) s[row] = s[row]!.map((cell, k) => cell - s[row]![at]! * s[at]![k]!);
  }
  return x.map((value, at) => value - vf[at]!.reduce((sum, cell, k) => sum + cell * s[k]!.at(-1)!, 0));
}

describe('correlation between pairs of meters', () => {
  it('moves flows as the whole matrix of covariances does, and reaches their intervals', () => {
    const FLOWS = ['a: > one', 'b: > one', 'c: one > two', 'd: two >', 'e: two >'];
    const [values, widths] = [
      [50, 47, 99, 60, 37.5],
      [2, 3, 1.5, 1.8, 1.2],
    ];
    const pairs: readonly [number, number, number][] = [
      [0, 1, 0.3],
      [0, 2, -0.2],
      [1, 3, 0.25],
      [2, 4, 0.5],
    ];
    const rows = FLOWS.map((flow, at) => {
      const groups = pairs.flatMap(([one, other, r]) => {
        if (one !== at && other !== at) return [];
        const opposite = r < 0 && other === at ? { opposite: 'yes' } : {};
        return [{ group: `pair-${one}-${other}`, coefficient: String(r < 0 ? -r : r), ...opposite }];
      });
      const [first, ...also] = groups;
      const correlation = { ...first, ...(also.length === 0 ? {} : { also }) };
      return stream(flow, String(values[at]), { ...spread(widths[at]!), correlation });
    });
    const deviations = widths.map((width) => width / 1.959963984540054);
    const covariances = deviations.map((one, i) =>
      deviations.map((other, j) => {
        const pair = pairs.find(([a, b]) => (a === i && b === j) || (a === j && b === i));
        return i === j ? one * one : (pair?.[2] ?? 0) * one * other;
      }),
    );
    const f = [
      [1, 1, -1, 0, 0],
      [0, 0, 1, -1, -1],
    ];
    const result = run(rows);
    const reconciled = FLOWS.map((flow) => numberOf(result, keyOf(flow, 'reconciled')));
    solve(values, covariances, f).forEach((value, at) => expect(reconciled[at]).toBeCloseTo(value, 6));
    const sum = Math.sqrt(
      covariances[0]![0]! +
        covariances[1]![1]! +
        2 * covariances[0]![1]! +
        covariances[2]![2]! -
        2 * covariances[0]![2]!,
    );
    const deviationOf = (approach: object): number =>
      Number(
        figureOf(
          runMethod('uncertainty@1', [dataset('a', ...rows)], {
            ...COMMON,
            method: 'reconcile@1',
            ...approach,
          }),
          'reconcile/works/balance/one/measured',
        ).detail.uncertainty!.standardDeviation,
      );
    expect(deviationOf({ approach: 1 }) / sum).toBeCloseTo(1, 5);
    expect(Math.abs(deviationOf({ approach: 2, seed: 3, draws: 4000 }) / sum - 1)).toBeLessThan(0.05);
  });

  it('is refused where one meter shares more than all of its error, or names a pair twice', () => {
    const refusalOf = (also: readonly object[]): string | null => {
      const correlation = { group: 'ab', coefficient: '0.6', also };
      const rows = [
        stream('a: > one', '1', { ...spread(1), correlation }),
        stream('b: one >', '1', spread(1)),
      ];
      try {
        run(rows);
        return null;
      } catch (error) {
        if (error instanceof EngineError) return `${error.code} ${error.row?.column}`;
        throw error;
      }
    };
    expect(refusalOf([{ group: 'ac', coefficient: '0.4' }])).toBe(null);
    expect(refusalOf([{ group: 'ac', coefficient: '0.41' }])).toBe('bad-detail detail.correlation.also');
    expect(refusalOf([{ group: 'ab', coefficient: '0.1' }])).toBe('bad-detail detail.correlation.also');
  });
});

describe('flows that were not measured', () => {
  const ROWS = [
    stream('ore: > oven', '100', spread(2)),
    stream('dust: oven >', '4', spread(0.5)),
    stream('sinter: oven > furnace', '1', NONE),
    stream('iron: furnace >', '90', spread(1)),
    stream('slag: furnace >', '7', spread(1)),
    stream('coke: > furnace', '0', spread(0)),
  ];

  it('are estimated where balances determine them, and these are checked as their sum', () => {
    const result = run(ROWS);
    // The sum of both units: 100 − 4 − 90 − 7 = −1 does not close, shared out by variance.
    const variances = [4, 0.25, 1, 1];
    const part = (at: number): number => variances[at]! / 6.25;
    const reconciled = [100 + part(0), 4 - part(1), 90 - part(2), 7 - part(3)];
    ['ore: > oven', 'dust: oven >', 'iron: furnace >', 'slag: furnace >'].forEach((flow, at) =>
      expect(numberOf(result, keyOf(flow, 'reconciled'))).toBeCloseTo(reconciled[at]!, 8),
    );
    expect(numberOf(result, 'reconcile/works/balance/furnace+oven/measured')).toBe(-1);
    const sinter = figureOf(result, keyOf('sinter: oven > furnace', 'estimated'));
    expect(Number(sinter.value)).toBeCloseTo(reconciled[0]! - reconciled[1]!, 8);
    expect(sinter.detail.derivation.formula).toBe('sum(in[i]) - out');
    expect(result.warnings).toEqual([]);
    // One unit alone has nothing to check, and still determines the flow.
    const alone = run(ROWS.slice(0, 3), { balances: ['oven'] });
    expect(numberOf(alone, keyOf('sinter: oven > furnace', 'estimated'))).toBe(96);
    expect(alone.figures.some(({ key }) => key.endsWith('/reconciled'))).toBe(false);
  });

  it('are named with those beside them where balances leave them open, and then count as stated', () => {
    const rows = [...ROWS, stream('gas: furnace >', '5', NONE), stream('fume: furnace >', '3', NONE)];
    const result = run(rows);
    expect(numberOf(result, keyOf('sinter: oven > furnace', 'estimated'))).toBe(96);
    const open = result.warnings.filter(({ code }) => code === 'unobservable-flow');
    expect(open.map(({ row }) => row.key)).toEqual(['fume: furnace >', 'gas: furnace >']);
    expect(open[0]!.message).toContain('with gas out of furnace');
  });

  it('count in plant@1 as they are estimated, and with a warning as stated without reconciliation', () => {
    const rows = [
      ...[stream('coal: > boiler', '100', spread(1)), stream('ash: boiler >', '10', spread(1))],
      stream('char: boiler > oven', '95', NONE),
      stream('char: oven >', '89', spread(1)),
      ...[carbon('coal', '0.7'), carbon('ash', '0'), carbon('char', '0.5')],
    ];
    const asked = { gwpSet: 'AR5', closure: '0.9' };
    const plain = run(rows, asked, 'plant@1');
    expect(plain.warnings.map(({ code }) => code)).toContain('unmeasured-flow');
    const result = run(rows, { ...asked, reconcile: {} }, 'plant@1');
    expect(result.warnings.map(({ code }) => code)).not.toContain('unmeasured-flow');
    const char = numberOf(result, keyOf('char: boiler > oven', 'estimated'));
    expect(char).toBeCloseTo(89 + 1 / 3, 6);
    expect(numberOf(result, 'plant/works/boiler/out/char/CO2')).toBeCloseTo((char * 0.5 * 44) / 12, 6);
  });

  it('are refused beside measured rows of the same flow, and with a meter', () => {
    const codeOf = (rows: readonly TestEntry[]): unknown => {
      try {
        return run(rows).warnings;
      } catch (error) {
        if (error instanceof EngineError) return [error.code, error.row?.column];
        throw error;
      }
    };
    const second = { ...stream('sinter: oven > furnace', '1', spread(1)), key: 'sinter/2' };
    expect(codeOf([...ROWS, second])).toEqual(['bad-stream', 'detail.measurement']);
    const metered = stream('gas: furnace >', '5', { ...NONE, meter: 'm' });
    expect(codeOf([...ROWS, metered])).toEqual(['bad-stream', 'detail.measurement']);
  });

  it('of random chains are what the measured flows give, whatever is stated of them', () => {
    const arbitrary = fc.record({
      flows: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 6 }),
      unmeasured: fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
      guess: fc.integer({ min: 1, max: 1000 }),
    });
    fc.assert(
      fc.property(arbitrary, ({ flows, unmeasured, guess }) => {
        // A chain of units; each gives a little off. Its first and last flow are measured, so all others are determined.
        let left = 100;
        const main = flows.map((off, at) => {
          const own = `main: ${at === 0 ? '' : `u${at - 1}`} > u${at}`;
          const row =
            at > 0 && unmeasured[at] === true
              ? stream(own, String(guess), NONE)
              : stream(own, String(left), spread(1));
          const beside = stream(`off: u${at} >`, String(off), spread(off === 0 ? 0 : 0.5));
          left -= off;
          return { own, rows: [row, beside], true: left + off };
        });
        const end = stream(`main: u${flows.length - 1} >`, String(left), spread(1));
        const result = run([...main.flatMap(({ rows }) => rows), end]);
        for (const { own, true: value } of main) {
          const part = result.figures.some(({ key }) => key === keyOf(own, 'estimated'))
            ? 'estimated'
            : 'reconciled';
          expect(numberOf(result, keyOf(own, part)), own).toBeCloseTo(value, 8);
        }
      }),
      { numRuns: Math.ceil(0.2 * (fc.readConfigureGlobal().numRuns ?? 100)) },
    );
  });
});
