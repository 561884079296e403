import { refuseTable, type TableCode } from '../cells/table-problem.ts';
import { RunningCrc } from './crc32.ts';

/** A workbook has a few files for each sheet. */
const MOST_FILES = 4096;

/** Signatures of a zip archive: the end of its list of files, one file in the list, and a file itself. */
const END = 0x06054b50;
const LISTED = 0x02014b50;
const LOCAL = 0x04034b50;
/** Sizes of these three, without names. */
const END_BYTES = 22;
const LISTED_BYTES = 46;
const LOCAL_BYTES = 30;
/** Bytes of the comment that may follow. */
const LONGEST_COMMENT = 0xffff;

const STORED = 0;
const DEFLATED = 8;
/** The bit of an encrypted file. */
const ENCRYPTED = 1;
/** What a large archive states in place of a size, which is then in an extra field. */
const ELSEWHERE = 0xffffffff;
const LARGE_FIELD = 1;

/** The bytes of an archive, which are read a piece at a time. */
export interface PackedBytes {
  readonly size: number;
  readonly slice: (from: number, until: number) => Promise<Uint8Array<ArrayBuffer>>;
}

/** A file as the list of an archive describes it. */
export interface Listed {
  readonly name: Uint8Array;
  readonly method: number;
  readonly crc: number;
  /** Reads its bytes as they are packed, a piece at a time. @throws RangeError if it is not where the list says */
  readonly read: () => AsyncGenerator<Uint8Array<ArrayBuffer>>;
  /** Its bytes without compression, as the archive states them. */
  readonly size: number;
}

/** A listed file without compression, in pieces. */
interface Unpacked extends Pick<Listed, 'name' | 'crc'> {
  readonly size: number;
  readonly pieces: readonly Uint8Array[];
}

/** How much is unpacked, and the code of a workbook that is damaged. */
interface UnpackOptions {
  readonly most: number;
  readonly damaged: TableCode;
}

/**
 * Returns a workbook as an archive of the same files without compression. The library that reads workbooks unpacks whatever an archive
 * holds, and twice what it lists twice: so the bytes are counted here, while they are unpacked, and the sizes that it states count for
 * nothing.
 * @throws DatasetRefused `damaged` if it is not a whole workbook, `too-large` as soon as it has more bytes than `most`
 */
export async function unpackWorkbook(
  file: string,
  bytes: Uint8Array,
  { most, damaged }: UnpackOptions,
): Promise<Uint8Array> {
  let left = most;
  const files: Unpacked[] = [];
  try {
    for (const listed of await readList(holdBytes(bytes))) {
      const unpacked = await unpack(listed, left);
      if (unpacked === null) throw refuseSize(file, most);
      left -= unpacked.size;
      files.push(unpacked);
    }
  } catch (cause) {
    if (!(cause instanceof RangeError || cause instanceof TypeError)) throw cause;
    throw refuseTable(file, damaged, `not a whole workbook: ${cause.message}`);
  }
  return hideLinks(packStored(files));
}

function refuseSize(file: string, most: number): Error {
  const text = `its sheets have more than ${most >> 20} MiB without compression: save the sheet as CSV or Parquet`;
  return refuseTable(file, 'too-large', text);
}

/** Returns the bytes of an archive that is in memory. */
export function holdBytes(bytes: Uint8Array): PackedBytes {
  const held = bytes as Uint8Array<ArrayBuffer>;
  return { size: held.length, slice: (from, until) => Promise.resolve(held.subarray(from, until)) };
}

/** Returns the bytes of an archive that is in a file. */
export function readBlob(blob: Blob): PackedBytes {
  return {
    size: blob.size,
    slice: async (from, until) => new Uint8Array(await blob.slice(from, until).arrayBuffer()),
  };
}

/** Reads the list of files at the end of an archive. @throws RangeError if it is not one, or has more than `most` files */
export async function readList(archive: PackedBytes, most = MOST_FILES): Promise<Listed[]> {
  const start = Math.max(0, archive.size - END_BYTES - LONGEST_COMMENT);
  const tail = viewOf(await archive.slice(start, archive.size));
  let end = tail.byteLength - END_BYTES;
  while (end >= 0 && tail.getUint32(end, true) !== END) end--;
  if (end < 0) throw new RangeError('it does not end as a zip archive');
  const count = tail.getUint16(end + 10, true);
  if (count > most) throw new RangeError(`it has ${count} files, expected at most ${most}`);
  const list = await archive.slice(tail.getUint32(end + 16, true), start + end);
  const view = viewOf(list);
  const files: Listed[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (view.getUint32(at, true) !== LISTED) throw new RangeError('its list of files is damaged');
    if ((view.getUint16(at + 8, true) & ENCRYPTED) !== 0) throw new RangeError('it is encrypted');
    const lengthOf = (member: number): number => view.getUint16(at + member, true);
    const name = list.subarray(at + LISTED_BYTES, at + LISTED_BYTES + lengthOf(28));
    const extra = at + LISTED_BYTES + lengthOf(28);
    const { packed, size, offset } = readPlace(view, at, extra, extra + lengthOf(30));
    const [method, crc] = [view.getUint16(at + 10, true), view.getUint32(at + 16, true)];
    files.push({ name, method, crc, size, read: () => readPacked(archive, offset, packed) });
    at = extra + lengthOf(30) + lengthOf(32);
  }
  return files;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Yields the bytes of a file as they are packed, behind what the archive says about it at its place. */
async function* readPacked(
  archive: PackedBytes,
  offset: number,
  packed: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const head = viewOf(await archive.slice(offset, offset + LOCAL_BYTES));
  const start = offset + LOCAL_BYTES + head.getUint16(26, true) + head.getUint16(28, true);
  const end = start + packed;
  if (head.getUint32(0, true) !== LOCAL || end > archive.size)
    throw new RangeError('a file in it is damaged');
  for (let at = start; at < end; at += PIECE) yield await archive.slice(at, Math.min(end, at + PIECE));
}

/** Returns where a listed file is, and its size packed and unpacked: large archives state them in an extra field. */
function readPlace(
  view: DataView,
  at: number,
  extra: number,
  extraEnd: number,
): { readonly packed: number; readonly size: number; readonly offset: number } {
  const [packed, size, offset] = [20, 24, 42].map((member) => view.getUint32(at + member, true));
  const large: number[] = [];
  for (let field = extra; field < extraEnd; field += 4 + view.getUint16(field + 2, true))
    if (view.getUint16(field, true) === LARGE_FIELD)
      for (let next = field + 4; next + 8 <= field + 4 + view.getUint16(field + 2, true); next += 8)
        large.push(Number(view.getBigUint64(next, true)));
  const take = (stated: number): number => (stated === ELSEWHERE ? (large.shift() ?? stated) : stated);
  // The field has them in this order.
  const unpacked = take(size!);
  return { size: unpacked, packed: take(packed!), offset: take(offset!) };
}

/** Returns a file without compression; null as soon as it has more than `most` bytes. @throws TypeError if it is damaged */
async function unpack(listed: Listed, most: number): Promise<Unpacked | null> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of inflate(listed)) {
    size += piece.length;
    if (size > most) return null;
    pieces.push(piece);
  }
  return { name: listed.name, crc: listed.crc, size, pieces };
}

