import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Where files stand while they are written; the same file system, so that a rename is one step. */
const UNFINISHED = '.unfinished';

/** Makes the folders of a publication, durably. */
export async function makeFolders(folder: string, below: readonly string[]): Promise<void> {
  const made = await mkdir(folder, { recursive: true });
  for (const name of [...below, UNFINISHED]) await mkdir(join(folder, name), { recursive: true });
  await syncFolder(folder);
  if (made !== undefined) await syncFolder(dirname(made));
}

/** Removes what writers that were killed left unfinished. A writer that still runs fails at its rename, and tries again. */
export async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(join(folder, UNFINISHED)))
    await rm(join(folder, UNFINISHED, name), { force: true });
}

/**
 * Writes a file of a folder so that under its name stands the old content or the new one, whole, whatever stops when: written under
 * another name, synced, renamed, the folder synced. Returns what `write` returns.
 */
export async function writeWhole<Out>(
  folder: string,
  path: string,
  write: (file: FileHandle) => Promise<Out>,
): Promise<Out> {
  const fresh = join(folder, UNFINISHED, `${basename(path)}.${randomBytes(8).toString('hex')}`);
  const target = join(folder, path);
  const file = await open(fresh, 'wx', 0o644);
  try {
    const result = await write(file);
    await file.sync();
    await file.close();
    await rename(fresh, target);
    await syncFolder(dirname(target));
    return result;
  } catch (error) {
    await file.close().catch(() => {});
    await rm(fresh, { force: true });
    throw error;
  }
}

/** A rename is durable once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
