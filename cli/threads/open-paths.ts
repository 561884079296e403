import { openAsBlob } from 'node:fs';
import type { OpenDocument } from '../../core/verify/engine.ts';
import { openDocumentSource } from '../../tables/matrix-file.ts';
import { createTableFile } from '../../tables/table-file.ts';

/** Returns what opens documents from files, whose paths are by their SHA-256. */
export function openPaths(paths: ReadonlyMap<string, string>): OpenDocument {
  return async ({ sha256 }) => {
    const path = paths.get(sha256);
    return path === undefined ? null : openDocumentSource(createTableFile(path, await openAsBlob(path)));
  };
}
