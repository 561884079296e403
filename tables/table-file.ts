/** A file that holds a table or entries. Its caller opens it; this room reads it. */
export interface TableFile {
  /** As the user named it: its ending says what it holds, and problems name it. */
  readonly name: string;
  /** Returns its bytes from the start, at each call anew. */
  stream(): AsyncIterable<Uint8Array>;
  /** Returns it for reads at any place, which Parquet needs. */
  openBlob(): Promise<Blob>;
}

/** Returns the file of bytes in memory. */
export function createTableFile(name: string, bytes: Uint8Array): TableFile {
  return {
    name,
    stream: () => ReadableStream.from([bytes]),
    openBlob: () => Promise.resolve(new Blob([Buffer.from(bytes)])),
  };
}

/** Returns all bytes of a file, at most `most` of them. */
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
