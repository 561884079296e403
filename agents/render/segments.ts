import type { Handle } from '../handles/handle.ts';
import type { Part, Segment } from './node.ts';

/** Makes a piece of fixed words. */
export function text(words: string): Segment {
  return { is: 'text', text: words };
}

/** Makes a piece that stands for something. */
export function chip(ref: Handle, part: Part, words: string): Segment {
  return { is: 'chip', ref, part, text: words };
}

/** Joins lists of pieces with fixed words between them. */
export function joinSegments(
  parts: readonly (readonly Segment[])[],
  between: string,
  last: string,
): Segment[] {
  return parts.flatMap((part, at) => {
    if (at === 0) return part;
    return [text(at === parts.length - 1 ? last : between), ...part];
  });
}
