import { BUNDLE_JSON, type Json, type JsonLimits, parseJson } from '../../core/encoding/json.ts';
import { readJsonObject } from '../../core/encoding/json-stream.ts';
import { concatBytes } from '../../core/encoding/hex.ts';
import { BadInput } from '../../core/errors.ts';
import { streamBytes } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** A JSON file: its value, and its bytes where they are no more than a proof file may have. */
export interface JsonFile {
  readonly value: Json;
  readonly bytes: Uint8Array | null;
}

/** Limits of one member of a larger object, or of one item of its lists: what fits in one string. */
const MEMBER: JsonLimits = { depth: BUNDLE_JSON.depth, bytes: 256 << 20 };

/**
 * Reads a JSON file of any size, or standard input for the path `-`. One that is larger than a proof file must be an object; it is read
 * member by member, because it could be longer than the longest string.
 * @throws UsageError `file-unreadable`; BadInput `json-…`
 */
export async function readJsonFile(terminal: Terminal, path: string): Promise<JsonFile> {
  const source = streamBytes(terminal, path);
  const begun: Uint8Array[] = [];
  let length = 0;
  for (let next = await source.next(); next.done !== true; next = await source.next()) {
    begun.push(next.value);
    length += next.value.length;
    if (length > BUNDLE_JSON.bytes)
      return { value: await readJsonObject(resume(begun, source), MEMBER), bytes: null };
  }
  const bytes = concatBytes(...begun);
  return { value: parseJson(bytes, BUNDLE_JSON), bytes };
}

async function* resume(
  begun: readonly Uint8Array[],
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* begun;
  yield* source;
}

/** Returns the bytes of a proof file, which has a largest size. @throws BadInput `json-too-large` */
export function requireSmall(bytes: Uint8Array | null): Uint8Array {
  if (bytes !== null) return bytes;
  throw new BadInput('json-too-large', `the proof file has more than ${BUNDLE_JSON.bytes} bytes`);
}
