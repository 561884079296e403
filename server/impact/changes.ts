import type { Entry } from '../../core/records/entry.ts';
import { type Hex, ZERO_HASH } from '../../core/encoding/hex.ts';
import { readEntryLists } from '../../db/records/dependents.ts';
import {
  listVersions,
  type NewestVersion,
  type OwnedRecord,
  type Version,
} from '../../db/records/versions.ts';
import type { Queryable } from '../../db/pool.ts';
import type { ChangedRows } from '../../engine/compare/changed-sets.ts';
import { findChangedRows } from '../../engine/compare/impact.ts';

/** Returns those of the records whose entries the asker may read. */
export type Readable = (records: readonly OwnedRecord[]) => Promise<ReadonlySet<Hex>>;

/** The database, and what the asker may read in it. */
export interface Access {
  readonly client: Queryable;
  readonly readable: Readable;
}

/** The rows and figures that changed; null where these are not known, and every row must count as changed. */
export type Changed = ChangedRows | null;

/** Their keys. */
export type ChangedKeys = readonly string[] | null;

/** Returns what the newest version of a stream changed, for each of the earlier versions given. */
export type Compare = (versions: readonly Hex[]) => Promise<Map<Hex, Changed>>;

type Rows = readonly Entry[] | null;

/** The most versions of a stream that are compared with its newest one; others count as changed as a whole. */
const MOST_COMPARED = 16;

/**
 * Opens the comparison of the versions of a stream with its newest one. Each version is compared once. `versions` are known by id; others
 * are looked up.
 */
export function openComparison(
  access: Access,
  newest: NewestVersion,
  versions: ReadonlyMap<Hex, Version>,
): Compare {
  const known = new Map<Hex, Changed>();
  let rows: Promise<Rows> | null = null;
  const readNewest = (): Promise<Rows> => (rows ??= readRows(access, newest));
  const compareOne = async (id: Hex): Promise<Changed> => {
    if (known.size >= MOST_COMPARED) return null;
    const version = versions.get(id) ?? (await listVersions(access.client, id)).get(id);
    return version === undefined ? null : findChanges(access, version, newest, readNewest);
  };
  return async (ids) => {
    for (const id of ids) if (!known.has(id)) known.set(id, await compareOne(id));
    return new Map(ids.map((id) => [id, known.get(id)!]));
  };
}

/**
 * Returns the rows that differ between a version and the newest one of the same stream; all rows, where the newest version is a withdrawal.
 * A record without entries is changed as a whole when its statement changed.
 */
async function findChanges(
  access: Access,
  version: Version,
  newest: NewestVersion,
  readNewest: () => Promise<Rows>,
): Promise<Changed> {
  if (!newest.isWithdrawal && isEqual(version, newest)) return new Map();
  const isEmpty = newest.isWithdrawal || newest.entriesRoot === ZERO_HASH;
  const before = await readRows(access, version);
  const after = isEmpty ? [] : await readNewest();
  return before === null || after === null ? null : findChangedRows(before, after);
}

/** Equal roots mean equal entries, including their salts (§3). */
function isEqual(a: Version, b: Version): boolean {
  if (a.id === b.id) return true;
  if (a.entriesRoot !== b.entriesRoot) return false;
  return a.entriesRoot !== ZERO_HASH || a.statementHash === b.statementHash;
}

async function readRows({ client, readable }: Access, version: Version): Promise<Rows> {
  if (version.entriesRoot === ZERO_HASH || !(await readable([version])).has(version.id)) return null;
  return (await readEntryLists(client, [version.id], 0)).get(version.id)?.entries ?? null;
}
