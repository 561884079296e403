import { readFileSync } from 'node:fs';

export interface Entry {
  readonly key: string;
  readonly [member: string]: unknown;
}

export interface SignedRecord {
  readonly party: string;
  readonly kind: number;
  readonly subject: string;
  readonly sequence: number;
  readonly previous: string;
  readonly entries: string;
  readonly sources: readonly string[];
  readonly statement: string;
}

export interface Header {
  readonly number: number;
  readonly previous: string;
  readonly records: string;
  readonly recordCount: number;
  readonly heads: string;
  readonly sealedAt: number;
}

export interface Batch {
  readonly header: Header;
  readonly id: string;
  readonly anchoredAt: number;
  readonly anchorWord: string;
  readonly inclusion: { readonly sealed: string; readonly proof: readonly string[] };
  readonly records: readonly {
    readonly record: SignedRecord;
    readonly statement: object;
    readonly entries: readonly Entry[];
    readonly stream: string;
    readonly id: string;
    readonly signature: string;
    readonly digest: string;
    readonly sealed: string;
  }[];
  readonly holders: readonly {
    readonly party: string;
    readonly streams: string;
    readonly leaf: string;
    readonly heads: readonly { stream: string; sequence: number; record: string; leaf: string }[];
  }[];
}

interface Tree {
  readonly root: string;
  readonly leaf: string;
  readonly proof: readonly string[];
  readonly recordCount?: number;
}

interface End {
  readonly key: string;
  readonly leaf: string;
}

interface Absence {
  readonly root: string;
  readonly key: string;
  readonly end: End | null;
  readonly siblings: readonly string[];
}

interface Presence extends End {
  readonly siblings: readonly string[];
}

interface Signature {
  readonly digest: string;
  readonly signature: string;
  readonly address: string;
}

type Bad<T> = readonly (T & { readonly why: string })[];

export interface Vectors {
  readonly typeStrings: Record<string, { readonly type: string; readonly typeHash: string }>;
  readonly entries: readonly { readonly entry: Entry; readonly mapKey: string; readonly leaf: string }[];
  readonly badEntries: Bad<{ readonly entry: Entry }>;
  readonly identifiers: readonly { readonly identifier: string; readonly party: string }[];
  readonly badIdentifiers: Bad<{ readonly identifier: string }>;
  readonly trees: readonly (Tree & { readonly leaves: readonly string[] })[];
  readonly deepTree: Tree;
  readonly boundedTree: Tree;
  readonly badTrees: Bad<Tree>;
  readonly maps: readonly {
    readonly items: readonly End[];
    readonly root: string;
    readonly absent: Omit<Absence, 'root'>;
    readonly present?: Presence;
  }[];
  readonly badMaps: Bad<Presence & { readonly root: string }>;
  readonly badAbsences: Bad<Absence>;
  readonly domain: { readonly chainId: number; readonly ledger: string };
  readonly parties: readonly {
    role: string;
    identifier: string;
    party: string;
    privateKey: string;
    address: string;
  }[];
  readonly batches: readonly Batch[];
  readonly badRecords: Bad<{ readonly record: SignedRecord }>;
  readonly oddRecords: readonly { readonly record: SignedRecord; readonly id: string }[];
  readonly chains: readonly (readonly Header[])[];
  readonly badChains: Bad<{ readonly headers: readonly Header[] }>;
  readonly oddHeaders: readonly { readonly header: Header; readonly id: string }[];
  readonly badHeaders: Bad<{ readonly header: Header }>;
  readonly signatures: readonly Signature[];
  readonly badSignatures: Bad<Signature>;
  readonly receipt: { readonly value: object; readonly digest: string };
}

/** The protocol's vectors, computed by an independent implementation. */
export const vectors = JSON.parse(
  readFileSync(new URL('../vectors/protocol-v1.json', import.meta.url), 'utf8'),
) as Vectors;
