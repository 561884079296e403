import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { Operations } from '../../client/generated/openapi.ts';
import { openSession } from '../../client/http/sign-in.ts';
import type { Signer } from '../../client/keys/signer.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import { ledger, openLedger, openPortalApi } from '../data/ledger.ts';
import { markSignedIn, takeLeftMark } from './left-mark.ts';

/** Who is signed in. It is kept in the memory of this page alone, and ends with it. */
export interface Session {
  /** The address that signed in, EIP-55. */
  readonly address: string;
  /** The parties that have it as an open key. */
  readonly parties: readonly Hex[];
  /** The party for which the user works: one of `parties`; null where there is none. */
  readonly party: Hex | null;
  /** Unix seconds. */
  readonly expiresAt: number;
  /** The token for `openClient` and `openApi`. Never store it. */
  readonly token: string;
  /** The operations, with what the parties may read. */
  readonly ledger: Operations;
  /** Where records are signed. */
  readonly domain: Domain;
  readonly signer: Signer;
}

interface SessionState {
  /** Null where nobody is signed in. */
  readonly session: Session | null;
  /** Whether the last session ended by itself. */
  readonly hasExpired: boolean;
  /** Whether the last session ended because its page was left or loaded again. */
  readonly hasLeft: boolean;
  /** Signs in: the signer is asked to sign a text. @throws ApiError, WalletError */
  readonly signIn: (signer: Signer) => Promise<Session>;
  readonly signOut: () => void;
  /** Chooses the party for which the user works. */
  readonly chooseParty: (party: Hex) => void;
}

/** It is read once: the page is made anew when it is loaded. */
const WAS_LEFT = takeLeftMark();

const SessionContext = createContext<SessionState | null>(null);

/** Keeps the session for all pages below it. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const [session, setSession] = useState<Session | null>(null);
  const [hasExpired, setExpired] = useState(false);
  const [hasLeft, setLeft] = useState(WAS_LEFT);
  const queries = useQueryClient();
  const end = useCallback(
    (isExpired: boolean) => {
      setSession(null);
      setLeft(false);
      markSignedIn(false);
      setExpired(isExpired);
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] === PRIVATE });
    },
    [queries],
  );
  useEffect(() => {
    if (session === null) return undefined;
    const timer = setTimeout(() => end(true), 1000 * session.expiresAt - Date.now());
    return () => clearTimeout(timer);
  }, [session, end]);
  const state = useMemo<SessionState>(
    () => ({
      session,
      hasExpired,
      hasLeft,
      signIn: async (signer) => {
        const opened = await open(signer);
        setSession(opened);
        setExpired(false);
        setLeft(false);
        markSignedIn(true);
        return opened;
      },
      signOut: () => {
        // The server forgets the session too; if it can't be reached, the session ends there by itself.
        void session?.ledger.signOut().catch(() => {});
        end(false);
      },
      chooseParty: (party) => setSession((current) => (current === null ? null : { ...current, party })),
    }),
    [session, hasExpired, hasLeft, end],
  );
  return <SessionContext value={state}>{children}</SessionContext>;
}

/** The first part of the query keys of what only a session may read. Such answers are forgotten when it ends. */
export const PRIVATE = 'private';

/** A session lasts for a day's work, if the server allows it: it ends with the page all the same. */
const WORKING_DAY_MS = 10 * 3_600_000;

async function open(signer: Signer): Promise<Session> {
  const { chain, now } = await ledger.showStatus();
  if (chain === null) throw new Error('The ledger has not read the chain yet. Try again in a few seconds.');
  const { chainId } = chain;
  const { token, parties, expiresAt } = await openSession(openPortalApi(), signer, {
    chainId,
    now: 1000 * now,
    validFor: WORKING_DAY_MS,
  });
  return {
    address: signer.address,
    parties,
    party: parties[0] ?? null,
    // By the clock of this machine, which may differ from that of the server.
    expiresAt: Math.floor(Date.now() / 1000) + (expiresAt - now),
    token,
    ledger: openLedger(token),
    domain: { chainId, ledger: chain.ledger },
    signer,
  };
}

/** Returns who is signed in, and how to sign in and out. */
export function useSession(): SessionState {
  const state = useContext(SessionContext);
  if (state === null) throw new Error('useSession needs a SessionProvider above it');
  return state;
}

/** Returns the operations of the ledger: with what the session may read, if there is one. */
export function useLedger(): { readonly ledger: Operations; readonly key: readonly string[] } {
  const { session } = useSession();
  return useMemo(
    () =>
      session === null
        ? { ledger, key: ['public'] }
        : { ledger: session.ledger, key: [PRIVATE, session.address] },
    [session],
  );
}
