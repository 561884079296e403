import { randomUUID } from 'node:crypto';
import { constants, createReadStream, existsSync, openAsBlob, rmSync } from 'node:fs';
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
import { EXIT_CODES } from '../../core/exit-codes.ts';
import { UsageError } from './usage-error.ts';
import type { Terminal } from './terminal.ts';

/** The most bytes that are read: one more than any format allows, so that the parser reports its own limit. */
const MOST_BYTES = BUNDLE_JSON.bytes + 1;

/**
 * Returns the bytes of a file, or of standard input for the path `-`. It reads at most one byte more than 16 MiB.
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

/** Returns a file whose parts are read on demand. @throws UsageError `file-unreadable` */
export async function openBlob(terminal: Terminal, path: string): Promise<Blob> {
  const full = resolve(terminal.cwd, path);
  try {
    await access(full, constants.R_OK);
    return await openAsBlob(full);
  } catch (cause) {
    throw explainUnreadable(path, cause);
  }
}

/** Returns what `read` returns, and adds the name of the file to the message of an error. @throws BadInput */
export function readNaming<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    throw new BadInput(error.code, `${path}: ${error.message}`, error.value, error.path, error);
  }
}

/** Does as `readNaming` for what is read in parts. @throws BadInput */
export async function namingFile<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    return readNaming(path, () => {
      throw error;
    });
  }
}

/** Who may read a file that is written. */
export const FILE_MODES = { shared: 0o644, secret: 0o600 } as const;

/**
 * Writes a new file, and its folder if it is missing. The file exists only when it is complete, also after a crash.
 * @throws UsageError `file-exists`, `file-unwritable`
 */
export async function writeNewFile(
  terminal: Terminal,
  path: string,
  content: string | Uint8Array | Iterable<string>,
  mode: keyof typeof FILE_MODES = 'shared',
): Promise<void> {
  const full = resolve(terminal.cwd, path);
  await attemptWrite(path, async () => {
    await mkdir(dirname(full), { recursive: true });
    const fresh = `${full}.${randomUUID()}.new`;
    const keep = removeOnSignal(fresh);
    try {
      await writeFile(fresh, content, { flag: 'wx', mode: FILE_MODES[mode], flush: true });
      await placeFile(fresh, full);
    } finally {
      await rm(fresh, { force: true });
      keep();
    }
  });
}

/** Removes a file if the user ends the program meanwhile, unless the command handles that itself. Returns a function that ends this. */
function removeOnSignal(file: string): () => void {
  if (process.listenerCount('SIGINT') > 0) return () => {};
  const remove = (): void => {
    rmSync(file, { force: true });
    process.exit(EXIT_CODES.signalled);
  };
  process.once('SIGINT', remove);
  return () => void process.removeListener('SIGINT', remove);
}

/** Checks that a new file can have this name, before long work for it. @throws UsageError `file-exists` */
export function checkNewFile(terminal: Terminal, path: string): void {
  if (existsSync(resolve(terminal.cwd, path))) throw alreadyThere(path);
}

function alreadyThere(path: string, cause?: unknown): UsageError {
  const message = `${path} exists already and is not overwritten: name another file`;
  return new UsageError('file-exists', message, cause);
}

/** Gives a file another name beside its own, `<path>.old` or the next one that is free, and returns that. @throws UsageError `file-unwritable` */
export async function keepOld(terminal: Terminal, path: string): Promise<string> {
  for (let number = 1; ; number++) {
    const kept = number === 1 ? `${path}.old` : `${path}.old-${number}`;
    if (existsSync(resolve(terminal.cwd, kept))) continue;
    await attemptWrite(kept, () => placeFile(resolve(terminal.cwd, path), resolve(terminal.cwd, kept)));
    return kept;
  }
}

/** Gives a file its name unless another file has it; copies on file systems without links. */
export async function placeFile(fresh: string, full: string): Promise<void> {
  try {
    await link(fresh, full);
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') throw cause;
    await copyFile(fresh, full, constants.COPYFILE_EXCL);
  }
}

/**
 * Opens a new file for writing, and makes its folder if it is missing; the caller closes it.
 * @throws UsageError `file-exists`, `file-unwritable`
 */
export async function openNewFile(terminal: Terminal, path: string): Promise<FileHandle> {
  const full = resolve(terminal.cwd, path);
  return attemptWrite(path, async () => {
    await mkdir(dirname(full), { recursive: true });
    return open(full, 'wx', FILE_MODES.secret);
  });
}

/** Removes an incomplete file. */
export async function removeFile(terminal: Terminal, path: string): Promise<void> {
  await rm(resolve(terminal.cwd, path), { force: true });
}

/**
 * Replaces a file; only its owner may read the new one, unless the mode is another. A crash leaves the old file or the new one, never a part.
 * @throws UsageError `file-unwritable`
 */
export async function replaceFile(
  terminal: Terminal,
  path: string,
  content: string | Uint8Array | Iterable<string>,
  mode: keyof typeof FILE_MODES = 'secret',
): Promise<void> {
  const full = resolve(terminal.cwd, path);
  const fresh = `${full}.new`;
  await attemptWrite(path, async () => {
    await writeFile(fresh, content, { flag: 'w', mode: FILE_MODES[mode], flush: true });
    await rename(fresh, full);
  });
}

/** Yields the bytes of a file, or of standard input for the path `-`. @throws UsageError `file-unreadable` while it is read */
export async function* streamBytes(terminal: Terminal, path: string): AsyncGenerator<Uint8Array> {
  const source = path === '-' ? terminal.readInput() : createReadStream(resolve(terminal.cwd, path));
  try {
    for await (const chunk of source) yield chunk as Uint8Array;
  } catch (cause) {
    throw explainUnreadable(path, cause);
  }
}

/** Yields the bytes of a file; nothing if the file does not exist. @throws UsageError `file-unreadable` */
export async function* streamIfPresent(terminal: Terminal, path: string): AsyncGenerator<Uint8Array> {
  if (existsSync(resolve(terminal.cwd, path))) yield* streamBytes(terminal, path);
}

/**
 * Creates or replaces a file that only its owner may read, and returns it open for appending; the caller closes it. After a crash
 * the file has the old content or the new. `content` may be read from the old file.
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

/** Returns what `write` returns. @throws UsageError `file-exists`, `file-unwritable` for errors of the file system */
export async function attemptWrite<Out>(path: string, write: () => Promise<Out>): Promise<Out> {
  try {
    return await write();
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    if (codeOf(cause) === 'EEXIST') throw alreadyThere(path, cause);
    throw new UsageError('file-unwritable', `cannot write ${path}: ${describeFault(cause)}`, cause);
  }
}

/** A path that begins like a hash is likely a record id with too few digits, since whole ones are fetched from the server. */
function explainUnreadable(path: string, cause: unknown): UsageError {
  const isLikeId = /^0x[0-9a-f]*$/i.test(path) && codeOf(cause) === 'ENOENT';
  const message = isLikeId
    ? `${path} is neither a record id nor a file: an id has 0x and 64 hex digits in lower case`
    : `cannot read ${path}: ${describeFault(cause)}`;
  return new UsageError('file-unreadable', message, cause);
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}

function describeFault(cause: unknown): string {
  const known: Record<string, string> = {
    ENOENT: 'no such file',
    EISDIR: 'this is a folder',
    EACCES: 'permission denied',
    ENOTDIR: 'a part of the path is not a folder',
  };
  return known[codeOf(cause)] ?? (cause instanceof Error ? cause.message : String(cause));
}
