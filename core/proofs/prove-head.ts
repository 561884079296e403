import type { Hex } from '../encoding/hex.ts';
import type { MapProof } from '../merkle/map/proof.ts';
import type { SparseMerkleMap } from '../merkle/map/sparse-merkle-map.ts';
import { type StreamName, hashStream } from '../records/record.ts';
import type { BundleHead } from './bundle.ts';

/** The two maps that prove a head as of one batch (§7). The paths of the party and of the stream are loaded. */
export interface HeadMaps {
  /** The heads map of the batch: all holders, by party. */
  readonly holders: SparseMerkleMap;
  /** The map of the party's heads, by stream; null if the party has none. */
  readonly streams: SparseMerkleMap | null;
}

/** What a proof file holds for a head, besides the batch. */
export type HeadProof = Omit<BundleHead, 'header' | 'anchor' | 'next'>;

/**
 * Returns the proof of the head of a stream, or that the stream has none, as a proof file holds it (§7, §11). `head` is what the
 * party's map holds for the stream.
 * @throws Invariant if a path is not loaded
 */
export function proveHeadIn(
  { holders, streams }: HeadMaps,
  name: StreamName,
  head: { readonly sequence: number; readonly record: Hex } | null,
): HeadProof {
  const { party, kind, subject } = name;
  const ofHolder = holders.prove(party);
  const ofHead = streams === null ? null : streams.prove(hashStream(name));
  const shown = ofHead?.present === true ? head : null;
  return {
    party,
    holder: streams === null ? null : { streams: streams.root },
    holderEnd: endOf(ofHolder),
    holderSiblings: ofHolder.siblings,
    kind,
    subject,
    head: shown === null ? null : { sequence: shown.sequence, record: shown.record },
    end: ofHead === null ? null : endOf(ofHead),
    siblings: ofHead?.siblings ?? [],
  };
}

function endOf(proof: MapProof): BundleHead['end'] {
  return proof.present ? null : proof.end;
}
