import { useInfiniteQuery, useQueries } from '@tanstack/react-query';
import type { Entry, RecordView } from '../../../../client/generated/openapi.ts';
import { ZERO_HASH } from '../../../../core/encoding/hex.ts';
import { wasSeen } from '../../../../jobs/disclose/readers.ts';
import { entriesQuery, listQuery, recordQuery } from '../../../data/queries.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { useLedger } from '../../../session/session.tsx';
import type { DiscloseState } from './disclose-state.ts';

/** At most so many of the party's newest disclosures are looked into. */
const MOST = 20;

/** A disclosure that readers of the new one have seen. */
export interface ShownBefore {
  readonly view: RecordView;
  readonly entries: readonly Entry[];
}

/** Returns the party's own disclosures that were meant for the same readers, or are earlier versions of this one: the newest first. */
export function useShownBefore(
  { party }: PartySession,
  { addressees, words }: Pick<DiscloseState, 'addressees' | 'words'>,
): readonly ShownBefore[] {
  const reader = useLedger();
  const { data } = useInfiniteQuery(listQuery('listRecords', { kind: 'disclosure', party }));
  const own = (data?.pages.flatMap(({ items }) => items) ?? [])
    .filter(({ state, record }) => state !== 'rejected' && record.entries !== ZERO_HASH)
    .slice(0, MOST);
  const views = useQueries({ queries: own.map(({ id }) => recordQuery(id)) }).flatMap(
    ({ data: view }) => view ?? [],
  );
  const seen = views.filter((view) => wasSeen(view, { addressees, subject: words.subject }));
  const read = useQueries({ queries: seen.map(({ id }) => ({ ...entriesQuery(id, reader), retry: false })) });
  return seen.flatMap((view, index) => {
    const entries = read[index]?.data?.entries;
    return entries === undefined ? [] : [{ view, entries }];
  });
}
