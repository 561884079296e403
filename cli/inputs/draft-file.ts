import { type Draft, parseDraft } from '../../jobs/register/draft.ts';
import { readBytes, readNaming } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';

/**
 * Returns the draft in a file; all its hashes are computed again.
 * @throws UsageError `file-unreadable`; BadInput with the code of the member that is wrong
 */
export async function readDraft(terminal: Terminal, path: string): Promise<Draft> {
  const bytes = await readBytes(terminal, path);
  return readNaming(path, () => parseDraft(bytes));
}
