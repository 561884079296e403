import * as z from 'zod';
import type { Hex } from '../../core/encoding/hex.ts';
import { hashSchema } from '../../core/encoding/schema.ts';
import type { OpenEngine } from '../../core/verify/engine.ts';
import { openApi } from '../http/api.ts';
import { openEngineFiles } from './engine-files.ts';

/** A released engine by its version and the digest of its file (SHA-256). */
export interface StoredEngine {
  readonly version: string;
  readonly digest: Hex;
}

/** Where the files of released engines are: a folder, a server, or inside a page. It need not be trusted: what it gives is hashed. */
export interface EngineStore {
  /** Returns all engines, the oldest first. */
  list(): Promise<readonly StoredEngine[]>;
  /** Returns the bytes of an engine's file; null if it is not there. */
  read(digest: Hex): Promise<Uint8Array | null>;
}

/** Returns a function that opens the engines of a store: exactly the bytes that have the digest, so that no other code runs. */
export function openStoredEngines(store: EngineStore): OpenEngine {
  return async (digest) => {
    const bytes = await store.read(digest);
    return bytes === null ? null : openEngineFiles([{ digest, read: () => Promise.resolve(bytes) }])(digest);
  };
}

const indexSchema = z.object({
  engines: z.array(z.object({ version: z.string().regex(/^\d+\.\d+\.\d+$/), digest: hashSchema })).max(1000),
});

/**
 * Returns the engines that a server gives: `/engines/index.json` lists them, `/engines/<version>.mjs` is the file of each. The list is read
 * once. Its methods throw ApiError.
 */
export function openEngineServer(url: string): EngineStore {
  const api = openApi(url);
  let listed: Promise<readonly StoredEngine[]> | null = null;
  const list = (): Promise<readonly StoredEngine[]> => {
    listed ??= api.get('/engines/index.json', indexSchema).then(({ engines }) => engines);
    // What fails is asked for again.
    listed.catch(() => (listed = null));
    return listed;
  };
  return {
    list,
    async read(digest) {
      const found = (await list()).find((engine) => engine.digest === digest);
      return found === undefined ? null : api.getBytes(`/engines/${found.version}.mjs`);
    },
  };
}
