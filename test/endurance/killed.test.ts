import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { readPublicAnswers } from '../helpers/public-answers.ts';
import { checkPublication } from './check-publication.ts';
import { checkWholeLedger } from './check-whole-ledger.ts';
import type { Kept } from './client.ts';
import { type Front, startFront, type Way } from './front.ts';
import { killAtRandom } from './kills.ts';
import type { LedgerEvidence } from './ledger-check.ts';
import { apiUrl, untilAtRest, untilOpen } from './ledger-states.ts';
import { type Load, startLoad } from './load.ts';
import { openRandom } from './random.ts';
import { openAnswering, restoreBeside } from './restore-beside.ts';
import type { TakeOver } from './take-over.ts';
import { startWholeLedger, type WholeLedger } from './whole-ledger.ts';

const { numRuns, seed: propertySeed } = inject('properties');
const IS_LONG = numRuns > 100;
const KILLS = Number(process.env['ENDURANCE_KILLS'] ?? (IS_LONG ? 100 : 20));
const SEEDS = IS_LONG ? [propertySeed, propertySeed + 1, propertySeed + 2] : [propertySeed];
const MINUTE = 60_000;

/** Long runs share the kills among their seeds. */
const KILLS_OF_SEED = Math.ceil(KILLS / SEEDS.length);

describe('two of every process, each on its own', { timeout: (30 + KILLS_OF_SEED) * MINUTE }, () => {
  it.each(SEEDS)(`lose nothing in ${KILLS_OF_SEED} kills at random moments, seed %i`, async (seed) => {
    process.stderr.write(`Kills: ENDURANCE_KILLS=${KILLS} PROPERTY_SEED=${seed}\n`);
    const folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-endurance-'));
    const random = openRandom(seed);
    const { seconds, time } = openClock();
    const ledger = await time('start', () => startWholeLedger(folder, random));
    const front = await startFront(() => ledger.apis(), openRandom(seed + 1));
    try {
      await time('open', () => untilOpen(ledger));
      const load = startLoad(ledger, front, seed);
      const killing = { ledger, front, random };
      const { told, takeOvers } = await time('kills', () => killAtRandom(killing, KILLS_OF_SEED));
      await time('rest', async () => {
        await load.stop();
        await untilAtRest(ledger);
      });
      expect({ losses: ledger.losses(), wrong: load.wrong }).toEqual({ losses: [], wrong: [] });
      const evidence = gatherEvidence(ledger, front, load);
      const count = await time('check', () => checkWholeLedger(apiUrl(ledger), evidence));
      const published = await checkPublication(ledger.publication, evidence);
      const restored = IS_LONG ? await time('restore', () => compareRestored(ledger)) : null;
      const lost = countLost(front, load.known);
      const report = { seed, ...count, ...load.counts, lost, restored, seconds, takeOvers, told };
      process.stderr.write(`${JSON.stringify(report)}\n`);
      expect(published).toEqual({ batches: count.batches, records: count.records });
      expect(told).toHaveLength(KILLS_OF_SEED);
      expect(ledger.parts.reduce((sum, part) => sum + part.kills(), 0)).toBeGreaterThanOrEqual(KILLS_OF_SEED);
      expect(count.records).toBeGreaterThan(KILLS_OF_SEED);
      expect(count.batches).toBeGreaterThan(1);
      expectAimed(lost, takeOvers);
    } finally {
      await front.stop();
      await ledger.stop();
      if (process.env['ENDURANCE_KEEP'] === undefined) await rm(folder, { recursive: true });
      else process.stderr.write(`Kept: ${folder}\n`);
    }
  });
});

/** What was aimed at did happen; the order of aims needs 18 kills. */
function expectAimed(lost: ReturnType<typeof countLost>, takeOvers: readonly TakeOver[]): void {
  // Answers got lost, and whoever sent the same again got the first receipt.
  for (const way of ['one', 'many'] as const) {
    expect(lost[way].again).toBe(lost[way].records);
    if (KILLS_OF_SEED >= 18) expect(lost[way].records).toBeGreaterThan(0);
  }
  const works = new Set(takeOvers.map(({ killed }) => killed.split('-')[0]));
  if (KILLS_OF_SEED >= 18) expect(works).toEqual(new Set(['sealer', 'anchorer', 'indexer']));
}

interface Clock {
  /** What each part took. */
  readonly seconds: Readonly<Record<string, number>>;
  time<Out>(name: string, run: () => Promise<Out>): Promise<Out>;
}

function openClock(): Clock {
  const seconds: Record<string, number> = {};
  return {
    seconds,
    async time(name, run) {
      const since = performance.now();
      const result = await run();
      seconds[name] = Math.round((performance.now() - since) / 1000);
      return result;
    },
  };
}

function gatherEvidence({ keys, policy }: WholeLedger, { lost }: Front, load: Load): LedgerEvidence {
  const receipts = [...load.receipts, ...lost.map(({ receipt }) => receipt)];
  return { receipts, entries: load.entries, operator: keys.operator.address, policy };
}

/** Of how many records each answer of a restored ledger is compared by itself. */
const COMPARED = 100;

/** Returns how many answers a ledger, rebuilt in an empty database from publication and chain, gives the same. */
async function compareRestored(ledger: WholeLedger): Promise<number> {
  const restored = await restoreBeside(ledger);
  try {
    const wanted = { limit: 100, records: COMPARED };
    const before = await readPublicAnswers(openAnswering(apiUrl(ledger)), wanted);
    const after = await readPublicAnswers(openAnswering(restored.url), wanted);
    const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
    const different = [...paths].filter((path) => before[path] !== after[path]);
    expect(different.slice(0, 3).map((path) => [path, before[path], after[path]])).toEqual([]);
    return Object.keys(after).length;
  } finally {
    await restored.stop();
  }
}

/** How many records had an acknowledgement that was lost, and how many of these got their first receipt when they were sent again. */
function countLost({ lost }: Front, known: Kept['known']): Record<Way, { records: number; again: number }> {
  const count = (way: Way): { records: number; again: number } => {
    const records = new Set(lost.filter((each) => each.way === way).map(({ receipt }) => receipt.record));
    return { records: records.size, again: [...records].filter((id) => known[way].has(id)).length };
  };
  return { one: count('one'), many: count('many') };
}
