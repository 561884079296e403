import * as z from 'zod';
import { type Hex, ZERO_HASH, bytesOf, formatHex } from '../encoding/hex.ts';
import { hashSchema, parseWith, uintSchema } from '../encoding/schema.ts';
import { hashStruct, hashType, wordOfUint } from '../hashing/struct-hash.ts';

/** The head of a stream: its newest record, as of a batch (§7). */
export interface Head {
  readonly stream: Hex;
  readonly sequence: number;
  readonly record: Hex;
}

/** A party that has heads, with the root of the map of its heads (§7). */
export interface Holder {
  readonly party: Hex;
  readonly streams: Hex;
}

const HEAD_TYPE = hashType('Head(bytes32 stream,uint64 sequence,bytes32 record)');
const HOLDER_TYPE = hashType('Holder(bytes32 party,bytes32 streams)');

const headSchema = z.strictObject({ stream: hashSchema, sequence: uintSchema(1), record: hashSchema });
const holderSchema = z.strictObject({ party: hashSchema, streams: hashSchema });

/**
 * Returns a head from outside, checked.
 * @example
 * parseHead({ stream: `0x${'ab'.repeat(32)}`, sequence: 0 }) // → throws uint-range at sequence
 * @throws BadInput
 */
export function parseHead(value: unknown): Head {
  return parseWith(headSchema, value);
}

/**
 * Returns a holder from outside, checked.
 * @example
 * parseHolder({ party: '0xab' }) // → throws hex-syntax at party
 * @throws BadInput
 */
export function parseHolder(value: unknown): Holder {
  return parseWith(holderSchema, value);
}

/** Returns the leaf of a head in its party's map, where its key is the stream (§7). */
export function hashHead({ stream, sequence, record }: Head): Hex {
  return formatHex(hashHeadBytes(bytesOf(stream), sequence, bytesOf(record)));
}

/** Returns the same leaf as `hashHead`, with bytes as input and output. */
export function hashHeadBytes(stream: Uint8Array, sequence: number, record: Uint8Array): Uint8Array {
  return hashStruct(HEAD_TYPE, [stream, wordOfUint(sequence), record]);
}

/** Returns the leaf of a holder in the heads map, where its key is the party (§7). */
export function hashHolder({ party, streams }: Holder): Hex {
  return formatHex(hashHolderBytes(bytesOf(party), bytesOf(streams)));
}

/** Returns the same leaf as `hashHolder`, with bytes as input and output. */
export function hashHolderBytes(party: Uint8Array, streams: Uint8Array): Uint8Array {
  return hashStruct(HOLDER_TYPE, [party, streams]);
}

/** A sealed record of one stream, which may move the head of that stream; and whether it is well signed (§7). */
export interface Move {
  readonly id: Hex;
  readonly sequence: number;
  readonly previous: Hex;
  readonly wellSigned: boolean;
}

/**
 * Returns a stream's head after a batch, null where it has none. The records of the batch apply in the order of their sequence,
 * then of their id. Only a well-signed record that continues the head moves it (§6, §7).
 */
export function moveHead(
  before: Omit<Head, 'stream'> | null,
  batch: readonly Move[],
): Omit<Head, 'stream'> | null {
  const ordered = [...batch].sort((a, b) => a.sequence - b.sequence || (a.id < b.id ? -1 : 1));
  let head = before;
  for (const { id, sequence, previous, wellSigned } of ordered) {
    const continues = sequence === (head?.sequence ?? 0) + 1 && previous === (head?.record ?? ZERO_HASH);
    if (wellSigned && continues) head = { sequence, record: id };
  }
  return head;
}
