import { queryOptions } from '@tanstack/react-query';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { readStanding } from '../../../../jobs/follow/standing.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { draftPorts } from '../../../work/draft-next.ts';

const EVERY_MS = 30_000;
const SETTLING_MS = 3_000;

/** How the newest version of a stream stands; read again, because others answer at any time. */
export const standingQuery = (session: PartySession, id: Hex) =>
  queryOptions({
    queryKey: ['standing', session.party, id],
    queryFn: () => readStanding({ ...session.ledger, readNewest: draftPorts(session).readNewest }, id),
    refetchInterval: ({ state: { data } }) => (data?.view.state === 'final' ? EVERY_MS : SETTLING_MS),
  });
