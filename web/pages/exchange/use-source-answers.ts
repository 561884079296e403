import { type QueryClient, queryOptions, useQueries } from '@tanstack/react-query';
import type { RecordView } from '../../../client/generated/openapi.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { ledger } from '../../data/ledger.ts';
import { recordQuery } from '../../data/queries.ts';
import {
  joinAnswers,
  listAsked,
  listSourceAnswers,
  type SourceAnswers,
} from '../../../jobs/decide/source-answers.ts';

/** How many answers to a result are read: the newest. */
const MOST_ANSWERS = 100;

/** The newest answers to a result, each compared with its hash when it is read. */
export const sourceAnswersQuery = (source: Hex) =>
  queryOptions({
    // The list changes with each new answer.
    queryKey: ['listRecords', 'source-answers', source],
    queryFn: async ({ client }): Promise<SourceAnswers> => {
      const { items, next } = await ledger.listRecords({ answers: source, limit: MOST_ANSWERS });
      const views = await Promise.all(
        items.map(({ id, state }) =>
          // What is settled never changes.
          client.query({ ...recordQuery(id), staleTime: state === 'final' ? Infinity : 0 }),
        ),
      );
      return { answers: listSourceAnswers(source, views), isWhole: next === null };
    },
  });

/** Reads what others say about the results that a disclosure cites, anew. */
export async function readSourceAnswers(
  queries: QueryClient,
  record: Pick<RecordView['record'], 'sources'>,
): Promise<SourceAnswers> {
  const known = listAsked(record).map((id) =>
    queries.query({ ...sourceAnswersQuery(id), staleTime: 0 }).catch(() => undefined),
  );
  return joinAnswers(record, await Promise.all(known));
}

/** Returns what is known of the answers to the results that a disclosure cites, without asking for any. */
export function findSourceAnswers(
  queries: QueryClient,
  record: Pick<RecordView['record'], 'sources'>,
): SourceAnswers {
  return joinAnswers(
    record,
    listAsked(record).map((id) => queries.getQueryData(sourceAnswersQuery(id).queryKey)),
  );
}

/** Follows what others say about the results that a disclosure cites. */
export function useSourceAnswers(record: Pick<RecordView['record'], 'sources'>): SourceAnswers & {
  readonly isPending: boolean;
} {
  const found = useQueries({ queries: listAsked(record).map((id) => sourceAnswersQuery(id)) });
  return {
    ...joinAnswers(
      record,
      found.map(({ data }) => data),
    ),
    isPending: found.some(({ isPending }) => isPending),
  };
}
