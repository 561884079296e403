import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ApiError } from '../../../client/http/api-error.ts';
import { LinkButton } from '../../components/link-button.tsx';
import { ListTable } from '../../components/list/list-table.tsx';
import { LiveMark } from '../../components/live-mark.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { useRecordColumns } from '../../components/record/record-columns.tsx';
import { Empty } from '../../components/states.tsx';
import { listQuery } from '../../data/queries.ts';
import { listFaults } from './filter-faults.ts';
import { RecordFilters } from './record-filters.tsx';
import { useRecordsTexts } from './records-texts.ts';
import classes from './records.module.css';

const route = getRouteApi('/records');

/** All records, the newest first, or those that the filters in the address let pass. */
export function RecordsPage() {
  const texts = useRecordsTexts();
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const list = listQuery('listRecords', filters);
  const isFaulty = listFaults(filters).length > 0;
  const query = useInfiniteQuery({ ...list, enabled: !isFaulty });
  const problem = isFaulty ? 'faulty' : PROBLEMS[codeOf(query.error)];
  const isFiltered = JSON.stringify(filters) !== '{}';
  return (
    <>
      <PageHeading title={texts.title} lead={texts.lead} actions={<LiveMark />} serverWord="many" />
      <RecordFilters filters={filters} onChange={(search) => void navigate({ search, resetScroll: false })} />
      {problem === undefined ? (
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
      ) : (
        <Empty title={texts[problem]}>
          <p>{problem === 'faulty' ? texts.faultyAdvice : texts.unknownPartyAdvice}</p>
          <div className={classes['ways']}>
            <LinkButton to="/parties" search={{}} variant="default">
              {texts.toParties}
            </LinkButton>
            <Button variant="default" onClick={() => void navigate({ search: {} })}>
              {texts.clear}
            </Button>
          </div>
        </Empty>
      )}
    </>
  );
}

/** What the server answers about a party that a filter names, by the code of its answer. */
const PROBLEMS: Readonly<Record<string, 'unknownParty' | 'wrongDigits'>> = {
  'not-found': 'unknownParty',
  'identifier-check': 'wrongDigits',
};

function codeOf(error: unknown): string {
  return error instanceof ApiError ? error.code : '';
}
