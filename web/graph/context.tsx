import { createContext, type ReactNode, useContext } from 'react';
import type { Hex } from '../../core/encoding/hex.ts';
import type { BundleRecord } from '../../core/proofs/bundle.ts';
import type { GraphNode } from '../../jobs/explain/graph.ts';
import { type NodeWords, useNodeWords } from './node-words.ts';

/** Where records come from, and what a reader can do with them there. */
export interface ProvenanceOrigin {
  readonly origin: 'ledger' | 'file';
  /** The record at the end. */
  readonly root: Hex;
  /** Identifiers of parties by their ids, as far as they are known. */
  readonly names: ReadonlyMap<Hex, string>;
  /** Gives a record of a proof file that shows an entry, to be checked here. */
  readonly openProof: (record: Hex, key: string) => Promise<BundleRecord>;
  /** Renders links to a record; null where there are no pages to link to. */
  readonly renderLinks: ((record: Hex) => ReactNode) | null;
  /** A button with which the reader signs in, shown where entries are private; null where that would not help. */
  readonly signIn: ReactNode;
  /** Renders the link to the verification of a record; null where it was verified already. */
  readonly renderVerify: ((record: Hex) => ReactNode) | null;
}

const Origin = createContext<ProvenanceOrigin | null>(null);

/** Gives the origin of records to what is inside. */
export const OriginProvider = Origin.Provider;

/** Returns where the records of a graph come from. */
export function useOrigin(): ProvenanceOrigin {
  const origin = useContext(Origin);
  if (origin === null) throw new Error('expected an OriginProvider around a graph');
  return origin;
}

/** Returns a function that gives the words of a node. */
export function useWords(): (node: GraphNode) => NodeWords {
  const { origin, root } = useOrigin();
  return useNodeWords(origin, root);
}
