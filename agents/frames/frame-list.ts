import { COMPARISON_FRAMES } from './comparison-frames.ts';
import type { Frame } from './frame.ts';
import { RECORD_FRAMES } from './record-frames.ts';
import { VALUE_FRAMES } from './value-frames.ts';

/** All frames, in the order in which a model sees them. */
const ALL = [...VALUE_FRAMES, ...COMPARISON_FRAMES, ...RECORD_FRAMES] as const;

/** The name of a frame. */
export type FrameId = (typeof ALL)[number]['id'];

/** Every sentence that an answer can have. */
export const FRAMES: readonly Frame[] = ALL;

/** The names of all frames, for schemas. */
export const FRAME_IDS = ALL.map(({ id }) => id) as [FrameId, ...FrameId[]];

const BY_ID = new Map<string, Frame>(FRAMES.map((frame) => [frame.id, frame]));

/** Returns a frame by its name. */
export function frameOf(id: FrameId): Frame {
  return BY_ID.get(id)!;
}
