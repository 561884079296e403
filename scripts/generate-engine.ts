/**
 * Writes the engine of this checkout to `engines/<version>.mjs`, the file with which figures are computed. With `--check` it writes nothing.
 * Exits with 1 if the folder does not hold this engine and all released ones. A released engine is never written: a change after a release
 * needs another version in `engine/version.ts`.
 */
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { engineVersion } from '../engine/version.ts';
import { buildEngine } from './engine-digest.ts';
import { checkEngines, RELEASED_ENGINES } from './released-engines.ts';

const folder = resolve(import.meta.dirname, '../engines');
const built = { version: engineVersion, ...(await buildEngine()) };
if (!process.argv.includes('--check') && !Object.hasOwn(RELEASED_ENGINES, engineVersion)) {
  await writeFile(join(folder, `${engineVersion}.mjs`), built.bytes);
  process.stdout.write(`${built.digest}\n`);
}
const problems = checkEngines(folder, built);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
