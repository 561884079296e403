import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Engine, OpenEngine } from '../../core/verify/engine.ts';
import { engineVersion } from '../../engine/version.ts';

/**
 * The folder of the engines, each a file `<version>.mjs`: all released ones, and the one built from these sources, which changes
 * until its release (docs/decisions/0016).
 */
const FOLDER = resolve(import.meta.dirname, '../../engines');

/** An engine of the project, and the SHA-256 of its file: `0x` hex. */
interface ProjectEngine {
  readonly version: string;
  readonly digest: Hex;
  readonly bytes: Buffer;
}

/** Returns the engines with digests computed from their files, the oldest first. */
async function listEngines(): Promise<readonly ProjectEngine[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.mjs'));
  const engines = names.map(async (name) => {
    const bytes = await readFile(join(FOLDER, name));
    return { version: name.slice(0, -'.mjs'.length), digest: digestOf(bytes), bytes };
  });
  return (await Promise.all(engines)).sort((a, b) =>
    a.version.localeCompare(b.version, 'en', { numeric: true }),
  );
}

/** Returns the digests of all engines, the oldest first. A new policy accepts them all. */
export async function readEngineDigests(): Promise<Hex[]> {
  return (await listEngines()).map(({ digest }) => digest);
}

/** Returns the digest of the engine of this program. The run of a new result names it. */
export async function readOwnEngineDigest(): Promise<Hex> {
  return digestOf(await readFile(join(FOLDER, `${engineVersion}.mjs`)));
}

/** Returns the engine of a digest; null if there is none. It runs the bytes that were hashed, so that no other code runs. */
export const openReleasedEngine: OpenEngine = async (digest) => {
  const known = (await listEngines()).find((engine) => engine.digest === digest);
  if (known === undefined) return null;
  return (await import(`data:text/javascript;base64,${known.bytes.toString('base64')}`)) as Engine;
};

function digestOf(bytes: Uint8Array): Hex {
  return `0x${createHash('sha256').update(bytes).digest('hex')}`;
}
