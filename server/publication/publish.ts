import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { hashSealedBytes } from '../../core/batches/batch.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import { Invariant } from '../../core/errors.ts';
import { HASH_BYTES } from '../../core/hashing/hash-order.ts';
import { bytesOf } from '../../core/encoding/hex.ts';
import { buildTree, treeRoot } from '../../core/merkle/tree.ts';
import { isTurn, type Turn } from '../../db/batches/anchorer-turn.ts';
import { type BatchView, findBatchView } from '../../db/batches/batch-views.ts';
import { readPublishedRecords } from '../../db/records/published-records.ts';
import {
  BATCH_FOLDER,
  type BatchFile,
  type BatchName,
  LATEST_FILE,
  PUBLICATION_FORMAT,
  batchFileSchema,
  batchNameSchema,
  nameBatchFile,
  nameRecordsFile,
} from '../../core/publication/format.ts';
import { storeMark } from '../../db/batches/publication-mark.ts';
import { checkFolder, markFolder, readJson, writeJson } from './folder.ts';
import { PublicationError } from '../../core/publication/publication-error.ts';
import { makeFolders, removeUnfinished, writeWhole } from './whole-file.ts';

/** Writes a second copy of all batches (§9). */
export interface Publisher {
  /**
   * Publishes a batch and all before it, durably. Files that exist are not changed, so it can be called again after any failure.
   * @throws PublicationError `wrong-ledger`, `folder-lost`, `folder-differs`, `turn-lost`; errors of the file system and the database
   */
  publish(batch: BatchView, turn: Turn): Promise<void>;
}

/** Bytes that are buffered before they are written. */
const CHUNK = 1 << 20;

/** Opens a publisher to a folder. It writes nothing before the first batch. Only one process writes at a time: the active anchorer. */
export function openPublisher(pool: Pool, folder: string, domain: Domain): Publisher {
  /** All batches up to this number are published; null before the first call. */
  let through: number | null = null;
  return {
    async publish(batch, turn) {
      const mark = await checkFolder(pool, folder, domain);
      through = Math.min(through ?? (await findPublished(pool, folder)), batch.number - 1);
      // Earlier batches may have been sent without this folder, or before it was configured.
      for (; through < batch.number - 1; through++) {
        const earlier = await findBatchView(pool, through + 1);
        if (earlier !== null) await publishBatch(pool, folder, earlier);
      }
      await publishBatch(pool, folder, batch);
      await finish(pool, folder, { turn, mark, last: batch });
    },
  };
}

/**
 * Returns the number up to which all batches of the database are published: up to the batch that was published last, or up to the newest
 * one before it that is not void. It reads no other file, so the cost does not grow with the ledger.
 */
async function findPublished(pool: Pool, folder: string): Promise<number> {
  const latest = batchNameSchema.safeParse(await readJson(join(folder, LATEST_FILE)));
  let name: BatchName | null = latest.success ? latest.data : null;
  while (name !== null) {
    if ((await findBatchView(pool, name.number))?.id === name.id) return name.number;
    const stored = batchFileSchema.safeParse(await readJson(join(folder, nameBatchFile(name))));
    if (!stored.success || name.number === 1) return 0;
    name = { number: name.number - 1, id: stored.data.header.previous };
  }
  return 0;
}

/** What a folder has after it was filled. */
export interface FilledFolder {
  /** Batches that the folder has now, and how many of these it lacked or had damaged. */
  readonly batches: number;
  readonly written: number;
}

/**
 * Makes a folder the one in which the ledger publishes, and writes every batch that it lacks or has damaged. The caller has the turn to
 * anchor. It can be called again after any failure.
 * @throws PublicationError `wrong-ledger`, `turn-lost`; errors of the file system and the database
 */
export async function fillFolder(
  pool: Pool,
  folder: string,
  { domain, turn }: { readonly domain: Domain; readonly turn: Turn },
  onBatch: (number: number, isWritten: boolean) => void,
): Promise<FilledFolder> {
  const mark = await markFolder(folder, domain);
  let [batches, written] = [0, 0];
  let last: BatchView | null = null;
  for (let number = 1; ; number++) {
    const batch = await findBatchView(pool, number);
    if (batch === null) break;
    const isMissing = !(await isWhole(folder, batch));
    if (isMissing) await writeBatch(pool, folder, batch);
    onBatch(number, isMissing);
    batches++;
    written += isMissing ? 1 : 0;
    last = batch;
  }
  await finish(pool, folder, { turn, mark, last });
  return { batches, written };
}

