import { MOST } from './block.ts';

/** Bytes of a text in UTF-8, from 0; the end is exclusive. */
export interface ByteRange {
  readonly from: number;
  readonly until: number;
}

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Returns the characters of a range of bytes; null where it is empty, too long, ends after the text, or cuts a character in two. */
export function cutPassage(text: string, { from, until }: ByteRange): string | null {
  const bytes = ENCODER.encode(text);
  if (from >= until || until > bytes.length || until - from > MOST.quotation) return null;
  try {
    return DECODER.decode(bytes.subarray(from, until));
  } catch {
    return null;
  }
}
