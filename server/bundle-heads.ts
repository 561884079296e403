import type { Pool, PoolClient } from 'pg';
import type { BundleHead } from '../core/bundle.ts';
import type { Hex } from '../core/hex.ts';
import { type MapProof, fillMap, openMap, proveKey } from '../core/map.ts';
import type { MapNode } from '../core/map-nodes.ts';
import { type StreamName, hashStream } from '../core/record.ts';
import { readHeadAt, readHolderAt } from '../db/heads.ts';
import { type MapPath, loadPaths } from '../db/map-nodes.ts';
import type { AnchoredBatch } from './anchored-record.ts';

type Client = Pool | PoolClient;

/** A stream with the root of its party's map as of a batch, null where the party had no heads. */
interface StreamAsked {
  readonly name: StreamName;
  readonly stream: Hex;
  readonly holder: Hex | null;
}

/**
 * Returns what proves the heads of streams as of a batch, or that there were none (§7, §11). The batch is the newest that the
 * bundle relies on, so that it has no successor yet: `next` is null, and a verifier takes it from the chain.
 */
export async function proveHeads(
  client: Client,
  asOf: AnchoredBatch,
  names: readonly StreamName[],
): Promise<BundleHead[]> {
  const streams = new Map(names.map((name) => [hashStream(name), name]));
  const asked: StreamAsked[] = [];
  for (const [stream, name] of streams)
    asked.push({ name, stream, holder: await readHolderAt(client, name.party, asOf.number) });
  const nodes = await loadPaths(
    client,
    asked.flatMap((each) => pathsOf(asOf, each)),
  );
  const heads: BundleHead[] = [];
  for (const each of asked) heads.push(await proveHead(client, asOf, each, nodes));
  return heads;
}

function pathsOf({ header }: AnchoredBatch, { name, stream, holder }: StreamAsked): MapPath[] {
  const inHeads = { root: header.heads, key: name.party };
  return holder === null ? [inHeads] : [inHeads, { root: holder, key: stream }];
}

async function proveHead(
  client: Client,
  asOf: AnchoredBatch,
  { name, stream, holder }: StreamAsked,
  nodes: ReadonlyMap<Hex, MapNode>,
): Promise<BundleHead> {
  const { party, kind, subject } = name;
  const ofHolder = proveIn(asOf.header.heads, party, nodes);
  const ofHead = holder === null ? null : proveIn(holder, stream, nodes);
  const head = ofHead?.present === true ? await readHeadAt(client, stream, asOf.number) : null;
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
