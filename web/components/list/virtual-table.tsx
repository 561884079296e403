import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type FocusEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import classes from './list-table.module.css';

/** A column of a list. */
export interface Column<Item> {
  readonly header: string;
  /** The size of a CSS grid track: `8rem`, `minmax(0, 2fr)`. */
  readonly width: string;
  readonly cell: (item: Item) => ReactNode;
  /** Numbers are aligned at the right edge. */
  readonly isNumber?: boolean;
}

interface VirtualTableProps<Item> {
  /** What the table is, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Item>[];
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string | number;
  /** Whether there may be more items than these. */
  readonly isPart?: boolean;
  /** Called while the last rows are near the window. */
  readonly onNearEnd?: () => void;
  /** What a row shows below its cells; null for nothing. */
  readonly below?: (item: Item) => ReactNode;
  /** Shown below the rows, such as that more are loading. */
  readonly children?: ReactNode;
}

/** Height of a row with two lines of text, and of one that is a card on a narrow screen; each row is measured when it is shown. */
const ROW_PX = 70;
const CARD_PX = 178;
const NARROW = '(max-width: 48rem)';
/** Rows above and below the window that stay in the page. */
const OVERSCAN = 24;
/** A table of so few rows stays in the page as a whole, so that it can be printed and searched. */
const FEW = 100;

/**
 * A table of any length: the page holds only the rows near the window, and the one that has the focus. On narrow screens each row is a
 * card.
 */
export function VirtualTable<Item>(props: VirtualTableProps<Item>) {
  const { label, columns, items, isPart = false, below, children } = props;
  const { frame, margin, rows, shown, follow, leave } = useRows(props);
  const style = { '--columns': columns.map(({ width }) => width).join(' ') } as CSSProperties;
  return (
    <div
      role="table"
      aria-label={label}
      aria-rowcount={isPart ? -1 : items.length + 1}
      className={classes['table']}
      style={style}
    >
      <div role="rowgroup" className={classes['head']}>
        <div role="row" className={classes['row']} aria-rowindex={1}>
          {columns.map(({ header, isNumber }) => (
            <span role="columnheader" key={header} data-number={isNumber}>
              {header}
            </span>
          ))}
        </div>
      </div>
      <div
        role="rowgroup"
        ref={frame}
        className={classes['body']}
        style={{ height: rows.getTotalSize() }}
        onFocus={follow}
        onBlur={leave}
      >
        {shown.map(({ index, key, start }) => (
          <div
            role="row"
            key={key}
            aria-rowindex={index + 2}
            data-index={index}
            data-last={index === items.length - 1 && !isPart}
            ref={rows.measureElement}
            className={classes['row']}
            style={{ transform: `translateY(${start - margin}px)` }}
          >
            {columns.map(({ header, cell, isNumber }) => (
              <div role="cell" key={header} data-header={header} data-number={isNumber}>
                <div>{cell(items[index]!)}</div>
              </div>
            ))}
            <Below>{below?.(items[index]!)}</Below>
          </div>
        ))}
      </div>
      {children}
    </div>
  );
}

/** Returns which rows are in the page, and what keeps the one that has the focus among them. */
function useRows<Item>({ items, keyOf, isPart = false, onNearEnd }: VirtualTableProps<Item>) {
  const frame = useRef<HTMLDivElement>(null);
  const margin = useOffset(frame);
  const [focused, setFocused] = useState<number | null>(null);
  // A new function would make the virtualizer measure all rows again.
  const keys = useRef(keyOf);
  keys.current = keyOf;
  const getItemKey = useCallback((index: number) => keys.current(items[index]!), [items]);
  const rows = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => (window.matchMedia(NARROW).matches ? CARD_PX : ROW_PX),
    overscan: !isPart && items.length <= FEW ? FEW : OVERSCAN,
    scrollMargin: margin,
    getItemKey,
    // Were the focused row taken out, the keyboard would begin at the top of the page again.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      if (focused === null || focused >= range.count || shown.includes(focused)) return shown;
      return [...shown, focused].sort((a, b) => a - b);
    },
  });
  const shown = rows.getVirtualItems();
  const isNearEnd = (shown.at(-1)?.index ?? -1) >= items.length - OVERSCAN;
  useEffect(() => {
    if (isNearEnd) onNearEnd?.();
  }, [isNearEnd, onNearEnd]);
  const follow = ({ target }: FocusEvent): void => {
    const index = target.closest('[data-index]')?.getAttribute('data-index');
    setFocused(index === null || index === undefined ? null : Number(index));
  };
  return { frame, margin, rows, shown, follow, leave: () => setFocused(null) };
}

function Below({ children }: { children: ReactNode }) {
  if (children === null || children === undefined) return null;
  return (
    <div role="cell" className={classes['below']}>
      {children}
    </div>
  );
}

/** Returns how far below the top of the document an element begins, also when what is above it grows. */
function useOffset(element: { current: HTMLElement | null }): number {
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const measure = (): void => {
      const box = element.current?.getBoundingClientRect();
      if (box !== undefined) setOffset(Math.round(box.top + window.scrollY));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return offset;
}
