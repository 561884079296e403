import type { PoolClient } from 'pg';
import { type BatchHeader, checkSuccessor, hashHeader } from '../core/batches/batch.ts';
import { FailedCheck, Invariant } from '../core/errors.ts';
import { HASH_BYTES } from '../core/hashing/hash-order.ts';
import { type Hex, ZERO_HASH, bytesOf } from '../core/encoding/hex.ts';
import { type Tree, buildTree, treeRoot } from '../core/merkle/tree.ts';
import { type BatchView, findNewestBatch } from '../db/batches/batch-views.ts';
import { insertBatch } from '../db/batches/batches.ts';
import { noteImported } from '../db/monitoring/monitoring.ts';
import { insertHeads, insertHolders } from '../db/batches/heads.ts';
import {
  type BatchPlace,
  type ImportedRecord,
  insertEmptyStreams,
  moveArrivals,
  rejectReplaced,
  upsertRecords,
} from '../db/records/imported-records.ts';
import { takeSealLock } from '../db/locks.ts';
import { insertNodes } from '../db/batches/map-nodes.ts';
import { withTransaction } from '../db/pool.ts';
import { type RecordColumns, SIGNATURE_BYTES, createColumns } from '../db/rows/record-columns.ts';
import { retreatStreams } from '../db/records/streams.ts';
import { readStreamsOf, rejectDependents, rejectSuccessors } from '../db/records/waiting-records.ts';
import { type HeadsUpdate, updateHeads } from '../server/sealing/heads-update.ts';
import type { BatchFile, BatchName } from '../core/publication/format.ts';
import { PublicationError } from '../core/publication/publication-error.ts';
import { hashLeaves } from '../server/sealing/record-leaves.ts';
import type { OperatorDeps } from './deps.ts';
import { checkRecordLine } from './check-record.ts';
import { DEPENDENT, SUCCESSOR } from '../server/sealing/rejection.ts';

/** What was stored and rejected with a batch. */
export interface Imported {
  readonly records: number;
  /** Waiting records for whose place the chain holds another record, and waiting records that depend on those. */
  readonly rejected: number;
}

/** Records that are stored with one statement. */
const CHUNK = 500;

const REPLACED = {
  code: 'replaced',
  message:
    'the chain holds another record in its place, which this ledger sealed before its database was lost',
} as const;

/**
 * Stores the published batch that follows the newest stored one, in one transaction. Every hash is computed again from the
 * records: their ids, the root of their tree, and the heads map after them (§5 to §7) must be those of the header.
 * @throws PublicationError that says what does not match
 */
export async function importBatch(deps: OperatorDeps, name: BatchName): Promise<Imported> {
  const file = await requireBatch(deps, name);
  return withTransaction(deps.pool, async (client) => {
    await takeSealLock(client);
    const last = await findNewestBatch(client);
    checkHeader(last, file.header);
    const { records, streams, rejected } = await storeRecords(client, deps, file);
    const tree = checkTree(file.header, records);
    const heads = await checkHeads(client, last?.header.heads ?? ZERO_HASH, file.header, records);
    await insertNodes(client, heads.map, heads.made);
    await insertBatch(client, file.id, file.header, tree);
    await noteImported(client, file.header.number);
    await insertHolders(client, file.header.number, heads.holders);
    await insertHeads(client, file.header.number, heads.heads);
    for (const stream of await readStreamsOf(client, rejected)) streams.add(stream);
    await retreatStreams(client, [...streams]);
    await moveArrivals(client);
    return { records: records.count, rejected: rejected.length };
  });
}

/** Returns a batch of the publication by number and header id. @throws PublicationError `copy-lacks`, `header-mismatch` */
export async function requireBatch(
  { copy }: Pick<OperatorDeps, 'copy'>,
  name: BatchName,
): Promise<BatchFile> {
  const file = await copy.batch(name);
  if (file === null)
    throw new PublicationError(
      'copy-lacks',
      `${copy.from} lacks batch ${name.number} with header ${name.id}, which the chain holds. Find another copy that has it. If none has, the ledger must be closed for a successor.`,
    );
  const actual = hashHeader(file.header);
  if (actual === name.id && file.id === name.id && file.header.number === name.number) return file;
  throw new PublicationError(
    'header-mismatch',
    `The header of batch ${name.number} in ${copy.from} hashes to ${actual}, expected ${name.id}. Find another copy.`,
  );
}