/** Yields the bytes of a listed file without compression. @throws RangeError, TypeError if it is damaged */
export async function* inflate(listed: Listed): AsyncGenerator<Uint8Array> {
  const crc = new RunningCrc();
  for await (const piece of inflateUnchecked(listed)) {
    crc.update(piece);
    yield piece;
  }
  if (crc.finish() !== listed.crc)
    throw new RangeError('the CRC-32 of a file in it is not the one that it states');
}

/** As `inflate`, but damage that only the CRC-32 shows is not found: for a first look into a file that is read whole afterwards. */
export async function* inflateUnchecked({ method, read }: Listed): AsyncGenerator<Uint8Array> {
  if (method === STORED) {
    yield* read();
    return;
  }
  if (method !== DEFLATED) throw new RangeError('a file in it is compressed by a method other than Deflate');
  const reader: ReadableStreamDefaultReader<Uint8Array> = streamPieces(read())
    .pipeThrough(new DecompressionStream('deflate-raw'))
    .getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}

/** Bytes of a file that are unpacked at once: a browser takes a millisecond to read a piece of any size. */
const PIECE = 1 << 20;

function streamPieces(
  pieces: AsyncGenerator<Uint8Array<ArrayBuffer>>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const next = await pieces.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
  });
}

const OPENING = 0x3c;
const COLON = 0x3a;
const LINK = new TextEncoder().encode('hyperlink ');

/**
 * Gives the elements of links another name. Nobody here reads links, and for one over a range the library makes a cell of each place: a
 * sheet has 17 billion.
 */
function hideLinks(bytes: Uint8Array): Uint8Array {
  for (let at = bytes.indexOf(OPENING); at >= 0; at = bytes.indexOf(OPENING, at + 1)) {
    let prefix = at + 1;
    while (isWord(bytes[prefix])) prefix++;
    const name = bytes[prefix] === COLON ? prefix + 1 : at + 1;
    if (LINK.every((byte, index) => bytes[name + index] === byte)) bytes[name] = 0x78;
  }
  return bytes;
}

function isWord(byte = 0): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x5f || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a);
}

/** Returns an archive of files, without compression. */
export function packFiles(
  files: readonly { readonly name: Uint8Array; readonly bytes: Uint8Array }[],
): Uint8Array {
  return packStored(
    files.map(({ name, bytes }) => {
      const crc = new RunningCrc();
      crc.update(bytes);
      return { name, crc: crc.finish(), size: bytes.length, pieces: [bytes] };
    }),
  );
}

/** Writes an archive whose files are not compressed. */
function packStored(files: readonly Unpacked[]): Uint8Array {
  const list = files.reduce((sum, { name, size }) => sum + LOCAL_BYTES + name.length + size, 0);
  const listSize = files.reduce((sum, { name }) => sum + LISTED_BYTES + name.length, 0);
  const bytes = new Uint8Array(list + listSize + END_BYTES);
  const view = new DataView(bytes.buffer);
  let [place, at] = [0, list];
  for (const { name, crc, size, pieces } of files) {
    /** What a file and its line in the list have in common, from its CRC on. */
    const describe = (start: number): void => {
      view.setUint32(start, crc, true);
      view.setUint32(start + 4, size, true);
      view.setUint32(start + 8, size, true);
      view.setUint16(start + 12, name.length, true);
    };
    view.setUint32(at, LISTED, true);
    describe(at + 16);
    view.setUint32(at + 42, place, true);
    bytes.set(name, at + LISTED_BYTES);
    at += LISTED_BYTES + name.length;
    view.setUint32(place, LOCAL, true);
    describe(place + 14);
    bytes.set(name, place + LOCAL_BYTES);
    place += LOCAL_BYTES + name.length;
    for (const piece of pieces) {
      bytes.set(piece, place);
      place += piece.length;
    }
  }
  view.setUint32(at, END, true);
  view.setUint16(at + 8, files.length, true);
  view.setUint16(at + 10, files.length, true);
  view.setUint32(at + 12, listSize, true);
  view.setUint32(at + 16, list, true);
  return bytes;
}
