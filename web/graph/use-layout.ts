import { useEffect, useState } from 'react';
import { type Arrow, type Box, type Layout, placeBoxes } from './layout.ts';

/** With more boxes a layout may take longer than a frame, and is made in a worker. */
const FEW_BOXES = 100;

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
    const { promise, stop } =
      boxes.length > FEW_BOXES ? placeInWorker(boxes, arrows) : placeHere(boxes, arrows);
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