function checkHeader(last: BatchView | null, header: BatchHeader): void {
  try {
    checkSuccessor(last?.header ?? null, header);
  } catch (cause) {
    if (!(cause instanceof FailedCheck)) throw cause;
    throw new PublicationError('header-mismatch', `Batch ${header.number}: ${cause.message}.`, cause);
  }
}

/** What was stored of a batch. */
interface StoredRecords {
  readonly records: RecordColumns;
  readonly streams: Set<Hex>;
  readonly rejected: Hex[];
}

async function storeRecords(
  client: PoolClient,
  { copy, domain, recover }: OperatorDeps,
  file: BatchFile,
): Promise<StoredRecords> {
  const { number, recordCount } = file.header;
  const stored = { records: createColumns(recordCount), streams: new Set<Hex>(), rejected: [] as Hex[] };
  let count = 0;
  let chunk: ImportedRecord[] = [];
  const flush = async (): Promise<void> => {
    stored.rejected.push(...(await storeChunk(client, chunk, { number, leafIndex: count - chunk.length })));
    chunk = [];
  };
  for await (const line of copy.records(file)) {
    const record = checkRecordLine(line, domain, recover);
    if (count === recordCount) throw wrongCount(file.header, count + 1);
    setRecord(stored.records, count++, record);
    stored.streams.add(record.stream);
    if (chunk.push(record) === CHUNK) await flush();
  }
  await flush();
  if (count !== recordCount) throw wrongCount(file.header, count);
  return stored;
}

function wrongCount({ number, recordCount }: BatchHeader, found: number): PublicationError {
  return new PublicationError(
    'records-mismatch',
    `The publication holds ${found < recordCount ? found : 'more'} records of batch ${number}, expected ${recordCount}. Find another copy.`,
  );
}

function setRecord(
  columns: RecordColumns,
  index: number,
  { id, stream, signature, record }: ImportedRecord,
): void {
  const at = index * HASH_BYTES;
  columns.ids.set(bytesOf(id), at);
  columns.parties.set(bytesOf(record.party), at);
  columns.streams.set(bytesOf(stream), at);
  columns.previous.set(bytesOf(record.previous), at);
  columns.sequences[index] = record.sequence;
  columns.signatures.set(bytesOf(signature), index * SIGNATURE_BYTES);
}

/** The chain wins: a waiting record in the place of a sealed one is rejected, with all that depends on it. */
async function storeChunk(
  client: PoolClient,
  records: readonly ImportedRecord[],
  place: BatchPlace,
): Promise<Hex[]> {
  if (records.length === 0) return [];
  let fallen = await rejectReplaced(client, records, REPLACED);
  const rejected: Hex[] = [];
  while (fallen.length > 0) {
    rejected.push(...fallen);
    fallen = [
      ...(await rejectSuccessors(client, fallen, SUCCESSOR)),
      ...(await rejectDependents(client, fallen, DEPENDENT)),
    ];
  }
  await insertEmptyStreams(client, records);
  if ((await upsertRecords(client, records, place)) !== records.length)
    throw new PublicationError(
      'records-mismatch',
      'A published record is already in an earlier batch. Find another copy.',
    );
  return rejected;
}

/** The file must hold the records in the order of the tree's leaves. */
function checkTree(header: BatchHeader, records: RecordColumns): Tree {
  const leaves = hashLeaves(records);
  const tree = buildTree(leaves);
  const root = treeRoot(tree);
  if (root === header.records && Buffer.compare(leaves, tree.levels[0] ?? leaves) === 0) return tree;
  throw new PublicationError(
    'records-mismatch',
    `The published records of batch ${header.number} have the root ${root}, expected ${header.records} and the order of the tree. Find another copy.`,
  );
}

async function checkHeads(
  client: PoolClient,
  before: Hex,
  header: BatchHeader,
  records: RecordColumns,
): Promise<HeadsUpdate> {
  const heads = await updateHeads(client, before, records).catch((cause: unknown) => {
    if (!(cause instanceof Invariant)) throw cause;
    throw new PublicationError('heads-mismatch', `Batch ${header.number}: ${cause.message}.`, cause);
  });
  if (heads.root === header.heads) return heads;
  throw new PublicationError(
    'heads-mismatch',
    `The heads map after batch ${header.number}, computed from the published records, has the root ${heads.root}, expected ${header.heads}. Find another copy.`,
  );
}
