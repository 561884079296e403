import { openSha256 } from '../../core/hashing/sha256.ts';
import type { DocumentSource, OpenDocument } from '../../core/verify/engine.ts';

/** Bytes that are hashed at once. */
const PIECE = 1 << 20;

/** Finds documents among given ones by their hashes. One is hashed only if a document of its size is looked for. */
export function openGivenDocuments(given: readonly (Uint8Array | Blob)[]): OpenDocument {
  const sources = given.map(openSource);
  const hashes = new Map<DocumentSource, string>();
  return async ({ sha256, size }) => {
    for (const source of sources.filter((each) => each.size === size)) {
      const hash = hashes.get(source) ?? (await hashSource(source));
      hashes.set(source, hash);
      if (hash === sha256) return source;
    }
    return null;
  };
}

function openSource(given: Uint8Array | Blob): DocumentSource {
  if (given instanceof Uint8Array)
    return {
      size: given.length,
      read: (start, end) => Promise.resolve(given.slice(start, end)),
    };
  return {
    size: given.size,
    read: async (start, end) => new Uint8Array(await given.slice(start, end).arrayBuffer()),
  };
}

async function hashSource({ size, read }: DocumentSource): Promise<string> {
  const hash = openSha256();
  for (let at = 0; at < size; at += PIECE) hash.update(await read(at, Math.min(at + PIECE, size)));
  return hash.digest();
}
