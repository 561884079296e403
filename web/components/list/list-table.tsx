import { Button } from '@mantine/core';
import {
  type InfiniteData,
  type QueryKey,
  type UseInfiniteQueryResult,
  useQueryClient,
} from '@tanstack/react-query';
import { type ReactNode, useCallback, useMemo } from 'react';
import { useLastChange } from '../../data/live.tsx';
import { Failure, Loading } from '../states.tsx';
import { useListTexts } from './list-texts.ts';
import { type Column, VirtualTable } from './virtual-table.tsx';
import classes from './list-table.module.css';

export type { Column } from './virtual-table.tsx';

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
  /** When it was read: milliseconds. */
  readonly readAt?: number;
}

interface ListTableProps<Item> {
  /** What the list is, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Item>[];
  readonly query: UseInfiniteQueryResult<InfiniteData<Page<Item>>>;
  /** The key of the query. With it, the list says when it changed, and can begin anew. */
  readonly queryKey?: QueryKey;
  readonly keyOf: (item: Item) => string | number;
  /** Which of the items that were read are shown, if not all. */
  readonly choose?: (items: readonly Item[]) => readonly Item[];
  /** What a row shows below its cells; null for nothing. */
  readonly below?: (item: Item) => ReactNode;
  /** Shown where the list has no items. */
  readonly empty: ReactNode;
}

const ALL = <Item,>(items: readonly Item[]): readonly Item[] => items;

/** A list of any length, read page by page: the next page is read when the end of the last one comes near. */
export function ListTable<Item>(props: ListTableProps<Item>) {
  const { label, columns, query, queryKey = [], keyOf, choose = ALL, below, empty } = props;
  const texts = useListTexts();
  const pages = query.data?.pages;
  const items = useMemo(() => choose(pages?.flatMap((page) => page.items) ?? []), [pages, choose]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage, error } = query;
  const canGoOn = hasNextPage && !isFetchingNextPage && error === null;
  const onNearEnd = useCallback(() => {
    if (canGoOn) void fetchNextPage();
  }, [canGoOn, fetchNextPage]);
  if (query.isPending) return <Loading />;
  if (items.length === 0 && error !== null)
    return <Failure error={error} onRetry={() => void query.refetch()} />;
  if (items.length === 0 && !hasNextPage) return empty;
  return (
    <>
      <News queryKey={queryKey} pages={pages ?? []} />
      <VirtualTable
        label={label}
        columns={columns}
        items={items}
        keyOf={keyOf}
        isPart={hasNextPage}
        onNearEnd={onNearEnd}
        {...(below === undefined ? {} : { below })}
      >
        {isFetchingNextPage && <Loading label={texts.more} />}
        {error !== null && <Failure error={error} onRetry={() => void fetchNextPage()} />}
      </VirtualTable>
    </>
  );
}

/** Says that a long list changed since it was read, and begins it anew on demand. A short one is read again by itself. */
function News({ queryKey, pages }: { queryKey: QueryKey; pages: readonly Page<unknown>[] }) {
  const texts = useListTexts();
  const client = useQueryClient();
  const changedAt = useLastChange(queryKey);
  const isNew = pages.length > 1 && changedAt > (pages[0]?.readAt ?? Infinity);
  const begin = (): void => {
    window.scrollTo({ top: 0 });
    void client.resetQueries({ queryKey });
  };
  return (
    <div role="status">
      {isNew && (
        <p className={classes['news']}>
          {texts.news}
          <Button variant="light" size="compact-sm" onClick={begin}>
            {texts.showNews}
          </Button>
        </p>
      )}
    </div>
  );
}
