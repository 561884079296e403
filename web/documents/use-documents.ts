import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { WorkerFailure, WorkerStopped } from '../../client/workers/worker-calls.ts';
import type { PartySession } from '../session/require-session.tsx';
import { fetchInWorker, hashInWorker } from './document-work.ts';
import {
  FETCHED_AT_ONCE,
  listTooLarge,
  MOST_BYTES,
  type NamedDocument,
} from '../../jobs/documents/named-documents.ts';
import type { DocumentBlob } from '../../jobs/documents/open-blobs.ts';

/** What became of a document: `open` where nobody has asked for it yet. */
export type DocumentState =
  | { readonly is: 'open' | 'cancelled' | 'too-large' }
  | { readonly is: 'fetching'; readonly arrived: number }
  | { readonly is: 'here'; readonly blob: Blob; readonly isFile: boolean }
  | {
      readonly is: 'failed';
      readonly code: string;
      readonly message: string;
      readonly actual: string | null;
    };

/** A file that was given, and is none of the documents. */
interface RefusedFile {
  readonly name: string;
  readonly size: number;
  /** Null where it is too large to be one, and was not hashed. */
  readonly sha256: string | null;
}

/** The documents of a run, how they come here, and what the user can do. */
export interface Documents {
  readonly all: readonly (NamedDocument & { readonly state: DocumentState })[];
  /** Those that are here. */
  readonly here: readonly DocumentBlob[];
  /** Whether one is in transit, or waits for the user: what is computed now may lack it. */
  readonly isWaiting: boolean;
  /** Whether the work that `cancel` ends is going on. */
  readonly isBusy: boolean;
  /** The share of a given file that is hashed; null where none is. */
  readonly hashed: number | null;
  readonly refused: RefusedFile | null;
  readonly fetchAll: () => void;
  readonly give: (file: File) => void;
  readonly cancel: () => void;
}

const OPEN: DocumentState = { is: 'open' };

/** Keeps the documents of a run as long as the page, in its memory alone. Small ones are fetched at once, unless `asks`. */
export function useDocuments(
  { token }: PartySession,
  names: readonly NamedDocument[],
  { asks }: { readonly asks: boolean },
): Documents {
  const [states, setStates] = useState<ReadonlyMap<string, DocumentState>>(new Map());
  const [isBusy, setBusy] = useState(false);
  const [hashed, setHashed] = useState<number | null>(null);
  const [refused, setRefused] = useState<RefusedFile | null>(null);
  const stop = useRef<AbortController>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const put = useCallback(
    (sha256: string, state: DocumentState) => setStates((before) => new Map(before).set(sha256, state)),
    [],
  );
  const all = useMemo(() => {
    const tooLarge = listTooLarge(names);
    return names.map((name) => ({
      ...name,
      state: tooLarge.includes(name) ? ({ is: 'too-large' } as const) : (states.get(name.sha256) ?? OPEN),
    }));
  }, [names, states]);
  const work = async (run: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    const { signal } = (stop.current = new AbortController());
    setBusy(true);
    setRefused(null);
    await run(signal);
    setBusy(false);
  };
  const fetchAll = (): void => void work((signal) => fetchMissing(all, token, { signal, put }));
  const give = (file: File): void =>
    void work(async (signal) => {
      const sha256 = await hashFile(file, signal, setHashed);
      const isNamed = all.some((name) => name.sha256 === sha256 && name.state.is !== 'too-large');
      if (sha256 !== null && isNamed) put(sha256, { is: 'here', blob: file, isFile: true });
      else if (!signal.aborted) setRefused({ name: file.name, size: file.size, sha256 });
    });
  const wanted = all.filter(({ state }) => state.is === 'open');
  const sum = wanted.reduce((bytes, { size }) => bytes + size, 0);
  const isAutomatic = !asks && !isBusy && sum <= FETCHED_AT_ONCE && wanted.length > 0;
  useEffect(() => {
    if (isAutomatic) fetchAll();
  }, [isAutomatic]);
  const here = useMemo(
    () =>
      all.flatMap(({ sha256, size, mediaType, state }) =>
        state.is === 'here' ? [{ sha256, size, mediaType, blob: state.blob }] : [],
      ),
    [all],
  );
  return {
    ...{ all, here, isBusy, hashed, refused, fetchAll, give },
    isWaiting: isBusy || wanted.some(({ isSolution }) => !(asks && isSolution)),
    cancel: () => stop.current?.abort(),
  };
}

/** Fetches one document after the other, and says what becomes of each. */
async function fetchMissing(
  all: Documents['all'],
  token: string,
  { signal, put }: { signal: AbortSignal; put: (sha256: string, state: DocumentState) => void },
): Promise<void> {
  for (const name of all) {
    if (name.state.is === 'here' || name.state.is === 'too-large') continue;
    const onBytes = (arrived: number): void => put(name.sha256, { is: 'fetching', arrived });
    onBytes(0);
    const fetching = fetchInWorker(name, token, { signal, onBytes });
    put(name.sha256, await fetching.then((blob) => ({ is: 'here', blob, isFile: false }), describeFailure));
  }
}

/** Returns the SHA-256 of a given file; null where it is too large to be a document, cannot be read, or the user cancels. */
async function hashFile(
  file: File,
  signal: AbortSignal,
  onShare: (hashed: number | null) => void,
): Promise<string | null> {
  if (file.size > MOST_BYTES) return null;
  try {
    return await hashInWorker(file, { signal, onBytes: (done) => onShare(done / file.size) });
  } catch {
    return null;
  } finally {
    onShare(null);
  }
}

function describeFailure(error: unknown): DocumentState {
  if (error instanceof WorkerStopped) return { is: 'cancelled' };
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof WorkerFailure ? (error.code ?? '') : '';
  const details = error instanceof WorkerFailure ? (error.details as { actual?: unknown } | null) : null;
  const actual = typeof details?.actual === 'string' ? details.actual : null;
  return { is: 'failed', code, message, actual };
}
