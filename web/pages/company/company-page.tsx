import { Button } from '@mantine/core';
import { useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { LinkButton } from '../../components/link-button.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { Empty, Unread } from '../../components/states.tsx';
import type { Hex } from '../../../core/encoding/hex.ts';
import { isAnswer, KINDS } from '../../../core/records/kind.ts';
import { listQuery } from '../../data/queries.ts';
import { useFigureName } from '../../language/figure-names.ts';
import { useFormat } from '../../language/format.ts';
import { type PartySession, RequireSession } from '../../session/require-session.tsx';
import { listKeptWork } from '../../work/kept-work.ts';
import { useCompanyTexts } from './desk/company-texts.ts';
import { PoolWork } from './desk/pool-work.tsx';
import { standingQuery } from './desk/standing-query.ts';
import { StreamCard } from './desk/stream-card.tsx';
import classes from './shared/company.module.css';

/** How many streams are shown before more are asked for: how each stands takes several requests. */
const SHOWN = 25;

/** The desk of a company: its streams, what others said about them, and what to do. */
export function CompanyPage() {
  const texts = useCompanyTexts();
  return (
    <div className="stack">
      <PageHeading
        title={texts.title}
        serverWord="many"
        lead={texts.lead}
        actions={
          <>
            <LinkButton to="/company/import" search={{}}>
              {texts.import}
            </LinkButton>
            <LinkButton to="/company/compute" search={{}} variant="default">
              {texts.compute}
            </LinkButton>
          </>
        }
      />
      <RequireSession roles={['company', 'provider']}>
        {(session) => (
          <>
            <InWork party={session.party} />
            <PoolWork session={session} />
            <Desk session={session} />
          </>
        )}
      </RequireSession>
    </div>
  );
}

/** What was begun on this page and is not registered. */
function InWork({ party }: { party: Hex }) {
  const texts = useCompanyTexts();
  const works = listKeptWork(party);
  const nameOf = useFigureName();
  const format = useFormat();
  // A disclosure without a title is called by the keys of its figures, which the methods of inventories name.
  const nameWork = (path: string, title: string): string =>
    workOf(path) === 'disclose'
      ? format.list(title.split(', ').map((key) => nameOf(key, 'inventory@2') ?? key))
      : title;
  if (works.length === 0) return null;
  return (
    <section aria-labelledby="in-work">
      <h2 id="in-work">{texts.inWork}</h2>
      <p className="quiet">{texts.inWorkLead}</p>
      <ul className={`plain ${classes['lines']}`}>
        {works.map(({ path, title }) => (
          <li key={path}>
            <Link to={path}>{texts.goOn(texts.works[workOf(path)], nameWork(path, title))}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function workOf(path: string): 'import' | 'compute' | 'disclose' {
  if (path.startsWith('/company/import')) return 'import';
  return path.startsWith('/company/compute') ? 'compute' : 'disclose';
}

function Desk({ session }: { session: PartySession }) {
  const texts = useCompanyTexts();
  const format = useFormat();
  const query = useInfiniteQuery(listQuery('listStreamsOfParty', { party: session.party, limit: SHOWN }));
  const streams = (query.data?.pages.flatMap(({ items }) => items) ?? []).filter(
    ({ kind }) => !isAnswer(KINDS[kind]),
  );
  const standings = useQueries({
    queries: streams.map((stream) => standingQuery(session, (stream.accepted ?? stream.head)!.record)),
  });
  if (query.data === undefined) return <Unread query={query} />;
  if (streams.length === 0)
    return (
      <Empty title={texts.empty}>
        <p>{texts.emptyAdvice}</p>
        <LinkButton to="/company/import" search={{}}>
          {texts.import}
        </LinkButton>
      </Empty>
    );
  const listed = streams
    .map((stream, index) => ({ stream, standing: standings[index]! }))
    .sort((a, b) => rank(a.standing.data) - rank(b.standing.data));
  const flags = standings.filter(({ data }) => (data?.flags.length ?? 0) > 0).length;
  return (
    <section className="stack" aria-labelledby="streams">
      <div>
        <h2 id="streams">{texts.streams}</h2>
        <p role="status">{flags === 0 ? texts.noFlag : texts.flags(format.number(flags))}</p>
      </div>
      <ul className={classes['streams']}>
        {listed.map(({ stream, standing }) => (
          <StreamCard key={stream.stream} standing={standing.data} error={standing.error} />
        ))}
      </ul>
      {query.hasNextPage && (
        <div>
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {texts.more}
          </Button>
        </div>
      )}
    </section>
  );
}

/** What needs attention comes first, then the newest. */
function rank(standing: { flags: readonly string[]; view: { acceptedAt: number } } | undefined): number {
  if (standing === undefined) return 0;
  return (standing.flags.length > 0 ? -1e12 : 0) - standing.view.acceptedAt;
}
