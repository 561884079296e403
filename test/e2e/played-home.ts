import { execFile } from 'node:child_process';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import type {} from '../global-setup.ts';
import { endLedgerIn, playExampleIn } from './started-ledger.ts';

const MOST_MS = 240_000;

/** Copies the home of a ledger that has played the worked example, and was stopped, to a folder. The first test of a run that asks for it plays it. */
export async function copyPlayedHome(folder: string): Promise<void> {
  const parent = inject('played');
  const [home, done] = [join(parent, 'home'), join(parent, 'done')];
  if (await isFirst(join(parent, 'begun'))) {
    await endLedgerIn(home, await playExampleIn(home));
    await writeFile(done, '');
  } else await waitFor(done);
  // With the owner of each file: PostgreSQL never runs as root.
  await promisify(execFile)('cp', ['-a', `${home}/.`, folder]);
}

async function isFirst(mark: string): Promise<boolean> {
  try {
    await mkdir(mark);
    return true;
  } catch {
    return false;
  }
}

/** @throws Error if the test that plays it does not end */
async function waitFor(file: string): Promise<void> {
  for (const end = Date.now() + MOST_MS; Date.now() < end; await pause(200)) {
    const isThere = await access(file).then(
      () => true,
      () => false,
    );
    if (isThere) return;
  }
  throw new Error(`${file} is not there after ${MOST_MS / 1000} s: the worked example was not played`);
}
