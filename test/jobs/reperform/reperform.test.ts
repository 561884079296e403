import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../core/encoding/json.ts';
import { openKnownEngine, readEngineDigests } from '../../../jobs/engines/engine-folder.ts';
import { reperform, type ReperformPorts } from '../../../jobs/reperform/reperform.ts';
import { makeResult } from '../../helpers/reperformed-result.ts';

const digest = (await readEngineDigests()).at(-1)!;
const ports: ReperformPorts = { engines: null, openEngine: openKnownEngine, onSolving: () => {} };
const run = (change?: (described: JsonObject) => JsonObject, more: Partial<ReperformPorts> = {}) => {
  const { bundle } = makeResult(digest, change === undefined ? {} : { run: change as never });
  return reperform({ records: bundle.records, rows: [] }, { ...ports, ...more });
};

describe('computing a result again', () => {
  it('passes where every figure is the same to the digit, and returns the figures', async () => {
    const { finding, computed } = await run();
    expect(finding).toMatchObject({ result: 'pass' });
    expect(computed.size).toBe(1);
  });

  it('runs only engines that a policy accepts', async () => {
    expect((await run(undefined, { engines: [digest] })).finding).toMatchObject({ result: 'pass' });
    expect((await run(undefined, { engines: [`0x${'1'.repeat(64)}`] })).finding).toMatchObject({
      ...{ result: 'skipped', code: 'engine-not-accepted' },
    });
  });

  it('ends before it does more work than a verification', async () => {
    expect((await run((described) => ({ ...described, draws: 2 ** 30 }))).finding).toMatchObject({
      ...{ result: 'skipped', code: 'over-limit' },
    });
  });
});
