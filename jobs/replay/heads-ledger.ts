import { hashHeadBytes, hashHolderBytes } from '../../core/batches/head.ts';
import { bytesOf, formatHex, type Hex, ZERO_HASH } from '../../core/encoding/hex.ts';
import { compareAt } from '../../core/hashing/hash-order.ts';
import { SparseMerkleMap } from '../../core/merkle/map/sparse-merkle-map.ts';
import { type HeadMaps, type HeadProof, proveHeadIn } from '../../core/proofs/prove-head.ts';
import { hashStream, type StreamName } from '../../core/records/record.ts';
import { HashTable, joinHashes } from './hash-table.ts';

/** In the place of a number: none. */
const NONE = -1;

/** Growing numbers, indexed by what they belong to. */
class Numbers {
  #values: Float64Array = new Float64Array(1024);

  get(index: number): number {
    return this.#values[index] ?? 0;
  }

  set(index: number, value: number): void {
    if (index >= this.#values.length) {
      const larger = new Float64Array(Math.max(index + 1, 2 * this.#values.length));
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[index] = value;
  }
}

/** The head of a stream: the number of its record, the record's id, and its place in the stream. */
export interface StreamHead {
  readonly number: number;
  readonly record: Hex;
  readonly sequence: number;
}

/** How a record relates to the head of its stream (§7). */
export type Continuation = 'continues' | 'stream-forked' | 'stream-skips';

/**
 * All that a replay keeps of the records so far: their ids, the streams with their heads, the parties, and the maps of heads (§7). A
 * million records in 800,000 streams take about 300 MiB. Records, streams and parties have numbers from 0.
 */
export class HeadsLedger {
  readonly records = new HashTable();
  readonly streams = new HashTable();
  readonly parties = new HashTable();
  readonly #streamOfRecord = new Numbers();
  readonly #partyOfStream = new Numbers();
  /** The number of the record that is the head, plus 1; 0 where there is none. */
  readonly #heads = new Numbers();
  readonly #sequences = new Numbers();
  readonly #maps: SparseMerkleMap[] = [];
  readonly #holders = SparseMerkleMap.build([]);
  readonly #moved = new Set<number>();

  /** Returns the number of a stream, hash `index` of joined hashes, which is added with its party if it is not known. */
  addStream(streams: Uint8Array, parties: Uint8Array, index: number): number {
    const before = this.streams.count;
    const stream = this.streams.add(streams, index);
    if (stream === before) this.#partyOfStream.set(stream, this.#addParty(parties, index));
    return stream;
  }

  #addParty(parties: Uint8Array, index: number): number {
    const party = this.parties.add(parties, index);
    this.#maps[party] ??= SparseMerkleMap.build([]);
    return party;
  }

  /** Adds a record to a stream, to none (null) where it is not sound. Returns false if it is here already; it may get its stream then. */
  addRecord(ids: Uint8Array, index: number, stream: number | null): boolean {
    const before = this.records.count;
    const record = this.records.add(ids, index);
    if (record === before || stream !== null) this.#streamOfRecord.set(record, (stream ?? NONE) + 1);
    return record === before;
  }

  /** Returns the stream of a record; null where it is not sound. */
  streamOf(record: number): number | null {
    const stream = this.#streamOfRecord.get(record) - 1;
    return stream === NONE ? null : stream;
  }

  partyOf(stream: number): number {
    return this.#partyOfStream.get(stream);
  }

  /** Returns how a record with this sequence, and hash `index` of `previous`, relates to the head of its stream. */
  relate(stream: number, sequence: number, previous: Uint8Array, index: number): Continuation {
    const head = this.#sequences.get(stream);
    if (sequence <= head) return 'stream-forked';
    const record = this.#heads.get(stream) - 1;
    const isNext =
      sequence === head + 1 &&
      (record === NONE ? sequence === 1 : compareAt(previous, index, this.records.at(record), 0) === 0);
    return isNext ? 'continues' : 'stream-skips';
  }

  /** Moves the head of a stream to a record. */
  move(stream: number, record: number, sequence: number): void {
    this.#heads.set(stream, record + 1);
    this.#sequences.set(stream, sequence);
    this.#moved.add(stream);
  }

  /** Returns the sequence of the head of a stream; 0 without one. */
  sequenceOf(stream: number): number {
    return this.#sequences.get(stream);
  }

  /** Brings the maps up to date with the heads that moved, and returns the root of the heads map (§7). */
  updateMaps(): Hex {
    const byParty = Map.groupBy(this.#moved, (stream) => this.partyOf(stream));
    for (const [party, streams] of byParty)
      this.#maps[party]!.insertItems({
        keys: joinHashes(streams, (stream) => this.streams.at(stream)),
        leaves: joinHashes(streams, (stream) => this.#hashHead(stream)),
      });
    const parties = [...byParty.keys()];
    this.#holders.insertItems({
      keys: joinHashes(parties, (party) => this.parties.at(party)),
      leaves: joinHashes(parties, (party) =>
        hashHolderBytes(this.parties.at(party), this.#maps[party]!.rootBytes),
      ),
    });
    this.#moved.clear();
    return this.#holders.root;
  }

  /** The root of the heads map as of the last `updateMaps` (§7). */
  get root(): Hex {
    return this.#holders.root;
  }

  /** Returns the head of the stream with this id; null where it has none. */
  headOf(id: Hex): StreamHead | null {
    const stream = this.streams.find(bytesOf(id), 0);
    if (stream < 0 || this.#heads.get(stream) === 0) return null;
    const number = this.#heads.get(stream) - 1;
    return { number, record: this.idOf(number), sequence: this.#sequences.get(stream) };
  }

  /** Returns the id of a record. */
  idOf(record: number): Hex {
    return formatHex(this.records.at(record));
  }

  /** Returns the number of the record with this id; −1 if it is not here. */
  findRecord(id: Hex): number {
    return this.records.find(bytesOf(id), 0);
  }

  /** Returns the records of streams, named by their ids, in the order in which they were sealed. */
  recordsOf(ids: readonly Hex[]): number[] {
    const streams = new Set(ids.map((id) => this.streams.find(bytesOf(id), 0)));
    streams.delete(NONE);
    const records: number[] = [];
    for (let record = 0; record < this.records.count; record++)
      if (streams.has(this.#streamOfRecord.get(record) - 1)) records.push(record);
    return records;
  }

  /** Returns the heads of all streams of a party. */
  headsOf(party: Hex): StreamHead[] {
    const number = this.parties.find(bytesOf(party), 0);
    const heads: StreamHead[] = [];
    for (let stream = 0; stream < this.streams.count; stream++) {
      const head = this.partyOf(stream) === number ? this.headOf(formatHex(this.streams.at(stream))) : null;
      if (head !== null) heads.push(head);
    }
    return heads;
  }

  /** Returns the proof of the head of a stream, or that it has none, from the maps as of the last `updateMaps` (§7, §11). */
  proveHead(name: StreamName): HeadProof {
    return proveHeadIn(this.#mapsOf(name.party), name, this.headOf(hashStream(name)));
  }

  /** Returns the siblings that prove the holder of a party with heads. */
  proveHolder(party: Hex): Hex[] {
    return this.#holders.prove(party).siblings;
  }

  #mapsOf(party: Hex): HeadMaps {
    const streams = this.#maps[this.parties.find(bytesOf(party), 0)];
    const isHolder = streams !== undefined && streams.root !== ZERO_HASH;
    return { holders: this.#holders, streams: isHolder ? streams : null };
  }

  #hashHead(stream: number): Uint8Array {
    const record = this.records.at(this.#heads.get(stream) - 1);
    return hashHeadBytes(this.streams.at(stream), this.#sequences.get(stream), record);
  }
}
