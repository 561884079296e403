import type { Entry } from '../../core/records/entry.ts';
import { type Hex, ZERO_HASH } from '../../core/encoding/hex.ts';
import { type OwnedRecord, readEntryLists, type Version } from '../../db/records/dependents.ts';
import type { Queryable } from '../../db/pool.ts';
import { findChangedKeys } from '../../engine/impact.ts';

/** Tells which of these records' entries the asker may read. */
export type Readable = (records: readonly OwnedRecord[]) => Promise<ReadonlySet<Hex>>;

/** What may be asked of the database, and what of it by whom. */
export interface Access {
  readonly client: Queryable;
  readonly readable: Readable;
}

/** Keys of the rows and figures that changed; null where that cannot be told, and all must be taken to have. */
export type ChangedKeys = readonly string[] | null;

/**
 * Returns what the newest record of a stream says otherwise than an earlier one, or that one itself: all that stood in it, where
 * it is a withdrawal. A record whose statement says it all is changed as a whole when its statement is.
 */
export async function findChanges(access: Access, asked: Version, newest: Version): Promise<ChangedKeys> {
  if (!newest.isWithdrawal && isEqual(asked, newest)) return [];
  const isEmpty = newest.isWithdrawal || newest.entriesRoot === ZERO_HASH;
  const [before, after] = await Promise.all([
    readRows(access, asked),
    isEmpty ? [] : readRows(access, newest),
  ]);
  return before === null || after === null ? null : findChangedKeys(before, after);
}

/** Equal roots hold equal entries, salts and all (§3). */
function isEqual(a: Version, b: Version): boolean {
  if (a.id === b.id) return true;
  if (a.entriesRoot !== b.entriesRoot) return false;
  return a.entriesRoot !== ZERO_HASH || a.statementHash === b.statementHash;
}

async function readRows({ client, readable }: Access, version: Version): Promise<readonly Entry[] | null> {
  if (version.entriesRoot === ZERO_HASH || !(await readable([version])).has(version.id)) return null;
  return (await readEntryLists(client, [version.id], 0)).get(version.id)?.entries ?? null;
}
