import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { withTurn } from '../db/batches/anchorer-turn.ts';
import { type Filling, fillFolder } from '../server/publication/publish.ts';
import type { OperatorDeps } from './deps.ts';
import { OperatorError } from './operator-error.ts';

/** How many batches are checked between two lines of progress. */
const PROGRESS = 1_000;
/** Milliseconds between two tries to get the turn to anchor. */
const PAUSE = 100;

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
  const worker = randomUUID();
  for (;;) {
    const filling = await withTurn(pool, worker, (turn) =>
      fillFolder(pool, folder, { domain, turn }, (number, isWritten) => {
        if (isWritten) report(`Published batch ${number}.`);
        else if (number % PROGRESS === 0) report(`Checked the batches up to ${number}.`);
      }),
    );
    if (filling !== null) return filling;
    await wait(PAUSE);
  }
}
