import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { attemptWrite, checkNewFile, FILE_MODES, placeFile } from './files.ts';
import type { Terminal } from './terminal.ts';

/** A new file that is written over several runs: until it is complete, it has another name. */
export interface PartFile {
  readonly size: () => number;
  write(chunk: Uint8Array): Promise<void>;
  /** Forgets what was written. */
  restart(): Promise<void>;
  /** Returns the SHA-256 of what was written, as 64 hex digits. It can be asked for once. */
  digest(): string;
  /** Gives the file its name. @throws UsageError `file-exists`, `file-unwritable` */
  finish(): Promise<void>;
  /** Deletes what was written. */
  discard(): Promise<void>;
  /** Closes the file. What was written stays, for another run to continue. */
  close(): Promise<void>;
}

/**
 * Opens the part of a new file that an earlier run has written, or an empty one; only the user may read it.
 * @throws UsageError `file-exists`, `file-unwritable`
 */
export async function openPartFile(terminal: Terminal, path: string): Promise<PartFile> {
  checkNewFile(terminal, path);
  const full = resolve(terminal.cwd, path);
  const part = `${full}.part`;
  const file = await attemptWrite(path, async () => {
    await mkdir(dirname(full), { recursive: true });
    return open(part, 'a', FILE_MODES.secret);
  });
  let { hash, size } = await hashFile(part);
  const forget = async (): Promise<void> => {
    await attemptWrite(path, () => file.truncate(0));
    [hash, size] = [createHash('sha256'), 0];
  };
  return {
    size: () => size,
    async write(chunk) {
      await attemptWrite(path, () => writeAll(file, chunk));
      hash.update(chunk);
      size += chunk.length;
    },
    restart: forget,
    digest: () => hash.digest('hex'),
    finish: () =>
      attemptWrite(path, async () => {
        await file.sync();
        await placeFile(part, full);
        await rm(part);
      }),
    discard: () => rm(part, { force: true }),
    close: () => file.close(),
  };
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length;) done += (await file.write(chunk, done)).bytesWritten;
}

async function hashFile(path: string): Promise<{ hash: Hash; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk as Uint8Array);
    size += (chunk as Uint8Array).length;
  }
  return { hash, size };
}
