import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Hex } from '../../core/encoding/hex.ts';
import type { OpenEngine } from '../../core/verify/engine.ts';
import { engineVersion } from '../../engine/version.ts';
import { digestEngine, type EngineFile } from './engine-files.ts';
import { type EngineStore, openStoredEngines, type StoredEngine } from './engine-store.ts';

/**
 * The folder of the engines, each a file `<version>.mjs`: all released ones, and the one built from these sources, which changes
 * until its release (docs/decisions/0016).
 */
const FOLDER = resolve(import.meta.dirname, '../../engines');

/** Returns the engines of this program with digests computed from their files, the oldest first. */
export async function listReleasedEngines(): Promise<(EngineFile & StoredEngine)[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.mjs'));
  names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(FOLDER, name));
      const version = name.slice(0, -'.mjs'.length);
      return { version, digest: digestEngine(bytes), read: () => Promise.resolve(bytes) };
    }),
  );
}

/** The engines of this program. */
export const engineFolder: EngineStore = {
  list: listReleasedEngines,
  read: async (digest) =>
    (await listReleasedEngines()).find((engine) => engine.digest === digest)?.read() ?? null,
};

/** Returns the digests of all engines, the oldest first. A new policy accepts them all. */
export async function readEngineDigests(): Promise<Hex[]> {
  return (await listReleasedEngines()).map(({ digest }) => digest);
}

/** Returns the digest of the engine of this program. The run of a new result names it. */
export async function readOwnEngineDigest(): Promise<Hex> {
  return digestEngine(await readFile(join(FOLDER, `${engineVersion}.mjs`)));
}

/** Returns the engine of a digest; null if there is none. */
export const openReleasedEngine: OpenEngine = openStoredEngines(engineFolder);
