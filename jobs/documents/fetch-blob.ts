import type { Api } from '../../client/http/api.ts';
import type { DocumentName } from '../../client/http/transfer-document.ts';
import { openSha256 } from '../../core/hashing/sha256.ts';
import { hashSource, openSource, watchSource } from './document-source.ts';
import { fetchNamed } from './fetch-document.ts';

/** Bytes that become one blob: a browser keeps blobs outside the memory of scripts. */
const PIECE = 4 << 20;

/** Fetches a document from a server into a blob, which has the hash and size of its name. @throws ApiError as `fetchNamed` */
export async function fetchBlob(
  api: Api,
  name: DocumentName,
  onBytes: (arrived: number) => void,
): Promise<Blob> {
  let pieces: Blob[] = [];
  let chunks: Uint8Array<ArrayBuffer>[] = [];
  let [arrived, waiting, hash] = [0, 0, openSha256()];
  const collect = (): void => {
    pieces.push(new Blob(chunks));
    [chunks, waiting] = [[], 0];
  };
  const sink = {
    size: () => arrived,
    write: (chunk: Uint8Array) => {
      arrived += chunk.length;
      hash.update(chunk);
      chunks.push(chunk as Uint8Array<ArrayBuffer>);
      waiting += chunk.length;
      if (waiting >= PIECE) collect();
      return Promise.resolve();
    },
    restart: () => {
      [pieces, chunks, arrived, waiting, hash] = [[], [], 0, 0, openSha256()];
      return Promise.resolve();
    },
    digest: () => hash.digest(),
  };
  await fetchNamed(api, name, sink, { onBytes, onRetry: () => {} });
  collect();
  return new Blob(pieces);
}

/** Returns the SHA-256 of a file, 64 hex digits; `onBytes` hears how many bytes are hashed. */
export function hashBlob(blob: Blob, onBytes: (done: number) => void): Promise<string> {
  return hashSource(watchSource(openSource(blob), onBytes));
}
