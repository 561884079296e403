import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { hashStream } from '../../../core/records/record.ts';
import { type Column, ListTable } from '../../components/list/list-table.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { PartyName } from '../../components/record/party-name.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { Empty, Failure } from '../../components/states.tsx';
import { newestVersions } from '../../../client/http/newest-versions.ts';
import { type ItemOf, listQuery } from '../../data/queries.ts';
import { titleOr } from '../../data/record-title.ts';
import { useFormat } from '../../language/format.ts';
import { type PartySession, RequireSession } from '../../session/require-session.tsx';
import { useAuditorTexts } from './auditor-texts.ts';
import { Glance } from './glance.tsx';
import { grantedQuery } from './granted-records.ts';
import { EarlierWork } from './earlier-work.tsx';
import { OpenFile } from './open-file.tsx';
import { OpenedPaperCard } from './opened/opened-paper.tsx';
import type { OpenedPaper } from './opened/read-paper.ts';
import { ownOpinionsQuery, type OwnOpinion, stateOf } from './shared/own-opinions.ts';
import { AccessCell, StateCell } from './queue-cells.tsx';
import { QueueFilters } from './queue-filters.tsx';
import { OutsideText } from '../../components/outside-text.tsx';

/** What an auditor can form an opinion on, and how far the work has come. */
export function AuditorPage() {
  const texts = useAuditorTexts();
  const [opened, setOpened] = useState<OpenedPaper | null>(null);
  return (
    <div className="stack">
      <PageHeading
        title={texts.title}
        lead={texts.lead}
        actions={<OpenFile onPaper={setOpened} />}
        serverWord="many"
      />
      {opened !== null && (
        <OpenedPaperCard key={opened.sha256} opened={opened} onClose={() => setOpened(null)} />
      )}
      <RequireSession roles={['auditor']}>{(session) => <Queue session={session} />}</RequireSession>
    </div>
  );
}

type Item = ItemOf<'listRecords'>;
const NO_OPINIONS: ReadonlyMap<string, OwnOpinion> = new Map();

function Queue({ session }: { session: PartySession }) {
  const texts = useAuditorTexts();
  const { kind = 'result', show, state, party } = useSearch({ from: '/auditor' });
  const opinions = useQuery(ownOpinionsQuery(session.party));
  const own = opinions.data ?? NO_OPINIONS;
  const list = listQuery('listRecords', {
    kind,
    ...(show === 'addressed' ? { addressee: session.party } : {}),
    ...(party === undefined ? {} : { party }),
  });
  const granted = grantedQuery(session, { kind, party });
  const isGranted = show === 'granted';
  const listed = useInfiniteQuery({ ...list, enabled: !isGranted });
  const grants = useInfiniteQuery({ ...granted, enabled: isGranted });
  const query = isGranted ? grants : listed;
  const loaded = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const choose = useCallback(
    (items: readonly Item[]) =>
      newestVersions(items).filter(
        (item) => state === undefined || stateOf(item, session.party, own) === state,
      ),
    [state, session.party, own],
  );
  const columns = useColumns(session, own);
  return (
    <>
      {opinions.data !== undefined && <EarlierWork party={session.party} own={own} />}
      <QueueFilters />
      <Glance states={newestVersions(loaded).map((item) => stateOf(item, session.party, own))} />
      {opinions.error !== null && <Failure error={opinions.error} onRetry={() => void opinions.refetch()} />}
      <ListTable
        label={kind === 'result' ? texts.list : texts.listDisclosures}
        columns={columns}
        query={query}
        {...(isGranted ? {} : { queryKey: list.queryKey })}
        keyOf={({ id }) => id}
        choose={choose}
        empty={<Empty title={texts.none}>{isGranted ? texts.noneGranted : texts.noneAdvice}</Empty>}
      />
    </>
  );
}

function useColumns(session: PartySession, own: ReadonlyMap<string, OwnOpinion>): Column<Item>[] {
  const texts = useAuditorTexts();
  const format = useFormat();
  const { untitled } = useRecordTexts();
  return [
    {
      header: texts.subject,
      width: 'minmax(0, 2.4fr)',
      cell: ({ id, title }) => (
        <Link to="/auditor/$id" params={{ id }}>
          <OutsideText text={titleOr(title, untitled)} />
        </Link>
      ),
    },
    {
      header: texts.company,
      width: 'minmax(0, 2.6fr)',
      cell: ({ record }) => <PartyName id={record.party} />,
    },
    {
      header: texts.version,
      width: '5.5rem',
      cell: ({ record }) => format.number(record.sequence),
    },
    {
      header: texts.access,
      width: 'minmax(0, 2fr)',
      cell: (item) => <AccessCell session={session} item={item} />,
    },
    {
      header: texts.state,
      width: 'minmax(0, 1.6fr)',
      cell: (item) => (
        <StateCell
          state={stateOf(item, session.party, own)}
          opinion={own.get(hashStream(item.record).slice(2)) ?? null}
        />
      ),
    },
  ];
}
