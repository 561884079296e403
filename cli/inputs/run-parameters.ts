import { BUNDLE_JSON, parseJson } from '../../core/encoding/json.ts';
import { parseWith } from '../../core/encoding/schema.ts';
import { jsonObjectSchema } from '../../core/records/entry.ts';
import { readParameterTimes } from '../../jobs/compute/run-parameters.ts';
import { readBytes, readNaming } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';

/**
 * Returns the parameters of a run in a file, an empty object without one. The times of its period can be ISO dates, `2023-01-01`:
 * they become unix seconds, as the run states them.
 * @throws EngineError `bad-parameters` where a text is not such a date; as `parseJson`
 */
export async function readParameters(terminal: Terminal, path: string | undefined): Promise<unknown> {
  if (path === undefined) return {};
  const bytes = await readBytes(terminal, path);
  return readParameterTimes(
    readNaming(path, () => parseWith(jsonObjectSchema, parseJson(bytes, BUNDLE_JSON))),
  );
}
