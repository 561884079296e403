import { describe, expect, it } from 'vitest';
import { runMethod } from '../../../engine/run.ts';
import { COMMON, dataset } from '../dataset.ts';
import { BAD_CYCLES } from './bad-cycles.ts';
import { codeOf } from './code-of.ts';

describe('life-cycle@1', () => {
  it.each(BAD_CYCLES.map((bad) => [bad.what, bad] as const))(
    'refuses %s',
    (_, { expected, rows, parameters }) => {
      const [code, key, column] = expected.split(' ');
      const given = { ...COMMON, gwpSet: 'AR5', ...parameters };
      expect(codeOf(() => runMethod('life-cycle@1', [dataset('a', ...rows)], given))).toEqual([
        code,
        key === '-' ? '' : key,
        column,
      ]);
    },
  );
});
