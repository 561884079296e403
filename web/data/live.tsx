import { type Query, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { type Connection, followEvents, type Topic, TOPICS } from './events.ts';

/** Milliseconds between two readings of what events changed: many events make one reading. */
const PAUSE_MS = 1_000;

/** The lists that each topic changes, by the first member of their query keys. */
const LISTS: Readonly<Record<Topic, readonly string[]>> = {
  record: ['listRecords', 'listStreamsOfParty', 'versions'],
  batch: ['listRecords', 'listRecordsOfBatch', 'listBatches', 'versions'],
  party: ['listParties'],
  ledger: [],
};
/** The other queries that each topic changes. */
const SINGLES: Readonly<Record<Topic, readonly string[]>> = {
  record: ['newest', 'status'],
  batch: ['record', 'batch', 'status'],
  party: ['party'],
  ledger: ['status'],
};

interface Live {
  readonly connection: Connection;
  /** When each list last changed: milliseconds by the clock of the browser. */
  readonly changes: Readonly<Record<string, number>>;
}

const LiveContext = createContext<Live>({ connection: 'connecting', changes: {} });

/** Keeps what all pages below it show up to date, by one connection for the events of the ledger. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [connection, setConnection] = useState<Connection>('connecting');
  const [changes, setChanges] = useState<Readonly<Record<string, number>>>({});
  useEffect(() => {
    const waiting = new Set<Topic>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = (): void => {
      timer = undefined;
      const topics = [...waiting];
      waiting.clear();
      const now = Date.now();
      const lists = topics.flatMap((topic) => LISTS[topic]);
      setChanges((before) => ({ ...before, ...Object.fromEntries(lists.map((name) => [name, now])) }));
      refresh(client, new Set(lists), new Set(topics.flatMap((topic) => SINGLES[topic])));
    };
    const onChange = (topic: Topic): void => {
      waiting.add(topic);
      timer ??= setTimeout(flush, PAUSE_MS);
    };
    const stop = followEvents({
      onChange,
      onReturn: () => TOPICS.forEach(onChange),
      onConnection: setConnection,
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client]);
  const live = useMemo(() => ({ connection, changes }), [connection, changes]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

/** How the connection for events is. */
export function useConnection(): Connection {
  return useContext(LiveContext).connection;
}

/** Returns when a list, named by its query key, last changed: milliseconds by the clock of the browser; 0 if it did not. */
export function useLastChange(queryKey: readonly unknown[]): number {
  return useContext(LiveContext).changes[String(queryKey[0])] ?? 0;
}

/** Reads again what changed. Of a list, only one that has a single page: the reader decides when a long one begins anew. */
function refresh(client: QueryClient, lists: ReadonlySet<string>, singles: ReadonlySet<string>): void {
  const isStale = ({ queryKey, state }: Query): boolean => {
    const name = String(queryKey[0]);
    if (singles.has(name)) return !isSettled(state.data);
    return lists.has(name) && countPages(state.data) <= 1;
  };
  void client.invalidateQueries({ predicate: isStale });
}

/** Final and rejected records and final batches do not change any more. */
function isSettled(data: unknown): boolean {
  return isObject(data) && (data['state'] === 'final' || data['state'] === 'rejected');
}

function countPages(data: unknown): number {
  return isObject(data) && Array.isArray(data['pages']) ? data['pages'].length : 0;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
