import { infiniteQueryOptions } from '@tanstack/react-query';
import type { RecordView } from '../../../client/generated/openapi.ts';
import { nameOfKind } from '../../../core/records/kind.ts';
import type { ItemOf } from '../../data/queries.ts';
import type { PartySession } from '../../session/require-session.tsx';
import { PRIVATE } from '../../session/session.tsx';

/** Grants on a page: each record of a page is read. */
const PAGE = 30;
const EVERY_MS = 30_000;

interface Wanted {
  readonly kind: 'result' | 'disclosure';
  /** An id or identifier of the party of the records, where only its own are shown. */
  readonly party: string | undefined;
}

/** The records of a kind that a party may read because somebody granted it, the last granted first. */
export const grantedQuery = ({ party, address, ledger }: PartySession, wanted: Wanted) =>
  infiniteQueryOptions({
    queryKey: [PRIVATE, 'granted', address, party, wanted],
    initialPageParam: undefined as string | undefined,
    // A grant is no event of the ledger, so nothing else says that there is a new one.
    refetchInterval: EVERY_MS,
    queryFn: async ({ pageParam }) => {
      const cursor = pageParam === undefined ? {} : { cursor: pageParam };
      const { items, next } = await ledger.listGrantsReceived({ party, limit: PAGE, ...cursor });
      const owner =
        wanted.party === undefined ? null : (await ledger.readParty({ party: wanted.party })).party;
      const views = await Promise.all(items.map(({ record }) => ledger.readRecord({ id: record })));
      const fits = ({ record }: RecordView): boolean =>
        nameOfKind(record.kind) === wanted.kind && (owner === null || record.party === owner);
      return { items: views.filter(fits).map(summarise), next };
    },
    getNextPageParam: (page) => page.next ?? undefined,
  });

function summarise(view: RecordView): ItemOf<'listRecords'> {
  const { id, record, statement, signature, state, acceptedAt, batch, rejected } = view;
  const title = statement['title'];
  return {
    ...{ id, record, statement, signature, state, acceptedAt, rejected, batch: batch?.number ?? null },
    title: typeof title === 'string' ? title : null,
  };
}
