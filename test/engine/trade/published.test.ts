import { describe, expect, it } from 'vitest';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { COMMON, figureOf, YEAR_2023 } from '../dataset.ts';
import { HOUSEHOLDS, SMALL_MRIO } from './small-mrio.ts';
import { recordOf, type SmallTable } from './small-table.ts';

const { period } = COMMON;

function valueOf(result: RunResult, key: string): number {
  return Number(figureOf(result, key).value);
}

describe('MRIO-1: Leontief (Miller & Blair 2009 ch.2) (tables 2.3 and 2.4, as printed in pymrio tests/test_math.py)', () => {
  // A stressor of one industry that equals its output makes its multipliers one row of L.
  const table: SmallTable = {
    industries: ['r/1', 'r/2'],
    demands: ['r/f'],
    stressors: { x1: '{EUR}', x2: '{EUR}', labour1: '{job}', labour2: '{job}' },
    z: [
      [150, 500],
      [200, 100],
    ],
    y: [[350], [1700]],
    f: [
      [1000, 0],
      [0, 2000],
      [300, 0],
      [0, 500],
    ],
  };
  const stressors = Object.keys(table.stressors);
  const result = runMethod('trade@1', [recordOf(table)], { period, multipliers: stressors });
  const multipliers = stressors.map((name) =>
    ['1', '2'].map((sector) => valueOf(result, `multiplier/r/${sector}/${name}`)),
  );

  it('gives L, within 1e-5 as printed', () => {
    const printed = [
      [1.25412541, 0.330033],
      [0.2640264, 1.12211221],
    ];
    printed.forEach((row, i) =>
      row.forEach((value, j) => expect(Math.abs(multipliers[i]![j]! / value - 1)).toBeLessThan(1e-5)),
    );
  });

  it('gives output and labour for a new final demand, within 0.05 as printed', () => {
    const given = multipliers.map(([first, second]) => 600 * first! + 1500 * second!);
    [1247.5, 1841.6, 374.25, 460.4].forEach((value, at) =>
      expect(Math.abs(given[at]! - value)).toBeLessThan(0.05),
    );
  });
});

describe('MRIO-2: 2 regions x 3 sectors (pymrio 89c9b97 tests/test_math.py td_small_MRIO)', () => {
  const result = runMethod('trade@1', [recordOf({ ...SMALL_MRIO, fy: HOUSEHOLDS })], { period });
  const without = runMethod('trade@1', [recordOf(SMALL_MRIO)], { period });

  it('says in each figure that takes others how far it is from what they show: by a digit of theirs at most', () => {
    for (const { key, detail } of result.figures) {
      const { roundingDifference = '0' } = detail.derivation;
      expect(Math.abs(Number(roundingDifference)), key).toBeLessThan(1e-9);
    }
  });

  // The printed accounts leave out what final demand emits itself; F_Y is in both accounts.
  it.each([
    ['cba', 'ext1', [50.24287741, 41.75712259], HOUSEHOLDS[0]!],
    ['pba', 'ext1', [63, 29], HOUSEHOLDS[0]!],
    ['imports', 'ext1', [13.05355366, 25.81067625], [0, 0]],
    ['exports', 'ext1', [25.81067625, 13.05355366], [0, 0]],
    ['cba', 'ext2', [18.84794526, 21.15205474], HOUSEHOLDS[1]!],
    ['pba', 'ext2', [20, 20], HOUSEHOLDS[1]!],
    ['imports', 'ext2', [7.49237629, 8.64443104], [0, 0]],
    ['exports', 'ext2', [8.64443104, 7.49237629], [0, 0]],
  ])(
    'gives %s of %s as printed, within 1e-8, with and without F_Y',
    (account, stressor, printed, household) => {
      printed.forEach((value, at) => {
        const key = `${account}/reg${at + 1}/${stressor}`;
        expect(Math.abs(valueOf(without, key) / value - 1)).toBeLessThan(1e-8);
        const whole = value + household[at]!;
        expect(Math.abs(valueOf(result, key) / whole - 1)).toBeLessThan(1e-8);
      });
    },
  );

  it('has the same sum of cba and of pba, and a balance that closes in each region', () => {
    for (const stressor of ['ext1', 'ext2']) {
      const of = (account: string, region: string): number =>
        valueOf(result, `${account}/${region}/${stressor}`);
      const regions = ['reg1', 'reg2'];
      const sum = (account: string): number =>
        regions.reduce((total, region) => total + of(account, region), 0);
      expect(sum('cba')).toBeCloseTo(sum('pba'), 8);
      for (const region of regions) {
        expect(of('balance', region)).toBeCloseTo(of('cba', region) - of('pba', region), 8);
        expect(of('balance', region)).toBeCloseTo(of('imports', region) - of('exports', region), 8);
      }
    }
  });

  it('states where the table does not say what final demand emits, and gives no figure of it', () => {
    const reason = 'the table does not state ext1 of final demand (F_Y): it is not counted, in no account';
    for (const account of ['pba', 'cba'])
      expect(figureOf(without, `${account}/reg1/ext1`).detail.exclusions).toEqual([
        { what: 'direct emissions of final demand in reg1', reason },
      ]);
    expect(without.figures.filter(({ key }) => key.startsWith('household/'))).toEqual([]);
    expect(figureOf(result, 'household/reg1/ext1')).toMatchObject({ value: '50', unit: 'kg', ...YEAR_2023 });
    expect(figureOf(result, 'cba/reg1/ext1').detail.exclusions).toBeUndefined();
  });
});
