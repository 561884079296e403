import { formatCount } from './format-count.ts';
import type { Filling } from '../server/publication/publish.ts';
import type { ImportResult } from './import-missing.ts';
import type { ReconcileResult } from './reconcile.ts';

/** Returns what `restore` did, in sentences for the operator. */
export function describeRestore({ batches, records, rejected, newest }: ImportResult): string {
  if (batches === 0) return `The database already holds every published batch. ${describeNewest(newest)}`;
  const imported = `Restored ${formatCount(batches, 'batch', 'batches')} with ${formatCount(records, 'record', 'records')}.`;
  return join([imported, describeRejected(rejected), describeNewest(newest), 'Start server and indexer.']);
}

/** Returns what `reconcile` did, in sentences for the operator. */
export function describeReconcile(result: ReconcileResult): string {
  const { halted, resolved, voidedFrom, batches, records, rejected, newest } = result;
  if (resolved === null)
    return `The ledger is not halted: there is nothing to reconcile. ${describeNewest(newest)}`;
  return join([
    describeHalt(halted, resolved),
    voidedFrom === null ? null : `Voided batch ${voidedFrom} and all later ones; their records wait again.`,
    batches === 0
      ? null
      : `Imported ${formatCount(batches, 'batch', 'batches')} with ${formatCount(records, 'record', 'records')} from the publication.`,
    describeRejected(rejected),
    describeNewest(newest),
    halted === null ? 'Start the indexer again.' : 'Run reconcile again.',
  ]);
}

/** Returns what `publish-missing` did, in sentences for the operator. */
export function describeFilling({ batches, written }: Filling): string {
  const what =
    written === 0
      ? 'none was missing or damaged'
      : `${formatCount(written, 'was', 'were')} missing or damaged, and written`;
  return `The folder has ${formatCount(batches, 'batch', 'batches')}: ${what}. The ledger publishes in it from now on.`;
}

function describeHalt(halted: string | null, resolved: string): string {
  return halted === null
    ? `The ledger is no longer halted (it was halted with ${resolved}).`
    : `The halt with ${resolved} is resolved, but meanwhile the ledger was halted again (${halted}).`;
}

function describeRejected(rejected: number): string | null {
  if (rejected === 0) return null;
  return `Rejected ${formatCount(rejected, 'waiting record', 'waiting records')} in conflict with records on the chain.`;
}

function describeNewest(newest: number): string {
  return newest === 0 ? 'There is no batch yet.' : `The newest batch is ${newest}.`;
}

function join(sentences: readonly (string | null)[]): string {
  return sentences.filter((sentence) => sentence !== null).join(' ');
}
