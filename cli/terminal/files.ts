import { randomUUID } from 'node:crypto';
import { constants, createReadStream, existsSync, openAsBlob } from 'node:fs';
import {
  access,
  copyFile,
  type FileHandle,
  link,
  mkdir,
  open,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { BadInput } from '../../core/errors.ts';
import { BUNDLE_JSON } from '../../core/encoding/json.ts';
import { UsageError } from './usage-error.ts';
import type { Terminal } from './terminal.ts';

/** Files end here: one byte more than the largest that any format allows, so that its own limit speaks. */
const MOST_BYTES = BUNDLE_JSON.bytes + 1;

/**
 * Returns the bytes of a file, or of standard input where the path is `-`; at most 16 MiB and one byte.
 * @throws UsageError `file-unreadable`
 */
export async function readBytes(terminal: Terminal, path: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of streamBytes(terminal, path)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= MOST_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MOST_BYTES);
}

/** Returns a file whose parts are read as they are asked for. @throws UsageError `file-unreadable` */
export async function openBlob(terminal: Terminal, path: string): Promise<Blob> {
  const full = resolve(terminal.cwd, path);
  try {
    await access(full, constants.R_OK);
    return await openAsBlob(full);
  } catch (cause) {
    throw new UsageError('file-unreadable', `cannot read ${path}: ${describeFault(cause)}`, cause);
  }
}

/** Returns what is read of a file; where that is not as it should be, the message names the file. @throws BadInput */
export function readNaming<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    throw new BadInput(error.code, `${path}: ${error.message}`, error.value, error.path, error);
  }
}

/** Who may read a file that is written. */
export const FILE_MODES = { shared: 0o644, secret: 0o600 } as const;

/**
 * Writes a file that is not there yet, with its folder: whoever looks, and a crash, finds it whole or not at all.
 * @throws UsageError `file-exists`, `file-unwritable`
 */
export async function writeNewFile(
  terminal: Terminal,
  path: string,
  content: string | Uint8Array,
  mode: keyof typeof FILE_MODES = 'shared',
): Promise<void> {
  const full = resolve(terminal.cwd, path);
  await attemptWrite(path, async () => {
    await mkdir(dirname(full), { recursive: true });
    const fresh = `${full}.${randomUUID()}.new`;
    try {
      await writeFile(fresh, content, { flag: 'wx', mode: FILE_MODES[mode], flush: true });
      await placeFile(fresh, full);
    } finally {
      await rm(fresh, { force: true });
    }
  });
}

/** Gives a file its name, if none has it; file systems without links copy. */
async function placeFile(fresh: string, full: string): Promise<void> {
  try {
    await link(fresh, full);
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') throw cause;
    await copyFile(fresh, full, constants.COPYFILE_EXCL);
  }
}

/**
 * Returns a file that is not there yet, with its folder, opened to be written; the caller closes it.
 * @throws UsageError `file-exists`, `file-unwritable`
 */
export async function openNewFile(terminal: Terminal, path: string): Promise<FileHandle> {
  const full = resolve(terminal.cwd, path);
  return attemptWrite(path, async () => {
    await mkdir(dirname(full), { recursive: true });
    return open(full, 'wx', FILE_MODES.secret);
  });
}

/** Removes a file that was begun. */
export async function removeFile(terminal: Terminal, path: string): Promise<void> {
  await rm(resolve(terminal.cwd, path), { force: true });
}

/**
 * Writes a file of its owner alone over one that is there: a crash leaves the old one or the new one, never a half.
 * @throws UsageError `file-unwritable`
 */
export async function replaceFile(terminal: Terminal, path: string, content: string): Promise<void> {
  const full = resolve(terminal.cwd, path);
  const fresh = `${full}.new`;
  await attemptWrite(path, async () => {
    await writeFile(fresh, content, { flag: 'w', mode: FILE_MODES.secret, flush: true });
    await rename(fresh, full);
  });
}

/** Returns the bytes of a file, or of standard input where the path is `-`, as they are read. @throws UsageError `file-unreadable` while it is read */
export async function* streamBytes(terminal: Terminal, path: string): AsyncGenerator<Uint8Array> {
  const source = path === '-' ? terminal.readInput() : createReadStream(resolve(terminal.cwd, path));
  try {
    for await (const chunk of source) yield chunk as Uint8Array;
  } catch (cause) {
    throw new UsageError('file-unreadable', `cannot read ${path}: ${describeFault(cause)}`, cause);
  }
}

/** Returns the bytes of a file as they are read, none where there is no such file. @throws UsageError `file-unreadable` */
export async function* streamIfPresent(terminal: Terminal, path: string): AsyncGenerator<Uint8Array> {
  if (existsSync(resolve(terminal.cwd, path))) yield* streamBytes(terminal, path);
}

/**
 * Writes a file of its owner alone, over one that may be there, and returns it opened to write at its end; the caller closes it. A
 * crash leaves the old content or the new, and `content` may be read from the old.
 * @throws UsageError `file-unwritable`; what `content` throws
 */
export async function openRewritten(
  terminal: Terminal,
  path: string,
  content: AsyncIterable<string>,
): Promise<FileHandle> {
  const full = resolve(terminal.cwd, path);
  const fresh = `${full}.new`;
  return attemptWrite(path, async () => {
    await writeFile(fresh, content, { flag: 'w', mode: FILE_MODES.secret, flush: true });
    await rename(fresh, full);
    return open(full, 'a', FILE_MODES.secret);
  });
}

async function attemptWrite<Out>(path: string, write: () => Promise<Out>): Promise<Out> {
  try {
    return await write();
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    if (codeOf(cause) === 'EEXIST') {
      throw new UsageError('file-exists', `${path} exists and is not overwritten: name another file`, cause);
    }
    throw new UsageError('file-unwritable', `cannot write ${path}: ${describeFault(cause)}`, cause);
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}

function describeFault(cause: unknown): string {
  const known: Record<string, string> = {
    ENOENT: 'no such file',
    EISDIR: 'it is a folder',
    EACCES: 'permission denied',
    ENOTDIR: 'part of the path is no folder',
  };
  return known[codeOf(cause)] ?? (cause instanceof Error ? cause.message : String(cause));
}
