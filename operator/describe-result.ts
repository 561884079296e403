import { formatCount } from './format-count.ts';
import type { FilledFolder } from '../server/publication/publish.ts';
import type { MissingPublished } from './publish-missing.ts';
import type { RestoreResult } from './restore.ts';
import type { ReconcileResult } from './reconcile.ts';

/** Returns what `restore` did, in sentences for the operator. */
export function describeRestore(result: RestoreResult): string {
  const { batches, records, rejected, newest } = result;
  const documents = describeRestoredDocuments(result);
  if (batches === 0)
    return join([`The database already holds every published batch.`, describeNewest(newest), documents]);
  const imported = `Restored ${formatCount(batches, 'batch', 'batches')} with ${formatCount(records, 'record', 'records')}.`;
  return join([
    imported,
    describeRejected(rejected),
    describeNewest(newest),
    documents,
    'Start server and indexer.',
  ]);
}

function describeRestoredDocuments({ documents, documentsDamaged }: RestoreResult): string | null {
  const damaged =
    documentsDamaged === 0
      ? null
      : `${formatCount(documentsDamaged, 'document is', 'documents are')} damaged there: run restore again with another copy.`;
  return documents + documentsDamaged === 0
    ? null
    : join([`Restored ${formatCount(documents, 'document', 'documents')}.`, damaged]);
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
export function describePublishMissing({ batches, written, ...rest }: MissingPublished): string {
  const what =
    written === 0
      ? 'none was missing or damaged'
      : `${formatCount(written, 'was', 'were')} missing or damaged, and written`;
  return join([
    `The folder has ${formatCount(batches, 'batch', 'batches')}: ${what}.`,
    describePublishedDocuments(rest),
    'The ledger publishes in it from now on.',
  ]);
}

function describePublishedDocuments(filling: Omit<MissingPublished, keyof FilledFolder>): string | null {
  const { documents, documentsWritten, documentsMissing } = filling;
  if (documents + documentsMissing === 0) return null;
  const has = `It has ${formatCount(documents, 'document', 'documents')}, ${documentsWritten} of them new`;
  return documentsMissing === 0 ? `${has}.` : `${has}, and lacks ${documentsMissing}.`;
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
