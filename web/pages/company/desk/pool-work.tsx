import { Button, Progress } from '@mantine/core';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../../../../client/http/api-error.ts';
import type { Work } from '../../../../client/generated/openapi.ts';
import { openWorkClient, type WorkClient } from '../../../../client/http/work.ts';
import { PartyName } from '../../../components/record/party-name.tsx';
import { Failure } from '../../../components/states.tsx';
import { useAttempt } from '../../../components/use-attempt.ts';
import { openPortalApi } from '../../../data/ledger.ts';
import { useFormat } from '../../../language/format.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { PRIVATE } from '../../../session/session.tsx';
import { usePoolWorkTexts } from './pool-work-texts.ts';

const EVERY_MS = 2_000;

function openClient({ token }: PartySession): WorkClient {
  return openWorkClient(
    () => Promise.resolve(openPortalApi(token)),
    () => {},
  );
}

/** The work of the party, read again while any is open; none where the server offers none. The server keeps it: a page that is loaded anew shows it again. */
const workQuery = (session: PartySession) =>
  queryOptions({
    queryKey: [PRIVATE, 'work', session.address, session.party],
    queryFn: async (): Promise<readonly Work[]> => {
      try {
        const works = await openClient(session).list();
        return works.filter(({ party, state }) => party === session.party && state === 'open');
      } catch (error) {
        if (error instanceof ApiError && error.code === 'work-not-offered') return [];
        throw error;
      }
    },
    refetchInterval: ({ state: { data } }) => (data === undefined || data.length === 0 ? false : EVERY_MS),
  });

/** What pools compute for the party now, and how far they are. */
export function PoolWork({ session }: { session: PartySession }) {
  const texts = usePoolWorkTexts();
  const { data } = useQuery(workQuery(session));
  if (data === undefined || data.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="pool-work">
      <div>
        <h2 id="pool-work">{texts.title}</h2>
        <p className="quiet">{texts.lead}</p>
      </div>
      <ul className="plain">
        {data.map((work) => (
          <li key={work.id}>
            <OpenWork session={session} work={work} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function OpenWork({ session, work }: { session: PartySession; work: Work }) {
  const texts = usePoolWorkTexts();
  const format = useFormat();
  const queries = useQueryClient();
  const { isBusy, error, attempt } = useAttempt();
  const cancel = (): Promise<void> =>
    attempt(async () => {
      await openClient(session).end(work.id, 'cancelled');
      await queries.invalidateQueries({ queryKey: workQuery(session).queryKey });
    });
  return (
    <div className="stack">
      {work.lines.map(({ pool, done, dead, refused }) => (
        <div key={pool}>
          <p role="status">
            <PartyName id={pool} />: {texts.done(format.number(done), format.number(work.units))}
            {dead > 0 && ` ${texts.dead(format.number(dead))}`}
            {refused !== null && ` ${texts.refused(refused.code)}`}
          </p>
          <Progress value={(100 * done) / work.units} aria-label={texts.title} />
        </div>
      ))}
      <div>
        <Button variant="default" size="xs" loading={isBusy} onClick={() => void cancel()}>
          {texts.cancel}
        </Button>
      </div>
      {error !== null && <Failure error={error} />}
    </div>
  );
}
