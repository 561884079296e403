import { keepPreviousData, queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import * as z from 'zod';
import type { Operations } from '../../client/generated/openapi.ts';
import { ApiError } from '../../client/http/api-error.ts';
import { type Hex, ZERO_HASH } from '../../core/encoding/hex.ts';
import { parseWith } from '../../core/encoding/schema.ts';
import { type BundleRecord, bundleSchema } from '../../core/proofs/bundle.ts';
import type { Entry } from '../../core/records/entry.ts';
import { isAnswer, nameOfKind } from '../../core/records/kind.ts';
import { isWithdrawal } from '../../core/records/statement.ts';
import { ledger } from '../data/ledger.ts';
import { partyQuery } from '../data/queries.ts';
import { useLedger } from '../session/session.tsx';
import type { Graph } from './graph.ts';
import type { Access, KnownRecord, NewestVersion } from './known-record.ts';

/** The most records that are read for one graph. */
export const MOST_RECORDS = 250;
/** The most answers that are shown of a record. */
const MOST_ANSWERS = 50;

/** Returns a record of the ledger with the newest version in its stream. */
async function readKnown(id: Hex): Promise<KnownRecord> {
  const { record, statement, acceptedAt, publicEntries } = await ledger.readRecord({ id });
  const { party, kind, subject } = record;
  const stream = await ledger.readStream({ party, kind: nameOfKind(kind), subject, limit: 1 });
  const newest = stream.accepted ?? stream.head;
  const unread = publicEntries ? 'unread' : 'private';
  const access = record.entries === ZERO_HASH ? 'all' : unread;
  const known = { id, record, statement, at: acceptedAt, access, entries: [] } as const;
  return { ...known, newest: newest === null ? null : await readNewest(id, known, newest) };
}

async function readNewest(
  id: Hex,
  own: Pick<KnownRecord, 'record' | 'statement'>,
  newest: { readonly sequence: number; readonly record: Hex },
): Promise<NewestVersion> {
  const { record, statement } = newest.record === id ? own : await ledger.readRecord({ id: newest.record });
  return { id: newest.record, sequence: newest.sequence, isWithdrawal: isWithdrawal(record.kind, statement) };
}

const knownQuery = (id: Hex) =>
  queryOptions({ queryKey: ['known-record', id], queryFn: () => readKnown(id), staleTime: 30_000 });

/** The entries of a record as far as the reader may have them. */
interface ReadEntries {
  readonly id: Hex;
  readonly access: Access;
  readonly entries: readonly Entry[];
}

const ACCESS_CODES: Readonly<Record<string, Access>> = {
  unauthorized: 'private',
  forbidden: 'private',
  'entries-not-stored': 'missing',
};

/** Returns the entries of a record as far as the reader may have them. */
async function readEntries({ readRecordEntries }: Operations, id: Hex): Promise<ReadEntries> {
  try {
    const { entries } = await readRecordEntries({ id });
    return { id, access: 'all', entries };
  } catch (error) {
    const access = error instanceof ApiError ? ACCESS_CODES[error.code] : undefined;
    if (access === undefined) throw error;
    return { id, access, entries: [] };
  }
}

const answersQuery = (id: Hex) =>
  queryOptions({
    queryKey: ['answers-of', id],
    queryFn: async () => {
      const { items } = await ledger.listRecords({ source: id, limit: MOST_ANSWERS });
      return items.filter(({ record }) => isAnswer(record.kind)).map((item) => item.id);
    },
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
        queryFn: () => readEntries(own, id),
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
  return async (id, key) => {
    const answer = await own.readBundle({ id, entries: key, depth: 1 });
    const { records } = parseWith(recordsSchema, { records: answer.records });
    const found = records.find((each) => each.id === id);
    if (found === undefined)
      throw new ApiError(200, 'server-answer', `the proof file does not hold record ${id}`);
    return found;
  };
}

const recordsSchema = z.object({ records: bundleSchema.shape.records });
