import { setImmediate } from 'node:timers/promises';
import type { Entry } from '../../core/records/entry.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { type EntryList, type LinkedRecord, readEntryLists } from '../../db/records/dependents.ts';
import type { ChangedRows } from '../../engine/compare/changed-sets.ts';
import { findDependentKeys, outlineRow } from '../../engine/compare/impact.ts';
import { type Budget, isOver } from './budget.ts';
import type { Access, Changed, ChangedKeys } from './changes.ts';
import { layRecords } from './layers.ts';

/** Whether a change affects a record: the keys of its rows or figures that depend on the change, null where it is compared as a whole. */
export interface Judgement {
  readonly isAffected: boolean;
  readonly keys: ChangedKeys;
  /** From the changed record to this one; empty where it is too long to follow. */
  readonly path: readonly Hex[];
}

/** The versions of one stream that changed, each with its changed rows, and the newest version, with which they were compared. */
export interface Change {
  readonly seeds: ReadonlyMap<Hex, Changed>;
  readonly newest: Hex;
}

/** The most steps that a path is followed. */
const MOST_STEPS = 64;
/** Bytes of entries that are held in memory at once; the entries of one record may be more. */
const CHUNK_BYTES = 2 << 20;
const NOT_HERE: EntryList = { bytes: 0, entries: [] };

interface Evidence {
  readonly open: ReadonlySet<Hex>;
  readonly budget: Budget;
  readonly judged: Map<Hex, Judgement>;
  /** What changed in the records that are judged by rows. */
  readonly moved: Map<Hex, ChangedRows>;
}

/**
 * Judges each of the records that depends on a changed one; leaves out the others. A record is judged after all its sources: by rows where
 * the asker may read its entries and one of its sources changed, else as a whole. Charges the budget for what it reads and keeps.
 */
export async function judgeRecords(
  access: Access,
  { seeds, newest }: Change,
  records: readonly LinkedRecord[],
  budget: Budget,
): Promise<Map<Hex, Judgement>> {
  const { layers, rest } = layRecords([...seeds.keys()], records, MOST_STEPS);
  const judged = new Map<Hex, Judgement>();
  const moved = new Map<Hex, ChangedRows>();
  for (const [id, rows] of seeds) {
    judged.set(id, { keys: rows && [...rows.keys()], isAffected: rows?.size !== 0, path: [id] });
    if (rows !== null) moved.set(id, rows);
  }
  const isAffected = [...judged.values()].some((seed) => seed.isAffected);
  const open = await access.readable(layers.flat());
  const evidence = { open, judged, moved, budget };
  for (const layer of layers) {
    await judgeLayer(access, evidence, layer, newest);
    // Other requests are answered in between.
    await setImmediate();
  }
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
  let waiting = layer.filter((record) => hasFinerAnswer(record, evidence));
  while (waiting.length > 0) waiting = await judgeSome(client, evidence, waiting);
}

/** Judges by rows as many records as memory may hold at once, at least one while there is time. Returns the remaining ones. */
async function judgeSome(
  client: Access['client'],
  evidence: Evidence,
  records: readonly LinkedRecord[],
): Promise<LinkedRecord[]> {
  const { budget } = evidence;
  if (isOver(budget)) return [];
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

/** Judges without entries: either nothing in the record depends on a change, or everything may. The newest version is never affected. */
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

/** Tells whether the entries of a record allow a finer judgement: the asker may read them, and the changed keys of its sources are known. */
function hasFinerAnswer(record: LinkedRecord, { judged, open }: Evidence): boolean {
  if (!judged.get(record.id)!.isAffected || !open.has(record.id) || !record.hasEntries) return false;
  const sources = record.sources.flatMap((id) => judged.get(id) ?? []);
  return sources.every(({ isAffected, keys }) => !isAffected || keys !== null);
}

/** Judges a record by its rows. One without figures, such as an assurance, keeps its judgement as a whole. */
function judgeRows(
  { id, sources }: LinkedRecord,
  entries: readonly Entry[],
  { judged, moved, budget }: Evidence,
): void {
  if (entries.every(({ unit }) => unit === '')) return;
  const changes = new Map(sources.map((source) => [source, moved.get(source) ?? NOTHING]));
  const keys = findDependentKeys(entries, changes);
  if (keys === null || keys.length > budget.keys) return;
  budget.keys -= keys.length;
  moved.set(id, takeRows(entries, keys));
  judged.set(id, { ...judged.get(id)!, keys, isAffected: keys.length > 0 });
}

const NOTHING: ChangedRows = new Map();

/** Returns figures that will change, as selections of other records see them: what they will be is not known. */
function takeRows(entries: readonly Entry[], keys: readonly string[]): ChangedRows {
  const changed = new Set(keys);
  const taken = entries.filter(({ key }) => changed.has(key));
  return new Map(taken.map((entry) => [entry.key, [outlineRow(entry)]]));
}
