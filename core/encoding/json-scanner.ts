import { BadInput } from '../errors.ts';

/** How much a text of JSON may hold. */
export interface JsonBounds {
  /** Depth of nesting; the outermost container has depth 1. */
  readonly depth: number;
  /** Commas and opening brackets, and one more: about the number of values. */
  readonly values: number;
  /** Length in bytes of one string as it is written, without its quotes. */
  readonly string: number;
}

const [QUOTE, COMMA, BACKSLASH] = [0x22, 0x2c, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Checks, over the bytes and before anything is built from them, that a text of JSON is not deeper or larger than its format
 * allows. Takes no memory. Whether the text is JSON at all is for the parser to say.
 * @throws BadInput `json-depth`, `bundle-limit`
 */
export function scanJson(bytes: Uint8Array, bounds: JsonBounds): void {
  let depth = 0;
  let values = 1;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      const end = findStringEnd(bytes, at + 1);
      if (end - at - 1 > bounds.string) throw overLimit('bytes in a string', bounds.string, at);
      at = end;
    } else if (byte === COMMA) values++;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      depth++;
      values++;
      if (depth > bounds.depth) throw tooDeep(bounds.depth, at);
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth--;
    if (values > bounds.values) throw overLimit('values', bounds.values, at);
  }
}

/** Returns the place of the quote that ends a string, or the length of the text where none does. */
function findStringEnd(bytes: Uint8Array, start: number): number {
  for (let from = start; ;) {
    const end = bytes.indexOf(QUOTE, from);
    if (end < 0) return bytes.length;
    let escapes = 0;
    while (end - escapes > from && bytes[end - escapes - 1] === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return end;
    from = end + 1;
  }
}

function overLimit(what: string, limit: number, at: number): BadInput {
  return new BadInput('bundle-limit', `expected at most ${limit} ${what}, got more at byte ${at + 1}`, limit);
}

function tooDeep(limit: number, at: number): BadInput {
  return new BadInput(
    'json-depth',
    `expected at most ${limit} levels of nesting, got more at byte ${at + 1}`,
    limit + 1,
  );
}
