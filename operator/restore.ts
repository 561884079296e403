import { findBatchView } from '../db/batches/batch-views.ts';
import { readChainState } from '../db/chain/chain-state.ts';
import { countUnsealed } from '../db/records/imported-records.ts';
import type { BatchName } from '../core/publication/format.ts';
import { readChainBatches } from './chain-batches.ts';
import type { OperatorDeps } from './deps.ts';
import { formatCount } from './format-count.ts';
import { type ImportResult, checkCopy, importMissing } from './import-missing.ts';
import { type RestoredDocuments, restoreDocuments } from './restore-documents.ts';
import { OperatorError } from './operator-error.ts';

/** What was restored. */
export type RestoreResult = ImportResult & RestoredDocuments;

/**
 * Rebuilds an empty database from a publication and the chain alone (§9): batches, records, trees, maps, heads and streams; and the public documents. Every
 * root is computed again and compared with the one on the chain. A run that was cut short continues when it is repeated. The
 * indexer reads the registry and the anchors afterwards, as always.
 * @throws PublicationError, OperatorError, ReaderError
 */
export async function restoreLedger(deps: OperatorDeps): Promise<RestoreResult> {
  await checkCopy(deps);
  await requireRestorable(deps);
  const missing = await findMissing(deps);
  deps.report(
    `The chain holds ${formatCount(missing.total, 'batch', 'batches')}; the database lacks ${missing.batches.length}.`,
  );
  const imported = await importMissing(deps, missing.batches);
  return { ...imported, ...(await restoreDocuments(deps)) };
}

async function requireRestorable({ pool }: OperatorDeps): Promise<void> {
  const state = await readChainState(pool);
  if (state !== null && state.halted !== null)
    throw new OperatorError(
      'halted',
      `The ledger of this database is halted (${state.halted.code}). Run npm run operator -- reconcile, or name an empty database in DATABASE_URL.`,
    );
  const unsealed = await countUnsealed(pool);
  if (unsealed === 0) return;
  throw new OperatorError(
    'database-not-empty',
    `The database holds ${unsealed} records that are not sealed. Name an empty database in DATABASE_URL.`,
  );
}

async function findMissing({ pool, reader }: OperatorDeps): Promise<{ total: number; batches: BatchName[] }> {
  const batches: BatchName[] = [];
  let total = 0;
  for await (const name of readChainBatches(reader)) {
    total++;
    const stored = await findBatchView(pool, name.number);
    if (stored === null) batches.push(name);
    else if (stored.id !== name.id)
      throw new OperatorError(
        'database-differs',
        `Batch ${name.number} in the database is ${stored.id}, expected ${name.id} as on the chain. Name an empty database in DATABASE_URL. To keep this one, start the indexer; if it halts the ledger, run npm run operator -- reconcile.`,
      );
  }
  return { total, batches };
}
