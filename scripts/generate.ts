/**
 * Runs every generator (`scripts/generate-*.ts`; each also runs alone). `node scripts/generate.ts` writes all generated files. With
 * `--check` it writes nothing, names the stale files and exits with 1 if there are any.
 */
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

for (const file of globSync('generate-*.ts', { cwd: import.meta.dirname }).sort()) {
  await import(pathToFileURL(resolve(import.meta.dirname, file)).href);
}
