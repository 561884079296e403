import type { Entry } from '../../core/records/entry.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { type EntryList, type LinkedRecord, readEntryLists } from '../../db/records/dependents.ts';
import { findDependentKeys } from '../../engine/impact.ts';
import type { Access, ChangedKeys } from './changes.ts';
import { layRecords } from './layers.ts';

/** What is known of a record: which of its rows or figures rest on what changed, null for all of it; and the way to it. */
export interface Judgement {
  readonly isAffected: boolean;
  readonly keys: ChangedKeys;
  /** From what changed to this record; empty where it is too long to follow. */
  readonly path: readonly Hex[];
}

/** Of one stream, the records that changed, each with what did, and the newest, which is what they are held against. */
export interface Change {
  readonly seeds: ReadonlyMap<Hex, ChangedKeys>;
  readonly newest: Hex;
}

/** Each way is followed for so many steps. */
const MOST_STEPS = 64;
/** Bytes of entries that are held at once, where one record has no more. */
const CHUNK_BYTES = 2 << 20;
const NOT_HERE: EntryList = { bytes: 0, entries: [] };

/** How many bytes of entries may be read, and how many keys kept, for one question; past it records are judged as a whole. */
export interface Budget {
  bytes: number;
  keys: number;
}

/** Returns the budget of one question. */
export function openBudget(): Budget {
  return { bytes: 128 << 20, keys: 200_000 };
}

interface Evidence {
  readonly open: ReadonlySet<Hex>;
  readonly budget: Budget;
  readonly judged: Map<Hex, Judgement>;
  /** The keys of those that are judged by rows. */
  readonly moved: Map<Hex, ReadonlySet<string>>;
}

/**
 * Returns what each of the records is that rests on one that changed; others are not in it. Each is judged once all that it was
 * made from is: by rows where its entries may be read and something that it names changed, else as a whole. Takes what it reads and keeps
 * from the budget.
 */
export async function judgeRecords(
  access: Access,
  { seeds, newest }: Change,
  records: readonly LinkedRecord[],
  budget: Budget,
): Promise<Map<Hex, Judgement>> {
  const { layers, rest } = layRecords([...seeds.keys()], records, MOST_STEPS);
  const judged = new Map<Hex, Judgement>();
  const moved = new Map<Hex, ReadonlySet<string>>();
  for (const [id, keys] of seeds) {
    judged.set(id, { keys, isAffected: keys?.length !== 0, path: [id] });
    if (keys !== null) moved.set(id, new Set(keys));
  }
  const isAffected = [...judged.values()].some((seed) => seed.isAffected);
  const open = await access.readable(layers.flat());
  const evidence = { open, judged, moved, budget };
  for (const layer of layers) await judgeLayer(access, evidence, layer, newest);
  for (const { id } of rest) judged.set(id, { keys: null, isAffected, path: [] });
  for (const id of seeds.keys()) judged.delete(id);
  return judged;
}

async function judgeLayer(
  { client }: Access,
  evidence: Evidence,
  layer: readonly LinkedRecord[],
  newest: Hex,
): Promise<void> {
  for (const record of layer) evidence.judged.set(record.id, judgeWhole(record, evidence, newest));
  let waiting = layer.filter((record) => isTold(record, evidence));
  while (waiting.length > 0) waiting = await judgeSome(client, evidence, waiting);
}

/** Judges as many records by rows as may be held at once, at least one; returns those that are left. */
async function judgeSome(
  client: Access['client'],
  evidence: Evidence,
  records: readonly LinkedRecord[],
): Promise<LinkedRecord[]> {
  const { budget } = evidence;
  const ids = records.map(({ id }) => id);
  const lists = await readEntryLists(client, ids, Math.min(CHUNK_BYTES, budget.bytes));
  const left: LinkedRecord[] = [];
  for (const record of records) {
    const { bytes, entries } = lists.get(record.id) ?? NOT_HERE;
    if (bytes > budget.bytes) continue;
    if (entries === null) left.push(record);
    else judgeRows(record, entries, evidence);
    if (entries !== null) budget.bytes -= bytes;
  }
  return left;
}

/** What can be said without its entries: nothing of it rests on what changed, or all of it may. The newest is what holds. */
function judgeWhole(record: LinkedRecord, { judged, open }: Evidence, newest: Hex): Judgement {
  const sources = record.sources.flatMap((id) => judged.get(id) ?? []);
  const affected = record.id === newest ? [] : sources.filter(({ isAffected }) => isAffected);
  const isAffected = affected.length > 0;
  const path = (isAffected ? affected : sources)
    .map((source) => source.path)
    .reduce((best, other) => (other.length < best.length ? other : best));
  const keys = !isAffected && open.has(record.id) && record.hasEntries ? [] : null;
  return { isAffected, keys, path: [...path, record.id] };
}

/** Tells whether its entries say more: which rows and figures of what it names changed is known, and they may be read. */
function isTold(record: LinkedRecord, { judged, open }: Evidence): boolean {
  if (!judged.get(record.id)!.isAffected || !open.has(record.id) || !record.hasEntries) return false;
  const sources = record.sources.flatMap((id) => judged.get(id) ?? []);
  return sources.every(({ isAffected, keys }) => !isAffected || keys !== null);
}

/** What states no figures, such as an assurance, stays judged as a whole. */
function judgeRows(
  { id, sources }: LinkedRecord,
  entries: readonly Entry[],
  { judged, moved, budget }: Evidence,
): void {
  if (entries.every(({ unit }) => unit === '')) return;
  const changes = new Map(sources.map((source) => [source, moved.get(source) ?? new Set<string>()]));
  const keys = findDependentKeys(entries, changes);
  if (keys.length > budget.keys) return;
  budget.keys -= keys.length;
  moved.set(id, new Set(keys));
  judged.set(id, { ...judged.get(id)!, keys, isAffected: keys.length > 0 });
}
