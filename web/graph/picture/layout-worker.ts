import type { Arrow, Box } from './boxes.ts';
import { placeBoxes } from './layout.ts';

/** What a page asks for; the answer is a layout. */
export interface LayoutTask {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

self.addEventListener('message', ({ data }: MessageEvent<LayoutTask>) => {
  void placeBoxes(data.boxes, data.arrows).then((layout) => self.postMessage(layout));
});
