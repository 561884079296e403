import type { DocumentName } from '../../core/records/document-name.ts';
import type { DocumentSource, OpenDocument } from '../../core/verify/engine.ts';

/** A document that is here: its bytes had this hash when they came. The engine hashes them again while it reads. */
export interface DocumentBlob extends DocumentName {
  readonly blob: Blob;
}

/** Finds documents among those that are here. `onRead` hears which share of one was read, from 0 to 1. */
export function openBlobs(documents: readonly DocumentBlob[], onRead: (share: number) => void): OpenDocument {
  return ({ sha256 }) => {
    const found = documents.find((document) => document.sha256 === sha256);
    return Promise.resolve(found === undefined ? null : openSource(found.blob, onRead));
  };
}

function openSource(blob: Blob, onRead: (share: number) => void): DocumentSource {
  return {
    size: blob.size,
    read: async (start, end) => {
      const bytes = new Uint8Array(await blob.slice(start, end).arrayBuffer());
      onRead(end / blob.size);
      return bytes;
    },
  };
}
