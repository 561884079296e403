import { takeAnchorLock } from '../db/locks.ts';
import { withTransaction } from '../db/pool.ts';
import { type Filling, fillFolder } from '../server/publication/publish.ts';
import type { OperatorDeps } from './deps.ts';
import { OperatorError } from './operator-error.ts';

/** How many batches are checked between two lines of progress. */
const PROGRESS = 1_000;

/**
 * Writes every batch of the database that a folder lacks or has damaged, and makes it the folder in which the ledger publishes. Anchorers wait
 * meanwhile. It can be called again after any failure.
 * @throws OperatorError `not-a-folder`; PublicationError `wrong-ledger`
 */
export async function publishMissing({ pool, domain, copy, report }: OperatorDeps): Promise<Filling> {
  const { from: folder } = copy;
  if (/^https?:/.test(folder))
    throw new OperatorError(
      'not-a-folder',
      `${folder} is a URL, which cannot be written to. Name the folder of the publication in PUBLICATION_DIR, or with --from.`,
    );
  return withTransaction(pool, async (lock) => {
    await takeAnchorLock(lock);
    return fillFolder(pool, folder, domain, (number, isWritten) => {
      if (isWritten) report(`Published batch ${number}.`);
      else if (number % PROGRESS === 0) report(`Checked the batches up to ${number}.`);
    });
  });
}
