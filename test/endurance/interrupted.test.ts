import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readPublicAnswers } from '../helpers/public-answers.ts';
import type { SilentProxy } from '../helpers/silent-proxy.ts';
import { checkPublication } from './check-publication.ts';
import { checkWholeLedger } from './check-whole-ledger.ts';
import type { Kept } from './client.ts';
import { type Front, startFront, type SendMode } from './front.ts';
import { killAtRandom } from './kills.ts';
import type { LedgerEvidence } from './ledger-check.ts';
import { apiUrl, untilAtRest, untilOpen } from './ledger-states.ts';
import { type Load, startLoad } from './load.ts';
import { openRandom } from './random.ts';
import { formatRecoveries, watchLedger } from './recovery.ts';
import { openCaller, restoreBeside } from './restore-beside.ts';
import { silenceWorker, type Silenced, type TakeOver, type Work } from './take-over.ts';
import { startWholeLedger, type WholeLedger } from './whole-ledger.ts';
import { IS_LONG } from '../helpers/long.ts';

const { seed: propertySeed } = inject('properties');
const KILLS = Number(process.env['ENDURANCE_KILLS'] ?? (IS_LONG ? 100 : 3));
const SEEDS = IS_LONG ? [propertySeed, propertySeed + 1, propertySeed + 2] : [propertySeed];
const MINUTE = 60_000;

/** The kills are divided among the seeds. */
const KILLS_OF_SEED = Math.ceil(KILLS / SEEDS.length);

type How = 'stopped' | 'cut off';

/** Who is silenced, and how. The long run also takes the others. */
const SILENCED: [Work, How][] = [
  ['sealer', 'stopped'],
  ['anchorer', 'cut off'],
  ['indexer', 'stopped'],
];
const OTHERS: [Work, How][] = [
  ['sealer', 'cut off'],
  ['anchorer', 'stopped'],
  ['indexer', 'cut off'],
];
if (IS_LONG) SILENCED.push(...OTHERS);

/** A stand-by should take over in this time. Machines differ, so it is printed, and the test allows much more. */
const TAKE_OVER_SECONDS = 15;
const MOST_SECONDS = 90;

/** One ledger for all interruptions of a seed: to start it and to check all of it takes most of the time. */
describe.each(SEEDS)(
  'a ledger with two of every process, seed %i',
  { timeout: (30 + KILLS_OF_SEED) * MINUTE },
  (seed) => {
    const random = openRandom(seed);
    const { seconds, time } = openClock();
    let folder: string;
    let ledger: WholeLedger;
    let front: Front;
    let load: Load;
    let takeOvers: readonly TakeOver[] = [];

    async function untilMoreReceipts(): Promise<void> {
      const { length } = load.receipts;
      const more = expect.poll(() => load.receipts.length, { timeout: MINUTE }).toBeGreaterThan(length);
      await Promise.race([more, load.failed]);
    }

    beforeAll(async () => {
      process.stderr.write(`Kills: ENDURANCE_KILLS=${KILLS} PROPERTY_SEED=${seed}\n`);
      folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-endurance-'));
      ledger = await time('start', () => startWholeLedger(folder, random, { paths: true }));
      front = await startFront(() => ledger.apis(), openRandom(seed + 1));
    }, 3 * MINUTE);

    afterAll(async () => {
      await front.stop();
      await ledger.stop();
      if (process.env['ENDURANCE_KEEP'] === undefined) await rm(folder, { recursive: true });
      else process.stderr.write(`Kept: ${folder}\n`);
    }, MINUTE);

    it('works before it is interrupted', async () => {
      await time('open', () => untilOpen(ledger));
      load = startLoad(ledger, front, seed);
      await untilMoreReceipts();
    });

    it(`continues after ${KILLS_OF_SEED} kills at random moments`, async () => {
      const watch = watchLedger(ledger.databaseUrl, load);
      const killing = { ledger, front, random };
      const { kills, takeOvers: made } = await time('kills', () =>
        Promise.race([killAtRandom(killing, KILLS_OF_SEED), load.failed]),
      );
      await untilMoreReceipts();
      await watch.stop();
      const recovered = formatRecoveries(watch.recoveries(ledger.parts.flatMap((part) => part.killedAt())));
      process.stderr.write(`${JSON.stringify({ seed, recovered, takeOvers: made, kills })}\n`);
      expect(kills).toHaveLength(KILLS_OF_SEED);
      expect(ledger.parts.reduce((sum, part) => sum + part.killedAt().length, 0)).toBeGreaterThanOrEqual(
        KILLS_OF_SEED,
      );
      takeOvers = made;
    });

    it.each(SILENCED)('lets the other process take over from the %s that is %s', async (work, how) => {
      const silenced = await Promise.race([silence(ledger, work, how), load.failed]);
      const { killed, by, did, seconds: taken } = silenced;
      process.stderr.write(
        `${killed} was ${how}; ${by} ${did} after ${taken.toFixed(1)} s (goal: ${TAKE_OVER_SECONDS} s)\n`,
      );
      expect(taken).toBeLessThan(MOST_SECONDS);
    });

    it('has lost nothing: ledger and publication are as the receipts say', async () => {
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
      process.stderr.write(
        `${JSON.stringify({ seed, ...count, ...load.counts, lost, restored, seconds })}\n`,
      );
      expect(published).toEqual({ batches: count.batches, records: count.records });
      expect(count.records).toBeGreaterThan(KILLS_OF_SEED + SILENCED.length);
      expect(count.batches).toBeGreaterThan(1);
      expectAimed(lost, takeOvers);
    });
  },
);

