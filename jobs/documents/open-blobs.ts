import type { DocumentName } from '../../core/records/document-name.ts';
import type { OpenDocument } from '../../core/verify/engine.ts';
import { openSource, watchSource } from './document-source.ts';

/** A document that is here: its bytes had this hash when they came. The engine hashes them again while it reads. */
export interface DocumentBlob extends DocumentName {
  readonly blob: Blob;
}

/** Finds documents among those that are here. `onRead` hears which share of one was read, from 0 to 1. */
export function openBlobs(documents: readonly DocumentBlob[], onRead: (share: number) => void): OpenDocument {
  return ({ sha256 }) => {
    const found = documents.find((document) => document.sha256 === sha256);
    if (found === undefined) return Promise.resolve(null);
    const source = openSource(found.blob);
    return Promise.resolve(watchSource(source, (end) => onRead(end / source.size)));
  };
}
