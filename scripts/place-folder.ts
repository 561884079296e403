import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Milliseconds after which a folder that is not in its place was left by a killed program. */
const LEFT = 3_600_000;

/** How often the place is freed while other programs fill it. */
const MOST_TURNS = 1_000;

/**
 * Makes a folder beside its place, and puts it there once it is whole: instead of what is there, if anything. Any number of programs may
 * do so at the same time, and the last one counts. For a moment nothing is there: no file system exchanges two folders in one step.
 */
export async function placeFolder(place: string, fill: (folder: string) => Promise<unknown>): Promise<void> {
  await mkdir(dirname(place), { recursive: true });
  await removeLeft(place);
  const fresh = await mkdtemp(`${place}.new-`);
  try {
    // A new temporary folder is for its owner alone; a server may run as another user.
    await chmod(fresh, 0o755);
    await fill(fresh);
    for (let turn = 0; !(await isPlaced(fresh, place)); turn++) {
      if (turn >= MOST_TURNS) throw new Error(`${place} cannot be replaced`);
      await moveAway(place);
    }
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function isPlaced(fresh: string, place: string): Promise<boolean> {
  try {
    await rename(fresh, place);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOTEMPTY', 'EEXIST')) return false;
    throw error;
  }
}

async function moveAway(place: string): Promise<void> {
  const old = await mkdtemp(`${place}.old-`);
  // Another program may have moved it before.
  await rename(place, join(old, 'folder')).catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT')) throw error;
  });
  await rm(old, { recursive: true, force: true });
}

async function removeLeft(place: string): Promise<void> {
  const [parent, name] = [dirname(place), basename(place)];
  for (const other of await readdir(parent)) {
    if (!other.startsWith(`${name}.new-`) && !other.startsWith(`${name}.old-`)) continue;
    const path = join(parent, other);
    const changed = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - changed > LEFT) await rm(path, { recursive: true, force: true });
  }
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
