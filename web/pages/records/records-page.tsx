import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Empty } from '../../components/states.tsx';
import { type Column, ListTable } from '../../components/list-table.tsx';
import { Moment } from '../../components/moment.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { PartyName } from '../../components/party-name.tsx';
import { KindTag, StateTag } from '../../components/record-tags.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { type ItemOf, listQuery } from '../../data/queries.ts';
import { useRecordsTexts } from './records-texts.ts';

/** All records, the newest first. */
export function RecordsPage() {
  const texts = useRecordsTexts();
  const query = useInfiniteQuery(listQuery('listRecords', {}));
  return (
    <>
      <PageHeading title={texts.title} lead={texts.lead} />
      <ListTable
        label={texts.title}
        columns={useColumns()}
        query={query}
        keyOf={({ id }) => id}
        empty={<Empty title={texts.none}>{texts.noneAdvice}</Empty>}
      />
    </>
  );
}

type Item = ItemOf<'listRecords'>;

function useColumns(): Column<Item>[] {
  const texts = useRecordsTexts();
  const { untitled } = useRecordTexts();
  return [
    {
      header: texts.record,
      width: 'minmax(0, 3fr)',
      cell: ({ id, title, record }) => (
        <>
          <Link to="/records/$id" params={{ id }}>
            {title ?? untitled}
          </Link>
          <div className="quiet">{texts.version(record.subject, record.sequence)}</div>
        </>
      ),
    },
    { header: texts.kind, width: '7rem', cell: ({ record }) => <KindTag kind={record.kind} /> },
    { header: texts.party, width: 'minmax(0, 2fr)', cell: ({ record }) => <PartyName id={record.party} /> },
    { header: texts.accepted, width: '12rem', cell: ({ acceptedAt }) => <Moment at={acceptedAt} /> },
    { header: texts.state, width: '9rem', cell: ({ state }) => <StateTag state={state} /> },
  ];
}
