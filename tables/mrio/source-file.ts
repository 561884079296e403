import { createHash } from 'node:crypto';
import { faultIn } from './fault.ts';

/** One file of a publisher's table, in a folder or in a zip archive. */
export interface SourceFile {
  /** With slashes, relative to the folder or to the root of the archive. */
  readonly path: string;
  /** Bytes, without compression. */
  readonly size: number;
  /** Returns its bytes; each call begins at the start. */
  stream(): AsyncIterable<Uint8Array>;
  /** Returns a part of it. Absent in archives. */
  slice?(start: number, end: number): Promise<ArrayBuffer>;
  /** The zip archive that it is in. */
  readonly archive?: SourceFile;
}

/** The most files of a folder or archive. */
export const MOST_FILES = 10_000;
/** A file that is read as a whole, such as one with parameters, has at most this many bytes. */
const LARGEST_SMALL = 16 << 20;

/** Returns files in the order of their paths, which is the same on every machine. */
export function sortByPath<T extends { readonly path: string }>(files: readonly T[]): T[] {
  return [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** Returns the bytes of a file that is read as a whole. @throws DatasetRefused `too-large` */
export async function readSmallFile(file: SourceFile, most = LARGEST_SMALL): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of file.stream()) {
    size += chunk.length;
    if (size > most) throw faultIn(file.path, 'too-large', `it has more than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Passes bytes on, and takes size and SHA-256 of all of them. */
export class HashedFile {
  readonly file: SourceFile;
  readonly #hash = createHash('sha256');
  #size = 0;
  #digest: string | null = null;

  constructor(file: SourceFile) {
    this.file = file;
  }

  async *stream(): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.file.stream()) {
      this.#hash.update(chunk);
      this.#size += chunk.length;
      yield chunk;
    }
    this.#digest = this.#hash.digest('hex');
  }

  /** What was read; null unless that is the whole file. */
  get whole(): { readonly size: number; readonly sha256: string } | null {
    return this.#digest === null ? null : { size: this.#size, sha256: this.#digest };
  }
}
