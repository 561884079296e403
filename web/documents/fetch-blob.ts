import { ApiError } from '../../client/http/api-error.ts';
import type { Api } from '../../client/http/api.ts';
import { type DocumentName, fetchDocument } from '../../client/http/transfer-document.ts';
import { openSha256 } from '../../core/hashing/sha256.ts';

/** Bytes that become one blob: a browser keeps blobs outside the memory of scripts. */
const PIECE = 4 << 20;
/** Bytes of a file that are hashed at once. */
const HASHED = 1 << 20;

/**
 * Fetches a document from a server into a blob, which has the hash and size of its name. A cut connection is continued.
 * @throws ApiError; its code is `server-answer`, with the hash in `details.actual`, where the server sends other bytes
 */
export async function fetchBlob(
  api: Api,
  { sha256, size }: DocumentName,
  onBytes: (arrived: number) => void,
): Promise<Blob> {
  let pieces: Blob[] = [];
  let chunks: Uint8Array<ArrayBuffer>[] = [];
  let [arrived, waiting, hash] = [0, 0, openSha256()];
  const collect = (): void => {
    pieces.push(new Blob(chunks));
    [chunks, waiting] = [[], 0];
  };
  await fetchDocument(
    api,
    sha256,
    {
      size: () => arrived,
      write: (chunk) => {
        arrived += chunk.length;
        if (arrived > size) throw otherBytes(api, `a file of more than ${size} bytes`, null);
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
    },
    { onBytes, onRetry: () => {} },
  );
  collect();
  const actual = hash.digest();
  if (actual !== sha256)
    throw otherBytes(api, `a file with SHA-256 ${actual}, expected ${sha256}`, { expected: sha256, actual });
  return new Blob(pieces);
}

/** Returns the SHA-256 of a file, 64 hex digits; `onBytes` hears how many bytes are hashed. */
export async function hashBlob(blob: Blob, onBytes: (done: number) => void): Promise<string> {
  const hash = openSha256();
  for (let at = 0; at < blob.size; at += HASHED) {
    hash.update(new Uint8Array(await blob.slice(at, at + HASHED).arrayBuffer()));
    onBytes(Math.min(at + HASHED, blob.size));
  }
  return hash.digest();
}

function otherBytes({ url }: Api, what: string, details: object | null): ApiError {
  return new ApiError(200, 'server-answer', `${url} sent ${what}: it is not used`, details);
}