/** Silences a process in the middle of its work, until the other one has taken over; then lets it continue. */
async function silence(ledger: WholeLedger, work: Work, how: How): Promise<Silenced> {
  const pathOf = ({ name }: Silenced['part']): SilentProxy => ledger.paths.get(name)!;
  const ways = {
    stopped: {
      silence: (part: Silenced['part']) => part.pause(),
      unsilence: (part: Silenced['part']) => part.resume(),
    },
    'cut off': {
      silence: (part: Silenced['part']) => pathOf(part).silence(true),
      // New connections work; those that went silent stay so.
      unsilence: (part: Silenced['part']) => pathOf(part).heal(),
    },
  };
  const silenced = await silenceWorker(ledger.parts, ledger.databaseUrl, work, ways[how]);
  ways[how].unsilence(silenced.part);
  return silenced;
}

/** Checks that the aimed kills happened. All of them need at least 18 kills. */
function expectAimed(lost: ReturnType<typeof countLost>, takeOvers: readonly TakeOver[]): void {
  // Answers were lost, and sending the record again returned the first receipt.
  for (const mode of ['one', 'many'] as const) {
    expect(lost[mode].again).toBe(lost[mode].records);
    if (KILLS_OF_SEED >= 18) expect(lost[mode].records).toBeGreaterThan(0);
  }
  const works = new Set(takeOvers.map(({ killed }) => killed.split('-')[0]));
  if (KILLS_OF_SEED >= 18) expect(works).toEqual(new Set(['sealer', 'anchorer', 'indexer']));
}

interface Clock {
  /** Seconds by part of the test. */
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

/** The number of records whose answers are compared between the ledger and the restored one. */
const COMPARED = 100;

/** Checks that a ledger restored from publication and chain gives the same answers. Returns how many were compared. */
async function compareRestored(ledger: WholeLedger): Promise<number> {
  const restored = await restoreBeside(ledger);
  try {
    const limits = { limit: 100, records: COMPARED };
    const before = await readPublicAnswers(openCaller(apiUrl(ledger)), limits);
    const after = await readPublicAnswers(openCaller(restored.url), limits);
    const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
    const different = [...paths].filter((path) => before[path] !== after[path]);
    expect(different.slice(0, 3).map((path) => [path, before[path], after[path]])).toEqual([]);
    return Object.keys(after).length;
  } finally {
    await restored.stop();
  }
}

/** Returns how many records had their receipt lost, and how many of these got the same receipt when sent again. */
function countLost(
  { lost }: Front,
  known: Kept['known'],
): Record<SendMode, { records: number; again: number }> {
  const count = (mode: SendMode): { records: number; again: number } => {
    const records = new Set(lost.filter((each) => each.mode === mode).map(({ receipt }) => receipt.record));
    return { records: records.size, again: [...records].filter((id) => known[mode].has(id)).length };
  };
  return { one: count('one'), many: count('many') };
}
