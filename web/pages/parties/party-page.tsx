import { Tabs } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { PartyDetail } from '../../../client/generated/openapi.ts';
import { KINDS } from '../../../core/records/kind.ts';
import { OutsideText } from '../../components/outside-text.tsx';
import { Facts } from '../../components/facts.tsx';
import { Hash } from '../../components/hash.tsx';
import { type Column, ListTable } from '../../components/list/list-table.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { useRecordColumns } from '../../components/record/record-columns.tsx';
import { RecordLink } from '../../components/record/record-link.tsx';
import { KindTag } from '../../components/record/record-tags.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { Empty, Unread } from '../../components/states.tsx';
import { SubjectName } from '../../components/record/subject-name.tsx';
import { Tag } from '../../components/tag.tsx';
import { type ItemOf, listQuery, partyQuery } from '../../data/queries.ts';
import { usePartyTexts } from './party-texts.ts';
import { RegistrarLinks } from './registrar-links.tsx';
import { WindowChart } from './window-chart.tsx';
import classes from './party.module.css';

const route = getRouteApi('/parties/$party');

/** A party: its names, its roles and keys over time, its streams and records. */
export function PartyPage() {
  const { party } = route.useParams();
  const { party: partyName } = useRecordTexts();
  const query = useQuery(partyQuery(party));
  const { data } = query;
  if (data === undefined) return <Unread query={query} heading={partyName} />;
  return <ShownParty key={data.party} detail={data} />;
}

function ShownParty({ detail }: { detail: PartyDetail }) {
  const texts = usePartyTexts();
  const { roles } = useRecordTexts();
  const { party, identifier, windows } = detail;
  return (
    <div className="stack">
      <PageHeading
        outside={identifier}
        serverWord="many"
        lead={
          <span className="row">
            {detail.roles.length === 0 && <span>{texts.noRole}</span>}
            {detail.roles.map((role) => (
              <Tag key={role}>{roles[role]}</Tag>
            ))}
          </span>
        }
      />
      <div className="halves">
        <Names detail={detail} />
        <section className="card" aria-labelledby="windows">
          <h2 id="windows" className="spaced">
            {texts.rolesAndKeys}
          </h2>
          <WindowChart
            windows={[
              ...windows.roles.map(({ role, ...window }) => ({ name: roles[role], ...window })),
              ...windows.keys.map(({ key, ...window }) => ({ key, ...window })),
            ]}
          />
        </section>
      </div>
      <RegistrarLinks identifier={identifier} />
      <Lists party={party} />
    </div>
  );
}

function Names({ detail: { party, identifiers } }: { detail: PartyDetail }) {
  const texts = usePartyTexts();
  return (
    <section className="card" aria-labelledby="names">
      <h2 id="names" className="spaced">
        {texts.names}
      </h2>
      <Facts
        facts={[
          [
            texts.identifiers,
            <ul key="names" className="plain">
              {identifiers.map((name) => (
                <li key={name}>
                  <OutsideText text={name} />
                </li>
              ))}
            </ul>,
          ],
          [texts.id, <Hash key="id" value={party} isWhole />],
        ]}
      />
    </section>
  );
}

function Lists({ party }: { party: string }) {
  const texts = usePartyTexts();
  const { tab = 'streams' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Tabs
      value={tab}
      onChange={(chosen) =>
        void navigate({
          search: chosen === 'records' ? { tab: 'records' } : {},
          replace: true,
          resetScroll: false,
        })
      }
      keepMounted={false}
    >
      <Tabs.List className={classes['tabs']}>
        <Tabs.Tab value="streams">{texts.streams}</Tabs.Tab>
        <Tabs.Tab value="records">{texts.records}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="streams">
        <Streams party={party} />
      </Tabs.Panel>
      <Tabs.Panel value="records">
        <Records party={party} />
      </Tabs.Panel>
    </Tabs>
  );
}

function Records({ party }: { party: string }) {
  const texts = usePartyTexts();
  const list = listQuery('listRecords', { party });
  return (
    <ListTable
      label={texts.records}
      columns={useRecordColumns({ hasParty: false })}
      query={useInfiniteQuery(list)}
      queryKey={list.queryKey}
      keyOf={({ id }) => id}
      empty={<Empty title={texts.noRecords}>{texts.noRecordsAdvice}</Empty>}
    />
  );
}

function Streams({ party }: { party: string }) {
  const texts = usePartyTexts();
  const list = listQuery('listStreamsOfParty', { party });
  return (
    <ListTable
      label={texts.streams}
      columns={useStreamColumns()}
      query={useInfiniteQuery(list)}
      queryKey={list.queryKey}
      keyOf={({ stream }) => stream}
      empty={<Empty title={texts.noRecords}>{texts.noRecordsAdvice}</Empty>}
    />
  );
}

function useStreamColumns(): Column<ItemOf<'listStreamsOfParty'>>[] {
  const texts = usePartyTexts();
  const { kind: kindHeader } = useRecordTexts();
  return [
    {
      header: texts.subject,
      width: 'minmax(0, 2fr)',
      cell: ({ party, kind, subject }) => (
        <Link to="/streams/$party/$kind/$" params={{ party, kind, _splat: subject }} search={{}}>
          <SubjectName subject={subject} />
        </Link>
      ),
    },
    {
      header: kindHeader,
      width: '7rem',
      cell: ({ kind, subject }) => <KindTag kind={KINDS[kind]} subject={subject} />,
    },
    {
      header: texts.newest,
      width: 'minmax(0, 3fr)',
      cell: ({ accepted }) =>
        accepted === null ? null : <RecordLink id={accepted.record} hasSubject={false} />,
    },
  ];
}
