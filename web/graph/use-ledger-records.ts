import { keepPreviousData, queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { Hex } from '../../core/encoding/hex.ts';
import type { BundleRecord } from '../../core/proofs/bundle.ts';
import type { Graph } from '../../jobs/explain/graph.ts';
import type { KnownRecord } from '../../jobs/explain/known-record.ts';
import {
  readAnswers,
  type ReadEntries,
  readEntryProof,
  readKnownEntries,
  readKnownRecord,
} from '../../jobs/explain/read-known-record.ts';
import { ledger } from '../data/ledger.ts';
import { partyQuery } from '../data/queries.ts';
import { useLedger } from '../session/session.tsx';

/** The most records that are read for one graph. */
export const MOST_RECORDS = 250;
const knownQuery = (id: Hex) =>
  queryOptions({
    queryKey: ['known-record', id],
    queryFn: () => readKnownRecord(ledger, id),
    staleTime: 30_000,
  });

const answersQuery = (id: Hex) =>
  queryOptions({
    queryKey: ['answers-of', id],
    queryFn: () => readAnswers(ledger, id),
    placeholderData: keepPreviousData,
  });

/** Records of the ledger for a graph, read as the graph asks for them. */
export interface LedgerRecords {
  readonly records: ReadonlyMap<Hex, KnownRecord>;
  readonly names: ReadonlyMap<Hex, string>;
  readonly want: (wanted: Pick<Graph, 'wantedRecords' | 'wantedEntries'>) => void;
  /** The first error; null where there is none. */
  readonly error: unknown;
  readonly retry: () => void;
}

/** What the graph of a record asked for. */
interface Wanted {
  readonly of: Hex | null;
  readonly records: readonly Hex[];
  readonly entries: readonly Hex[];
}

const NOTHING: Wanted = { of: null, records: [], entries: [] };

/** Reads a record, what answers it, and then what the graph of it asks for; at most 250 records. */
export function useLedgerRecords(root: Hex): LedgerRecords {
  const [wanted, setWanted] = useState<Wanted>({ of: root, records: [], entries: [] });
  const asked = wanted.of === root ? wanted : NOTHING;
  const { data: answers = [] } = useQuery(answersQuery(root));
  const ids = [...new Set([root, ...answers, ...asked.records])].slice(0, MOST_RECORDS);
  const read = useKnownRecords(ids, asked.entries);
  const want = useCallback(
    ({ wantedRecords, wantedEntries }: Pick<Graph, 'wantedRecords' | 'wantedEntries'>) =>
      setWanted((before) => {
        const { records: old, entries: oldEntries } = before.of === root ? before : NOTHING;
        const more = wantedRecords.filter((id) => !old.includes(id));
        const moreEntries = wantedEntries.filter((id) => !oldEntries.includes(id));
        if (before.of === root && more.length + moreEntries.length === 0) return before;
        return { of: root, records: [...old, ...more], entries: [...oldEntries, ...moreEntries] };
      }),
    [root],
  );
  return { ...read, names: useNames(read.records), want };
}

/** Reads records, and the entries of some of them, as far as the reader may have them: those of private records only with a session. */
export function useKnownRecords(
  ids: readonly Hex[],
  withEntries: readonly Hex[],
): Pick<LedgerRecords, 'records' | 'error' | 'retry'> {
  const { ledger: own, key } = useLedger();
  const isSignedIn = own !== ledger;
  const known = useQueries({ queries: ids.map(knownQuery) });
  const isOpen = ({ access }: KnownRecord): boolean =>
    access === 'unread' || (access === 'private' && isSignedIn);
  const found = known.flatMap(({ data }) => (data === undefined ? [] : [data]));
  const open = new Set(found.filter(isOpen).map(({ id }) => id));
  const entries = useQueries({
    queries: withEntries
      .filter((id) => open.has(id))
      .map((id) => ({
        queryKey: [...key, 'checked-entries', id],
        queryFn: () => readKnownEntries(own, id),
        staleTime: Infinity,
      })),
  });
  const read = entries.flatMap(({ data }) => (data === undefined ? [] : [data]));
  const records = useMemo(() => merge(found, read, isOpen), [stamp(found), stamp(read), isSignedIn]);
  const failed = [...known, ...entries].find(({ error }) => error !== null);
  return { records, error: failed?.error ?? null, retry: () => void failed?.refetch() };
}

function merge(
  found: readonly KnownRecord[],
  read: readonly ReadEntries[],
  isOpen: (known: KnownRecord) => boolean,
): Map<Hex, KnownRecord> {
  const byId = new Map(read.map((each) => [each.id, each]));
  return new Map(
    found.map((each) => {
      if (!isOpen(each)) return [each.id, each];
      const { access, entries } = byId.get(each.id) ?? { access: 'unread' as const, entries: [] };
      return [each.id, { ...each, access, entries }];
    }),
  );
}

const stamps = new WeakMap<object, number>();
let lastStamp = 0;

/** Returns a text that is the same exactly while the objects are. */
function stamp(objects: readonly object[]): string {
  for (const each of objects) if (!stamps.has(each)) stamps.set(each, ++lastStamp);
  return objects.map((each) => stamps.get(each)).join();
}

function useNames(records: ReadonlyMap<Hex, KnownRecord>): ReadonlyMap<Hex, string> {
  const parties = [...new Set([...records.values()].map(({ record }) => record.party))];
  const found = useQueries({ queries: parties.map((party) => partyQuery(party)) });
  return new Map(found.flatMap(({ data }) => (data === undefined ? [] : [[data.party, data.identifier]])));
}

/** Returns a function that gives a record with one entry and what proves it, as the server sends it in a proof file. */
export function useEntryProof(): (id: Hex, key: string) => Promise<BundleRecord> {
  const { ledger: own } = useLedger();
  return (id, key) => readEntryProof(own, id, key);
}
