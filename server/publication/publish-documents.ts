import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';
import type { Domain } from '../../core/hashing/domain.ts';
import { DOCUMENT_FOLDER, nameDocumentFile } from '../../core/publication/format.ts';
import { hadLastTurn } from '../../db/batches/anchorer-turn.ts';
import { readMark } from '../../db/batches/publication-mark.ts';
import {
  type DocumentKey,
  listPublic,
  listUnpublished,
  markPublished,
} from '../../db/documents/documents.ts';
import type { Log } from '../../runtime/log.ts';
import { type Loop, startLoop } from '../../runtime/loop.ts';
import { openRepeats } from '../../runtime/repeats.ts';
import { documentPath } from '../documents/document-files.ts';
import { checkFolder } from './folder.ts';
import { makeFolders, removeUnfinished, UNFINISHED_DOCUMENTS, writeWhole } from './whole-file.ts';

/** Documents that are listed at once. */
const CHUNK = 100;

/** What publishing documents works with. */
export interface DocumentPublishing {
  readonly pool: Pool;
  readonly domain: Domain;
  /** The folder of documents. */
  readonly documents: string;
  /** The folder of the publication. */
  readonly folder: string;
  /** Unix seconds. */
  readonly now: () => number;
}

/** What became of documents that were to be published. */
export interface PublishedDocuments {
  readonly published: number;
  /** SHA-256 of those whose file is missing, damaged or not readable, with the reason. */
  readonly failed: ReadonlyMap<string, unknown>;
}

/**
 * Publishes each document that a sealed public record names and that was not published. Nothing is done before the ledger has first published
 * a batch. One that fails does not keep others back; the next call tries it again.
 * @throws PublicationError `wrong-ledger`, `folder-lost`, `folder-differs`
 */
export async function publishDocuments(deps: DocumentPublishing): Promise<PublishedDocuments> {
  const { pool, folder, domain, documents, now } = deps;
  const failed = new Map<string, unknown>();
  let published = 0;
  if ((await readMark(pool)) === null) return { published, failed };
  for await (const document of listAll((after) => listUnpublished(pool, CHUNK, after))) {
    if (published + failed.size === 0) await openDocuments(pool, folder, domain);
    try {
      // After a restoration, the folder has what the database does not know to be published.
      if (!(await isDocumentWhole(folder, document))) await publishDocument(folder, documents, document);
      await markPublished(pool, document.sha256, now());
      published++;
    } catch (error) {
      failed.set(document.sha256, error);
    }
  }
  return { published, failed };
}

async function openDocuments(pool: Pool, folder: string, domain: Domain): Promise<void> {
  await checkFolder(pool, folder, domain);
  await makeDocumentFolders(folder);
  await removeUnfinished(folder, UNFINISHED_DOCUMENTS);
}

async function makeDocumentFolders(folder: string): Promise<void> {
  await makeFolders(folder, [DOCUMENT_FOLDER, UNFINISHED_DOCUMENTS]);
}

/** Yields documents page by page; `list` returns those after a hash. */
export async function* listAll<Document extends DocumentKey>(
  list: (after: string) => Promise<Document[]>,
): AsyncGenerator<Document> {
  for (let after = ''; ;) {
    const page = await list(after);
    yield* page;
    if (page.length < CHUNK) return;
    after = page.at(-1)!.sha256;
  }
}

/** Copies a document into a publication, durably; its hash is compared meanwhile. @throws Error if it differs; errors of the file system */
async function publishDocument(
  folder: string,
  documents: string,
  { sha256, size }: DocumentKey,
): Promise<void> {
  await writeWhole(
    folder,
    nameDocumentFile(sha256),
    async (file) => {
      const hash = createHash('sha256');
      let bytes = 0;
      for await (const chunk of createReadStream(documentPath(documents, sha256))) {
        hash.update(chunk as Uint8Array);
        bytes += (chunk as Uint8Array).length;
        await file.writeFile(chunk as Uint8Array);
      }
      const digest = hash.digest('hex');
      if (digest !== sha256 || bytes !== size)
        throw new Error(
          `the document ${sha256} is damaged: its file has ${bytes} bytes with SHA-256 ${digest}`,
        );
    },
    UNFINISHED_DOCUMENTS,
  );
}

/** Tells whether a publication has a document with its hash. */
export async function isDocumentWhole(folder: string, { sha256, size }: DocumentKey): Promise<boolean> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(join(folder, nameDocumentFile(sha256)))) {
      hash.update(chunk as Uint8Array);
      bytes += (chunk as Uint8Array).length;
    }
  } catch {
    return false;
  }
  return bytes === size && hash.digest('hex') === sha256;
}

/** Tells what became of each document while a folder is filled: whether it was written, or why it cannot be. */
export type OnDocument = (sha256: string, outcome: 'whole' | 'written' | { readonly error: unknown }) => void;

/** Writes every public document that the folder of a publication lacks or has damaged. It can be called again after any failure. */
export async function fillDocuments(
  { pool, folder, documents, now }: Omit<DocumentPublishing, 'domain'>,
  onDocument: OnDocument,
): Promise<void> {
  await makeDocumentFolders(folder);
  for await (const document of listAll((after) => listPublic(pool, after, CHUNK))) {
    const { sha256 } = document;
    const isWhole = await isDocumentWhole(folder, document);
    try {
      if (!isWhole) await publishDocument(folder, documents, document);
      await markPublished(pool, sha256, now());
      onDocument(sha256, isWhole ? 'whole' : 'written');
    } catch (error) {
      onDocument(sha256, { error });
    }
  }
}

/** Publishes documents as they arrive, until it is stopped, while this process is the one that anchors. */
export function startDocumentPublisher({
  log,
  pauseMs,
  worker,
  ...deps
}: DocumentPublishing & { readonly log: Log; readonly pauseMs: number; readonly worker: string }): Loop {
  const isNews = openRepeats();
  const report = (error: unknown, message: string): void => {
    if (isNews(`${message} ${String(error)}`)) log.error({ err: error }, message);
  };
  return startLoop({
    pollMs: pauseMs,
    async step() {
      if (!(await hadLastTurn(deps.pool, worker))) return 'after-pause';
      const { published, failed } = await publishDocuments(deps);
      if (published > 0) log.info({ published }, 'Documents were published.');
      for (const [sha256, error] of failed)
        report(error, `The document ${sha256} cannot be published. It will be tried again.`);
      return 'after-pause';
    },
    onError: (error) => report(error, 'Documents cannot be published. It will be tried again.'),
  });
}
