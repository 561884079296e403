import { describe, expect, it } from 'vitest';
import { runNumpy } from '../../../bench/tools/numpy.ts';
import { assess, factorOf, noteOf, TOTAL, uniform, use } from './rows.ts';
import { IS_LONG } from '../../helpers/long.ts';

const LONG = 120_000;
const DRAWS = 1_000_000;

const PROGRAM = `
import json
import numpy as np
random = np.random.default_rng(7)
drawn = lambda deviation: np.exp(np.log(deviation) * random.standard_normal(${DRAWS}))
figure = 3 * random.triangular(0.6, 1, 1.9, ${DRAWS}) * 2 * drawn(1.4) + 5 * random.uniform(0.5, 1.5, ${DRAWS})
print(json.dumps({"low": np.percentile(figure, 2.5), "high": np.percentile(figure, 97.5), "mean": figure.mean()}))
`;

describe('a simulation', () => {
  it.skipIf(!IS_LONG)(
    'agrees with numpy within four standard errors (skipped but in test:long; it needs python3-numpy)',
    async ({ skip }) => {
      const theirs = (await runNumpy(PROGRAM)) as Readonly<Record<'low' | 'high' | 'mean', number>> | null;
      if (theirs === null) {
        skip('python3-numpy is missing: apt-get install python3-numpy');
        return;
      }
      const rows = [
        use('a', '3', { distribution: 'triangular', least: '0.6', most: '1.9' }),
        factorOf('a', '2', { distribution: 'lognormal', geometricStandardDeviation: '1.4' }),
        use('b', '5', uniform('0.5', '1.5')),
        factorOf('b', '1'),
      ];
      const { low, high, mean, errors } = noteOf(assess(rows, { approach: 2, draws: DRAWS }), TOTAL);
      // Both have draws of their own, and so the same error.
      const most = 4 * Math.SQRT2;
      expect(Math.abs(Number(low) - theirs.low)).toBeLessThan(most * Number(errors!.low));
      expect(Math.abs(Number(high) - theirs.high)).toBeLessThan(most * Number(errors!.high));
      expect(Math.abs(Number(mean) - theirs.mean)).toBeLessThan(most * Number(errors!.mean));
    },
    LONG,
  );
});
