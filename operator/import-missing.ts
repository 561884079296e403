import { findBatchView, findNewestBatch } from '../db/batches/batch-views.ts';
import type { BatchName } from '../core/publication/format.ts';
import { PublicationError } from '../core/publication/publication-error.ts';
import type { OperatorDeps } from './deps.ts';
import { formatCount } from './format-count.ts';
import { importBatch } from './import-batch.ts';

/** What was imported into the database. */
export interface ImportResult {
  /** How many batches and records were imported. */
  readonly batches: number;
  readonly records: number;
  /** How many waiting records were rejected, because the chain holds others in their place. */
  readonly rejected: number;
  /** The number of the newest batch now; 0 when there is none. */
  readonly newest: number;
}

/** Checks that the publication belongs to the ledger on the chain. @throws PublicationError `wrong-ledger` */
export async function checkCopy({ copy, domain }: OperatorDeps): Promise<void> {
  const found = await copy.ledger();
  if (found.chainId === domain.chainId && found.ledger === domain.ledger) return;
  throw new PublicationError(
    'wrong-ledger',
    `${copy.from} belongs to ledger ${found.ledger} on chain ${found.chainId}, expected ledger ${domain.ledger} on chain ${domain.chainId}. Name the publication of this ledger.`,
  );
}

/**
 * Imports the missing batches, which follow the newest stored one, and then those that were published later but are not anchored.
 * The anchorer sends these again, or voids them when it is too late. Each batch is one transaction: a crash leaves whole batches, and
 * the next call continues with the following one.
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
    deps.report(
      `Imported batch ${name.number} with ${formatCount(imported.records, 'record', 'records')}: all roots match ${how}.`,
    );
  };
  for (const name of missing) await take(name, 'the chain');
  for (const name of await findUnsent(deps)) await take(name, 'its header, which is not anchored yet');
  return { batches, records, rejected, newest: (await findNewestBatch(deps.pool))?.number ?? 0 };
}

/** Returns the published batches that continue the newest stored one and are not anchored. */
async function findUnsent({ pool, copy, report }: OperatorDeps): Promise<BatchName[]> {
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
  report(
    `Batch ${unsent[0]?.number ?? 0} of the publication does not follow the newest batch on the chain: it is void, and is not imported.`,
  );
  return [];
}
