import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { withTurn } from '../db/batches/anchorer-turn.ts';
import { fillDocuments } from '../server/publication/publish-documents.ts';
import { type FilledFolder, fillFolder } from '../server/publication/publish.ts';
import type { OperatorDeps } from './deps.ts';
import { OperatorError } from './operator-error.ts';

/** What `publishMissing` found and wrote. */
export interface MissingPublished extends FilledFolder {
  /** Public documents that the folder has now, how many of these it lacked or had damaged, and how many it still lacks. */
  readonly documents: number;
  readonly documentsWritten: number;
  readonly documentsMissing: number;
}

/** How many batches are checked between two lines of progress. */
const PROGRESS = 1_000;
/** Milliseconds between two tries to get the turn to anchor. */
const PAUSE = 100;

/**
 * Writes every batch and every public document of the ledger that a folder lacks or has damaged, and makes it the folder in which the ledger
 * publishes. Anchorers wait while batches are written. It can be called again after any failure.
 * @throws OperatorError `not-a-folder`; PublicationError `wrong-ledger`
 */
export async function publishMissing(deps: OperatorDeps): Promise<MissingPublished> {
  const { from: folder } = deps.copy;
  if (/^https?:/.test(folder))
    throw new OperatorError(
      'not-a-folder',
      `${folder} is a URL, which cannot be written to. Name the folder of the publication in PUBLICATION_DIR, or with --from.`,
    );
  const filling = await publishBatches(deps, folder);
  return { ...filling, ...(await publishDocuments(deps, folder)) };
}

async function publishBatches({ pool, domain, report }: OperatorDeps, folder: string): Promise<FilledFolder> {
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

/** Without the folder of documents, only those count that are published already. */
async function publishDocuments(
  { pool, documents: from, now, report }: OperatorDeps,
  folder: string,
): Promise<Omit<MissingPublished, keyof FilledFolder>> {
  let [documents, documentsWritten, documentsMissing] = [0, 0, 0];
  await fillDocuments({ pool, folder, documents: from ?? NOWHERE, now }, (sha256, outcome) => {
    if (typeof outcome === 'object') {
      documentsMissing++;
      const why = outcome.error instanceof Error ? outcome.error.message : String(outcome.error);
      return report(
        `Document ${sha256} cannot be published: ${from === null ? 'DOCUMENTS_DIR is not set' : why}.`,
      );
    }
    documents++;
    if (outcome === 'whole') return;
    documentsWritten++;
    report(`Published document ${sha256}.`);
  });
  return { documents, documentsWritten, documentsMissing };
}

/** A folder that does not exist. */
const NOWHERE = '/nonexistent';
