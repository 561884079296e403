import { useCallback, useEffect, useState } from 'react';
import * as z from 'zod';
import type { Hex } from '../../core/encoding/hex.ts';
import { holdUntilClosed } from './leave-question.ts';
import { keepInTab, listTabNames, readFromTab } from './tab-storage.ts';

/** Work that was begun and is not registered: where it goes on, and what it is called. */
interface KeptWork {
  readonly path: string;
  readonly title: string;
}

/** How work of one kind is named and kept. */
export interface WorkKind<State> {
  /** Names the work for the list of works; null where there is nothing yet that is worth keeping. */
  readonly titleOf: (state: State) => string | null;
  /** The choices and texts, as JSON, which outlast a reload: no rows of tables, no figures, no salts. */
  readonly choicesOf: (state: State) => unknown;
  /** Reads them back as members of the state. */
  readonly choices: z.ZodType<Partial<State>>;
  /** Whether it holds more than its choices: rows, figures or an unsigned draft, which a reload would lose. */
  readonly holdsMore: (state: State) => boolean;
}

interface Kept extends KeptWork {
  readonly state: unknown;
}

/**
 * What each party has in work, by the path of its page, whole and in the memory of this page alone: a session that ends, or a look at
 * another page, loses nothing. Its choices are in the storage of the tab too. Another party does not see it.
 */
const works = new Map<Hex, Map<string, Kept>>();

const storedSchema = z.object({ title: z.string(), choices: z.unknown() });

/** The name in the storage of the tab under which the work of a page is kept. */
function nameStored(party: Hex, path: string): string {
  return `work ${party} ${path}`;
}

/** Returns the choices that this tab kept; null where there are none, or they are of another form. */
function readStored<State>(
  party: Hex,
  path: string,
  { choices }: Pick<WorkKind<State>, 'choices'>,
): Partial<State> | null {
  const stored = readFromTab(nameStored(party, path), storedSchema);
  return stored === null ? null : (choices.safeParse(stored.choices).data ?? null);
}

/** Begins work on a page that a party opens next, as another page prepares it. */
export function beginWork<State>(
  { party, path }: { readonly party: Hex; readonly path: string },
  state: State,
  kind: WorkKind<State>,
): void {
  const title = kind.titleOf(state);
  if (title === null) return;
  keepInTab(nameStored(party, path), { title, choices: kind.choicesOf(state) });
  const own = works.get(party) ?? new Map<string, Kept>();
  works.set(party, own.set(path, { path, title, state }));
}

/** Returns what a party has in work on a page, as far as this page or this tab keeps it; null where it has none. */
export function readKeptWork<State>(
  { party, path }: { readonly party: Hex; readonly path: string },
  kind: WorkKind<State>,
): Partial<State> | null {
  return (works.get(party)?.get(path)?.state as State | undefined) ?? readStored(party, path, kind);
}

/** The work of a page, and how it is changed and ended. */
interface WorkInHand<State> {
  readonly state: State;
  readonly change: (part: Partial<State>) => void;
  /** Forgets the work for the next visit; the page shows it still. */
  readonly finish: () => void;
}

/** Returns the work that a party has begun on a page, or the initial one. */
export function useKeptWork<State>(
  { party, path }: { readonly party: Hex; readonly path: string },
  initial: State,
  kind: WorkKind<State>,
): WorkInHand<State> {
  const [state, setState] = useState<State>(() => ({ ...initial, ...readKeptWork({ party, path }, kind) }));
  const [isFinished, setFinished] = useState(false);
  const title = kind.titleOf(state);
  useEffect(() => {
    const own = works.get(party) ?? new Map<string, Kept>();
    works.set(party, own);
    const before = own.get(path);
    if (before !== undefined) holdUntilClosed(before, false);
    const isOver = isFinished || title === null;
    keepInTab(nameStored(party, path), isOver ? null : { title, choices: kind.choicesOf(state) });
    if (isOver) {
      own.delete(path);
      return;
    }
    const now: Kept = { path, title, state };
    own.set(path, now);
    holdUntilClosed(now, kind.holdsMore(state));
  }, [party, path, state, title, isFinished, kind]);
  const change = useCallback((part: Partial<State>) => setState((before) => ({ ...before, ...part })), []);
  const finish = useCallback(() => setFinished(true), []);
  return { state, change, finish };
}

/** Returns what a party has in work, in this page or kept by this tab. */
export function listKeptWork(party: Hex): readonly KeptWork[] {
  const prefix = nameStored(party, '/company/').slice(0, -'/company/'.length);
  const stored = listTabNames()
    .filter((name) => name.startsWith(`${prefix}/company/`))
    .flatMap((name) => {
      const kept = readFromTab(name, storedSchema);
      return kept === null ? [] : [{ path: name.slice(prefix.length), title: kept.title }];
    });
  return [
    ...new Map([...stored, ...(works.get(party)?.values() ?? [])].map((work) => [work.path, work])).values(),
  ];
}
