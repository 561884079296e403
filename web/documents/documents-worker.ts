import { openApi } from '../../client/http/api.ts';
import type { DocumentName } from '../../client/http/transfer-document.ts';
import { serveTasks } from '../../client/workers/worker-calls.ts';
import { fetchBlob, hashBlob } from '../../jobs/documents/fetch-blob.ts';

/** Fetches and hashes documents beside the page. Blobs go to the page by reference: their bytes are not copied. */
serveTasks(globalThis, {
  fetch: (report, name: DocumentName, token: string) =>
    fetchBlob(openApi(location.origin, { token }), name, report),
  hash: (report, file: File) => hashBlob(file, report),
});
