import { dirname, join } from 'node:path';
import * as z from 'zod';
import { BUNDLE_JSON, parseJson } from '../../core/encoding/json.ts';
import { keySchema, parseWith } from '../../core/encoding/schema.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { readBytes, streamBytes } from '../terminal/files.ts';
import { hashBytes } from '../../tables/hash-bytes.ts';
import { findMatrixType, findTableType } from '../../tables/open-table.ts';
import type { Terminal } from '../terminal/terminal.ts';

const descriptionSchema = z
  .object({ file: z.string().min(1), key: keySchema, mediaType: z.string().optional() })
  .catchall(z.json());

/**
 * Returns the entry for a document that is too large for rows. Its description is a JSON object with `file` (in the same folder),
 * `key` and the members of `matrix-document`, except size and SHA-256, which are computed.
 * @throws UsageError `file-unreadable`; BadInput
 */
export async function describeDocument(terminal: Terminal, path: string): Promise<UnsaltedEntry> {
  const value = parseJson(await readBytes(terminal, path), BUNDLE_JSON);
  const { file, key, mediaType, ...members } = parseWith(descriptionSchema, value);
  const { size, sha256 } = await hashBytes(streamBytes(terminal, join(dirname(path), file)));
  const detail = {
    row: 'matrix-document',
    ...members,
    mediaType: mediaType ?? guessType(file),
    size,
    sha256,
  };
  return { key, value: null, unit: '', from: 0, until: 0, detail: detail };
}

/** Returns the media type of a file by the end of its name. */
export function guessType(file: string): string {
  return (
    findMatrixType(file) ??
    findTableType(file) ??
    (/\.json$/i.test(file) ? 'application/json' : 'application/octet-stream')
  );
}
