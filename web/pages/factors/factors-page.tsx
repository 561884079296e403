import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { FactorSearch } from '../../../client/generated/openapi.ts';
import { ApiError } from '../../../client/http/api-error.ts';
import { placeOfError } from '../../components/fault-place.ts';
import { FaultText } from '../../components/fault-text.tsx';
import { useServerFaults } from '../../language/faults/server-faults.ts';
import { PageHeading } from '../../components/page-heading.tsx';
import { Empty, Failure, Loading, Unread } from '../../components/states.tsx';
import { useFormat } from '../../language/format.ts';
import { FactorFilterForm } from './factor-filters.tsx';
import { FactorItem } from './factor-item.tsx';
import { type FactorFilters, useFactorQuery } from './factor-query.ts';
import { useFactorsTexts } from './factors-texts.ts';
import classes from './factors.module.css';

const route = getRouteApi('/factors');

/** The factors that the words and filters in the address find. */
export function FactorsPage() {
  const texts = useFactorsTexts();
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const change = (search: FactorFilters): void => void navigate({ search, resetScroll: false });
  return (
    <>
      <PageHeading title={texts.title} lead={texts.lead} serverWord="many" />
      <FactorFilterForm filters={filters} onChange={change} />
      <Results filters={filters} onSearch={(q) => change({ ...filters, q })} />
    </>
  );
}

interface ResultsProps {
  readonly filters: FactorFilters;
  readonly onSearch: (words: string) => void;
}

function Results({ filters, onSearch }: ResultsProps) {
  const texts = useFactorsTexts();
  const textOf = useServerFaults();
  const query = useInfiniteQuery(useFactorQuery(filters));
  const { data, error, hasNextPage, isFetchingNextPage } = query;
  if (error instanceof ApiError && error.code === 'search-filter')
    return (
      <Empty title={texts.refused}>
        <FaultText text={textOf(error.code)} message={error.message} place={placeOfError(error)} />
      </Empty>
    );
  if (data === undefined) return <Unread query={query} />;
  const items = data.pages.flatMap((page) => page.items);
  const [first] = data.pages as [FactorSearch, ...FactorSearch[]];
  return (
    <>
      {items.length === 0 ? (
        <Nothing page={first} words={filters.q ?? ''} onSearch={onSearch} />
      ) : (
        <ol className={classes['factors']} aria-label={texts.results}>
          {items.map((factor) => (
            <li key={`${factor.record?.id ?? factor.starter?.file} ${factor.key}`}>
              <FactorItem factor={factor} />
            </li>
          ))}
        </ol>
      )}
      {isFetchingNextPage && <Loading />}
      {error !== null && <Failure error={error} onRetry={() => void query.fetchNextPage()} />}
      {hasNextPage && !isFetchingNextPage && error === null && (
        <Button variant="default" onClick={() => void query.fetchNextPage()}>
          {texts.more}
        </Button>
      )}
      <Searched page={first} />
    </>
  );
}

interface NothingProps {
  readonly page: FactorSearch;
  readonly words: string;
  readonly onSearch: ResultsProps['onSearch'];
}

function Nothing({ page, words, onSearch }: NothingProps) {
  const texts = useFactorsTexts();
  return (
    <Empty title={texts.none}>
      <p>{texts.noneAdvice}</p>
      {page.unknown.map(({ word, near }) => (
        <p key={word}>
          {texts.unknown(word)}{' '}
          {near !== null && (
            <Button
              variant="default"
              size="compact-sm"
              onClick={() => onSearch(words.toLowerCase().replaceAll(word, near))}
            >
              {texts.near(near)}
            </Button>
          )}
        </p>
      ))}
    </Empty>
  );
}

/** What was searched, so that nothing found says something. */
function Searched({ page: { searched } }: { page: FactorSearch }) {
  const texts = useFactorsTexts();
  const format = useFormat();
  const { places, starterRows, unread, grantsLeftOut } = searched;
  return (
    <p className={classes['searched']} role="status">
      {texts.searched(format.number(starterRows))}{' '}
      {places !== null &&
        texts.places(format.list(places.map((place) => (place === '' ? texts.anyPlace : place))))}{' '}
      {unread > 0 && texts.unread(format.number(unread))} {grantsLeftOut && texts.grantsLeftOut}
    </p>
  );
}
