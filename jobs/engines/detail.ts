import { formatJson, type JsonObject, parseJson } from '../../core/encoding/json.ts';

/** Returns a detail as the JSON object that is hashed (§2). @throws BadInput where it cannot be */
export function toDetail(detail: object): JsonObject {
  return parseJson(formatJson(detail)) as JsonObject;
}
