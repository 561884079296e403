import { BUNDLE_JSON } from '../../core/encoding/json.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { type Bundle, type BundleRecord, MAX_BUNDLE_RECORDS } from '../../core/proofs/bundle.ts';
import { hashStream } from '../../core/records/record.ts';
import { isReplay } from '../../core/records/kind.ts';
import type { Policy } from '../../core/verify/policy.ts';
import type { AsOf, Sources } from './choose-batch.ts';
import type { FoundRecord } from './find-records.ts';
import { findAnswering, isOpinion, listAnswering, listVersioned } from './listed-streams.ts';

/** The most bytes that newer versions and answers add to a proof file, as for one that the server makes. */
const ADDED_BYTES = 4 << 20;
/** The most records that are read for them. */
const MOST_READ = 2 * MAX_BUNDLE_RECORDS;
/** An upper bound for what a record needs in a proof file apart from what its party signed: header, proofs, head, windows. */
const EVIDENCE_BYTES = 8 << 10;

/** Something that a refreshed proof file does not have, and why. */
export interface LeftOut {
  readonly record: Hex;
  readonly why: string;
}

/** The records of a refreshed proof file. */
export interface Members {
  /** The subject first. */
  readonly records: readonly BundleRecord[];
  readonly added: readonly Hex[];
  /** Replays of other batches. */
  readonly dropped: readonly Hex[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Returns the records of a proof file with the newest versions of its subject and of the results that it cites, the newest answers of all
 * parties to the subject's stream, with all their sources, and the replays of the batch. The old records remain, except for replays of
 * other batches.
 * @throws RefreshError, ReaderError
 */
export async function gatherMembers(
  sources: Sources,
  bundle: Bundle,
  asOf: AsOf,
  policy: Policy,
): Promise<Members> {
  const { records } = bundle;
  const wanted = listWanted(bundle, asOf, policy.judges);
  const kept = new Map(records.map((record) => [record.id, record]));
  const missing = wanted.filter((id) => !kept.has(id));
  const loaded = await loadWithSources(sources, missing, kept);
  const { members, leftOut } = await addMembers(sources, missing, { kept, loaded });
  for (const { shown } of asOf.replays) members.set(shown.id, shown);
  const remaining = dropOtherReplays(members, asOf);
  return {
    records: remaining,
    added: remaining.filter(({ id }) => !kept.has(id)).map(({ id }) => id),
    dropped: [...kept.keys()].filter((id) => remaining.every((each) => each.id !== id)),
    leftOut,
  };
}

/** Returns the heads that the file needs a record of: of versions, then of judges, then of others that answered. */
function listWanted(bundle: Bundle, { heads }: AsOf, judges: readonly Hex[]): Hex[] {
  const [subject] = bundle.records as [BundleRecord];
  const names = [
    ...listVersioned(bundle).map(({ record }) => record),
    ...listAnswering(subject, judges),
    ...bundle.records.filter(isOpinion).map(({ record }) => record),
    ...findAnswering(heads, subject),
  ];
  return [...new Set(names.flatMap((name) => heads.headOf(hashStream(name))?.record ?? []))];
}

type Known = ReadonlyMap<Hex, BundleRecord>;

/** Reads records, and of each assurance and decision all sources: it needs them in the file (§11, `record`). */
async function loadWithSources(
  { finder }: Sources,
  ids: readonly Hex[],
  kept: Known,
): Promise<Map<Hex, FoundRecord>> {
  const loaded = new Map<Hex, FoundRecord>();
  const asked = new Set<Hex>();
  let layer: readonly Hex[] = ids.slice(0, MAX_BUNDLE_RECORDS);
  while (layer.length > 0 && loaded.size + layer.length <= MOST_READ) {
    for (const id of layer) asked.add(id);
    const found = await finder.find(layer);
    for (const [id, record] of found) loaded.set(id, record);
    layer = [...found.values()]
      .flatMap(({ shown }) => sourcesOf(shown))
      .filter((id, index, all) => !kept.has(id) && !asked.has(id) && all.indexOf(id) === index);
  }
  return loaded;
}

function sourcesOf(shown: BundleRecord): readonly Hex[] {
  return isOpinion(shown) ? shown.record.sources : [];
}

interface Room {
  bytes: number;
  records: number;
}

/** Adds each record with its sources, if all of them are there, were signed with authority, and fit. */
async function addMembers(
  { windows }: Sources,
  ids: readonly Hex[],
  { kept, loaded }: { readonly kept: Known; readonly loaded: ReadonlyMap<Hex, FoundRecord> },
): Promise<{ members: Map<Hex, BundleRecord>; leftOut: LeftOut[] }> {
  const members = new Map(kept);
  const leftOut: LeftOut[] = [];
  const bytes = [...kept.values()].reduce((sum, record) => sum + sizeOf(record), 0);
  const left: Room = {
    bytes: Math.min(ADDED_BYTES, BUNDLE_JSON.bytes - bytes),
    records: MAX_BUNDLE_RECORDS - kept.size,
  };
  for (const id of ids) {
    const group = closeOver(id, members, loaded);
    const why = await explainLeftOut(windows, group, left);
    if (why !== null) leftOut.push({ record: id, why });
    else for (const { shown } of takeRoom(group!, left)) members.set(shown.id, shown);
  }
  return { members, leftOut };
}

/** Returns a record with the sources that are not in the file yet; null if one of them was not found. */
function closeOver(
  id: Hex,
  members: ReadonlyMap<Hex, BundleRecord>,
  loaded: ReadonlyMap<Hex, FoundRecord>,
): FoundRecord[] | null {
  const group = new Map<Hex, FoundRecord>();
  // The loop also visits ids that are added while it runs.
  const ids = new Set([id]);
  for (const each of ids) {
    if (members.has(each)) continue;
    const found = loaded.get(each);
    if (found === undefined) return null;
    group.set(each, found);
    for (const source of sourcesOf(found.shown)) ids.add(source);
  }
  return [...group.values()];
}

async function explainLeftOut(
  windows: Sources['windows'],
  group: readonly FoundRecord[] | null,
  left: Room,
): Promise<string | null> {
  if (group === null) return 'it, or a source of it, was not found';
  for (const { shown, signing } of group)
    if (!(await windows.isAuthorised(signing)))
      return `the key or the role of record ${shown.id} was not valid from sealing to anchoring`;
  const bytes = group.reduce((sum, { shown }) => sum + sizeOf(shown), 0);
  const fits = group.length <= left.records && bytes <= left.bytes;
  return fits ? null : 'the proof file has no room for it';
}

function takeRoom(group: readonly FoundRecord[], left: Room): readonly FoundRecord[] {
  left.records -= group.length;
  left.bytes -= group.reduce((sum, { shown }) => sum + sizeOf(shown), 0);
  return group;
}

function sizeOf(record: BundleRecord): number {
  return Buffer.byteLength(JSON.stringify(record)) + EVIDENCE_BYTES;
}

/** Drops replays of other batches, unless another record names them. */
function dropOtherReplays(members: ReadonlyMap<Hex, BundleRecord>, asOf: AsOf): BundleRecord[] {
  const replays = new Set(asOf.replays.map(({ shown }) => shown.id));
  const all = [...members.values()];
  const named = new Set(all.flatMap(({ record }) => record.sources));
  return all.filter(
    ({ id, record }, index) => index === 0 || named.has(id) || !isReplay(record) || replays.has(id),
  );
}
