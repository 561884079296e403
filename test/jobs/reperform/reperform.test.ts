import { describe, expect, it } from 'vitest';
import type { Hex } from '../../../core/encoding/hex.ts';
import type { JsonObject } from '../../../core/encoding/json.ts';
import { openKnownEngine, readEngineDigests } from '../../../cli/engines/engine-folder.ts';
import { reperform } from '../../../jobs/reperform/reperform.ts';
import { makeResult } from '../../helpers/reperformed-result.ts';

const digest = (await readEngineDigests()).at(-1)!;
const run = (engines: readonly Hex[] | null, change?: (described: JsonObject) => JsonObject) => {
  const { bundle } = makeResult(digest, change === undefined ? {} : { run: change as never });
  return reperform({ bundle, engines }, { openEngine: openKnownEngine });
};

describe('computing a result again', () => {
  it('passes where every figure is the same to the digit, and returns the figures', async () => {
    const { finding, computed } = await run(null);
    expect(finding).toMatchObject({ result: 'pass' });
    expect(computed.size).toBe(1);
  });

  it('runs only engines that a policy accepts', async () => {
    expect((await run([digest])).finding).toMatchObject({ result: 'pass' });
    expect((await run([`0x${'1'.repeat(64)}`])).finding).toMatchObject({
      ...{ result: 'skipped', code: 'engine-not-accepted' },
    });
  });

  it('ends before it does more work than a verification', async () => {
    expect((await run(null, (described) => ({ ...described, draws: 2 ** 30 }))).finding).toMatchObject({
      ...{ result: 'skipped', code: 'over-limit' },
    });
  });
});
