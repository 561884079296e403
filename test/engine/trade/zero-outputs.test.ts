import { describe, expect, it } from 'vitest';
import type { InputRecord } from '../../../engine/rows/input.ts';
import { repeatRun, runMethod } from '../../../engine/run.ts';
import { COMMON, dataset, figureOf } from '../dataset.ts';
import { rowsOf, type SmallTable } from './small-table.ts';

const { period } = COMMON;
const PARAMETERS = { period, by: ['sector'], zeroOutputs: 'leave-out' };

/** Peat of north is sold to nobody, and buys and emits. Coal of north is sold to peat alone. Ice of south has neither sales nor purchases. */
const TABLE: SmallTable = {
  industries: ['north/coal', 'north/peat', 'north/steel', 'south/ice', 'south/steel'],
  demands: ['north/all', 'south/all'],
  stressors: { CO2: 't{CO2}' },
  z: [
    [0, 4, 0, 0, 0],
    [0, 0, 0, 0, 0],
    [1, 2, 10, 0, 3],
    [0, 0, 0, 0, 0],
    [0, 0, 5, 0, 20],
  ],
  y: [
    [0, 0],
    [3, -3],
    [60, 7],
    [0, 0],
    [4, 50],
  ],
  f: [[5, 7, 100, 0, 30]],
};

const recordOf = (table: SmallTable): InputRecord => dataset('1', ...rowsOf(table, 'kept'));

describe('industries without output', () => {
  it('are refused by their names, with what to do', () => {
    expect(() => runMethod('trade@1', [recordOf(TABLE)], { period })).toThrow(
      /north\/peat has inputs or emissions, and an output of 0.*zeroOutputs/,
    );
  });

  it('are left out with what they buy and emit, and with those that sold to them alone, and accounts close', () => {
    const result = runMethod('trade@1', [recordOf(TABLE)], PARAMETERS);
    const value = (key: string): number => Number(figureOf(result, key).value);
    const without = runMethod(
      'trade@1',
      [
        recordOf({
          ...TABLE,
          z: TABLE.z.map((row) => [0, 0, ...row.slice(2)]),
          y: TABLE.y.map((row, i) => (i === 1 ? [0, 0] : row)),
          f: [[0, 0, 100, 0, 30]],
        }),
      ],
      { period, by: ['sector'] },
    );
    for (const { key, value: own } of without.figures)
      if (!key.startsWith('pba-sector/')) expect(value(key), key).toBeCloseTo(Number(own), 9);
    expect(value('pba/north/CO2')).toBe(100);
    expect(value('cba/north/CO2') - value('pba/north/CO2')).toBeCloseTo(value('balance/north/CO2'), 9);
    expect(figureOf(result, 'pba/north/CO2').detail.exclusions?.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['7 t{CO2} of north/peat', '5 t{CO2} of north/coal']),
    );
    expect(result.warnings.find(({ code }) => code === 'zero-output')?.message).toBe(
      'left out, because they have no output: north/peat (inputs of 6 {EUR}), north/coal (inputs of 1 {EUR}). What they buy and emit is in no account',
    );
  });

  it('gives the same figures and warnings again', () => {
    const { period: _, ...others } = PARAMETERS;
    const first = runMethod('trade@1', [recordOf(TABLE)], PARAMETERS);
    const rounding = { mode: 'half-even', digits: 12 } as const;
    const again = repeatRun({ method: 'trade@1', parameters: { period, ...others }, rounding }, [
      recordOf(TABLE),
    ]);
    expect([again.figures, again.warnings]).toEqual([first.figures, first.warnings]);
  });

  it('have no multiplier, and each one of the others says so', () => {
    const { figures, warnings } = runMethod('trade@1', [recordOf(TABLE)], {
      ...PARAMETERS,
      multipliers: ['CO2'],
    });
    const keys = figures.map(({ key }) => key).filter((key) => key.startsWith('multiplier/'));
    expect(keys).toEqual(['multiplier/north/steel/CO2', 'multiplier/south/steel/CO2']);
    expect(warnings.find(({ code }) => code === 'no-multiplier')?.message).toBe(
      'no multiplier, because they have no output: north/coal, north/peat, south/ice',
    );
  });
});
