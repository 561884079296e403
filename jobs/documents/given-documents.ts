import type { DocumentSource, OpenDocument } from '../../core/verify/engine.ts';
import { hashSource, openSource } from './document-source.ts';

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
