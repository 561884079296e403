import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { Operations, RecordView } from '../../client/generated/openapi.ts';
import { ApiError } from '../../client/http/api-error.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { ledger, wordOfLedger } from './ledger.ts';
import type { ListedRecord } from '../../client/http/check-record.ts';

/** Milliseconds after which what may have changed on the ledger is read again. */
const STATUS_MS = 5_000;

/** The parameters of an operation. */
export type Given<Name extends keyof Operations> = NonNullable<Parameters<Operations[Name]>[0]>;

type ListName = 'listRecords' | 'listParties' | 'listBatches' | 'listStreamsOfParty' | 'listRecordsOfBatch';
type PageOf<Name extends ListName> = Awaited<ReturnType<Operations[Name]>>;
/** An item of a list. */
export type ItemOf<Name extends ListName> = Name extends 'listRecords' | 'listRecordsOfBatch'
  ? ListedRecord
  : PageOf<Name>['items'][number];

/** How many items the first page of a list has, and at most a later one. */
const PAGE = 100;
const LARGEST_PAGE = 1000;

/** Returns how many items the next page has: who scrolls far gets larger ones, so that the end of a long list is not a thousand requests away. */
function sizeOfNext(pagesBefore: number): number {
  return Math.min(LARGEST_PAGE, PAGE * 2 ** pagesBefore);
}

interface Position {
  readonly cursor: string;
  readonly limit: number;
}

function nextPosition(
  { next }: { readonly next: string | null },
  pages: readonly unknown[],
): Position | undefined {
  return next === null ? undefined : { cursor: next, limit: sizeOfNext(pages.length) };
}

/** Adds to a page when its request was sent, in milliseconds by the clock of the browser: events after it may be missing from the page. */
async function dated<Page extends object>(
  reading: Promise<Page>,
): Promise<Page & { readonly readAt: number }> {
  const readAt = Date.now();
  return { ...(await reading), readAt };
}

/**
 * A list is read again as a whole, page by page. That is much for a long one, so only events of the ledger or the user cause it, not a
 * return to the page.
 */
const LIST = { staleTime: Infinity, initialPageParam: null as Position | null } as const;

/** The status of the ledger, read again every few seconds. */
export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: () => ledger.showStatus(),
  refetchInterval: STATUS_MS,
});

/** A record and its state; read again until it is final or rejected. */
export const recordQuery = (id: Hex) =>
  queryOptions({
    queryKey: ['record', id],
    queryFn: () => ledger.readRecord({ id }),
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.state === 'final' || data.state === 'rejected' ? false : STATUS_MS,
  });

/** What was signed of a record. */
export type Signed = Pick<RecordView, 'id' | 'record' | 'statement'>;

/** What was signed of a record, which never changes: it is read, unless a list had it. */
export const signedQuery = (id: Hex) =>
  queryOptions({
    queryKey: ['signed', id],
    queryFn: async (): Promise<Signed> => keepSigned(await ledger.readRecord({ id })),
    staleTime: Infinity,
  });

function keepSigned({ id, record, statement }: Signed): Signed {
  return { id, record, statement };
}

/** Keeps what a list shows of records for those that ask for one of them. */
function keepListed(client: QueryClient, items: readonly (ListedRecord | object)[]): void {
  for (const item of items)
    // A record that was changed in transit is not kept.
    if ('statement' in item && item.differs !== true)
      client.setQueryData(signedQuery(item.id).queryKey, keepSigned(item));
}

/**
 * The entries of a record: they never change. `reader` has the operations by which they are read, with or without a session, and the
 * beginning of the query key, so that what a session read is forgotten with it.
 */
export const entriesQuery = (
  id: Hex,
  reader: { readonly ledger: Operations; readonly key: readonly string[] },
) =>
  queryOptions({
    queryKey: [...reader.key, 'entries', id],
    queryFn: () => reader.ledger.readRecordEntries({ id }),
    staleTime: Infinity,
  });

/** A party with its keys and roles, by id or identifier. */
export const partyQuery = (party: string) =>
  queryOptions({
    queryKey: ['party', party],
    queryFn: () => ledger.readParty({ party }),
    staleTime: 60_000,
    // A list names a party in many rows, which come and go: one that is not there is not asked for again with each of them.
    retryOnMount: ({ state: { error } }) => !(error instanceof ApiError && error.code === 'not-found'),
  });

