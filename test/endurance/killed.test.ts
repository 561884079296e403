import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import type { z } from 'zod';
import { openApi } from '../../cli/api.ts';
import { batchViewSchema, statusSchema } from '../../server/http/schemas.ts';
import { checkWholeLedger } from './check-whole-ledger.ts';
import { killAtRandom } from './kills.ts';
import { startLoad } from './load.ts';
import { openRandom } from './random.ts';
import { startWholeLedger, type WholeLedger } from './whole-ledger.ts';

const { numRuns, seed: propertySeed } = inject('properties');
const IS_LONG = numRuns > 100;
const KILLS = Number(process.env['ENDURANCE_KILLS'] ?? (IS_LONG ? 100 : 20));
const SEEDS = IS_LONG ? [propertySeed, propertySeed + 1, propertySeed + 2] : [propertySeed];
const MINUTE = 60_000;

/** Long runs share the kills among their seeds. */
const KILLS_OF_SEED = Math.ceil(KILLS / SEEDS.length);

describe('two of every process, each on its own', { timeout: (2 + KILLS_OF_SEED) * MINUTE }, () => {
  it.each(SEEDS)(`lose nothing in ${KILLS_OF_SEED} kills at random moments, seed %i`, async (seed) => {
    process.stderr.write(`Kills: ENDURANCE_KILLS=${KILLS} PROPERTY_SEED=${seed}\n`);
    const folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-endurance-'));
    const random = openRandom(seed);
    const ledger = await startWholeLedger(folder, random);
    try {
      await untilOpen(ledger);
      const load = startLoad(ledger, seed);
      const killed = await killAtRandom(ledger.parts, KILLS_OF_SEED, random);
      await load.stop();
      await untilAtRest(ledger);
      const { receipts, wrong, counts } = load;
      expect({ losses: ledger.losses(), wrong }).toEqual({ losses: [], wrong: [] });
      const operator = ledger.keys.operator.address;
      const count = await checkWholeLedger(ledger.apiUrls()[0]!, {
        receipts,
        entries: [],
        operator,
        policy: ledger.policy,
      });
      process.stderr.write(
        `${JSON.stringify({ seed, ...count, ...counts, receipts: receipts.length, killed })}\n`,
      );
      expect(killed).toHaveLength(KILLS_OF_SEED);
      expect(ledger.parts.reduce((sum, part) => sum + part.kills(), 0)).toBeGreaterThanOrEqual(KILLS_OF_SEED);
      expect(count.records).toBe(new Set(receipts.map(({ record }) => record)).size);
      expect(count.records).toBeGreaterThan(KILLS_OF_SEED);
      expect(count.batches).toBeGreaterThan(1);
    } finally {
      await ledger.stop();
      if (process.env['ENDURANCE_KEEP'] === undefined) await rm(folder, { recursive: true });
      else process.stderr.write(`Kept: ${folder}\n`);
    }
  });
});

/** Keys and roles count once a later block than theirs is final. */
async function untilOpen(ledger: WholeLedger): Promise<void> {
  const readFinal = async (): Promise<number> => (await readStatus(ledger)).chain?.final?.number ?? 0;
  await expect.poll(readFinal, { timeout: MINUTE, interval: 200 }).toBeGreaterThan(ledger.registeredAt);
}

/** Nothing waits, and a block later than the newest anchor is final: only such a one shows that no window closed before (§11). */
async function untilAtRest(ledger: WholeLedger): Promise<void> {
  const rest = async (): Promise<string> => {
    const { sealed, final, queue, halted, chain } = await readStatus(ledger);
    if (halted !== null) return halted.message;
    if (queue.waiting > 0 || sealed !== final)
      return `${final} of ${sealed} batches final, ${queue.waiting} records wait`;
    const { anchor } = await openApi(ledger.apiUrls()[0]!).get(`/v1/batches/${sealed}`, batchViewSchema);
    return (chain?.final?.time ?? 0) > (anchor?.anchoredAt ?? Infinity)
      ? 'at rest'
      : 'no later block is final';
  };
  await expect.poll(rest, { timeout: 2 * MINUTE, interval: 500 }).toBe('at rest');
}

function readStatus(ledger: WholeLedger): Promise<z.infer<typeof statusSchema>> {
  return openApi(ledger.apiUrls()[0]!).get('/v1/status', statusSchema);
}
