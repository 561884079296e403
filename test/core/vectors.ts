import type { BatchHeader } from '../../core/batches/batch.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import type { Head, Move } from '../../core/batches/head.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Json, JsonObject } from '../../core/encoding/json.ts';
import type { MapEnd, MapItem } from '../../core/merkle/map/item.ts';
import type { LedgerRecord } from '../../core/records/record.ts';

/** A tree proof of the vectors. */
interface TreeProof {
  readonly root: Hex;
  readonly leaf: Hex;
  readonly proof: Hex[];
  readonly recordCount?: number;
}

/** An entry in the vectors: its hashed form, with the coefficient as text. */
interface WrittenEntry {
  readonly key: string;
  readonly detail: Hex;
}

/** One value that must be rejected; its members depend on its group. */
export interface Refused {
  readonly why: string;
  readonly text: unknown;
  readonly bytes?: Hex;
  readonly entry: unknown;
  readonly identifier: unknown;
  readonly root: Hex;
  readonly leaf: Hex;
  readonly proof: Hex[];
  readonly recordCount?: number;
  readonly leaves: Hex[];
  readonly key: Hex;
  readonly siblings: Hex[];
  readonly items: MapItem[];
  readonly end: MapEnd;
  readonly record: unknown;
  readonly headers: unknown;
  readonly header: unknown;
  readonly digest: Hex;
  readonly signature: unknown;
  readonly address: string;
}

interface BatchVector {
  readonly records: {
    readonly record: LedgerRecord;
    readonly id: Hex;
    readonly stream: Hex;
    readonly digest: Hex;
    readonly statement: JsonObject;
    readonly signature: Hex;
    readonly sealed: Hex;
    readonly entries?: WrittenEntry[];
  }[];
  readonly header: BatchHeader;
  readonly id: Hex;
  readonly anchoredAt: number;
  readonly anchorWord: Hex;
  readonly inclusion: { readonly sealed: Hex; readonly proof: Hex[] };
  readonly holders: {
    readonly party: Hex;
    readonly streams: Hex;
    readonly leaf: Hex;
    readonly heads: (Head & { readonly leaf: Hex })[];
  }[];
}

/** The file of vectors, whose values were computed by an independent implementation. */
export interface Vectors {
  readonly typeStrings: Record<string, { type: string; typeHash: Hex }>;
  readonly decimals: { text: string; coefficient: string; scale: number }[];
  readonly json: { value: Json; jcs: string; keccak: Hex }[];
  readonly entries: { entry: WrittenEntry; detail?: JsonObject | null; mapKey: Hex; leaf: Hex }[];
  readonly derivedSalt: { secret: Hex; key: string; salt: Hex };
  readonly identifiers: { identifier: string; party: Hex }[];
  readonly trees: (TreeProof & { readonly leaves: Hex[] })[];
  readonly deepTree: TreeProof;
  readonly boundedTree: TreeProof;
  readonly maps: {
    items: MapItem[];
    root: Hex;
    present?: MapItem & { siblings: Hex[] };
    absent: { key: Hex; end: MapEnd; siblings: Hex[] };
  }[];
  readonly domain: Domain;
  readonly parties: { identifier: string; party: Hex; privateKey: Hex; address: string }[];
  readonly batches: BatchVector[];
  readonly oddRecords: { record: unknown; id: Hex }[];
  readonly chains: unknown[];
  readonly oddHeaders: { header: unknown; id: Hex }[];
  readonly moves: {
    why: string;
    before: Omit<Head, 'stream'> | null;
    batch: Move[];
    after: Omit<Head, 'stream'> | null;
  }[];
  readonly signatures: { digest: Hex; signature: Hex; address: string }[];
  readonly receipt: { value: unknown; digest: Hex };
}
