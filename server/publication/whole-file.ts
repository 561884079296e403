import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** The folder of files that are being written. It is in the same file system, so that a rename is atomic. */
const UNFINISHED = '.unfinished';
/** The same for documents. Writing one takes long, and who writes batches meanwhile removes what is unfinished of them. */
export const UNFINISHED_DOCUMENTS = '.unfinished-documents';

/** Creates the folders of a publication, durably. */
export async function makeFolders(folder: string, below: readonly string[]): Promise<void> {
  const made = await mkdir(folder, { recursive: true });
  for (const name of [...below, UNFINISHED]) await mkdir(join(folder, name), { recursive: true });
  await syncFolder(folder);
  if (made !== undefined) await syncFolder(dirname(made));
}

/** Removes unfinished files of writers that were killed. A writer that still runs fails at its rename, and tries again. */
export async function removeUnfinished(folder: string, unfinished = UNFINISHED): Promise<void> {
  for (const name of await readdir(join(folder, unfinished)))
    await rm(join(folder, unfinished, name), { force: true });
}

/**
 * Writes a file atomically: whatever fails, the file has its complete old or its complete new content. It writes under another name, syncs,
 * renames, and syncs the folder. Returns what `write` returns. An error names the file itself, not the other name, which is a new one
 * at each try: so the same failure always has the same message.
 */
export async function writeWhole<Out>(
  folder: string,
  path: string,
  write: (file: FileHandle) => Promise<Out>,
  unfinished = UNFINISHED,
): Promise<Out> {
  const fresh = join(folder, unfinished, `${basename(path)}.${randomBytes(8).toString('hex')}`);
  const target = join(folder, path);
  return writeThenRename(fresh, target, write).catch((error: unknown) => {
    if (error instanceof Error) error.message = error.message.replaceAll(fresh, target);
    throw error;
  });
}

async function writeThenRename<Out>(
  fresh: string,
  target: string,
  write: (file: FileHandle) => Promise<Out>,
): Promise<Out> {
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

/** Syncs a folder: a rename is durable only after that. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
