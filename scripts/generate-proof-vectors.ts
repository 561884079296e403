/**
 * Writes `test/vectors/proof-files/`: proof files with a policy, the answers of a chain, and what a verifier must find. The same
 * program always writes the same files.
 *
 * `node scripts/generate-proof-vectors.ts` writes them and removes what is no longer one; with `--check` it writes nothing, names
 * each stale file and exits with 1 if there are any.
 */
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { listVectors } from '../test/core/proof-vectors/list-vectors.ts';
import { isSameFile, packVectors } from '../test/core/proof-vectors/vector-files.ts';

const FOLDER = resolve(import.meta.dirname, '../test/vectors/proof-files');
/** What is written by hand. */
const BY_HAND = ['README.md', 'engine.mjs'];

async function listStored(): Promise<string[]> {
  const entries = await readdir(FOLDER, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(FOLDER.length + 1));
}

async function isStale(path: string, content: Uint8Array): Promise<boolean> {
  const stored = await readFile(join(FOLDER, path)).catch(() => null);
  return stored === null || !isSameFile(path, stored, content);
}

async function write(path: string, content: Uint8Array): Promise<void> {
  await mkdir(dirname(join(FOLDER, path)), { recursive: true });
  await writeFile(join(FOLDER, path), content);
}

const files = packVectors(await listVectors());
const stale: string[] = [];
for (const [path, content] of files) if (await isStale(path, content)) stale.push(path);
const left = (await listStored()).filter((path) => !BY_HAND.includes(path) && !files.has(path));
if (process.argv.includes('--check')) {
  for (const path of [...stale, ...left])
    console.error(`test/vectors/proof-files/${path} is stale: run node scripts/generate-proof-vectors.ts`);
  if (stale.length + left.length > 0) process.exitCode = 1;
} else {
  for (const path of stale) await write(path, files.get(path)!);
  for (const path of left) await rm(join(FOLDER, path));
}
