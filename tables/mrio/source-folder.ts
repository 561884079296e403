import { createHash } from 'node:crypto';
import { createReadStream, openAsBlob } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { faultIn } from './fault.ts';
import { openZip } from './zip-archive.ts';

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

/** A publisher's table as it was downloaded: a zip archive, a folder, or one file. */
export interface TableSource {
  /** The last part of its path. */
  readonly name: string;
  /** In the order of their paths. Those of an archive in a folder have its name before theirs. */
  readonly files: readonly SourceFile[];
  close(): void;
}

/** The most files of a folder or archive. */
export const MOST_FILES = 10_000;
/** A file that is read as a whole, such as one with parameters, has at most this many bytes. */
const LARGEST_SMALL = 16 << 20;

/** Opens the table at a path: a folder with all below it, a zip archive, or one file. @throws DatasetRefused; errors of the file system */
export async function openTableSource(path: string): Promise<TableSource> {
  const about = await stat(path);
  const name = basename(path);
  const given = about.isDirectory() ? await listFolder(path) : [openFile(path, name, about.size)];
  const files: SourceFile[] = [];
  const open: { close(): void }[] = [];
  const close = (): void => {
    for (const archive of open) archive.close();
  };
  try {
    for (const file of given) {
      if (!/\.zip$/i.test(file.path)) {
        files.push(file);
        continue;
      }
      const archive = await openZip(about.isDirectory() ? join(path, file.path) : path, file.path);
      open.push(archive);
      for (const inner of archive.files)
        files.push({
          ...inner,
          path: about.isDirectory() ? `${file.path}/${inner.path}` : inner.path,
          archive: file,
        });
    }
  } catch (error) {
    close();
    throw error;
  }
  return { name, files: sortByPath(files), close };
}

async function listFolder(root: string): Promise<SourceFile[]> {
  const found = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = found.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
  if (paths.length > MOST_FILES)
    throw faultIn(
      basename(root),
      'archive',
      `the folder has ${paths.length} files, expected at most ${MOST_FILES}`,
    );
  return Promise.all(
    paths.map(async (path) =>
      openFile(path, relative(root, path).split(sep).join('/'), (await stat(path)).size),
    ),
  );
}

function openFile(full: string, path: string, size: number): SourceFile {
  return {
    path,
    size,
    stream: () => createReadStream(full, { highWaterMark: 1 << 20 }),
    slice: async (start, end) => (await openAsBlob(full)).slice(start, end).arrayBuffer(),
  };
}

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
