import { type BatchHeader, hashAnchor, hashHeader, hashSealed } from '../../core/batches/batch.ts';
import type { BundleAnchor } from '../../core/proofs/bundle.ts';
import type { ValidityWindow } from '../../core/parties/authority.ts';
import type { Anchoring, ChainReader, VouchedBlock } from '../../core/verify/chain-reader.ts';
import { hashHead, hashHolder } from '../../core/batches/head.ts';
import { type Hex, ZERO_HASH, bytesOf, concatBytes, formatHex } from '../../core/encoding/hex.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { keccakText } from '../../core/hashing/keccak.ts';
import { ROLES, type RoleName } from '../../core/records/kind.ts';
import { SparseMerkleMap } from '../../core/merkle/map/sparse-merkle-map.ts';
import { MAX_UINT } from '../../core/encoding/schema.ts';
import { type Tree, buildTree, treeRoot } from '../../core/merkle/tree.ts';
import { TEST_DOMAIN, type TestParty, makeKey } from './registry.ts';
import type { SignedRecord } from './signed-record.ts';

/** When the first batch is sealed. Each later one is sealed an hour after the one before it. */
export const FIRST_SEAL = 1_700_000_000;
const BETWEEN = 3600;
/** Seconds from sealing to the block that anchors. */
export const UNTIL_ANCHORED = 60;
/** The registry of all ledgers in memory. */
export const MEMORY_REGISTRY = '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512';

/** A head with its record. */
export interface NamedHead {
  readonly record: SignedRecord;
  readonly sequence: number;
}

/** A batch with everything from which its proofs are made. */
export interface MemoryBatch {
  readonly header: BatchHeader;
  readonly anchor: BundleAnchor;
  readonly tree: Tree;
  /** Heads after this batch: party → stream → head. */
  readonly heads: ReadonlyMap<Hex, ReadonlyMap<Hex, NamedHead>>;
  readonly holders: SparseMerkleMap;
}

/** What a reader of the chain would get: plain facts that a test can change. */
export interface ChainFacts {
  chainId: number;
  registry: string;
  codeHashes: Map<string, Hex>;
  vouched: VouchedBlock;
  /** The words of batches as of the vouched block. */
  words: Map<number, Hex>;
  /** The words of batches as of the newest block. */
  newest: Map<number, Hex>;
  /** `party key` or `party role` → windows. */
  windows: Map<string, ValidityWindow[]>;
  anchorings: Map<number, Anchoring>;
  /** The blocks that are on the chain. */
  blocks: Set<Hex>;
  /** Null while the ledger is open. */
  successor: string | null;
}

/** A ledger in memory: its batches, and the facts of the chain on which they are anchored. */
export interface MemoryLedger {
  readonly batches: MemoryBatch[];
  readonly facts: ChainFacts;
}

/** Returns a ledger without batches. */
export function createLedger(): MemoryLedger {
  const vouched = { number: 1, hash: named('block 1'), time: FIRST_SEAL, basis: 'from the test' };
  const facts = {
    chainId: TEST_DOMAIN.chainId,
    registry: MEMORY_REGISTRY,
    codeHashes: new Map([
      [TEST_DOMAIN.ledger, named('ledger code')],
      [MEMORY_REGISTRY, named('registry code')],
    ]),
    vouched,
    words: new Map(),
    newest: new Map(),
    windows: new Map(),
    anchorings: new Map(),
    blocks: new Set<Hex>(),
    successor: null,
  };
  return { batches: [], facts };
}

/** Returns a hash for a name, always the same. */
export function named(name: string): Hex {
  return formatHex(keccakText(name));
}

/** Registers a party with a role and a key, long before the first batch. */
export function registerParty(ledger: MemoryLedger, identifier: string, role: RoleName): TestParty {
  const party = { identifier, party: hashParty(identifier), key: makeKey(identifier) };
  const open = { from: FIRST_SEAL - 1000, until: MAX_UINT };
  ledger.facts.windows.set(`${party.party} ${ROLES[role]}`, [open]);
  ledger.facts.windows.set(`${party.party} ${party.key.address}`, [open]);
  return party;
}

