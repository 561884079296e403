import { useLayoutEffect, useState } from 'react';
import type { Layout, Place, Point } from './layout.ts';

/** A part of a picture, in pixels of its layout. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Areas begin and end at multiples of this, so that scrolling by a little draws nothing again. */
const STEP = 400;

/**
 * Returns the area of a picture that its frame shows, and as much again on each side; the whole picture while it has few boxes. A browser
 * takes seconds to draw thousands of boxes and arrows, and most of them are far outside.
 */
export function useFrame(
  view: { readonly current: HTMLElement | null },
  { width, height }: Layout,
  zoom: number,
  isWhole: boolean,
): Area {
  const [shown, setShown] = useState<Area>({ left: 0, top: 0, right: 0, bottom: 0 });
  useLayoutEffect(() => {
    const frame = view.current;
    if (isWhole || frame === null) return undefined;
    const look = (): void => {
      const { scrollLeft, scrollTop, clientWidth, clientHeight } = frame;
      const next = areaOf(
        { x: scrollLeft, y: scrollTop },
        { width: clientWidth, height: clientHeight },
        zoom,
      );
      setShown((before) => (isSame(before, next) ? before : next));
    };
    look();
    frame.addEventListener('scroll', look, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(frame);
    return () => {
      frame.removeEventListener('scroll', look);
      observer.disconnect();
    };
    // What a layout brings into view is known only after it was drawn.
  }, [view, zoom, isWhole, width, height]);
  return isWhole ? { left: 0, top: 0, right: width, bottom: height } : shown;
}

/** Returns the area that a frame shows at a scroll position, in its own pixels, and as much again on each side. */
export function areaOf(
  { x, y }: Point,
  { width, height }: { readonly width: number; readonly height: number },
  zoom: number,
): Area {
  const down = (value: number): number => Math.max(0, STEP * Math.floor(value / zoom / STEP));
  const up = (value: number): number => STEP * Math.ceil(value / zoom / STEP);
  return {
    left: down(x - width),
    top: down(y - height),
    right: up(x + 2 * width),
    bottom: up(y + 2 * height),
  };
}

function isSame(a: Area, b: Area): boolean {
  return a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom;
}

/** Tells whether a box is in an area, at least a part of it. */
export function isBoxIn({ x, y, width, height }: Place, area: Area): boolean {
  return x < area.right && x + width > area.left && y < area.bottom && y + height > area.top;
}

/** Tells whether an arrow begins or ends in an area. Those that only cross it would cover what is there: a set has thousands. */
export function isPathIn(points: readonly Point[], { left, top, right, bottom }: Area): boolean {
  return [points[0], points.at(-1)].some(
    (end) => end !== undefined && end.x >= left && end.x <= right && end.y >= top && end.y <= bottom,
  );
}
