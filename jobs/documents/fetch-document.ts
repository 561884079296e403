import { ApiError } from '../../client/http/api-error.ts';
import type { Api } from '../../client/http/api.ts';
import {
  type DocumentTarget,
  fetchDocument,
  type TransferReport,
} from '../../client/http/transfer-document.ts';

/** Where the bytes of a document arrive, and are hashed. */
export interface DocumentSink extends DocumentTarget {
  /** Returns the SHA-256 of all its bytes, 64 hex digits. It is asked once, at the end. */
  digest(): string;
}

/**
 * Fetches a document from a server into a sink, which then has the hash and size of its name; a null size is not known. A cut connection is
 * continued. A sink with other bytes is emptied.
 * @throws ApiError; its code is `server-answer` where the server sends other bytes, with both hashes in `details`
 */
export async function fetchNamed(
  api: Api,
  { sha256, size }: { readonly sha256: string; readonly size: number | null },
  sink: DocumentSink,
  report: TransferReport,
): Promise<void> {
  const refuse = async (what: string, details: object | null): Promise<never> => {
    await sink.restart();
    throw new ApiError(200, 'server-answer', `${api.url} sent ${what}: it is not kept`, details);
  };
  const write = (chunk: Uint8Array): Promise<void> =>
    size === null || sink.size() + chunk.length <= size
      ? sink.write(chunk)
      : refuse(`a file of more than ${size} bytes`, null);
  await fetchDocument(api, sha256, { ...sink, write }, report);
  const actual = sink.digest();
  if (actual !== sha256)
    await refuse(`a file with SHA-256 ${actual}, expected ${sha256}`, { expected: sha256, actual });
}
