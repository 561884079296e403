import type { Pool } from 'pg';
import { findBatchView } from '../../db/batches/batch-views.ts';
import { listPublished } from '../../db/documents/documents.ts';
import { type Loop, startLoop } from '../../runtime/loop.ts';
import type { Log } from '../../runtime/log.ts';
import { openRepeats } from '../../runtime/repeats.ts';
import { isDocumentWhole } from './publish-documents.ts';
import { isWhole } from './publish.ts';

/** A running check of a publication. */
export interface Scrubber {
  /** How many batches and documents the folder lacks or has damaged, as far as it was read. */
  gaps(): number;
  readonly loop: Loop;
}

/** What a scrubber works with. */
export interface ScrubberDeps {
  readonly pool: Pool;
  readonly folder: string;
  readonly log: Log;
  /** Milliseconds between two batches or documents. */
  readonly pauseMs: number;
}

/**
 * Reads a publication over and over, one batch and then one document after the other with pauses, and reports those that the folder lacks or has damaged. A batch
 * that is sealed but not on the chain yet may not be published yet, and is left out.
 */
export function startScrubber({ pool, folder, log, pauseMs }: ScrubberDeps): Scrubber {
  const gaps = new Set<number | string>();
  const isNews = openRepeats();
  let number = 0;
  let sha256 = '';
  /** Notes whether a batch or document is whole. */
  const note = (name: number | string, isFound: boolean, fields: object, what: string): void => {
    if (isFound) gaps.delete(name);
    else if (!gaps.has(name)) {
      gaps.add(name);
      log.error(
        { ...fields, gaps: gaps.size },
        `The publication lacks ${what}, or has it damaged. Bring the folder back, or run npm run operator -- publish-missing.`,
      );
    }
  };
  const checkDocument = async (): Promise<void> => {
    const [document] = await listPublished(pool, sha256, 1);
    if (document === undefined) {
      [number, sha256] = [0, ''];
      return;
    }
    sha256 = document.sha256;
    note(sha256, await isDocumentWhole(folder, document), { document: sha256 }, 'a document');
  };
  const loop = startLoop({
    pollMs: pauseMs,
    async step() {
      const batch = await findBatchView(pool, number + 1);
      if (batch?.anchor == null) await checkDocument();
      else {
        number += 1;
        note(number, await isWhole(folder, batch), { batch: number }, 'a batch');
      }
      return 'after-pause';
    },
    onError(error) {
      if (isNews(String(error)))
        log.warn({ err: error }, 'The publication could not be checked; it is tried again.');
    },
  });
  return { gaps: () => gaps.size, loop };
}
