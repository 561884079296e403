import type { NamedDocument } from '../db/documents/documents.ts';
import { isStored, listNamedPublicly, placeDocument, storeDocument } from '../db/documents/documents.ts';
import { PublicationError } from '../core/publication/publication-error.ts';
import {
  documentPath,
  openUnfinished,
  placeFile,
  removeFile,
  restoredPath,
  sizeOf,
} from '../server/documents/document-files.ts';
import { hashFile } from '../server/documents/hash-file.ts';
import { LARGEST_DOCUMENT } from '../server/documents/receive-document.ts';
import type { OperatorDeps } from './deps.ts';

/** What was restored of the documents of public records. */
export interface RestoredDocuments {
  readonly documents: number;
  /** How many the publication has damaged. */
  readonly documentsDamaged: number;
}

/** Names that are listed at once. */
const CHUNK = 100;

/**
 * Restores the documents that sealed public records name, into the folder of documents. Those that the folder has are not copied again; those
 * that nobody has sent are in no publication. It can be called again after any failure.
 * @throws PublicationError `copy-unreadable`; errors of the file system
 */
export async function restoreDocuments(deps: OperatorDeps): Promise<RestoredDocuments> {
  const { documents: folder, report } = deps;
  let [documents, documentsDamaged] = [0, 0];
  for await (const document of listNamed(deps)) {
    if (document.size > LARGEST_DOCUMENT || (await isThere(deps, document))) continue;
    if (folder === null) {
      if ((await deps.copy.document(document)) === null) continue;
      report('Documents are not restored: DOCUMENTS_DIR is not set. Set it, and run restore again.');
      break;
    }
    try {
      if (!(await restoreDocument(deps, folder, document))) continue;
      documents++;
      report(`Restored document ${document.sha256}.`);
    } catch (error) {
      if (!(error instanceof PublicationError) || error.code !== 'copy-damaged') throw error;
      documentsDamaged++;
      report(error.message);
    }
  }
  return { documents, documentsDamaged };
}

async function* listNamed({ pool }: OperatorDeps): AsyncGenerator<NamedDocument> {
  for (let after: NamedDocument | null = null; ;) {
    const page: NamedDocument[] = await listNamedPublicly(pool, after, CHUNK);
    yield* page;
    if (page.length < CHUNK) return;
    after = page.at(-1)!;
  }
}

async function isThere({ pool, documents }: OperatorDeps, { sha256, size }: NamedDocument): Promise<boolean> {
  if (documents === null || !(await isStored(pool, sha256))) return false;
  return (await sizeOf(documentPath(documents, sha256))) === size;
}

/** Returns false if neither folder nor publication have the document. */
async function restoreDocument(
  { copy, pool, now }: OperatorDeps,
  folder: string,
  document: NamedDocument,
): Promise<boolean> {
  const { sha256, size, parties } = document;
  const path = restoredPath(folder, sha256);
  if (!(await hasFile(folder, document))) {
    const bytes = await copy.document(document);
    if (bytes === null) return false;
    const file = await openUnfinished(folder, path, 0);
    try {
      for await (const chunk of bytes) await file.writeFile(chunk);
      await file.sync();
    } catch (error) {
      await removeFile(path);
      throw error;
    } finally {
      await file.close();
    }
  }
  await placeDocument(pool, sha256, async (client) => {
    if ((await sizeOf(path)) !== null) await placeFile(folder, path, sha256);
    for (const party of parties) await storeDocument(client, { sha256, size }, party, now());
  });
  return true;
}

/** Tells whether the folder has the file, as after a restoration of the database alone. */
async function hasFile(folder: string, { sha256, size }: NamedDocument): Promise<boolean> {
  const path = documentPath(folder, sha256);
  if ((await sizeOf(path)) !== size) return false;
  return (await hashFile(path)) === sha256;
}
