import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import type { StreamPlace } from '../../../../client/http/fetch-records.ts';
import { isSubject } from '../../../../jobs/register/draft-record.ts';
import type { KindName } from '../../../../core/records/kind.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { PRIVATE } from '../../../session/session.tsx';
import { draftPorts } from '../../../work/draft-next.ts';

const earlierQuery = (session: PartySession, kind: KindName, subject: string) =>
  queryOptions({
    queryKey: [PRIVATE, 'earlier', session.party, kind, subject],
    queryFn: () => draftPorts(session).readNewest({ party: session.party, kind, subject }),
    staleTime: 5_000,
  });

interface Earlier {
  /** The newest version of the stream; null where the stream is new, or its name is not whole, undefined while that is not known. */
  readonly earlier: StreamPlace | null | undefined;
  /** Returns it when it is known. @throws ApiError */
  readonly readEarlier: () => Promise<StreamPlace | null>;
}

/** Returns which version of a stream of the party a new record replaces. */
export function useEarlier(session: PartySession, kind: KindName, subject: string): Earlier {
  const queries = useQueryClient();
  const isWhole = isSubject(subject);
  const query = earlierQuery(session, kind, subject);
  const { data } = useQuery({ ...query, enabled: isWhole });
  return {
    earlier: isWhole ? data : null,
    readEarlier: () => (isWhole ? queries.query(query) : Promise.resolve(null)),
  };
}
