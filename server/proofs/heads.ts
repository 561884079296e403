import type { BundleHead } from '../../core/proofs/bundle.ts';
import { proveHeadIn } from '../../core/proofs/prove-head.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { SparseMerkleMap } from '../../core/merkle/map/sparse-merkle-map.ts';
import type { StoredNode } from '../../core/merkle/map/stored-nodes.ts';
import { type StreamName, hashStream } from '../../core/records/record.ts';
import type { HeadEvidence } from '../../db/batches/head-evidence.ts';
import type { ShownBatch } from './shown-batch.ts';

/**
 * Returns a proof of the head of a stream as of a batch, or that the stream has none (§7, §11). Where `next` is null, a verifier reads from
 * the chain whether a batch follows.
 * @throws Invariant if the evidence lacks a node
 */
export function proveHead(
  { asOf, next }: Pick<ShownBatch, 'asOf' | 'next'>,
  name: StreamName,
  evidence: HeadEvidence,
): BundleHead {
  const { streamsRoot, head, nodes } = evidence;
  const maps = {
    holders: openPath(asOf.header.heads, name.party, nodes),
    streams: streamsRoot === null ? null : openPath(streamsRoot, hashStream(name), nodes),
  };
  return {
    header: asOf.header,
    anchor: asOf.anchor,
    next: next === null ? null : { header: next.header, anchor: next.anchor },
    ...proveHeadIn(maps, name, head),
  };
}

/** Returns the map with this root, with the path of one key loaded. */
function openPath(root: Hex, key: Hex, nodes: ReadonlyMap<Hex, StoredNode>): SparseMerkleMap {
  const map = SparseMerkleMap.open(root);
  map.loadPath(key, (hash) => nodes.get(hash));
  return map;
}
