import { openSha256 } from '../../core/hashing/sha256.ts';
import type { DocumentSource } from '../../core/verify/engine.ts';

/** Bytes that are hashed at once. */
const PIECE = 1 << 20;

/** Returns the bytes of a document that is here, whole or as a blob, such as a file in a browser. */
export function openSource(given: Uint8Array | Blob): DocumentSource {
  if (given instanceof Uint8Array)
    return { size: given.length, read: (start, end) => Promise.resolve(given.slice(start, end)) };
  return {
    size: given.size,
    read: async (start, end) => new Uint8Array(await given.slice(start, end).arrayBuffer()),
  };
}

/** Returns the same bytes, and reports up to which of them was read. */
export function watchSource(source: DocumentSource, onRead: (end: number) => void): DocumentSource {
  return {
    size: source.size,
    async read(start, end) {
      const bytes = await source.read(start, end);
      onRead(end);
      return bytes;
    },
  };
}

/** Returns the SHA-256 of a document, 64 hex digits. */
export async function hashSource({ size, read }: DocumentSource): Promise<string> {
  const hash = openSha256();
  for (let at = 0; at < size; at += PIECE) hash.update(await read(at, Math.min(at + PIECE, size)));
  return hash.digest();
}
