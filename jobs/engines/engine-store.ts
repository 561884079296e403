import * as z from 'zod';
import type { Hex } from '../../core/encoding/hex.ts';
import { hashSchema } from '../../core/encoding/schema.ts';
import type { Api } from '../../client/http/api.ts';
import type { ReadEngine } from './engine-files.ts';

/** An engine by its version, `next` before its release, and the digest of its file (SHA-256). */
export interface StoredEngine {
  readonly version: string;
  readonly digest: Hex;
}

/** Where the files of engines are: a folder or a server. */
export interface EngineStore {
  /** Returns all engines, the oldest first, and that of the sources last. */
  readonly list: () => Promise<readonly StoredEngine[]>;
  readonly read: ReadEngine;
}

/** How an engine is called: as its sources are until they are released, or by the version that was. */
const ENGINE_VERSION = /^(?:next|\d+\.\d+\.\d+)$/;

const indexSchema = z.object({
  engines: z.array(z.object({ version: z.string().regex(ENGINE_VERSION), digest: hashSchema })).max(1000),
});

/**
 * Returns the engines that a server gives: `/engines/index.json` lists them, `/engines/<version>.mjs` is the file of each. The list is read
 * once. Its methods throw ApiError.
 */
export function openEngineServer(api: Pick<Api, 'get' | 'getBytes'>): EngineStore {
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
