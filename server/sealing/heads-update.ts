import type { PoolClient } from 'pg';
import { Invariant } from '../../core/errors.ts';
import { HASH_BYTES, arrangeHashes, compareAt, hashAt, orderHashes } from '../../core/hashing/hash-order.ts';
import { hashHeadBytes, hashHolderBytes } from '../../core/batches/head.ts';
import { type Hex, bytesOf, concatBytes, formatHex } from '../../core/encoding/hex.ts';
import { SparseMerkleMap } from '../../core/merkle/map/sparse-merkle-map.ts';
import { type HeadColumns, type HolderColumns, readHolders } from '../../db/batches/heads.ts';
import { readNodes } from '../../db/batches/map-nodes.ts';
import type { RecordColumns } from '../../db/rows/record-columns.ts';

const ZERO = new Uint8Array(HASH_BYTES);

/** The changes of a batch to the heads map (§7). */
export interface HeadsUpdate {
  /** Root of the heads map after the batch. */
  readonly root: Hex;
  /** The heads that moved. */
  readonly heads: HeadColumns;
  /** The parties whose heads moved, with the new roots of their maps. */
  readonly holders: HolderColumns;
  /** The heads map. It describes the new nodes of the parties' maps too, as all were opened together. */
  readonly map: SparseMerkleMap;
  /** The new nodes of all these maps. */
  readonly made: readonly number[];
}

/** A range in a sorted list: the records of one stream, or the heads of one party. */
interface Range {
  readonly from: number;
  readonly until: number;
}

/** A party's map with the streams whose heads moved: a range of all of them, and the same as keys. */
interface PartyMap extends Range {
  readonly map: SparseMerkleMap;
  readonly keys: Uint8Array;
}

/** The heads that moved, sorted by party and stream, and the range of each party. */
interface MovedHeads {
  readonly heads: HeadColumns;
  /** The heads that the first record of each stream claims to continue; sequence 0 and zero where it begins the stream. */
  readonly before: HeadColumns;
  readonly parties: Uint8Array;
  readonly ofParty: readonly Range[];
}

/**
 * Computes the changes of records to the heads map with this root. It reads and computes only the nodes on the paths of the heads that move.
 *
 * There are two levels of maps (§7): each party has a map from its streams to their heads, and the heads map leads from each party to the
 * root of its map. A batch changes both from below:
 *
 * 1. Sort the records by party, stream and sequence, and check that within each stream every record continues the one before it. The
 *    last record of a stream becomes its head; the first one names the head that it continues.
 * 2. Open the maps of these parties and the heads map by their roots. Load the paths of the moved streams in all parties' maps, a depth
 *    of all maps with each query.
 * 3. Check that the head that each first record names is the one in the map.
 * 4. Insert the new heads into the parties' maps, and the new roots of these into the heads map, after loading the parties' paths there.
 *
 * @throws Invariant if a record does not continue the head of its stream: then nothing may be sealed (§7)
 */
export async function updateHeads(
  client: PoolClient,
  root: Hex,
  records: RecordColumns,
): Promise<HeadsUpdate> {
  const { heads, before, parties, ofParty } = moveStreams(records);
  const roots = await readHolders(client, parties);
  const maps = SparseMerkleMap.openAll(concatBytes(roots.streams, bytesOf(root)));
  const headsMap = maps.pop()!;
  const load = (hashes: Uint8Array): ReturnType<typeof readNodes> => readNodes(client, hashes);
  const byParty = maps.map((map, index) => ({
    map,
    ...ofParty[index]!,
    keys: sliceHashes(heads.streams, ofParty[index]!),
  }));
  await SparseMerkleMap.loadPaths(byParty, load);
  for (const partyMap of byParty) checkBefore(partyMap, before);
  const { streams, made } = insertHeads(byParty, hashHeads(heads));
  const holders = { parties, streams };
  await SparseMerkleMap.loadPaths([{ map: headsMap, keys: parties }], load);
  for (const node of headsMap.insertItems({ keys: parties, leaves: hashHolders(holders) })) made.push(node);
  return { root: headsMap.root, heads, holders, map: headsMap, made };
}

