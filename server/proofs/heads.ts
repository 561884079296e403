import type { BundleHead } from '../../core/proofs/bundle.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { SparseMerkleMap } from '../../core/merkle/map/sparse-merkle-map.ts';
import type { MapProof } from '../../core/merkle/map/proof.ts';
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
  const { party, kind, subject } = name;
  const { holder, nodes } = evidence;
  const ofHolder = proveKey(asOf.header.heads, party, nodes);
  const ofHead = holder === null ? null : proveKey(holder, hashStream(name), nodes);
  const head = ofHead?.present === true ? evidence.head : null;
  return {
    header: asOf.header,
    anchor: asOf.anchor,
    next: next === null ? null : { header: next.header, anchor: next.anchor },
    party,
    holder: holder === null ? null : { streams: holder },
    holderEnd: endOf(ofHolder),
    holderSiblings: ofHolder.siblings,
    kind,
    subject,
    head: head === null ? null : { sequence: head.sequence, record: head.record },
    end: ofHead === null ? null : endOf(ofHead),
    siblings: ofHead?.siblings ?? [],
  };
}

function proveKey(root: Hex, key: Hex, nodes: ReadonlyMap<Hex, StoredNode>): MapProof {
  const map = SparseMerkleMap.open(root);
  map.loadPath(key, (hash) => nodes.get(hash));
  return map.prove(key);
}

function endOf(proof: MapProof): BundleHead['end'] {
  return proof.present ? null : proof.end;
}
