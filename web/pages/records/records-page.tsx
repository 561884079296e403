import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ListTable } from '../../components/list-table.tsx';
import { LiveMark } from '../../components/live-mark.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { useRecordColumns } from '../../components/record-columns.tsx';
import { Empty } from '../../components/states.tsx';
import { listQuery } from '../../data/queries.ts';
import { RecordFilters } from './record-filters.tsx';
import { useRecordsTexts } from './records-texts.ts';

const route = getRouteApi('/records');

/** All records, the newest first, or those that the filters in the address let pass. */
export function RecordsPage() {
  const texts = useRecordsTexts();
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const list = listQuery('listRecords', filters);
  const query = useInfiniteQuery(list);
  const isFiltered = JSON.stringify(filters) !== '{}';
  return (
    <>
      <PageHeading title={texts.title} lead={texts.lead} actions={<LiveMark />} />
      <RecordFilters filters={filters} onChange={(search) => void navigate({ search, resetScroll: false })} />
      <ListTable
        label={texts.title}
        columns={useRecordColumns()}
        query={query}
        queryKey={list.queryKey}
        keyOf={({ id }) => id}
        empty={
          isFiltered ? (
            <Empty title={texts.noneFound}>
              <p>{texts.noneFoundAdvice}</p>
              <Button variant="default" onClick={() => void navigate({ search: {} })}>
                {texts.clear}
              </Button>
            </Empty>
          ) : (
            <Empty title={texts.none}>{texts.noneAdvice}</Empty>
          )
        }
      />
    </>
  );
}
