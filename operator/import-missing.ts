import { findBatchView, findNewestBatch } from '../db/batches/batch-views.ts';
import type { BatchName } from '../server/publication/format.ts';
import { PublicationError } from '../server/publication/publication-error.ts';
import type { OperatorDeps } from './deps.ts';
import { importBatch } from './import-batch.ts';

/** What was brought into the database. */
export interface ImportResult {
  /** Batches and records that were imported. */
  readonly batches: number;
  readonly records: number;
  /** Waiting records that gave way to those of the chain. */
  readonly rejected: number;
  /** The newest batch now. */
  readonly newest: number;
}

/** @throws PublicationError `wrong-ledger` when the copy tells of another ledger than the chain */
export async function checkCopy({ copy, domain }: OperatorDeps): Promise<void> {
  const told = await copy.ledger();
  if (told.chainId === domain.chainId && told.ledger === domain.ledger) return;
  throw new PublicationError(
    'wrong-ledger',
    `${copy.from} tells of ledger ${told.ledger} on chain ${told.chainId}, not of ${domain.ledger} on ${domain.chainId}: name the right one.`,
  );
}

/**
 * Imports the batches named, which come after the newest stored one, and then what was published after them and perhaps never mined:
 * it is sent again, or taken back when it came too late, by the anchorer. Each batch is a transaction: what a crash leaves is whole, and
 * the next call goes on from there.
 */
export async function importMissing(
  deps: OperatorDeps,
  missing: readonly BatchName[],
): Promise<ImportResult> {
  let [batches, records, rejected] = [0, 0, 0];
  const take = async (name: BatchName, how: string): Promise<void> => {
    const imported = await importBatch(deps, name);
    batches++;
    records += imported.records;
    rejected += imported.rejected;
    deps.tell(`Batch ${name.number}: ${imported.records} records, all roots as ${how}.`);
  };
  for (const name of missing) await take(name, 'on chain');
  for (const name of await findUnsent(deps)) await take(name, 'in its header, which no block holds yet');
  return { batches, records, rejected, newest: (await findNewestBatch(deps.pool))?.number ?? 0 };
}

/** Returns the batches that were published after the newest stored one and continue it. */
async function findUnsent({ pool, copy, tell }: OperatorDeps): Promise<BatchName[]> {
  const newest = (await findNewestBatch(pool))?.number ?? 0;
  const unsent: BatchName[] = [];
  let name = await copy.latest();
  while (name !== null && name.number > newest) {
    const file = await copy.batch(name);
    if (file === null) return [];
    unsent.unshift(name);
    name = name.number === 1 ? null : { number: name.number - 1, id: file.header.previous };
  }
  if (unsent.length === 0) return [];
  const ends = name === null ? newest === 0 : (await findBatchView(pool, newest))?.id === name.id;
  if (ends) return unsent;
  tell(
    `Batch ${unsent[0]?.number ?? 0} of the publication does not continue what the chain holds, and is void.`,
  );
  return [];
}
