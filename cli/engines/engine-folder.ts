import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { formatHex, type Hex } from '../../core/encoding/hex.ts';
import type { OpenEngine } from '../../core/verify/engine.ts';
import { openEngines } from '../../jobs/engines/engine-files.ts';
import type { EngineStore, StoredEngine } from '../../jobs/engines/engine-store.ts';

/** An engine and the bytes of its file. */
interface FoundEngine extends StoredEngine {
  readonly bytes: Uint8Array;
}

/** Returns the digest of an engine as digestEngine does, by the code of Node.js: every run of a command hashes a megabyte. */
function digestFile(bytes: Uint8Array): Hex {
  return formatHex(createHash('sha256').update(bytes).digest());
}

/** Returns the engines of a folder, each a file `<version>.mjs`. Their digests are computed from the files. */
export function openEngineFolder(folder: string): EngineStore {
  const list = async (): Promise<FoundEngine[]> => {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.mjs'));
    names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    return Promise.all(
      names.map(async (name) => {
        const bytes = await readFile(join(folder, name));
        return { version: name.slice(0, -'.mjs'.length), digest: digestFile(bytes), bytes };
      }),
    );
  };
  return {
    list: async () => (await list()).map(({ version, digest }) => ({ version, digest })),
    read: async (digest) => (await list()).find((engine) => engine.digest === digest)?.bytes ?? null,
  };
}

/** The engines of this program: the released ones, and the one of these sources (docs/decisions/0016). */
export const engineFolder: EngineStore = openEngineFolder(resolve(import.meta.dirname, '../../engines'));

/** Returns the digests of all engines, that of the sources last. A new policy accepts them all. */
export async function readEngineDigests(): Promise<Hex[]> {
  return (await engineFolder.list()).map(({ digest }) => digest);
}

/** Returns the engine of a digest; null if there is none. */
export const openKnownEngine: OpenEngine = openEngines(engineFolder.read);
