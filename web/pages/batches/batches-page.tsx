import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Hash } from '../../components/hash.tsx';
import { type Column, ListTable } from '../../components/list/list-table.tsx';
import { LiveMark } from '../../components/live-mark.tsx';
import { Moment } from '../../components/moment.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { StateTag } from '../../components/record/record-tags.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { Empty } from '../../components/states.tsx';
import { type ItemOf, listQuery } from '../../data/queries.ts';
import { useFormat } from '../../language/format.ts';
import { GoToBatch } from './go-to-batch.tsx';
import { useBatchTexts } from './batch-texts.ts';

/** All batches, the newest first. */
export function BatchesPage() {
  const texts = useBatchTexts();
  const list = listQuery('listBatches', {});
  const query = useInfiniteQuery(list);
  return (
    <>
      <PageHeading title={texts.batches} lead={texts.lead} actions={<LiveMark />} serverWord="many" />
      <GoToBatch newest={query.data?.pages[0]?.items[0]?.number ?? null} />
      <ListTable
        label={texts.batches}
        columns={useColumns()}
        query={query}
        queryKey={list.queryKey}
        keyOf={({ number }) => number}
        empty={<Empty title={texts.none}>{texts.noneAdvice}</Empty>}
      />
    </>
  );
}

function useColumns(): Column<ItemOf<'listBatches'>>[] {
  const texts = useBatchTexts();
  const format = useFormat();
  const { state: stateHeader } = useRecordTexts();
  return [
    {
      header: texts.batch,
      width: 'minmax(0, 1fr)',
      cell: ({ number }) => (
        <Link to="/batches/$number" params={{ number: String(number) }}>
          {texts.numbered(number)}
        </Link>
      ),
    },
    {
      header: texts.records,
      width: '5.5rem',
      isNumber: true,
      cell: ({ header }) => format.number(header.recordCount),
    },
    {
      header: texts.anchored,
      width: '14.25rem',
      cell: ({ anchor }) =>
        anchor === null ? <span className="quiet">{texts.notYet}</span> : <Moment at={anchor.anchoredAt} />,
    },
    {
      header: texts.block,
      width: '6rem',
      isNumber: true,
      cell: ({ anchor }) =>
        anchor === null ? <span className="quiet">–</span> : format.number(anchor.block),
    },
    {
      header: texts.transaction,
      width: '13.5rem',
      cell: ({ anchor }) =>
        anchor === null ? <span className="quiet">–</span> : <Hash value={anchor.transaction} />,
    },
    { header: stateHeader, width: '8.75rem', cell: ({ state }) => <StateTag state={state} /> },
  ];
}
