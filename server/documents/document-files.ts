import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hex } from '../../core/encoding/hex.ts';

/** The folder of documents that have not arrived whole. It is in the same file system, so that a rename is atomic. */
const UNFINISHED = '.unfinished';
/** All processes of the ledger read and write the folder: its group is theirs. */
const MODE = 0o660;

/** Returns the path of a document in the folder of documents. */
export function documentPath(folder: string, sha256: string): string {
  return join(folder, sha256);
}

/** Returns the path of the part of a document that has arrived from a party. */
export function unfinishedPath(folder: string, sha256: string, party: Hex): string {
  return join(folder, UNFINISHED, `${sha256}.${party.slice(2)}`);
}

/** Returns the path of a document that is being restored. */
export function restoredPath(folder: string, sha256: string): string {
  return join(folder, UNFINISHED, `${sha256}.restored`);
}

/** Returns the size of a file in bytes; null if there is none. */
export async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Opens a file for writing from the byte `from` on, and makes it if it is missing. What it has beyond is cut off. */
export async function openUnfinished(folder: string, path: string, from: number): Promise<FileHandle> {
  await mkdir(join(folder, UNFINISHED), { recursive: true });
  const file = await open(path, from === 0 ? 'w' : 'r+', MODE);
  try {
    // The mode of `open` is narrowed by the process's mask, and other processes of the ledger may continue the file.
    if (from === 0) await file.chmod(MODE).catch(() => {});
    await file.truncate(from);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Gives a complete, synced file its final name, durably. */
export async function placeFile(folder: string, from: string, sha256: string): Promise<void> {
  await rename(from, documentPath(folder, sha256));
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Deletes a file, if it is there. */
export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true });
}

/** Whether a file does not exist. */
export function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}

/** Whether a disk, or the share of it that the process may use, is full. */
export function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
