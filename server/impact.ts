import type { Hex } from '../core/hex.ts';
import {
  findLinkedRecord,
  findSuccessor,
  type LinkedRecord,
  listDependents,
  readDetails,
  type StoredDetail,
} from '../db/dependents.ts';
import { readEntries } from '../db/entries.ts';
import type { Queryable } from '../db/pool.ts';
import { findChangedKeys, findDependentKeys } from '../engine/impact.ts';

/** What a record that rests on another is, once that one changed. */
export type ImpactState = 'stale' | 'restated' | 'unaffected';

/** A record that rests on the one asked for. */
export interface Dependent {
  readonly record: LinkedRecord;
  readonly state: ImpactState;
  /** By rows where the entries on both sides may be read, else by the record as a whole. */
  readonly by: 'rows' | 'record';
  /** Its figures that rest on what changed; null where they may not be read. */
  readonly keys: readonly string[] | null;
  /** From the record asked for to this one. */
  readonly path: readonly Hex[];
  /** The newest record of its stream, made without what changed. */
  readonly restatedBy: Hex | null;
}

/** What rests on a record, and what of it a later version changed. */
export interface Impact {
  readonly record: LinkedRecord;
  readonly successor: Hex | null;
  /** Keys that the successor added, removed or changed; null where they may not be read. */
  readonly changed: readonly string[] | null;
  readonly dependents: readonly Dependent[];
  readonly truncated: boolean;
}

/** Tells which of these records' entries the asker may read. */
export type Readable = (records: readonly LinkedRecord[]) => Promise<ReadonlySet<Hex>>;

/** The most records that are followed. */
export const MAX_DEPENDENTS = 10_000;

/** Returns what rests on a record, transitively, and what of it is stale; null where there is no such record. */
export async function findImpact(client: Queryable, id: Hex, readable: Readable): Promise<Impact | null> {
  const record = await findLinkedRecord(client, id);
  if (record === null) return null;
  const found = await listDependents(client, id, MAX_DEPENDENTS + 1);
  const dependents = found.slice(0, MAX_DEPENDENTS);
  const successor = await findSuccessor(client, record);
  const changed = await findChanges(client, record, successor, readable);
  const open = await readable(dependents);
  const details = Map.groupBy(await readDetails(client, [...open]), (detail) => detail.record);
  return {
    record,
    successor,
    changed,
    dependents: judgeAll({ record, changed, open, details }, dependents),
    truncated: found.length > MAX_DEPENDENTS,
  };
}

async function findChanges(
  client: Queryable,
  record: LinkedRecord,
  successor: Hex | null,
  readable: Readable,
): Promise<string[] | null> {
  if (successor === null) return [];
  const next = await findLinkedRecord(client, successor);
  const both = next === null ? [record] : [record, next];
  if ((await readable(both)).size < 2) return null;
  const [before, after] = await Promise.all([readEntries(client, record.id), readEntries(client, successor)]);
  return findChangedKeys(before, after);
}

interface Evidence {
  readonly record: LinkedRecord;
  readonly changed: readonly string[] | null;
  readonly open: ReadonlySet<Hex>;
  readonly details: ReadonlyMap<Hex, readonly StoredDetail[]>;
}

/** What is known to have changed so far: some keys of a record, or, where they may not be read, all of it. */
type Known = Map<Hex, { readonly keys: ReadonlySet<string> | null; readonly path: readonly Hex[] }>;

/** A record is judged once all that it was made from is: sources come before what is made of them. */
function judgeAll(evidence: Evidence, dependents: readonly LinkedRecord[]): Dependent[] {
  const { record, changed } = evidence;
  const known: Known = new Map([
    [record.id, { keys: changed === null ? null : new Set(changed), path: [record.id] }],
  ]);
  return orderBySources(dependents).map((dependent) => {
    const judged = judge(evidence, dependent, known);
    const keys = judged.keys === null ? null : new Set(judged.keys);
    known.set(dependent.id, { keys: judged.state === 'unaffected' ? new Set() : keys, path: judged.path });
    return judged;
  });
}

function orderBySources(records: readonly LinkedRecord[]): LinkedRecord[] {
  const byId = new Map(records.map((record) => [record.id, record]));
  const placed = new Set<Hex>();
  const ordered: LinkedRecord[] = [];
  for (const start of records) {
    const waiting = [start];
    for (let record = waiting.at(-1); record !== undefined; record = waiting.at(-1)) {
      const below = record.sources.flatMap((id) => (placed.has(id) ? [] : (byId.get(id) ?? [])));
      if (below.length > 0) waiting.push(...below);
      else {
        waiting.pop();
        if (!placed.has(record.id)) ordered.push(record);
        placed.add(record.id);
      }
    }
  }
  return ordered;
}

function judge({ open, details }: Evidence, record: LinkedRecord, known: Known): Dependent {
  const touched = record.sources.flatMap((id) => {
    const source = known.get(id);
    return source === undefined ? [] : [{ id, ...source }];
  });
  const moved = touched.filter(({ keys }) => keys === null || keys.size > 0);
  const own = open.has(record.id) ? (details.get(record.id) ?? []) : [];
  // What no derivation leads to, such as an assurance, rests on all of what it names.
  const keys =
    own.length > 0 && moved.every((source) => source.keys !== null) ? dependentKeys(own, moved) : null;
  const affected = moved.length > 0 && keys?.length !== 0;
  const restatedBy = affected ? findRestated(record, new Set(moved.map(({ id }) => id))) : null;
  return {
    record,
    state: affected ? (restatedBy === null ? 'stale' : 'restated') : 'unaffected',
    by: keys === null ? 'record' : 'rows',
    keys,
    path: [...(moved[0] ?? touched[0]!).path, record.id],
    restatedBy,
  };
}

/** Returns the newest record of its stream, where that was made without any of what changed. */
function findRestated({ newest }: LinkedRecord, changed: ReadonlySet<Hex>): Hex | null {
  return newest !== null && !newest.sources.some((id) => changed.has(id)) ? newest.id : null;
}

function dependentKeys(
  details: readonly StoredDetail[],
  moved: readonly { readonly id: Hex; readonly keys: ReadonlySet<string> | null }[],
): string[] {
  const changes = new Map(moved.map(({ id, keys }) => [id, keys ?? new Set<string>()]));
  return findDependentKeys(details, changes);
}
