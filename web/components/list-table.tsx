import type { UseInfiniteQueryResult, InfiniteData } from '@tanstack/react-query';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type ReactNode, useEffect, useRef, useState } from 'react';
import { Failure, Loading } from './states.tsx';
import { useListTexts } from './list-texts.ts';
import classes from './list-table.module.css';

/** A column of a list. */
export interface Column<Item> {
  readonly header: string;
  /** The size of a CSS grid track: `8rem`, `minmax(0, 2fr)`. */
  readonly width: string;
  readonly cell: (item: Item) => ReactNode;
}

interface ListTableProps<Item> {
  /** What the list is, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Item>[];
  readonly query: UseInfiniteQueryResult<InfiniteData<{ items: readonly Item[]; next: string | null }>>;
  readonly keyOf: (item: Item) => string | number;
  /** Shown where the list has no items. */
  readonly empty: ReactNode;
}

const ROW_PX = 56;
/** Rows above and below the window that stay in the page. */
const OVERSCAN = 12;

/**
 * A list of any length: the page holds only the rows that are near the window, and the next page is read when its end comes near. On
 * narrow screens each row becomes a card.
 */
export function ListTable<Item>({ label, columns, query, keyOf, empty }: ListTableProps<Item>) {
  const texts = useListTexts();
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const { hasNextPage, isFetchingNextPage, fetchNextPage, error } = query;
  const frame = useRef<HTMLDivElement>(null);
  const margin = useOffset(frame);
  const rows = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    scrollMargin: margin,
    getItemKey: (index) => keyOf(items[index]!),
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? -1;
  const isNearEnd = last >= items.length - OVERSCAN;
  useEffect(() => {
    if (isNearEnd && hasNextPage && !isFetchingNextPage && error === null) void fetchNextPage();
  }, [isNearEnd, hasNextPage, isFetchingNextPage, fetchNextPage, error]);
  if (query.isPending) return <Loading />;
  if (items.length === 0 && error !== null)
    return <Failure error={error} onRetry={() => void query.refetch()} />;
  if (items.length === 0 && !hasNextPage) return empty;
  const style = { '--columns': columns.map(({ width }) => width).join(' ') } as CSSProperties;
  const total = hasNextPage ? -1 : items.length + 1;
  return (
    <div role="table" aria-label={label} aria-rowcount={total} className={classes['table']} style={style}>
      <div role="rowgroup" className={classes['head']}>
        <div role="row" className={classes['row']}>
          {columns.map(({ header }) => (
            <span role="columnheader" key={header}>
              {header}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" ref={frame} className={classes['body']} style={{ height: rows.getTotalSize() }}>
        {shown.map(({ index, key, start }) => (
          <div
            role="row"
            key={key}
            aria-rowindex={index + 2}
            data-index={index}
            ref={rows.measureElement}
            className={classes['row']}
            style={{ transform: `translateY(${start - margin}px)` }}
          >
            {columns.map(({ header, cell }) => (
              <span role="cell" key={header} data-header={header}>
                {cell(items[index]!)}
              </span>
            ))}
          </div>
        ))}
      </div>
      {isFetchingNextPage && <Loading label={texts.more} />}
      {error !== null && <Failure error={error} onRetry={() => void fetchNextPage()} />}
    </div>
  );
}

/** Returns how far below the top of the document an element begins. */
function useOffset(element: { current: HTMLElement | null }): number {
  const [offset, setOffset] = useState(0);
  useEffect(() => {
    const box = element.current?.getBoundingClientRect();
    if (box !== undefined) setOffset(Math.round(box.top + window.scrollY));
  }, [element, element.current === null]);
  return offset;
}
