import { concatBytes } from '../core/encoding/hex.ts';

/** A file with a table or entries. The caller opens it; the readers of this folder read it. */
export interface TableFile {
  /** The name that the user gave. Its ending decides the format, and messages name it. */
  readonly name: string;
  /** Returns its bytes; each call begins at the start. */
  stream(): AsyncIterable<Uint8Array>;
  /** Returns it for random access, which Parquet needs. */
  openBlob(): Promise<Blob>;
}

/** Returns a file from its bytes, or from a blob, such as a file in a browser. */
export function createTableFile(name: string, bytes: Uint8Array | Blob): TableFile {
  const blob = bytes instanceof Blob ? bytes : new Blob([bytes.slice()]);
  return { name, stream: () => readBlob(blob), openBlob: () => Promise.resolve(blob) };
}

/** Bytes of a blob that are in memory at a time. */
const PIECE = 1 << 20;

async function* readBlob(blob: Blob): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < blob.size; at += PIECE)
    yield new Uint8Array(await blob.slice(at, at + PIECE).arrayBuffer());
}

/** Returns the ending of a file's name with its dot, in lower case; empty without one. */
export function endingOf(name: string): string {
  return /[^/\\](\.[^./\\]*)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** Returns the bytes of a file, at most `most`. */
export async function readWhole({ stream }: TableFile, most = Number.POSITIVE_INFINITY): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream()) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= most) break;
  }
  return concatBytes(...chunks).subarray(0, most);
}
