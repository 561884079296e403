import type { BundleHead } from '../../core/proofs/bundle.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { type MapProof, fillMap, openMap, proveKey } from '../../core/merkle/map/sparse-map.ts';
import type { MapNode } from '../../core/merkle/map/nodes.ts';
import { type StreamName, hashStream } from '../../core/records/record.ts';
import type { HeadEvidence } from '../../db/batches/head-evidence.ts';
import type { AnchoredBatch } from './anchored-record.ts';

/**
 * Returns what proves the head of a stream as of a batch, or that there was none (§7, §11). The batch is the newest that the
 * bundle relies on, so that it has no successor yet: `next` is null, and a verifier takes it from the chain.
 * @throws Invariant when the evidence lacks a node
 */
export function proveHead(asOf: AnchoredBatch, name: StreamName, evidence: HeadEvidence): BundleHead {
  const { party, kind, subject } = name;
  const { holder, nodes } = evidence;
  const ofHolder = proveIn(asOf.header.heads, party, nodes);
  const ofHead = holder === null ? null : proveIn(holder, hashStream(name), nodes);
  const head = ofHead?.present === true ? evidence.head : null;
  return {
    header: asOf.header,
    anchor: asOf.anchor,
    next: null,
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

function proveIn(root: Hex, key: Hex, nodes: ReadonlyMap<Hex, MapNode>): MapProof {
  const map = openMap(root);
  fillMap(map, key, (hash) => nodes.get(hash));
  return proveKey(map, key);
}

function endOf(proof: MapProof): BundleHead['end'] {
  return proof.present ? null : proof.end;
}
