import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { checkWholeLedger } from './check-whole-ledger.ts';
import { type Front, startFront } from './front.ts';
import { apiUrl, untilAtRest, untilOpen } from './ledger-states.ts';
import { type Load, startLoad } from './load.ts';
import { openRandom } from './random.ts';
import { silenceWorker, type Silenced, type Work } from './take-over.ts';
import { startWholeLedger, type WholeLedger } from './whole-ledger.ts';

const { numRuns, seed } = inject('properties');
type How = 'stopped' | 'cut off';

/** Who is silenced, and how. The long run also takes the others. */
const CASES: [Work, How][] = [
  ['sealer', 'stopped'],
  ['anchorer', 'cut off'],
  ['indexer', 'stopped'],
];
const OTHERS: [Work, How][] = [
  ['sealer', 'cut off'],
  ['anchorer', 'stopped'],
  ['indexer', 'cut off'],
];
if (numRuns > 100) CASES.push(...OTHERS);

/** A stand-by must take over in this time. Machines differ, so it is printed, and the test allows twice as much. */
const TAKE_OVER_SECONDS = 15;

let folder: string;
let ledger: WholeLedger;
let front: Front;
let load: Load;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-silenced-'));
  ledger = await startWholeLedger(folder, openRandom(seed), { paths: true });
  front = await startFront(() => ledger.apis(), openRandom(seed + 1));
}, 180_000);

afterAll(async () => {
  await front.stop();
  await ledger.stop();
  await rm(folder, { recursive: true });
});

/** Silences a process in the middle of its work, until the other one has taken over; then lets it continue. */
async function takeOver(work: Work, how: How): Promise<Silenced> {
  const ways = {
    stopped: { silence: stop, unsilence: resume },
    'cut off': { silence: cutOff, unsilence: restore },
  } as const;
  const silenced = await Promise.race([
    silenceWorker(ledger.parts, ledger.databaseUrl, work, ways[how]),
    load.failed,
  ]);
  ways[how].unsilence(silenced.part);
  return silenced;
}

type Named = Silenced['part'];
const stop = (part: Named): void => part.pause();
const resume = (part: Named): void => part.resume();
const cutOff = ({ name }: Named): void => ledger.paths.get(name)!.silence(true);
/** New connections work; those that went silent stay so. */
const restore = ({ name }: Named): void => ledger.paths.get(name)!.heal();

describe('a process that holds a lock', { timeout: 180_000 }, () => {
  it('works before anything is silent', async () => {
    await untilOpen(ledger);
    load = startLoad(ledger, front, seed);
    await Promise.race([
      expect.poll(() => load.receipts.length, { timeout: 60_000 }).toBeGreaterThan(0),
      load.failed,
    ]);
  });

  it.each(CASES)('loses it to the other one when it is silent: %s, %s', async (work, how) => {
    const { killed, by, did, seconds } = await takeOver(work, how);
    process.stderr.write(
      `${killed} was ${how}; ${by} ${did} after ${seconds.toFixed(1)} s (goal: ${TAKE_OVER_SECONDS} s)\n`,
    );
    expect(seconds).toBeLessThan(2 * TAKE_OVER_SECONDS);
  });

  it('changed nothing when it continued: the whole ledger is as the receipts say', async () => {
    await load.stop();
    await untilAtRest(ledger);
    expect({ losses: ledger.losses(), wrong: load.wrong }).toEqual({ losses: [], wrong: [] });
    const receipts = [...load.receipts, ...front.lost.map(({ receipt }) => receipt)];
    const evidence = {
      receipts,
      entries: load.entries,
      operator: ledger.keys.operator.address,
      policy: ledger.policy,
    };
    const { records } = await checkWholeLedger(apiUrl(ledger), evidence);
    expect(records).toBeGreaterThan(CASES.length);
  });
});