/** Seals records as the next batch, anchors it and makes it final. Each record becomes the head of its stream. */
export function sealBatch(ledger: MemoryLedger, records: readonly SignedRecord[]): MemoryBatch {
  const before = ledger.batches.at(-1);
  const tree = buildTree(concatBytes(...records.map((record) => bytesOf(sealedOf(record)))));
  const heads = moveHeads(before?.heads ?? new Map(), records);
  const holders = SparseMerkleMap.build(
    Array.from(heads, ([party, streams]) => ({
      key: party,
      leaf: hashHolder({ party, streams: buildStreams(streams).root }),
    })),
  );
  const number = ledger.batches.length + 1;
  const header = {
    number,
    previous: before === undefined ? ZERO_HASH : hashHeader(before.header),
    records: treeRoot(tree),
    recordCount: records.length,
    heads: holders.root,
    sealedAt: FIRST_SEAL + BETWEEN * number,
  };
  const batch = { header, anchor: anchorOf(header), tree, heads, holders };
  ledger.batches.push(batch);
  recordAnchor(ledger.facts, batch);
  return batch;
}

/** Returns the leaf of a signed record in its batch's tree. */
export function sealedOf({ id, submission: { signature } }: SignedRecord): Hex {
  return hashSealed({ record: id, signature });
}

/** Returns the map of a party's heads. */
export function buildStreams(streams: ReadonlyMap<Hex, NamedHead>): SparseMerkleMap {
  return SparseMerkleMap.build(
    Array.from(streams, ([stream, { record, sequence }]) => ({
      key: stream,
      leaf: hashHead({ stream, sequence, record: record.id }),
    })),
  );
}

function moveHeads(before: MemoryBatch['heads'], records: readonly SignedRecord[]): MemoryBatch['heads'] {
  const heads = new Map(Array.from(before, ([party, streams]) => [party, new Map(streams)]));
  for (const record of records) {
    const { party, sequence } = record.submission.record;
    const streams = heads.get(party) ?? new Map<Hex, NamedHead>();
    heads.set(party, streams.set(record.stream, { record, sequence }));
  }
  return heads;
}

function anchorOf({ number, sealedAt }: BatchHeader): BundleAnchor {
  return {
    anchoredAt: sealedAt + UNTIL_ANCHORED,
    transaction: named(`transaction ${number}`),
    block: 10 * number,
    blockHash: named(`block ${10 * number}`),
  };
}

/** Adds a batch to the chain, with a final block a minute later. */
function recordAnchor(facts: ChainFacts, { header, anchor }: MemoryBatch): void {
  const word = hashAnchor(hashHeader(header), anchor.anchoredAt);
  facts.words.set(header.number, word);
  facts.newest.set(header.number, word);
  facts.anchorings.set(header.number, {
    ...anchor,
    number: header.number,
    header: hashHeader(header),
    fields: header,
  });
  const block = anchor.block + 1;
  facts.vouched = {
    ...facts.vouched,
    number: block,
    hash: named(`block ${block}`),
    time: anchor.anchoredAt + 60,
  };
}

/** Returns a reader that answers from facts. */
export function readFacts(facts: ChainFacts): ChainReader {
  return {
    chainId: () => Promise.resolve(facts.chainId),
    vouchedBlock: () => Promise.resolve(facts.vouched),
    codeHash: (address) => Promise.resolve(facts.codeHashes.get(address) ?? named('')),
    registry: () => Promise.resolve(facts.registry),
    successor: () => Promise.resolve(facts.successor),
    latest: () => Promise.resolve(Math.max(0, ...facts.words.keys())),
    anchor: (number) => Promise.resolve(facts.words.get(number) ?? ZERO_HASH),
    anchorInLatestBlock: (number) => Promise.resolve(facts.newest.get(number) ?? ZERO_HASH),
    keyWindows: (party, key) => Promise.resolve(facts.windows.get(`${party} ${key}`) ?? []),
    roleWindows: (party, role) => Promise.resolve(facts.windows.get(`${party} ${role}`) ?? []),
    anchoring: (number) => Promise.resolve(facts.anchorings.get(number) ?? null),
    endpointWithout: (hash) => Promise.resolve(facts.blocks.has(hash) ? null : 'node.test'),
  };
}
