import { useEffect, useState } from 'react';
import { groupBoxes } from './group-boxes.ts';
import type { Arrow, Box } from './boxes.ts';
import { type Layout, placeBoxes } from './layout.ts';

/** With more boxes a layout may take longer than a frame, and is made in a worker. */
const FEW_BOXES = 100;
/** Nor is a picture of many boxes that are nearly all rows of the same sets. */
const FEW_GROUPS = 60;

/** The last layout that was made, and what failed. */
export interface LayoutState {
  readonly layout: Layout | null;
  readonly isPending: boolean;
  readonly error: unknown;
}

/** Places boxes, in a worker where they are many. Until the new layout is there, the one before is returned. */
export function useLayout(boxes: readonly Box[], arrows: readonly Arrow[]): LayoutState {
  const [state, setState] = useState<LayoutState>({ layout: null, isPending: true, error: null });
  useEffect(() => {
    let isWanted = true;
    const isQuick = boxes.length <= FEW_BOXES || groupBoxes(boxes, arrows, 0).length <= FEW_GROUPS;
    const { promise, stop } = isQuick ? placeHere(boxes, arrows) : placeInWorker(boxes, arrows);
    setState((before) => ({ ...before, isPending: true }));
    promise.then(
      (layout) => isWanted && setState({ layout, isPending: false, error: null }),
      (error: unknown) => isWanted && setState({ layout: null, isPending: false, error }),
    );
    return () => {
      isWanted = false;
      stop();
    };
  }, [boxes, arrows]);
  return state;
}

interface Running {
  readonly promise: Promise<Layout>;
  readonly stop: () => void;
}

function placeHere(boxes: readonly Box[], arrows: readonly Arrow[]): Running {
  return { promise: placeBoxes(boxes, arrows), stop: () => undefined };
}

function placeInWorker(boxes: readonly Box[], arrows: readonly Arrow[]): Running {
  const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' });
  const promise = new Promise<Layout>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Layout>) => resolve(data));
    worker.addEventListener('error', ({ message }) => reject(new Error(message)));
    worker.postMessage({ boxes, arrows });
  });
  return { promise: promise.finally(() => worker.terminate()), stop: () => worker.terminate() };
}
