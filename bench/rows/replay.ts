import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makePublication } from '../million/made-publication.ts';
import { MIXTURE } from '../million/records.ts';
import type { ReplayRun } from '../million/replay-run.ts';
import { meanOf, type Raw, recoverRaw } from '../tools/recover-raw.ts';
import type { Row } from '../tools/row.ts';

const SIZE = 10_000;
const BATCHES = Math.ceil(Number(process.env['REPLAY_RECORDS'] ?? 1_000_000) / SIZE);
const GIB = 2 ** 30;
/** Milliseconds from the end of a batch to the kill: some of the next batch is checked by then. */
const KILL_AFTER = 1_000;

const METHOD = `A publication of ${(BATCHES * SIZE).toLocaleString('en-GB')} signed records in ${BATCHES} batches (${MIXTURE}), replayed in a process of its own with a thread for
each core; the chain's answers are made up, so that only the replay is measured. A second replay is killed in the middle and
run again; what it had checked and not saved is counted. The comparison, before and after: recover signers on each core, and nothing else. \`REPLAY_RECORDS\` sets another
number of records.`;

/** Measures a whole replay, and one that is killed and run again. */
export async function measureRow(): Promise<Row> {
  const home = await mkdtemp(join(tmpdir(), 'bench-replay-'));
  try {
    const publication = join(home, 'publication');
    const headers = await makePublication(publication, BATCHES, SIZE);
    await writeFile(join(publication, 'headers.json'), JSON.stringify(headers));
    const before = await recoverRaw();
    const whole = await replay(publication, join(home, 'whole'));
    const raw = meanOf(before, await recoverRaw());
    const checked = await killInTheMiddle(publication, join(home, 'killed'));
    const rest = await replay(publication, join(home, 'killed'));
    return render(raw, whole, (checked - rest.before) / (BATCHES * SIZE), rest);
  } finally {
    await rm(home, { recursive: true });
  }
}

function render(raw: Raw, whole: ReplayRun, again: number, rest: ReplayRun): Row {
  if (whole.findings + rest.findings > 0) throw new Error('an honest publication was found at fault');
  const perSecond = (rate: number): string => Math.round(rate * 1000).toLocaleString('en-GB');
  const rate = whole.records / whole.wall;
  return {
    title: 'Replay of a ledger',
    method: METHOD,
    head: ['', 'records a second', 'peak memory'],
    lines: [
      ['replay', perSecond(rate), `${Math.round(whole.peak / 2 ** 20)} MiB`],
      ['raw recovery, on all cores', perSecond(raw.rate), ''],
    ],
    goals: [
      { what: 'records / recoveries', ratio: rate / raw.rate, goal: 0.5, sense: 'at least' },
      {
        what: 'processor: recovery / record',
        ratio: (raw.recovery * whole.records) / whole.cpu,
        goal: 0.5,
        sense: 'at least',
      },
      { what: 'peak memory, GiB', ratio: whole.peak / GIB, goal: 1, sense: 'at most' },
      { what: 'records done again after a kill / all', ratio: again, goal: 0.01, sense: 'at most' },
    ],
  };
}

function start(publication: string, state: string, counts: readonly string[] = []): ChildProcess {
  const threads = String(availableParallelism());
  const file = resolve(import.meta.dirname, '../million/replay-run.ts');
  return fork(file, [publication, state, threads, ...counts], { execArgv: [] });
}

async function replay(publication: string, state: string): Promise<ReplayRun> {
  const child = start(publication, state);
  let last: unknown = null;
  child.on('message', (message) => (last = message));
  await once(child, 'exit');
  if (last === null || typeof last !== 'object' || !('wall' in last)) throw new Error('the replay failed');
  return last as ReplayRun;
}

/** Kills a replay in the middle, and in the middle of a batch. Returns how many records it had checked. */
async function killInTheMiddle(publication: string, state: string): Promise<number> {
  const counts = `${state}.counts`;
  const child = start(publication, state, [counts]);
  child.on('message', ({ number = 0 }: { number?: number }) => {
    if (number >= BATCHES / 2) setTimeout(() => child.kill('SIGKILL'), KILL_AFTER);
  });
  await once(child, 'exit');
  const lines = (await readFile(counts, 'utf8')).split('\n');
  return lines.reduce((sum, line) => sum + Number(line), 0);
}
