/**
 * Writes the artefact of the engine of this checkout, `engines/<version>.mjs`, from which results are computed again; those
 * of earlier versions stay as they are. `--check` exits 1 when it is stale: then the version in `engine/version.ts` is a new one.
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
    `${file} is not of this source: run node scripts/generate-engine.ts; once released, take a new version`,
  );
  process.exitCode = 1;
}