/** Tells whether a folder has a batch, with records that have their hash. */
export async function isWhole(folder: string, batch: BatchView): Promise<boolean> {
  const stored = batchFileSchema.safeParse(await readJson(join(folder, nameBatchFile(batch))));
  if (!stored.success || stored.data.id !== batch.id) return false;
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(join(folder, nameRecordsFile(batch))))
      hash.update(chunk as Buffer);
  } catch {
    return false;
  }
  return hash.digest('hex') === stored.data.records.sha256;
}

/**
 * Writes the file of records first, and the file of the batch last: if the latter exists, the batch is complete. After a crash before that,
 * the next call writes the records again.
 */
async function publishBatch(pool: Pool, folder: string, batch: BatchView): Promise<void> {
  if (!(await isPublished(folder, batch))) await writeBatch(pool, folder, batch);
}

async function writeBatch(pool: Pool, folder: string, batch: BatchView): Promise<void> {
  await makeFolders(folder, [BATCH_FOLDER]);
  await removeUnfinished(folder);
  const path = nameRecordsFile(batch);
  const written = await writeWhole(folder, path, (file) => writeRecords(pool, batch, file));
  const records = { file: path.slice(BATCH_FOLDER.length + 1), ...written };
  const value: BatchFile = { format: PUBLICATION_FORMAT, id: batch.id, header: batch.header, records };
  await writeJson(folder, nameBatchFile(batch), value);
}

/** Tells whether both files of a batch exist, and the records have their full length. */
async function isPublished(folder: string, batch: BatchView): Promise<boolean> {
  const stored = batchFileSchema.safeParse(await readJson(join(folder, nameBatchFile(batch))));
  if (!stored.success || stored.data.id !== batch.id) return false;
  const records = await stat(join(folder, nameRecordsFile(batch))).catch(() => null);
  return records?.size === stored.data.records.bytes;
}

/** Writes the records of a batch, one per line; returns length and hash. @throws Invariant if they are not those of the header */
async function writeRecords(
  pool: Pool,
  { header }: BatchView,
  file: FileHandle,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  const leaves = new Uint8Array(header.recordCount * HASH_BYTES);
  let [count, bytes, lines] = [0, 0, ''];
  const flush = async (): Promise<void> => {
    const chunk = Buffer.from(lines);
    lines = '';
    bytes += chunk.length;
    hash.update(chunk);
    await file.writeFile(chunk);
  };
  for await (const record of readPublishedRecords(pool, header.number)) {
    if (count === header.recordCount)
      throw new Invariant(`batch ${header.number} has more records than its header says`);
    leaves.set(hashSealedBytes(bytesOf(record.id), bytesOf(record.signature)), count++ * HASH_BYTES);
    lines += `${JSON.stringify(record)}\n`;
    if (lines.length >= CHUNK) await flush();
  }
  await flush();
  if (count !== header.recordCount || treeRoot(buildTree(leaves)) !== header.records)
    throw new Invariant(`the records of batch ${header.number} are not those of its header`);
  return { bytes, sha256: hash.digest('hex') };
}

/**
 * Stores the mark of a folder, and writes which batch was published last. The files of a batch are the same from any process; this one
 * changes, so only the process that has the turn writes it.
 */
async function finish(
  pool: Pool,
  folder: string,
  { turn, mark, last }: { readonly turn: Turn; readonly mark: string; readonly last: BatchView | null },
): Promise<void> {
  await storeMark(pool, turn, mark);
  if (!(await isTurn(pool, turn)))
    throw new PublicationError('turn-lost', 'Another process anchors and publishes now.');
  if (last !== null) await publishLatest(folder, last);
}

/** Writes which batch was published last. A restoration needs it to find a batch that was published but never mined. */
async function publishLatest(folder: string, { number, id }: BatchName): Promise<void> {
  const stored = batchNameSchema.safeParse(await readJson(join(folder, LATEST_FILE)));
  if (stored.success && stored.data.id === id) return;
  await writeJson(folder, LATEST_FILE, { number, id });
}
