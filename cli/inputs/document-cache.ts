import { rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Api } from '../../client/http/api.ts';
import { fetchNamed } from '../../jobs/documents/fetch-document.ts';
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

/** Fetches a document from a server into the folder of those that it sent before, and returns its path. @throws as `fetchToFile` */
export async function fetchCached(
  terminal: Terminal,
  api: Api,
  name: DocumentName,
  say: (line: string) => void,
): Promise<string> {
  const path = pathOf(terminal, name.sha256);
  await fetchToFile(terminal, api, name, { path, say });
  return path;
}

/**
 * Fetches a document from a server into a new file, and returns its size. What arrives is in a file of another name until it is complete and
 * has its hash; after an interruption it is continued.
 * @throws ApiError; UsageError `file-exists`, `file-unwritable`
 */
export async function fetchToFile(
  terminal: Terminal,
  api: Api,
  name: { readonly sha256: string; readonly size: number | null },
  { path, say }: { readonly path: string; readonly say: (line: string) => void },
): Promise<number> {
  const file = await openPartFile(terminal, path);
  try {
    await fetchNamed(api, name, file, reportTransfer(name.size, say));
    await file.finish();
    return file.size();
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
