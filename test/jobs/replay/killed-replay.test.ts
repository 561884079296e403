import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { makePublication } from '../../../bench/million/made-publication.ts';
import { openRandom } from '../../endurance/random.ts';
import { IS_LONG } from '../../helpers/long.ts';

const { seed } = inject('properties');
const KILLS = IS_LONG ? 100 : 2;
const [BATCHES, SIZE] = [400, 10];
const TOTAL = BATCHES * SIZE;
const PROGRAM = resolve(import.meta.dirname, '../../../bench/million/replay-run.ts');

let home: string;
let publication: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'killed-replay-'));
  publication = join(home, 'publication');
  const headers = await makePublication(publication, BATCHES, SIZE);
  await writeFile(join(publication, 'headers.json'), JSON.stringify(headers));
});

afterAll(() => rm(home, { recursive: true }));

interface Run {
  readonly child: ChildProcess;
  /** Records that were checked so far. */
  countChecked(): Promise<number>;
}

/** Starts a replay as a process of its own, which counts what it checks in a file. */
async function start(name: string, state: string): Promise<Run> {
  const counts = join(home, name);
  await writeFile(counts, '');
  const child = fork(PROGRAM, [publication, state, '1', counts], { execArgv: [] });
  return {
    child,
    async countChecked() {
      const lines = (await readFile(counts, 'utf8')).split('\n').filter((line) => line !== '');
      return lines.reduce((sum, line) => sum + Number(line), 0);
    },
  };
}

interface Saved {
  readonly digests: Readonly<Record<string, string>>;
  readonly progress: { readonly records: number };
}

/** Returns what a state holds; null before the first batch. */
async function readSaved(state: string): Promise<Saved | null> {
  const text = await readFile(join(state, 'state.json'), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as Saved);
}

/** Kills a replay when it has checked this many records, and a moment later. Returns false if it had ended by then. */
async function killAt({ child, countChecked }: Run, records: number, moment: number): Promise<boolean> {
  const ended = once(child, 'exit');
  while (child.exitCode === null && (await countChecked()) < records) await pause(1);
  await pause(moment);
  child.kill('SIGKILL');
  await ended;
  return child.signalCode === 'SIGKILL';
}

describe('A replay that is killed again and again', () => {
  it(`does at most 1 % of all records again after each of ${KILLS} kills, and comes to the same state`, async () => {
    const random = openRandom(seed);
    const state = join(home, 'killed');
    const again: number[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const before = (await readSaved(state))?.progress.records ?? 0;
      const run = await start(`counts-${kill}`, state);
      const share = Math.ceil((2 * TOTAL) / KILLS);
      if (!(await killAt(run, 1 + random.below(Math.min(share, TOTAL / 4)), random.below(12)))) break;
      const kept = ((await readSaved(state))?.progress.records ?? 0) - before;
      again.push((await run.countChecked()) - kept);
    }
    expect(again.length).toBeGreaterThanOrEqual(Math.min(KILLS, 3));
    expect(Math.max(...again), `seed ${seed}: ${again.join()}`).toBeLessThanOrEqual(TOTAL / 100);
    for (const name of ['killed', 'whole']) {
      const { child } = await start(`counts-${name}`, join(home, name));
      await once(child, 'exit');
      expect(child.exitCode).toBe(0);
    }
    const whole = await readSaved(join(home, 'whole'));
    expect(whole?.progress.records).toBe(TOTAL);
    expect(await readSaved(state)).toEqual(whole);
  }, 240_000);
});
