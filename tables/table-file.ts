/** A file with a table or entries. The caller opens it; the readers of this folder read it. */
export interface TableFile {
  /** The name that the user gave. Its ending decides the format, and messages name it. */
  readonly name: string;
  /** Returns its bytes; each call begins at the start. */
  stream(): AsyncIterable<Uint8Array>;
  /** Returns it for random access, which Parquet needs. */
  openBlob(): Promise<Blob>;
}

/** Returns a file from bytes in memory. */
export function createTableFile(name: string, bytes: Uint8Array): TableFile {
  return {
    name,
    stream: () => ReadableStream.from([bytes]),
    openBlob: () => Promise.resolve(new Blob([Buffer.from(bytes)])),
  };
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
  return Buffer.concat(chunks).subarray(0, most);
}
