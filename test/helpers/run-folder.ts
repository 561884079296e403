import { existsSync } from 'node:fs';
import { chmod, lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startPostgres } from '../../devnet/postgres/embedded-postgres.ts';

const PREFIX = 'carbon-ledger-run-';
const NAME = /^carbon-ledger-run-(\d+)-.+$/;
/** PostgreSQL may run as another user, who must be able to enter the folder but not to list it. */
const ENTERED_BY_ALL = 0o711;

/** Makes a folder for the PostgreSQL of this run. Its name contains the process id. */
export async function makeRunFolder(parent: string): Promise<string> {
  const folder = await mkdtemp(join(parent, `${PREFIX}${process.pid}-`));
  await chmod(folder, ENTERED_BY_ALL);
  return folder;
}

/**
 * Stops the servers of killed runs and removes their folders. Folders that belong to another user or cannot be removed stay; they
 * do no harm.
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
  const found = NAME.exec(name);
  return found !== null && !isAlive(Number(found[1]));
}

/** Returns whether a folder belongs to this user. Does not follow a link, because anyone can make one in a shared folder. */
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
