import { type Json, parseJson } from '../../core/encoding/json.ts';

/**
 * The depth to which a request body may be nested: the detail of an entry has depth 16 (§2), and is inside an entry, an array and
 * the submission. Hashed values are also checked by their own depth.
 */
const BODY_DEPTH = 16 + 3;

/** Parses a request body, or one line of it. @throws BadInput `json-…` */
export function parseBody(body: unknown, maxBytes: number): Json {
  return parseJson(body instanceof Uint8Array ? body : new Uint8Array(), {
    depth: BODY_DEPTH,
    bytes: maxBytes,
  });
}
