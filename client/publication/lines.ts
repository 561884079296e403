import { BUNDLE_JSON, type JsonLimits } from '../../core/encoding/json.ts';

/** Limits of a published line: the body of a request, at most 16 MiB with the record and its entries, and its receipt. */
export const LINE: JsonLimits = { depth: BUNDLE_JSON.depth, bytes: 20 << 20 };
export const NEWLINE = 0x0a;

/** Yields the lines of a block; text after the last newline counts as a line if it is not empty. */
export function* splitLines(block: Uint8Array): Generator<Uint8Array> {
  let from = 0;
  for (let at = block.indexOf(NEWLINE); at !== -1; at = block.indexOf(NEWLINE, from)) {
    yield block.subarray(from, at);
    from = at + 1;
  }
  if (from < block.length) yield block.subarray(from);
}
