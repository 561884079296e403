import { TypedDataEncoder, concat, keccak256 } from 'ethers';
import { MerkleTree } from 'merkletreejs';
import type { Hex } from '../../core/hex.ts';
import { ZERO_HASH } from '../../core/hex.ts';
import type { SignedRecord } from './signed-record.ts';

/** A ledger in memory that computes every batch from scratch, literally as the protocol says, with other libraries. */
export interface SlowLedger {
  /** Party → stream → its head. */
  readonly heads: Map<string, Map<string, { sequence: number; record: string }>>;
  previous: string;
  number: number;
}

/** Returns a ledger without batches. */
export function openSlowLedger(): SlowLedger {
  return { heads: new Map(), previous: ZERO_HASH, number: 0 };
}

const TYPES = {
  Sealed: [
    { name: 'record', type: 'bytes32' },
    { name: 'signature', type: 'bytes' },
  ],
  Item: [
    { name: 'key', type: 'bytes32' },
    { name: 'leaf', type: 'bytes32' },
  ],
  Head: [
    { name: 'stream', type: 'bytes32' },
    { name: 'sequence', type: 'uint64' },
    { name: 'record', type: 'bytes32' },
  ],
  Holder: [
    { name: 'party', type: 'bytes32' },
    { name: 'streams', type: 'bytes32' },
  ],
  BatchHeader: [
    { name: 'number', type: 'uint64' },
    { name: 'previous', type: 'bytes32' },
    { name: 'records', type: 'bytes32' },
    { name: 'recordCount', type: 'uint32' },
    { name: 'heads', type: 'bytes32' },
    { name: 'sealedAt', type: 'uint64' },
  ],
};

function hash(type: keyof typeof TYPES, value: Record<string, unknown>): string {
  return TypedDataEncoder.hashStruct(type, { [type]: TYPES[type] }, value);
}

/** Applies a batch of records, each of which continues its stream; returns the header that it must have, with its id. */
export function sealSlowly(
  ledger: SlowLedger,
  records: readonly SignedRecord[],
  sealedAt: number,
): { header: object; id: string } {
  for (const { id, stream, submission } of records) {
    const { party, sequence } = submission.record;
    const streams = ledger.heads.get(party) ?? new Map<string, { sequence: number; record: string }>();
    ledger.heads.set(party, streams);
    const head = streams.get(stream);
    if (head === undefined || head.sequence < sequence) streams.set(stream, { sequence, record: id });
  }
  const leaves = records.map(({ id, submission }) =>
    hash('Sealed', { record: id, signature: submission.signature }),
  );
  const header = {
    number: ledger.number + 1,
    previous: ledger.previous,
    records: new MerkleTree(leaves, keccak256, { sortLeaves: true, sortPairs: true }).getHexRoot(),
    recordCount: records.length,
    heads: headsRoot(ledger),
    sealedAt,
  };
  ledger.number = header.number;
  ledger.previous = hash('BatchHeader', header);
  return { header, id: ledger.previous };
}

function headsRoot({ heads }: SlowLedger): string {
  const holders = [...heads].map(
    ([party, streams]) => [party, hash('Holder', { party, streams: streamsRoot(streams) })] as const,
  );
  return slowMapRoot(holders, 0);
}

function streamsRoot(streams: ReadonlyMap<string, { sequence: number; record: string }>): string {
  return slowMapRoot(
    [...streams].map(([stream, head]) => [stream, hash('Head', { stream, ...head })] as const),
    0,
  );
}

/** The definition of §3, word for word. */
function slowMapRoot(items: readonly (readonly [key: string, leaf: string])[], depth: number): string {
  if (items.length === 0) return ZERO_HASH;
  const [first] = items;
  if (items.length === 1) return hash('Item', { key: first![0], leaf: first![1] });
  const side = (bit: number): string =>
    slowMapRoot(
      items.filter(([key]) => bitAt(key, depth) === bit),
      depth + 1,
    );
  return keccak256(concat([side(0), side(1)]));
}

function bitAt(key: string, depth: number): number {
  return Number((BigInt(key) >> BigInt(255 - depth)) & 1n);
}

/** Returns all heads of the ledger. */
export function listHeads({
  heads,
}: SlowLedger): { party: Hex; stream: Hex; sequence: number; record: Hex }[] {
  return [...heads].flatMap(([party, streams]) =>
    [...streams].map(([stream, { sequence, record }]) => ({
      party: party as Hex,
      stream: stream as Hex,
      sequence,
      record: record as Hex,
    })),
  );
}
