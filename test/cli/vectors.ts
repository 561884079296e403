import { readFileSync } from 'node:fs';

type Members = Readonly<Record<string, unknown>>;
export type BadVector = Members & { readonly why: string };

interface Batch {
  readonly records: readonly {
    readonly record: unknown;
    readonly id: string;
    readonly signature: string;
    readonly digest: string;
    readonly sealed: string;
  }[];
  readonly header: unknown;
  readonly id: string;
  readonly holders: readonly {
    readonly party: string;
    readonly streams: string;
    readonly leaf: string;
    readonly heads: readonly (Members & { readonly leaf: string })[];
  }[];
}

/** The protocol's vectors, as far as the command line reads them. */
export interface Vectors {
  readonly decimals: readonly {
    readonly text: string;
    readonly coefficient: string;
    readonly scale: number;
  }[];
  readonly json: readonly { readonly value: unknown; readonly jcs: string; readonly keccak: string }[];
  readonly entries: readonly { readonly entry: unknown; readonly leaf: string }[];
  readonly identifiers: readonly { readonly identifier: string; readonly party: string }[];
  readonly trees: readonly (Members & {
    readonly leaves: readonly string[];
    readonly root: string;
    readonly leaf: string;
    readonly proof: unknown;
  })[];
  readonly deepTree: Members;
  readonly boundedTree: Members;
  readonly maps: readonly {
    readonly items: unknown;
    readonly root: string;
    readonly present?: Members;
    readonly absent?: Members;
  }[];
  readonly domain: unknown;
  readonly batches: readonly Batch[];
  readonly oddRecords: readonly { readonly record: unknown; readonly id: string }[];
  readonly oddHeaders: readonly { readonly header: unknown; readonly id: string }[];
  readonly chains: readonly (readonly unknown[])[];
  readonly signatures: readonly Members[];
  readonly receipt: { readonly value: unknown; readonly digest: string };
  readonly badDecimals: readonly BadVector[];
  readonly badJson: readonly (BadVector & { readonly text?: string; readonly bytes?: string })[];
  readonly badEntries: readonly BadVector[];
  readonly badIdentifiers: readonly BadVector[];
  readonly badTrees: readonly BadVector[];
  readonly badTreeLeaves: readonly BadVector[];
  readonly badMaps: readonly BadVector[];
  readonly badMapItems: readonly BadVector[];
  readonly badAbsences: readonly BadVector[];
  readonly badRecords: readonly BadVector[];
  readonly badChains: readonly BadVector[];
  readonly badHeaders: readonly BadVector[];
  readonly badSignatures: readonly BadVector[];
}

/** Returns the protocol's vectors. */
export function readVectors(): Vectors {
  return JSON.parse(readFileSync(new URL('../vectors/protocol-v1.json', import.meta.url), 'utf8')) as Vectors;
}
