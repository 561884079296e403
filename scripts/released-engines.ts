import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineArtefact } from './engine-digest.ts';

/** Released engines: version → SHA-256 of the file, as `0x` hex. Policies and runs name these digests, so a line never changes. */
export const RELEASED_ENGINES: Readonly<Record<string, string>> = {};

/** An engine that was built from the sources, and its version. */
export interface BuiltEngine extends EngineArtefact {
  readonly version: string;
}

/**
 * Returns what is wrong with a folder of engines. It holds the released ones with their bytes, the one of the sources as it was built, and
 * no other file.
 */
export function checkEngines(
  folder: string,
  built: BuiltEngine,
  released: Readonly<Record<string, string>> = RELEASED_ENGINES,
): string[] {
  const expected = { [built.version]: built.digest, ...released };
  const found = Object.fromEntries(
    readdirSync(folder).map((name) => {
      const hash = createHash('sha256').update(readFileSync(join(folder, name)));
      return [name.replace(/\.mjs$/, ''), `0x${hash.digest('hex')}`];
    }),
  );
  return [...new Set([...Object.keys(expected), ...Object.keys(found)])].flatMap((version) => {
    const file = `engines/${version}.mjs`;
    const digest = expected[version];
    if (digest === undefined) return [`${file} is not a released engine: remove it`];
    if (!Object.hasOwn(released, version))
      return found[version] === digest ? [] : [`${file} is stale: run node scripts/generate-engine.ts`];
    if (found[version] !== digest)
      return [`${file} is released: expected the SHA-256 ${digest}, got ${found[version] ?? 'no file'}`];
    return version === built.version && built.digest !== digest
      ? [`${file} is released, and the sources differ: set the next version in engine/version.ts`]
      : [];
  });
}
