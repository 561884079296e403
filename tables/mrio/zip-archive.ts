import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { faultIn } from './fault.ts';
import { MOST_FILES, sortByPath, type SourceFile } from './source-file.ts';

/** Deflate makes at most 1,032 bytes of one. Tables are numbers: even one that is nearly all zeros stays far below. */
const LARGEST_RATIO = 500;
/** Files up to this size may have any ratio: some accounts are zero nearly everywhere. */
const SMALL = 64 << 20;
/** The most bytes of a file without compression. */
const LARGEST_FILE = 64 * 2 ** 30;

/**
 * Opens a zip archive. Nothing is unpacked to disk: each file is a stream, whose size and CRC-32 are compared with those of the archive.
 * @throws DatasetRefused `archive` if it is not a zip archive, or has names, sizes or ratios that a table does not have
 */
export async function openZip(
  path: string,
  name: string,
): Promise<{ readonly files: readonly SourceFile[]; close(): void }> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true }).catch(
    (cause: unknown) => {
      throw faultIn(name, 'archive', `not a whole zip archive: ${describe(cause)}`);
    },
  );
  try {
    const files: SourceFile[] = [];
    for (const entry of await checkEntries(zip, name))
      files.push({
        path: entry.fileName,
        size: entry.uncompressedSize,
        stream: () => streamEntry(zip, entry),
      });
    return { files: sortByPath(files), close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function checkEntries(zip: ZipFile, name: string): Promise<Entry[]> {
  if (zip.entryCount > MOST_FILES)
    throw faultIn(name, 'archive', `it has ${zip.entryCount} files, expected at most ${MOST_FILES}`);
  const entries: Entry[] = [];
  const seen = new Set<string>();
  for await (const entry of listEntries(zip, name)) {
    if (entry.fileName.endsWith('/')) continue;
    if (seen.has(entry.fileName)) throw faultIn(name, 'archive', `it has two files ${entry.fileName}`);
    seen.add(entry.fileName);
    checkEntry(name, entry);
    entries.push(entry);
  }
  return entries;
}

async function* listEntries(zip: ZipFile, name: string): AsyncGenerator<Entry> {
  const entries = zip.eachEntry();
  for (;;) {
    const next = await entries.next().catch((cause: unknown) => {
      throw faultIn(name, 'archive', `its list of files cannot be read: ${describe(cause)}`);
    });
    if (next.done === true) return;
    yield next.value;
  }
}

function checkEntry(name: string, entry: Entry): void {
  const { fileName, compressedSize, uncompressedSize } = entry;
  if (entry.isEncrypted()) throw faultIn(name, 'archive', `${fileName} is encrypted`);
  if (!entry.canDecodeFileData())
    throw faultIn(name, 'archive', `${fileName} is compressed by a method other than Deflate`);
  if (uncompressedSize > LARGEST_FILE)
    throw faultIn(name, 'archive', `${fileName} would have ${uncompressedSize} bytes`);
  if (uncompressedSize > SMALL && uncompressedSize > compressedSize * LARGEST_RATIO)
    throw faultIn(
      name,
      'archive',
      `${fileName} would grow from ${compressedSize} to ${uncompressedSize} bytes, more than ${LARGEST_RATIO} times`,
    );
}

/** Yields the bytes of a file of an archive. @throws DatasetRefused `truncated` if they are not those that were packed */
async function* streamEntry(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  let crc = 0;
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      crc = crc32(chunk as Uint8Array, crc);
      yield chunk as Uint8Array;
    }
  } catch (cause) {
    if (!isOfArchive(cause)) throw cause;
    throw faultIn(
      entry.fileName,
      'truncated',
      `the archive does not hold the whole file: ${describe(cause)}`,
    );
  }
  if (crc !== entry.crc32)
    throw faultIn(entry.fileName, 'truncated', 'its CRC-32 is not the one that the archive states');
}

/** Errors of yauzl have no code; those of zlib begin with Z_. */
function isOfArchive(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  const { code } = cause as NodeJS.ErrnoException;
  return cause.name === 'Error' && (code === undefined || code.startsWith('Z_'));
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
