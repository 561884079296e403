import { createHash } from 'node:crypto';
import { type FileHandle, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { hashSealedBytes } from '../../core/batches/batch.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import { Invariant } from '../../core/errors.ts';
import { HASH_BYTES } from '../../core/hashing/hash-order.ts';
import { bytesOf } from '../../core/encoding/hex.ts';
import { buildTree, treeRoot } from '../../core/merkle/tree.ts';
import { type BatchView, findBatchView } from '../../db/batches/batch-views.ts';
import { readPublishedRecords } from '../../db/records/published-records.ts';
import {
  BATCH_FOLDER,
  type BatchFile,
  type BatchName,
  LATEST_FILE,
  LEDGER_FILE,
  PUBLICATION_FORMAT,
  batchFileSchema,
  batchNameSchema,
  ledgerFileSchema,
  nameBatchFile,
  nameRecordsFile,
} from './format.ts';
import { PublicationError } from './publication-error.ts';
import { makeFolders, removeUnfinished, writeWhole } from './whole-file.ts';

/** Keeps a second copy of what batches hold (§9). */
export interface Publisher {
  /**
   * Makes sure that a batch, and all before it, stand published, durably. What stands there already stays as it is, so that it can be
   * called again after whatever stopped it.
   * @throws PublicationError `wrong-ledger`; whatever the file system or the database says
   */
  publish(batch: BatchView): Promise<void>;
}

/** Bytes that are gathered before they are written. */
const CHUNK = 1 << 20;

/** Returns a publisher into a folder; nothing is written before the first batch. One at a time writes: the active anchorer. */
export function openPublisher(pool: Pool, folder: string, domain: Domain): Publisher {
  /** All batches up to this number stand published; null before the first call. */
  let through: number | null = null;
  return {
    async publish(batch) {
      await openFolder(folder, domain);
      through = Math.min(through ?? (await findPublished(pool, folder)), batch.number - 1);
      // Those before it were sent by a process without this folder, or before it was set.
      for (; through < batch.number - 1; through++) {
        const earlier = await findBatchView(pool, through + 1);
        if (earlier !== null) await publishBatch(pool, folder, earlier);
      }
      await publishBatch(pool, folder, batch);
      await publishLatest(folder, batch);
    },
  };
}

/** A folder tells of one ledger. @throws PublicationError `wrong-ledger` */
async function openFolder(folder: string, { chainId, ledger }: Domain): Promise<void> {
  const told = ledgerFileSchema.safeParse(await readJson(join(folder, LEDGER_FILE)));
  if (told.success && told.data.chainId === chainId && told.data.ledger === ledger) return;
  if (told.success)
    throw new PublicationError(
      'wrong-ledger',
      `${folder} holds what ledger ${told.data.ledger} on chain ${told.data.chainId} published, not ${ledger} on ${chainId}: name another folder in PUBLICATION_DIR.`,
    );
  await makeFolders(folder, [BATCH_FOLDER]);
  await writeJson(folder, LEDGER_FILE, { format: PUBLICATION_FORMAT, chainId, ledger });
}

/**
 * Returns the number up to which all batches of the database stand published: those up to the newest one that was, or where that is
 * void, up to the one before it. Nothing else is read, however long the ledger.
 */
async function findPublished(pool: Pool, folder: string): Promise<number> {
  const latest = batchNameSchema.safeParse(await readJson(join(folder, LATEST_FILE)));
  let name: BatchName | null = latest.success ? latest.data : null;
  while (name !== null) {
    if ((await findBatchView(pool, name.number))?.id === name.id) return name.number;
    const told = batchFileSchema.safeParse(await readJson(join(folder, nameBatchFile(name))));
    if (!told.success || name.number === 1) return 0;
    name = { number: name.number - 1, id: told.data.header.previous };
  }
  return 0;
}

/**
 * The records come first and the file that names them last: what has the latter is whole. A crash before it leaves records that
 * the next call writes again.
 */
async function publishBatch(pool: Pool, folder: string, batch: BatchView): Promise<void> {
  if (await isPublished(folder, batch)) return;
  await makeFolders(folder, [BATCH_FOLDER]);
  await removeUnfinished(folder);
  const path = nameRecordsFile(batch);
  const written = await writeWhole(folder, path, (file) => writeRecords(pool, batch, file));
  const records = { file: path.slice(BATCH_FOLDER.length + 1), ...written };
  const value: BatchFile = { format: PUBLICATION_FORMAT, id: batch.id, header: batch.header, records };
  await writeJson(folder, nameBatchFile(batch), value);
}

/** Whether both files stand, the records in their full length. */
async function isPublished(folder: string, batch: BatchView): Promise<boolean> {
  const told = batchFileSchema.safeParse(await readJson(join(folder, nameBatchFile(batch))));
  if (!told.success || told.data.id !== batch.id) return false;
  const records = await stat(join(folder, nameRecordsFile(batch))).catch(() => null);
  return records?.size === told.data.records.bytes;
}

/** Writes the records of a batch, a line each; returns length and hash. @throws Invariant when they are not those of the header */
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
    if (count === header.recordCount) throw new Invariant(`batch ${header.number} holds too many records`);
    leaves.set(hashSealedBytes(bytesOf(record.id), bytesOf(record.signature)), count++ * HASH_BYTES);
    lines += `${JSON.stringify(record)}\n`;
    if (lines.length >= CHUNK) await flush();
  }
  await flush();
  if (count !== header.recordCount || treeRoot(buildTree(leaves)) !== header.records)
    throw new Invariant(`the records of batch ${header.number} are not those of its header`);
  return { bytes, sha256: hash.digest('hex') };
}

/** Whoever restores a ledger finds by it the batch that was published and perhaps never mined. */
async function publishLatest(folder: string, { number, id }: BatchName): Promise<void> {
  const told = batchNameSchema.safeParse(await readJson(join(folder, LATEST_FILE)));
  if (told.success && told.data.id === id) return;
  await writeJson(folder, LATEST_FILE, { number, id });
}

async function writeJson(folder: string, path: string, value: unknown): Promise<void> {
  await writeWhole(folder, path, (file) => file.writeFile(`${JSON.stringify(value, null, 2)}\n`));
}

/** Returns what a file of JSON holds, null where there is none that can be read as such. */
async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
