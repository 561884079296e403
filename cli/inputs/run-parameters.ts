import { BUNDLE_JSON, parseJson } from '../../core/encoding/json.ts';
import { parseWith } from '../../core/encoding/schema.ts';
import { jsonObjectSchema } from '../../core/records/entry.ts';
import { EngineError, placeOfAsked } from '../../engine/errors/engine-error.ts';
import { readParameterTimes } from '../../jobs/compute/run-parameters.ts';
import { readBytes, readNaming } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';

const MISSING =
  'this method needs --parameters FILE, with for example {"rounding": {"mode": "half-even", "decimals": 3}, "period": {"from": "2023-01-01", "until": "2024-01-01"}, …}; ledger compute --help shows a whole file';

/**
 * Returns the parameters of a run in a file. The times of its period can be ISO dates, `2023-01-01`: they become unix seconds, as the run
 * states them.
 * @throws EngineError `bad-parameters` without a file, or where a text is not such a date; as `parseJson`
 */
export async function readParameters(terminal: Terminal, path: string | undefined): Promise<unknown> {
  if (path === undefined) throw new EngineError('bad-parameters', MISSING, null, placeOfAsked('parameters'));
  const bytes = await readBytes(terminal, path);
  return readParameterTimes(
    readNaming(path, () => parseWith(jsonObjectSchema, parseJson(bytes, BUNDLE_JSON))),
  );
}
