/**
 * Writes every generated file: `node scripts/generate.ts`; with `--check` it writes nothing, names those that are stale and
 * exits 1. Each `scripts/generate-*.ts` is a generator, and runs by itself too.
 */
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

for (const file of globSync('generate-*.ts', { cwd: import.meta.dirname }).sort()) {
  await import(pathToFileURL(resolve(import.meta.dirname, file)).href);
}
