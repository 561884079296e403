import type { SmallTable } from './small-table.ts';

/** pymrio (89c9b97) tests/test_math.py, td_small_MRIO: numbers only. */
export const SMALL_MRIO: SmallTable = {
  industries: [
    'reg1/sector1',
    'reg1/sector2',
    'reg1/sector3',
    'reg2/sector1',
    'reg2/sector2',
    'reg2/sector3',
  ],
  demands: ['reg1/final', 'reg2/final'],
  stressors: { ext1: 'kg', ext2: 'kg' },
  z: [
    [10, 5, 1, 6, 5, 7],
    [0, 2, 0, 0, 5, 3],
    [10, 3, 20, 4, 2, 0],
    [5, 0, 0, 1, 10, 9],
    [0, 10, 1, 0, 20, 1],
    [5, 0, 0, 1, 10, 10],
  ],
  y: [
    [14, 3],
    [2.5, 2.5],
    [13, 6],
    [5, 20],
    [10, 10],
    [3, 10],
  ],
  f: [
    [20, 1, 42, 4, 20, 5],
    [5, 4, 11, 8, 2, 10],
  ],
};
/** Its F_Y. */
export const HOUSEHOLDS = [
  [50, 10],
  [100, 20],
];
