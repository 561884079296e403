import type { PoolClient } from 'pg';
import { Invariant } from '../core/errors.ts';
import { type Head, type Holder, hashHead, hashHolder, moveHead } from '../core/head.ts';
import { type Hex, ZERO_HASH } from '../core/hex.ts';
import { fillMap, mapRoot, openMap, setItems } from '../core/map.ts';
import type { MapItem } from '../core/map-item.ts';
import { type MapNode, describeNode } from '../core/map-nodes.ts';
import { type PartyHead, readHeads, readHolders } from '../db/heads.ts';
import { loadPaths } from '../db/map-nodes.ts';
import type { WaitingRecord } from '../db/waiting-records.ts';

/** What a batch changes in the heads map (§7). */
export interface HeadsUpdate {
  /** Root of the heads map after the batch. */
  readonly root: Hex;
  /** The heads that moved. */
  readonly heads: readonly PartyHead[];
  /** The parties of which a head moved, with the new roots of their maps. */
  readonly holders: readonly Holder[];
  /** The nodes that are new in all these maps. */
  readonly nodes: readonly MapNode[];
}

/**
 * Returns what records change in the heads map with a root: only the nodes on the ways of the heads that move are read and
 * computed.
 * @throws Invariant when a record doesn't continue its stream's head: nothing else may be sealed (§7)
 */
export async function updateHeads(
  client: PoolClient,
  root: Hex,
  records: readonly WaitingRecord[],
): Promise<HeadsUpdate> {
  const heads = await moveStreams(client, records);
  const byParty = Map.groupBy(heads, ({ party }) => party);
  const before = await readHolders(client, [...byParty.keys()]);
  const rootOf = (party: Hex): Hex => before.get(party) ?? ZERO_HASH;
  const stored = await loadPaths(client, [
    ...heads.map(({ party, stream }) => ({ root: rootOf(party), key: stream })),
    ...[...byParty.keys()].map((party) => ({ root, key: party })),
  ]);
  const nodes: MapNode[] = [];
  const holders = [...byParty].map(([party, moved]) => ({
    party,
    streams: updateMap(rootOf(party), moved.map(itemOfHead), stored, nodes),
  }));
  return { root: updateMap(root, holders.map(itemOfHolder), stored, nodes), heads, holders, nodes };
}

async function moveStreams(client: PoolClient, records: readonly WaitingRecord[]): Promise<PartyHead[]> {
  const byStream = Map.groupBy(records, ({ stream }) => stream);
  const before = await readHeads(client, [...byStream.keys()]);
  return [...byStream].map(([stream, members]) => moveStream(stream, before.get(stream) ?? null, members));
}

function moveStream(stream: Hex, before: Head | null, members: readonly WaitingRecord[]): PartyHead {
  const after = moveHead(
    before,
    members.map(({ id, sequence, previous }) => ({ id, sequence, previous, wellSigned: true })),
  );
  const [first] = members;
  if (first === undefined || after?.sequence !== (before?.sequence ?? 0) + members.length) {
    throw new Invariant(
      `records of the stream ${stream} do not continue its head ${before?.record ?? 'none'}`,
    );
  }
  return { stream, party: first.party, sequence: after.sequence, record: after.record };
}

function itemOfHead(head: PartyHead): MapItem {
  return { key: head.stream, leaf: hashHead(head) };
}

function itemOfHolder(holder: Holder): MapItem {
  return { key: holder.party, leaf: hashHolder(holder) };
}

/** Returns the root of a map after items were set in it; adds the nodes that are new to `nodes`. */
function updateMap(
  root: Hex,
  items: readonly MapItem[],
  stored: ReadonlyMap<Hex, MapNode>,
  nodes: MapNode[],
): Hex {
  const map = openMap(root);
  for (const { key } of items) fillMap(map, key, (hash) => stored.get(hash));
  for (const node of setItems(map, items)) nodes.push(describeNode(map, node));
  return mapRoot(map);
}
