import type { Entry } from '../../core/records/entry.ts';
import { type Hex, ZERO_HASH } from '../../core/encoding/hex.ts';
import { findVersions, type OwnedRecord, readEntryLists, type Version } from '../../db/records/dependents.ts';
import type { Queryable } from '../../db/pool.ts';
import { findChangedKeys } from '../../engine/impact.ts';

/** Returns those of the records whose entries the asker may read. */
export type Readable = (records: readonly OwnedRecord[]) => Promise<ReadonlySet<Hex>>;

/** The database, and what the asker may read in it. */
export interface Access {
  readonly client: Queryable;
  readonly readable: Readable;
}

/** Keys of the rows and figures that changed; null where these are not known, and every row must count as changed. */
export type ChangedKeys = readonly string[] | null;

/** Returns what the newest version of a stream changed, for each of the versions given. */
export type Compare = (versions: readonly Hex[]) => Promise<Map<Hex, ChangedKeys>>;

/** The most versions of a stream that are compared with its newest one; others count as changed as a whole. */
const MOST_COMPARED = 16;

/** Opens the comparison of versions with the newest one in their stream. Each version is compared once, the one asked about already was. */
export function openComparison(
  access: Access,
  asked: Version,
  newest: Version,
  changed: ChangedKeys,
): Compare {
  const known = new Map<Hex, ChangedKeys>([[asked.id, changed]]);
  return async (versions) => {
    for (const id of versions)
      if (!known.has(id))
        known.set(id, known.size < MOST_COMPARED ? await compareVersion(access, id, newest) : null);
    return new Map(versions.map((id) => [id, known.get(id)!]));
  };
}

async function compareVersion(access: Access, id: Hex, newest: Version): Promise<ChangedKeys> {
  const found = await findVersions(access.client, id);
  return found === null ? null : findChanges(access, found.asked, newest);
}

/**
 * Returns the keys that differ between an earlier version and the newest one of the same stream; all keys, where the newest version is a
 * withdrawal. A record without entries is changed as a whole when its statement changed.
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

/** Equal roots mean equal entries, including their salts (§3). */
function isEqual(a: Version, b: Version): boolean {
  if (a.id === b.id) return true;
  if (a.entriesRoot !== b.entriesRoot) return false;
  return a.entriesRoot !== ZERO_HASH || a.statementHash === b.statementHash;
}

async function readRows({ client, readable }: Access, version: Version): Promise<readonly Entry[] | null> {
  if (version.entriesRoot === ZERO_HASH || !(await readable([version])).has(version.id)) return null;
  return (await readEntryLists(client, [version.id], 0)).get(version.id)?.entries ?? null;
}
