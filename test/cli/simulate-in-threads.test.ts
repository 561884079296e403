import { describe, expect, it } from 'vitest';
import { openEngines } from '../../jobs/engines/engine-files.ts';
import { engineFolder } from '../../cli/engines/engine-folder.ts';
import { openMethodEngine } from '../../jobs/engines/method-engine.ts';
import { finishInThreads } from '../../cli/threads/simulate-in-threads.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { verifyReperformance } from '../../core/verify/reperformance.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import type { RunResult } from '../../engine/run.ts';
import { buildEngine } from '../../scripts/engine-digest.ts';
import { COMMON, dataset, entry, fuelDefaults, type TestEntry } from '../engine/dataset.ts';
import { makeResult } from '../helpers/reperformed-result.ts';

const METHOD = 'uncertainty@1';
const uncertain = ({ detail, ...row }: TestEntry, uncertainty: object): TestEntry => ({
  ...row,
  detail: { ...detail, uncertainty },
});
const FACTORS = fuelDefaults('anthracite', '26.7', '1', { CO2: '98300' }).map((row) =>
  uncertain(row, { distribution: 'interval95', halfWidth: '0.07' }),
);
const about = { category: '1.A.2', geography: 'CN' };
const ACTIVITY = ['north', 'south'].map((key) =>
  uncertain(entry(key, '125', 't', { row: 'fuel-use', fuel: 'anthracite', ...about }), {
    distribution: 'triangular',
    least: '0.9',
    most: '1.3',
  }),
);
const INVENTORY = { gwpSet: 'AR5', grids: { location: 'g', residual: 'g' } };
const PARAMETERS = {
  ...COMMON,
  method: 'inventory@2',
  parameters: INVENTORY,
  approach: 'both',
  draws: 20_000,
} as const;

async function run(threads: number, inputs: readonly InputRecord[], parameters: object): Promise<RunResult> {
  const engine = await openMethodEngine(METHOD, engineFolder);
  return engine.run(inputs, parameters, { finish: finishInThreads({ threads }) });
}

describe('a simulation in threads', () => {
  it('has the same bits in one, two and eight threads', async () => {
    const inputs = [dataset('a', ...ACTIVITY), dataset('b', ...FACTORS)];
    const [one, two, eight] = await Promise.all(
      [1, 2, 8].map(async (threads) => JSON.stringify(await run(threads, inputs, PARAMETERS))),
    );
    expect(two).toBe(one);
    expect(eight).toBe(one);
    expect(one).toContain('threefry4x32-20');
  });

  it('throws the error of a draw as it is: here a division by an output of 0', async () => {
    const output = entry('steel', '10', 't', {
      row: 'output',
      output: 'steel',
      uncertainty: { distribution: 'empirical', values: ['0', '1'] },
    });
    const inputs = [dataset('a', ...ACTIVITY, output), dataset('b', ...FACTORS)];
    const intensity = [{ output: 'steel', figures: ['scope1/total'] }];
    const parameters = { ...PARAMETERS, parameters: { ...INVENTORY, intensity } };
    await expect(run(2, inputs, parameters)).rejects.toMatchObject({
      name: 'EngineError',
      code: 'out-of-range',
      row: { key: 'intensity/steel/scope1/total' },
    });
  });
});

describe('a registered result with intervals', () => {
  it('is computed again to the digit by the engine that its run names, and refused where an end was changed', async () => {
    const { bytes, digest } = await buildEngine();
    const named = digest as Hex;
    const openEngine = openEngines(() => Promise.resolve(bytes));
    const computation = { method: METHOD, parameters: PARAMETERS, activity: ACTIVITY, factors: FACTORS };
    const { bundle } = makeResult(named, {}, computation);
    const { finding } = await verifyReperformance({ bundle, engines: [named], openEngine });
    expect(finding).toMatchObject({ result: 'pass' });
    const changed = makeResult(
      named,
      {
        figure: (figure) =>
          figure.key === 'scope1/total'
            ? { ...figure, detail: JSON.parse(JSON.stringify(figure.detail).replace('"low":"', '"low":"1')) }
            : figure,
      },
      computation,
    );
    const again = await verifyReperformance({ bundle: changed.bundle, engines: [named], openEngine });
    expect(again.finding).toMatchObject({ result: 'fail', code: 'figure-differs' });
  });
});
