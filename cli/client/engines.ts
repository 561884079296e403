import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Engine, OpenEngine } from '../../core/verify/reperformance.ts';

/** Where released engines stand, each a file `<version>.mjs`. */
const RELEASED = resolve(import.meta.dirname, '../../engines');

/** A released engine, and the SHA-256 of its artefact: `0x` hex. */
interface ReleasedEngine {
  readonly version: string;
  readonly digest: Hex;
  readonly bytes: Buffer;
}

/** Returns the released engines, the digest of each computed from its file, the oldest first. */
async function listEngines(): Promise<readonly ReleasedEngine[]> {
  const names = (await readdir(RELEASED)).filter((name) => name.endsWith('.mjs'));
  const engines = names.map(async (name) => {
    const bytes = await readFile(join(RELEASED, name));
    return { version: name.slice(0, -'.mjs'.length), digest: digestOf(bytes), bytes };
  });
  return (await Promise.all(engines)).sort((a, b) =>
    a.version.localeCompare(b.version, 'en', { numeric: true }),
  );
}

/** Returns the digests of the released engines: those that a policy accepts by default. */
export async function readEngineDigests(): Promise<Hex[]> {
  return (await listEngines()).map(({ digest }) => digest);
}

/** Returns the released engine of a digest, from bytes that were hashed, so that no other code runs; null where there is none. */
export const openReleasedEngine: OpenEngine = async (digest) => {
  const known = (await listEngines()).find((engine) => engine.digest === digest);
  if (known === undefined) return null;
  return (await import(`data:text/javascript;base64,${known.bytes.toString('base64')}`)) as Engine;
};

function digestOf(bytes: Uint8Array): Hex {
  return `0x${createHash('sha256').update(bytes).digest('hex')}`;
}
