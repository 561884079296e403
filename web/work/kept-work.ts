import { useCallback, useEffect, useState } from 'react';
import type { Hex } from '../../core/encoding/hex.ts';

/** Work that was begun and is not registered: where it goes on, and what it is called. */
export interface KeptWork {
  readonly path: string;
  readonly title: string;
}

interface Kept extends KeptWork {
  readonly state: unknown;
}

/**
 * What each party has in work, by the path of its page. It is in the memory of this page alone: a session that ends, or a look at another
 * page, loses nothing; closing the page does. Another party does not see it.
 */
const works = new Map<Hex, Map<string, Kept>>();

/** The work of a page, and how it is changed and ended. */
interface WorkInHand<State> {
  readonly state: State;
  readonly change: (part: Partial<State>) => void;
  /** Forgets the work for the next visit; the page shows it still. */
  readonly finish: () => void;
}

/**
 * Returns the work that a party has begun on a page, or the initial one. `titleOf` names it for the list of works; null where there is
 * nothing yet that is worth keeping.
 */
export function useKeptWork<State>(
  { party, path }: { readonly party: Hex; readonly path: string },
  initial: State,
  titleOf: (state: State) => string | null,
): WorkInHand<State> {
  const [state, setState] = useState<State>(
    () => (works.get(party)?.get(path)?.state as State | undefined) ?? initial,
  );
  const [isFinished, setFinished] = useState(false);
  const title = titleOf(state);
  useEffect(() => {
    const own = works.get(party) ?? new Map<string, Kept>();
    works.set(party, own);
    if (isFinished || title === null) own.delete(path);
    else own.set(path, { path, title, state });
  }, [party, path, state, title, isFinished]);
  const change = useCallback((part: Partial<State>) => setState((before) => ({ ...before, ...part })), []);
  const finish = useCallback(() => setFinished(true), []);
  return { state, change, finish };
}

/** Returns what a party has in work. */
export function listKeptWork(party: Hex): readonly KeptWork[] {
  return [...(works.get(party)?.values() ?? [])];
}
