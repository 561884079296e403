import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Operations } from '../../client/generated/openapi.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { ledger } from './ledger.ts';

/** Milliseconds between two looks at what changes by itself. */
const STATUS_MS = 5_000;

/** The parameters of an operation. */
export type Given<Name extends keyof Operations> = NonNullable<Parameters<Operations[Name]>[0]>;

type ListName = 'listRecords' | 'listParties' | 'listBatches' | 'listRecordsOfParty' | 'listStreamsOfParty';
type PageOf<Name extends ListName> = Awaited<ReturnType<Operations[Name]>>;
/** An item of a list. */
export type ItemOf<Name extends ListName> = PageOf<Name>['items'][number];

/** How many items a page of a list has. */
const PAGE = 100;

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

/** A party with its keys and roles, by id or identifier. */
export const partyQuery = (party: string) =>
  queryOptions({
    queryKey: ['party', party],
    queryFn: () => ledger.readParty({ party }),
    staleTime: 60_000,
  });

/** All pages of a list, each read when it is needed. */
export const listQuery = <Name extends ListName>(name: Name, given: Given<Name>) =>
  infiniteQueryOptions({
    queryKey: [name, given],
    queryFn: ({ pageParam }) => {
      const list = ledger[name] as (given: object) => Promise<PageOf<Name>>;
      return list({ limit: PAGE, ...given, ...(pageParam === undefined ? {} : { cursor: pageParam }) });
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: PageOf<Name>) => page.next ?? undefined,
  });
