import { type Json, parseJson } from '../../core/encoding/json.ts';

/**
 * How deep the body of a request may be nested: an entry's detail of depth 16 (§2) stands in an entry, in an array, in the
 * submission. What is hashed is judged by its own depth.
 */
const BODY_DEPTH = 16 + 3;

/** Returns the value of a body, or of a line of one, that was read. @throws BadInput `json-…` */
export function parseBody(body: unknown, maxBytes: number): Json {
  return parseJson(body instanceof Uint8Array ? body : new Uint8Array(), {
    depth: BODY_DEPTH,
    bytes: maxBytes,
  });
}