/** Step 1: the moved heads, and the heads before them. */
function moveStreams(records: RecordColumns): MovedHeads {
  const order = orderByStream(records);
  const ofStream = findRanges(records.streams, order);
  for (const range of ofStream) chainMembers(records, order, range);
  const first = Uint32Array.from(ofStream, ({ from }) => order[from]!);
  const last = Uint32Array.from(ofStream, ({ until }) => order[until - 1]!);
  const streams = arrangeHashes(records.streams, first);
  const heads = {
    streams,
    sequences: Array.from(last, (record) => records.sequences[record]!),
    records: arrangeHashes(records.ids, last),
  };
  const before = {
    streams,
    sequences: Array.from(first, (record) => records.sequences[record]! - 1),
    records: arrangeHashes(records.previous, first),
  };
  const ofParty = findRanges(records.parties, first);
  const parties = arrangeHashes(
    records.parties,
    Uint32Array.from(ofParty, ({ from }) => first[from]!),
  );
  return { heads, before, parties, ofParty };
}

/** Returns the order of records by party, then stream. Both sorts are stable. */
function orderByStream({ streams, parties }: RecordColumns): Uint32Array {
  const byStream = orderHashes(streams);
  return orderHashes(arrangeHashes(parties, byStream)).map((position) => byStream[position]!);
}

/** Returns the ranges of equal hashes in an order. */
function findRanges(hashes: Uint8Array, order: Uint32Array): Range[] {
  const ranges: Range[] = [];
  for (let from = 0, until = 1; from < order.length; until++) {
    if (until < order.length && compareAt(hashes, order[until]!, hashes, order[from]!) === 0) continue;
    ranges.push({ from, until });
    from = until;
  }
  return ranges;
}

/** Sorts the records of a stream by sequence, and checks that each continues the one before it. */
function chainMembers(records: RecordColumns, order: Uint32Array, { from, until }: Range): void {
  const { ids, previous, sequences } = records;
  const members = order.subarray(from, until).sort((a, b) => sequences[a]! - sequences[b]!);
  for (let at = 1; at < members.length; at++) {
    const [earlier, record] = [members[at - 1]!, members[at]!];
    if (sequences[record] !== sequences[earlier]! + 1 || compareAt(previous, record, ids, earlier) !== 0)
      throw broken(records.streams, record);
  }
}

/** Checks that the first record of each stream continues the head in the map of its party. */
function checkBefore({ map, from, until }: PartyMap, before: HeadColumns): void {
  for (let index = from; index < until; index++) {
    const [sequence, record] = [before.sequences[index]!, hashAt(before.records, index)];
    const current = map.find(hashAt(before.streams, index));
    const claimed = sequence === 0 ? null : hashHeadBytes(hashAt(before.streams, index), sequence, record);
    const isFirst = current === null && claimed === null && compareAt(record, 0, ZERO, 0) === 0;
    if (isFirst || (current !== null && claimed !== null && compareAt(current, 0, claimed, 0) === 0))
      continue;
    throw broken(before.streams, index);
  }
}

function broken(streams: Uint8Array, index: number): Invariant {
  return new Invariant(`records of the stream ${formatHex(hashAt(streams, index))} do not continue its head`);
}

/** Returns the leaves of heads in their parties' maps (§7). */
function hashHeads({ streams, sequences, records }: HeadColumns): Uint8Array {
  const leaves = new Uint8Array(streams.length);
  sequences.forEach((sequence, index) =>
    leaves.set(hashHeadBytes(hashAt(streams, index), sequence, hashAt(records, index)), index * HASH_BYTES),
  );
  return leaves;
}

/** Returns the leaves of holders in the heads map (§7). */
function hashHolders({ parties, streams }: HolderColumns): Uint8Array {
  const leaves = new Uint8Array(parties.length);
  for (let index = 0; index * HASH_BYTES < parties.length; index++)
    leaves.set(hashHolderBytes(hashAt(parties, index), hashAt(streams, index)), index * HASH_BYTES);
  return leaves;
}

/** Inserts the moved heads into their parties' maps. Returns the new roots, joined, and the new nodes of all these maps. */
function insertHeads(
  maps: readonly PartyMap[],
  leaves: Uint8Array,
): { readonly streams: Uint8Array; readonly made: number[] } {
  const streams = new Uint8Array(maps.length * HASH_BYTES);
  const made: number[] = [];
  maps.forEach((partyMap, index) => {
    const { map, keys } = partyMap;
    for (const node of map.insertItems({ keys, leaves: sliceHashes(leaves, partyMap) })) made.push(node);
    streams.set(map.rootBytes, index * HASH_BYTES);
  });
  return { streams, made };
}

function sliceHashes(hashes: Uint8Array, { from, until }: Range): Uint8Array {
  return hashes.subarray(from * HASH_BYTES, until * HASH_BYTES);
}
