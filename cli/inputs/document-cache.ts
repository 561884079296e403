import { rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ApiError } from '../../client/http/api-error.ts';
import type { Api } from '../../client/http/api.ts';
import { fetchDocument } from '../../client/http/transfer-document.ts';
import type { DocumentName } from '../../core/records/document-name.ts';
import { hashBytes } from '../../tables/hash-bytes.ts';
import { reportTransfer } from '../output/transfer-text.ts';
import { streamBytes } from '../terminal/files.ts';
import { openPartFile } from '../terminal/part-file.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Returns the path of a document that a server sent before; null if it did not. A file that was damaged since is deleted. */
export async function findCached(terminal: Terminal, { sha256 }: DocumentName): Promise<string | null> {
  const path = pathOf(terminal, sha256);
  if (!existsSync(path)) return null;
  if ((await hashBytes(streamBytes(terminal, path))).sha256 === sha256) return path;
  await rm(path, { force: true });
  return null;
}

/**
 * Fetches a document from a server into the folder of those that it sent before, and returns its path. What arrives is in a file of another
 * name until it is complete and has its hash; after an interruption it is continued.
 * @throws ApiError; UsageError `file-unwritable`
 */
export async function fetchCached(
  terminal: Terminal,
  api: Api,
  { sha256, size }: DocumentName,
  say: (line: string) => void,
): Promise<string> {
  const path = pathOf(terminal, sha256);
  const file = await openPartFile(terminal, path);
  try {
    await fetchDocument(api, sha256, file, reportTransfer(size, say));
    const digest = file.digest();
    if (digest !== sha256) {
      await file.discard();
      const message = `${api.url} sent a file with SHA-256 ${digest}, expected ${sha256}: it is not kept`;
      throw new ApiError(200, 'server-answer', message);
    }
    await file.finish();
    return path;
  } catch (error) {
    if (file.size() === 0) await file.discard();
    throw error;
  } finally {
    await file.close();
  }
}

/** Only the user may read what is there: the server may have sent it for their key. */
function pathOf({ env }: Terminal, sha256: string): string {
  const { XDG_CACHE_HOME: cache = '', HOME: home = homedir() } = env;
  return join(cache === '' ? join(home, '.cache') : cache, 'carbon-ledger', 'documents', sha256);
}
