import { parsePolicy, type Policy } from '../../core/verify/policy.ts';
import { readBytes, readNaming } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Returns the policy in a file. @throws UsageError `file-unreadable`; BadInput */
export async function readPolicy(terminal: Terminal, path: string): Promise<Policy> {
  const bytes = await readBytes(terminal, path);
  return readNaming(path, () => parsePolicy(bytes));
}
