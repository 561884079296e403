import { readWhole, type TableFile } from '../table-file.ts';
import { refuseTable } from '../cells/table-problem.ts';
import { holdBytes, inflate, type Listed, readList } from '../workbook/archive.ts';

/** How large a package can be. Those of whole databases have some 50,000 files of a few KiB, which Deflate makes about ten times smaller. */
export const LIMITS = {
  /** Bytes of the archive itself. */
  packed: 512 << 20,
  files: 60_000,
  /** Bytes of a file without compression, and of all together. */
  file: 64 << 20,
  all: 1 << 30,
  /** The most bytes that one byte of the archive may become, where all of it has more than `small` bytes. */
  ratio: 100,
  small: 16 << 20,
} as const;

/** A file of a package. */
export interface PackedFile {
  readonly path: string;
  /** Returns its bytes. @throws DatasetRefused `truncated` if they are not those that were packed */
  read(): Promise<Uint8Array>;
}

/**
 * Returns the files of a package, a zip archive, in the order of their paths. All that it states is checked before anything is unpacked; and a file
 * is unpacked no further than it states.
 * @throws DatasetRefused `archive`
 */
export async function openArchive(file: TableFile): Promise<PackedFile[]> {
  const bytes = await readWhole(file, LIMITS.packed + 1);
  if (bytes.length > LIMITS.packed)
    throw refuseTable(file.name, 'archive', `it has more than ${LIMITS.packed} bytes`);
  const listed = await list(file.name, bytes);
  checkSizes(file.name, listed, bytes.length);
  return [...listed]
    .map(([path, own]) => ({ path, read: () => unpack(path, own) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function list(name: string, bytes: Uint8Array): Promise<ReadonlyMap<string, Listed>> {
  const files = new Map<string, Listed>();
  const decoder = new TextDecoder();
  try {
    for (const listed of await readList(holdBytes(bytes), LIMITS.files)) {
      const path = decoder.decode(listed.name);
      if (path.endsWith('/')) continue;
      if (files.has(path)) throw new RangeError(`it has two files ${path}`);
      files.set(path, listed);
    }
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw refuseTable(name, 'archive', `not a whole zip archive of a package: ${cause.message}`);
  }
  return files;
}

function checkSizes(name: string, files: ReadonlyMap<string, Listed>, packed: number): void {
  let all = 0;
  for (const [path, { size }] of files) {
    all += size;
    if (size > LIMITS.file)
      throw refuseTable(name, 'archive', `${path} would have ${size} bytes, expected at most ${LIMITS.file}`);
  }
  if (all > LIMITS.all)
    throw refuseTable(name, 'archive', `its files would have ${all} bytes, expected at most ${LIMITS.all}`);
  if (all > LIMITS.small && all > packed * LIMITS.ratio) {
    const text = `it would grow from ${packed} to ${all} bytes, more than ${LIMITS.ratio} times`;
    throw refuseTable(name, 'archive', text);
  }
}

async function unpack(path: string, listed: Listed): Promise<Uint8Array> {
  const bytes = new Uint8Array(listed.size);
  let at = 0;
  try {
    for await (const piece of inflate(listed)) {
      if (at + piece.length > bytes.length) throw new RangeError('it has more bytes than the archive states');
      bytes.set(piece, at);
      at += piece.length;
    }
    if (at < bytes.length) throw new RangeError('it has fewer bytes than the archive states');
    return bytes;
  } catch (cause) {
    if (!(cause instanceof RangeError || cause instanceof TypeError)) throw cause;
    throw refuseTable(path, 'truncated', `the archive does not hold the whole file: ${cause.message}`);
  }
}
