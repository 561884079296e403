import { BUNDLE_JSON, parseJson } from '../../core/encoding/json.ts';
import { parseWith } from '../../core/encoding/schema.ts';
import { jsonObjectSchema } from '../../core/records/entry.ts';
import type { ComputeRequest } from '../../jobs/compute/compute-figures.ts';
import { readBytes, readNaming } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Returns the parameters of a run in a file, an empty object without one. @throws UsageError `file-unreadable`; as `parseJson` */
export async function readParameters(
  terminal: Terminal,
  path: string | undefined,
): Promise<ComputeRequest['parameters']> {
  if (path === undefined) return {};
  const bytes = await readBytes(terminal, path);
  return readNaming(path, () => parseWith(jsonObjectSchema, parseJson(bytes, BUNDLE_JSON)));
}
