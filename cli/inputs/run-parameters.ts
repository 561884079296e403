import { parseParameters } from '../../jobs/compute/run-parameters.ts';
import { readBytes, readNaming } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Returns the parameters of a run in a file, an empty object without one. @throws UsageError `file-unreadable`; BadInput */
export async function readParameters(
  terminal: Terminal,
  path: string | undefined,
): Promise<ReturnType<typeof parseParameters>> {
  if (path === undefined) return {};
  const bytes = await readBytes(terminal, path);
  return readNaming(path, () => parseParameters(bytes));
}
