import { keepPreviousData, queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import * as z from 'zod';
import { ApiError } from '../../client/http/api-error.ts';
import { type Hex, ZERO_HASH } from '../../core/encoding/hex.ts';
import { parseWith } from '../../core/encoding/schema.ts';
import { FailedCheck } from '../../core/errors.ts';
import { type BundleRecord, bundleSchema } from '../../core/proofs/bundle.ts';
import { type Entry, hashEntries } from '../../core/records/entry.ts';
import { isAnswer, nameOfKind } from '../../core/records/kind.ts';
import { hashRecord } from '../../core/records/record.ts';
import { checkStatement, isWithdrawal } from '../../core/records/statement.ts';
import { ledger } from '../data/ledger.ts';
import { partyQuery } from '../data/queries.ts';
import type { Graph } from './graph.ts';
import type { Access, KnownRecord, NewestVersion } from './known-record.ts';

/** The most records that are read for one graph. */
export const MOST_RECORDS = 250;
/** The most answers that are shown of a record. */
const MOST_ANSWERS = 50;

/** Returns a record of the ledger with the newest version in its stream. Id and statement are computed again, so that nothing else is shown. */
async function readKnown(id: Hex): Promise<KnownRecord> {
  const { record, statement, acceptedAt, publicEntries } = await ledger.readRecord({ id });
  if (hashRecord(record) !== id)
    throw new ApiError(200, 'server-answer', `expected the record ${id}, got ${hashRecord(record)}`);
  checkStatement(record, statement);
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

/** Returns the entries of a record, hashed again and compared with the root that it names. */
async function readEntries(id: Hex): Promise<ReadEntries> {
  try {
    const { record } = await ledger.readRecord({ id });
    const { entries } = await ledger.readRecordEntries({ id });
    const root = hashEntries(entries);
    if (root !== record.entries || hashRecord(record) !== id)
      throw new FailedCheck(
        'proof-root',
        `the entries from the server are not those of record ${id}`,
        record.entries,
        root,
      );
    return { id, access: 'all', entries };
  } catch (error) {
    const access = error instanceof ApiError ? ACCESS_CODES[error.code] : undefined;
    if (access === undefined) throw error;
    return { id, access, entries: [] };
  }
}

const entriesQuery = (id: Hex) =>
  queryOptions({ queryKey: ['checked-entries', id], queryFn: () => readEntries(id), staleTime: Infinity });

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

/** Reads records, and the entries of some of them, as far as they are public. */
export function useKnownRecords(
  ids: readonly Hex[],
  withEntries: readonly Hex[],
): Pick<LedgerRecords, 'records' | 'error' | 'retry'> {
  const known = useQueries({ queries: ids.map(knownQuery) });
  const open = known.flatMap(({ data }) => (data?.access === 'unread' ? [data.id] : []));
  const asked = new Set(withEntries);
  const entries = useQueries({ queries: open.filter((id) => asked.has(id)).map(entriesQuery) });
  const failed = [...known, ...entries].find(({ error }) => error !== null);
  const records = useMerged(
    known.flatMap(({ data }) => (data === undefined ? [] : [data])),
    entries.flatMap(({ data }) => (data === undefined ? [] : [data])),
  );
  return { records, error: failed?.error ?? null, retry: () => void failed?.refetch() };
}

/** Returns the same map for as long as nothing in it changed. */
function useMerged(
  known: readonly KnownRecord[],
  entries: readonly ReadEntries[],
): ReadonlyMap<Hex, KnownRecord> {
  return useMemo(() => {
    const read = new Map(entries.map((each) => [each.id, each]));
    return new Map(
      known.map((each) => {
        const own = each.access === 'unread' ? read.get(each.id) : undefined;
        return [each.id, own === undefined ? each : { ...each, access: own.access, entries: own.entries }];
      }),
    );
  }, [keyOf(known, entries)]);
}

const stamps = new WeakMap<object, number>();
let lastStamp = 0;

/** Returns a text that is the same exactly while the objects are. */
function keyOf(...lists: readonly (readonly object[])[]): string {
  return lists
    .map((list) =>
      list
        .map((each) => {
          if (!stamps.has(each)) stamps.set(each, ++lastStamp);
          return stamps.get(each);
        })
        .join(),
    )
    .join(' ');
}

function useNames(records: ReadonlyMap<Hex, KnownRecord>): ReadonlyMap<Hex, string> {
  const parties = [...new Set([...records.values()].map(({ record }) => record.party))];
  const found = useQueries({ queries: parties.map((party) => partyQuery(party)) });
  return new Map(found.flatMap(({ data }) => (data === undefined ? [] : [[data.party, data.identifier]])));
}

/** Returns a record with one entry and what proves it, as the server sends it in a proof file. */
export async function fetchEntryProof(id: Hex, key: string): Promise<BundleRecord> {
  const answer = await ledger.readBundle({ id, entries: key, depth: 1 });
  const { records } = parseWith(z.object({ records: bundleSchema.shape.records }), {
    records: answer.records,
  });
  const found = records.find((each) => each.id === id);
  if (found === undefined)
    throw new ApiError(200, 'server-answer', `the proof file does not hold record ${id}`);
  return found;
}