/** A batch; read again until it is final. */
export const batchQuery = (number: number) =>
  queryOptions({
    queryKey: ['batch', number],
    queryFn: () => ledger.readBatch({ number }),
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.state === 'final' ? false : STATUS_MS,
  });

/** The newest version of a stream, sealed or not; null where the stream has none. */
export const newestQuery = (stream: Pick<Given<'readStream'>, 'party' | 'kind' | 'subject'>) =>
  queryOptions({
    queryKey: ['newest', stream],
    queryFn: async () => (await ledger.readStream({ ...stream, limit: 1 })).accepted,
  });

/** What a text finds. */
export const searchQuery = (q: string) =>
  queryOptions({ queryKey: ['search', q], queryFn: () => ledger.search({ q }), staleTime: 2_000 });

/** The newest records, for the first view: as the server lists them, not hashed again. */
export const latestQuery = (limit: number) =>
  queryOptions({
    queryKey: ['listRecords', 'latest', limit],
    queryFn: () => wordOfLedger.listRecords({ limit }),
  });

/** All pages of a list, each read when it is needed. */
export const listQuery = <Name extends ListName>(name: Name, given: Given<Name>) =>
  infiniteQueryOptions({
    ...LIST,
    queryKey: [name, given],
    queryFn: async ({ client, pageParam }) => {
      const list = ledger[name] as (given: object) => Promise<PageOf<Name>>;
      const page = await dated(list({ limit: PAGE, ...given, ...pageParam }));
      keepListed(client, page.items);
      return page;
    },
    getNextPageParam: nextPosition,
  });

/** All versions of a stream, the first one first, as pages of a list. */
export const versionsQuery = (stream: Pick<Given<'readStream'>, 'party' | 'kind' | 'subject'>) =>
  infiniteQueryOptions({
    ...LIST,
    queryKey: ['versions', stream],
    queryFn: async ({ client, pageParam }) => {
      const { records, ...rest } = await dated(ledger.readStream({ limit: PAGE, ...stream, ...pageParam }));
      keepListed(client, records.items);
      return { ...records, ...rest };
    },
    getNextPageParam: nextPosition,
  });

/** The record that is a version of a stream, by its id where that is known. */
export const versionQuery = (
  stream: Pick<Given<'readStream'>, 'party' | 'kind' | 'subject'>,
  sequence: number,
  id: Hex | undefined,
) =>
  queryOptions({
    queryKey: ['version', stream, sequence, id],
    queryFn: async () => ledger.readRecord({ id: id ?? (await findVersion(stream, sequence)) }),
  });

/** How many versions are followed back from the newest one, one request each, before the list of all is read instead. */
const STEPS_BACK = 10;

type StreamPage = Awaited<ReturnType<Operations['readStream']>>;

function idOnPage({ records }: StreamPage, sequence: number): Hex | undefined {
  return records.items.find(({ record, state }) => record.sequence === sequence && state !== 'rejected')?.id;
}

/** Returns the id of a version. @throws ApiError; Error if there is no such version */
async function findVersion(
  stream: Pick<Given<'readStream'>, 'party' | 'kind' | 'subject'>,
  sequence: number,
): Promise<Hex> {
  let page = await ledger.readStream({ ...stream, limit: PAGE });
  const newest = page.accepted;
  const steps = newest === null ? -1 : newest.sequence - sequence;
  const isNear = steps >= 0 && steps <= STEPS_BACK;
  if (newest !== null && isNear && idOnPage(page, sequence) === undefined)
    return followBack(newest.record, steps);
  for (;;) {
    const id = idOnPage(page, sequence);
    if (id !== undefined) return id;
    if (page.records.next === null) throw new Error(`The stream has no version ${sequence}.`);
    page = await ledger.readStream({ ...stream, limit: PAGE, cursor: page.records.next });
  }
}

async function followBack(id: Hex, steps: number): Promise<Hex> {
  return steps === 0 ? id : followBack((await ledger.readRecord({ id })).record.previous, steps - 1);
}
