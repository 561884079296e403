import { existsSync } from 'node:fs';
import { chmod, lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startPostgres } from '../../devnet/postgres/embedded-postgres.ts';

const PREFIX = 'carbon-ledger-test-';
const NAME = new RegExp(`^${PREFIX}(\\d+)(-|$)`);
/** PostgreSQL may run as another user, which must enter the folder and need not list it. */
const ENTERED_BY_ALL = 0o711;

/** Returns a new folder for the PostgreSQL of this run; its name holds the process id. */
export async function makeRunFolder(parent: string): Promise<string> {
  const folder = await mkdtemp(join(parent, `${PREFIX}${process.pid}-`));
  await chmod(folder, ENTERED_BY_ALL);
  return folder;
}

/**
 * Stops the servers of runs that were killed, and removes their folders. What belongs to another user, or can't be removed,
 * stays: it is in nobody's way.
 */
export async function removeLeftovers(parent: string): Promise<void> {
  for (const name of (await readdir(parent)).filter(isOfEndedRun)) {
    const folder = join(parent, name);
    if (!(await isOwn(folder))) continue;
    if (existsSync(join(folder, 'cluster', 'postmaster.pid'))) {
      const orphan = await startPostgres({ dataDir: folder, profile: 'fast' }).catch(() => null);
      await orphan?.stop();
    }
    await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}

function isOfEndedRun(name: string): boolean {
  const pid = NAME.exec(name)?.[1];
  return pid !== undefined && !isAlive(Number(pid));
}

/** A link is never followed: in a folder that all may write to, anyone may have put it there. */
async function isOwn(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => null);
  return found !== null && found.isDirectory() && found.uid === (process.getuid?.() ?? found.uid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
