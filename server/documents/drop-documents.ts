import type { Pool } from 'pg';
import { checkSenders, dropUnneeded, removeUnlessStored } from '../../db/documents/documents.ts';
import { forgetStale, listStale } from '../../db/documents/uploads.ts';
import { type Loop, startLoop } from '../../runtime/loop.ts';
import type { Log } from '../../runtime/log.ts';
import { openRepeats } from '../../runtime/repeats.ts';
import { documentPath, removeFile, unfinishedPath } from './document-files.ts';

/** What dropping documents works with. */
export interface CleanerDeps {
  readonly pool: Pool;
  readonly folder: string;
  /** Unix seconds. */
  readonly now: () => number;
}

/** Seconds for which a part is kept, and a document that no sealed record names. */
const KEPT = 86_400;
/** Senders of documents that are looked at in one step, and parts. */
const CHUNK = 1_000;

/**
 * Drops documents that were sent a day ago and that no sealed record of their sender names, and parts that were not continued for a day. Any
 * number of processes may do so at the same time. Returns how many of each were dropped, and whether there may be more to look at.
 */
export async function dropDocuments({
  pool,
  folder,
  now,
}: CleanerDeps): Promise<{ readonly documents: number; readonly parts: number; readonly isMore: boolean }> {
  const before = now() - KEPT;
  let [documents, parts] = [0, 0];
  const { count, unneeded } = await checkSenders(pool, before, CHUNK);
  for (const sha256 of unneeded)
    if (await dropUnneeded(pool, sha256, before, () => removeFile(documentPath(folder, sha256)))) documents++;
  const stale = await listStale(pool, before, CHUNK);
  for (const upload of stale) {
    // A crash after a file got its name, and before its document was stored, leaves both.
    await removeUnlessStored(pool, upload.sha256, () => removeFile(documentPath(folder, upload.sha256)));
    await removeFile(unfinishedPath(folder, upload.sha256, upload.party));
    if (await forgetStale(pool, upload, before)) parts++;
  }
  return { documents, parts, isMore: count === CHUNK || stale.length === CHUNK };
}

/** Drops what nobody needs, over and over, until it is stopped. `pauseMs` is the time between two looks. */
export function startCleaner({
  log,
  pauseMs,
  ...deps
}: CleanerDeps & { readonly log: Log; readonly pauseMs: number }): Loop {
  const isNews = openRepeats();
  return startLoop({
    pollMs: pauseMs,
    async step() {
      const { isMore, ...dropped } = await dropDocuments(deps);
      if (dropped.documents + dropped.parts > 0)
        log.info(
          dropped,
          'Documents were dropped that no sealed record names, and parts that were not continued.',
        );
      return isMore ? 'at-once' : 'after-pause';
    },
    onError(error) {
      if (isNews(String(error)))
        log.error({ err: error }, 'Documents cannot be dropped. It will be tried again.');
    },
  });
}
