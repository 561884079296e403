import { createContext, type ReactNode, useContext } from 'react';
import type { Hex } from '../../../core/encoding/hex.ts';
import type { BundleRecord } from '../../../core/proofs/bundle.ts';
import type { KindName } from '../../../core/records/kind.ts';

/** What the server of a page says beside a verdict. It proves nothing, and is said to be the server's word. */
export interface ServerHints {
  /** Renders the name of a party that no registry was asked for. */
  readonly renderName: (party: Hex) => ReactNode;
  /** Renders whether a record is the newest version in its stream. */
  readonly renderNewest: (record: BundleRecord) => ReactNode;
  /** Renders that a party has lost its keys, or the role for a kind of records; nothing where it has them. */
  readonly renderLost: (party: Hex, kind: KindName) => ReactNode;
  /** Renders a link that verifies another record. */
  readonly renderVerify: (record: Hex, text: ReactNode) => ReactNode;
}

const Context = createContext<ServerHints | null>(null);

/** Gives the hints of a server to the verdicts inside. */
export const ServerHintsProvider = Context.Provider;

/** Returns what a server says; null for a page without one. */
export function useServerHints(): ServerHints | null {
  return useContext(Context);
}
