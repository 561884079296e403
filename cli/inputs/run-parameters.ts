import { EngineError, placeOfAsked } from '../../engine/errors/engine-error.ts';
import { parseParameters } from '../../jobs/compute/run-parameters.ts';
import { readBytes, readNaming } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';

const MISSING =
  'this method needs --parameters FILE, with for example {"rounding": {"mode": "half-even", "decimals": 3}, "period": {"from": "2023-01-01", "until": "2024-01-01"}, …}; ledger compute --help shows a whole file';

/** Returns the parameters of a run in a file. @throws EngineError `bad-parameters` without a file; UsageError `file-unreadable`; BadInput */
export async function readParameters(
  terminal: Terminal,
  path: string | undefined,
): Promise<ReturnType<typeof parseParameters>> {
  if (path === undefined) throw new EngineError('bad-parameters', MISSING, null, placeOfAsked('parameters'));
  const bytes = await readBytes(terminal, path);
  return readNaming(path, () => parseParameters(bytes));
}
