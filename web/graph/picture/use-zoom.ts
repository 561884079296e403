import { useLayoutEffect, useRef, useState } from 'react';
import type { Layout, Place } from './layout.ts';

/** Changes the zoom: 1 is the size in which texts are set. */
export type SetZoom = (change: (before: number) => number) => void;

/** What the reader looks at. */
interface Looked {
  readonly root: string;
  readonly chosen: string | null;
  /** The side of the picture that is shown first. */
  readonly side: 'start' | 'end';
}

interface Frame {
  readonly current: HTMLDivElement | null;
}

const SMALLEST = 0.05;
const LARGEST = 2.5;
/** The smallest zoom at which texts are easy to read. */
const READABLE = 0.7;
/** How much is shown left of a box whose inputs were opened, in pixels of the layout. */
const INPUTS = 330;

/**
 * Holds the zoom of a picture in a frame that scrolls. The picture fits the frame, as far as its texts stay readable, until the reader zooms
 * or chooses a box. Then that box stays where it is, and is in view.
 */
export function useZoom(
  view: Frame,
  layout: Layout,
  { root, chosen, side }: Looked,
): readonly [number, SetZoom] {
  const [asked, setAsked] = useState<number | null>(null);
  const [fitted, setFitted] = useState(1);
  const shown = useRef<Shown | null>(null);
  const zoom = asked ?? fitted;
  const isFree = asked === null && chosen === null;
  useLayoutEffect(() => {
    const frame = view.current;
    if (frame !== null && isFree) setFitted(Math.max(fit(frame, layout), READABLE));
  }, [view, layout, isFree]);
  useLayoutEffect(() => {
    const frame = view.current;
    const anchor = findPlace(layout, chosen) ?? findPlace(layout, root);
    if (frame === null || anchor === undefined) return;
    const before = shown.current;
    const old = before === null ? undefined : findPlace(before.layout, anchor.id);
    if (before === null || old === undefined || isFree) showSide(frame, side, anchor, zoom);
    else {
      frame.scrollLeft += anchor.x * zoom - old.x * before.zoom;
      frame.scrollTop += anchor.y * zoom - old.y * before.zoom;
      const hasGrown = before.layout !== layout;
      if (hasGrown || before.chosen !== chosen) bringIntoView(frame, anchor, zoom, hasGrown ? INPUTS : 0);
    }
    shown.current = { layout, zoom, chosen };
  }, [view, layout, zoom, chosen, root, side, isFree]);
  return [zoom, (change) => setAsked(clamp(change(zoom)))];
}

interface Shown {
  readonly layout: Layout;
  readonly zoom: number;
  readonly chosen: string | null;
}

function findPlace(layout: Layout, id: string | null): Place | undefined {
  return layout.places.find((place) => place.id === id);
}

/** Shows one side of a picture, and a place in its middle. */
function showSide(frame: HTMLDivElement, side: 'start' | 'end', { y, height }: Place, zoom: number): void {
  frame.scrollLeft = side === 'end' ? frame.scrollWidth : 0;
  frame.scrollTop = (y + height / 2) * zoom - frame.clientHeight / 2;
}

const EDGE = 16;

/** Scrolls no more than it must to show a box with some space left of it. */
function bringIntoView(
  frame: HTMLDivElement,
  { x, y, width, height }: Place,
  zoom: number,
  left: number,
): void {
  const right = (x + width) * zoom + EDGE - frame.clientWidth;
  frame.scrollLeft = Math.min(Math.max(frame.scrollLeft, right), Math.max(0, (x - left) * zoom - EDGE));
  const bottom = (y + height) * zoom + EDGE - frame.clientHeight;
  frame.scrollTop = Math.min(Math.max(frame.scrollTop, bottom), y * zoom - EDGE);
}

/** Returns the zoom at which a whole picture is in its frame; at most 1. */
export function fit(frame: HTMLDivElement | null, { width, height }: Layout): number {
  if (frame === null) return 1;
  const most = Math.min(0.72 * window.innerHeight, 736);
  return Math.min(1, frame.clientWidth / width, most / height);
}

function clamp(zoom: number): number {
  return Math.min(LARGEST, Math.max(SMALLEST, zoom));
}
