import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import type { Domain } from '../../core/hashing/domain.ts';
import { readMark } from '../../db/batches/publication-mark.ts';
import {
  BATCH_FOLDER,
  LEDGER_FILE,
  ledgerFileSchema,
  PUBLICATION_FORMAT,
} from '../../core/publication/format.ts';
import { PublicationError } from '../../core/publication/publication-error.ts';
import { makeFolders, writeWhole } from './whole-file.ts';

/** Its content is the mark of the folder. It does not belong to the publication. */
const MARK_FILE = '.mark';

/**
 * Checks that a folder is the one in which this ledger publishes: the database has the mark that is in the folder. Before the ledger first
 * published, the folder is made if it is missing. Later a folder without the mark is not written to: it may be a disk that is not mounted,
 * and a copy that begins in the middle restores nothing. Returns the mark, which the caller stores once something was published.
 * @throws PublicationError `wrong-ledger`, `folder-lost`, `folder-differs`
 */
export async function checkFolder(pool: Pool, folder: string, domain: Domain): Promise<string> {
  const known = await readMark(pool);
  if (known === null) return markFolder(folder, domain);
  const found = await readText(join(folder, MARK_FILE));
  if (found === null)
    throw new PublicationError(
      'folder-lost',
      `${folder} is not the folder in which this ledger published before: it has no file ${MARK_FILE}. Mount or move back the former folder. If it is lost, npm run operator -- publish-missing makes a new one.`,
    );
  if (found !== known)
    throw new PublicationError(
      'folder-differs',
      `${folder} is not the folder in which this ledger published last: its ${MARK_FILE} differs. Set PUBLICATION_DIR to that folder, or continue in this one with npm run operator -- publish-missing.`,
    );
  await openFolder(folder, domain);
  return known;
}

/** Returns the mark of a folder, which is made if it is missing. @throws PublicationError `wrong-ledger` */
export async function markFolder(folder: string, domain: Domain): Promise<string> {
  await openFolder(folder, domain);
  const found = await readText(join(folder, MARK_FILE));
  if (found !== null) return found;
  const mark = randomBytes(16).toString('hex');
  // A copy of a publication may lack the folder of unfinished files.
  await makeFolders(folder, [BATCH_FOLDER]);
  await writeWhole(folder, MARK_FILE, (file) => file.writeFile(mark));
  return mark;
}

/** Creates the folder, or checks that it belongs to this ledger. @throws PublicationError `wrong-ledger` */
async function openFolder(folder: string, { chainId, ledger }: Domain): Promise<void> {
  const stored = ledgerFileSchema.safeParse(await readJson(join(folder, LEDGER_FILE)));
  if (stored.success && stored.data.chainId === chainId && stored.data.ledger === ledger) return;
  if (stored.success)
    throw new PublicationError(
      'wrong-ledger',
      `${folder} has the publication of ledger ${stored.data.ledger} on chain ${stored.data.chainId}, expected ${ledger} on chain ${chainId}. Set PUBLICATION_DIR to another folder.`,
    );
  await makeFolders(folder, [BATCH_FOLDER]);
  await writeJson(folder, LEDGER_FILE, { format: PUBLICATION_FORMAT, chainId, ledger });
}

/** Writes a file of JSON atomically. */
export async function writeJson(folder: string, path: string, value: unknown): Promise<void> {
  await writeWhole(folder, path, (file) => file.writeFile(`${JSON.stringify(value, null, 2)}\n`));
}

/** Reads a JSON file; returns null if it does not exist or is not JSON. */
export async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

async function readText(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
}
