import { useQuery } from '@tanstack/react-query';
import { subjectSchema } from '../../../core/encoding/schema.ts';
import type { KindName } from '../../../core/records/kind.ts';
import type { PartySession } from '../../session/require-session.tsx';
import { PRIVATE } from '../../session/session.tsx';
import { readNewest } from '../../work/next-place.ts';

/** Returns the newest version of a stream of the party; null where the stream is new, undefined while that is not known. */
export function useEarlier({ party, ledger }: PartySession, kind: KindName, subject: string) {
  const isWhole = subjectSchema.safeParse(subject).success;
  const { data } = useQuery({
    queryKey: [PRIVATE, 'earlier', party, kind, subject],
    queryFn: () => readNewest(ledger, { party, kind, subject }),
    enabled: isWhole,
    staleTime: 5_000,
  });
  return isWhole ? data : null;
}
