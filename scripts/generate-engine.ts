/**
 * Writes the engine of this checkout to `engines/<version>.mjs`, the file with which results are computed again. Files of earlier
 * versions are not changed. With `--check` it writes nothing and exits with 1 if the file is stale. Once a version is released,
 * a change of the engine needs a new version in `engine/version.ts`.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { engineVersion } from '../engine/version.ts';
import { buildEngine } from './engine-digest.ts';

const file = join('engines', `${engineVersion}.mjs`);
const full = resolve(import.meta.dirname, '..', file);
const { bytes, digest } = await buildEngine();
const before = await readFile(full).catch(() => null);
if (!process.argv.includes('--check')) {
  await writeFile(full, bytes);
  process.stdout.write(`${digest}\n`);
} else if (!before?.equals(bytes)) {
  console.error(
    `${file} is stale: run node scripts/generate-engine.ts. If this version is released, set a new one in engine/version.ts first.`,
  );
  process.exitCode = 1;
}
