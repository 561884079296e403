import { randomUUID } from 'node:crypto';
import { copyFileSync, readFileSync } from 'node:fs';
import { copyFile, readFile, rename, rm, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

const KEEP_MS = 250;
/** Reading a state over and over takes a twentieth of the time at most, however large it grows. */
const REST = 20;

/** Keeps a copy of each state that anvil wrote whole, until the signal: it writes in place, and a kill in the middle breaks the file. */
export async function keepWholeState(file: string, signal: AbortSignal): Promise<void> {
  let kept = 0;
  while (!signal.aborted) {
    const began = performance.now();
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: kept }));
    if (mtimeMs !== kept && (await keepOnce(file).catch(() => false))) kept = mtimeMs;
    const rest = Math.max(KEEP_MS, REST * (performance.now() - began));
    await wait(rest, undefined, { signal, ref: false }).catch(() => {});
  }
}

/** Puts the last whole state in the place of a broken one; a state that is whole, or was never written, stays as it is. */
export function mendState(file: string): void {
  try {
    if (isWhole(readFileSync(file, 'utf8'))) return;
    copyFileSync(nameKept(file), file);
  } catch {
    // There is no state before the first start, and no copy before the first state: anvil tells what it cannot read.
  }
}

async function keepOnce(file: string): Promise<boolean> {
  const copy = `${file}.${randomUUID()}`;
  try {
    await copyFile(file, copy);
    if (!isWhole(await readFile(copy, 'utf8'))) return false;
    await rename(copy, nameKept(file));
    return true;
  } finally {
    await rm(copy, { force: true });
  }
}

function nameKept(file: string): string {
  return `${file}.kept`;
}

function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
