import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Hex } from '../../../core/encoding/hex.ts';
import { type Column, ListTable } from '../../components/list/list-table.tsx';
import { LiveMark } from '../../components/live-mark.tsx';
import { Moment } from '../../components/moment.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { PartyName } from '../../components/record/party-name.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { Empty } from '../../components/states.tsx';
import { SubjectName } from '../../components/record/subject-name.tsx';
import { type ItemOf, listQuery } from '../../data/queries.ts';
import { titleOr } from '../../data/record-title.ts';
import { DatasetSummary } from './dataset-summary.tsx';
import { useDatasetTexts } from './dataset-texts.ts';
import { newestVersions } from '../../../client/http/newest-versions.ts';
import { OutsideText } from '../../components/outside-text.tsx';
import { MOST_OF_TITLE, showOutside } from '../../language/outside-text.ts';

type Item = ItemOf<'listRecords'>;

/** All datasets, each once, with its newest version; the one that was updated last comes first. */
export function DatasetsPage() {
  const texts = useDatasetTexts();
  const list = listQuery('listRecords', { kind: 'dataset' });
  const [opened, setOpened] = useState<ReadonlySet<Hex>>(new Set());
  const toggle = (id: Hex): void => {
    const next = new Set(opened);
    if (!next.delete(id)) next.add(id);
    setOpened(next);
  };
  return (
    <>
      <PageHeading title={texts.title} lead={texts.lead} actions={<LiveMark />} serverWord="many" />
      <ListTable
        label={texts.title}
        columns={useColumns(opened, toggle)}
        query={useInfiniteQuery(list)}
        queryKey={list.queryKey}
        keyOf={({ id }) => id}
        choose={newestVersions}
        below={({ id }) => (opened.has(id) ? <DatasetSummary id={id} /> : null)}
        empty={<Empty title={texts.none}>{texts.noneAdvice}</Empty>}
      />
    </>
  );
}

function useColumns(opened: ReadonlySet<Hex>, toggle: (id: Hex) => void): Column<Item>[] {
  const texts = useDatasetTexts();
  const { untitled, party } = useRecordTexts();
  return [
    {
      header: texts.dataset,
      width: 'minmax(0, 5fr)',
      cell: ({ id, title, record }) => (
        <>
          <Link to="/records/$id" params={{ id }}>
            <OutsideText text={titleOr(title, untitled)} />
          </Link>
          <div className="quiet">
            <SubjectName subject={record.subject} />
          </div>
        </>
      ),
    },
    {
      header: party,
      width: 'minmax(0, 4fr)',
      cell: ({ record }) => <PartyName id={record.party} />,
    },
    {
      header: texts.versions,
      width: '7rem',
      cell: ({ record }) => (
        <Link
          to="/streams/$party/$kind/$"
          params={{ party: record.party, kind: 'dataset', _splat: record.subject }}
          search={{}}
        >
          {texts.count(record.sequence)}
        </Link>
      ),
    },
    { header: texts.updated, width: '13.75rem', cell: ({ acceptedAt }) => <Moment at={acceptedAt} /> },
    {
      header: texts.contents,
      width: '5.5rem',
      cell: ({ id, title }) => (
        <Button
          variant="default"
          size="compact-sm"
          aria-expanded={opened.has(id)}
          aria-label={(opened.has(id) ? texts.closeContents : texts.showContents)(
            showOutside(titleOr(title, untitled), MOST_OF_TITLE),
          )}
          onClick={() => toggle(id)}
        >
          {opened.has(id) ? texts.close : texts.show}
        </Button>
      ),
    },
  ];
}
