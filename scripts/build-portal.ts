/**
 * Builds the portal into dist/portal, with each file compressed beside it, and verify.html with its SHA-256:
 * `node scripts/build-portal.ts [--if-changed]`. With `--if-changed` it does so only if a source changed since the last build, as npm does
 * before `npm start` and `npm test`. Two builds at the same time do not disturb each other.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';
import { placeFolder } from './place-folder.ts';
import { listReachable } from './rooms.ts';
import { buildVerifyFile } from './verify-file.ts';

// React has another build for tests and development. What is built here is the same wherever it is built.
process.env['NODE_ENV'] = 'production';

const ROOT = resolve(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'dist/portal');
/** In the folder: the hash of what it was built from. No server sends a file with such a name. */
const STAMP = '.sources';

/** What decides how the portal is built: the rooms that it imports, and the versions of its libraries. */
const SOURCES = [...listReachable('web'), 'engines', 'scripts/verify-file.ts', 'package-lock.json'];

async function hashSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of SOURCES)
    for (const file of await listFiles(join(ROOT, source)))
      hash
        .update(`${file}\0`)
        .update(await readFile(file))
        .update('\0');
  return hash.digest('hex');
}

async function listFiles(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => null);
  if (entries === null) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Of Brotli: 11, the best, takes five times as long for 5 % less. */
const QUALITY = 9;
const COMPRESSED = /\.(?:js|css|html|svg|json|wasm)$/;

/** Writes each file once more as `.br` and `.gz`: the server sends these as they are. */
async function compressFiles(folder: string): Promise<void> {
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } };
  for (const file of await listFiles(folder)) {
    if (!COMPRESSED.test(file)) continue;
    const bytes = await readFile(file);
    await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, quality));
    await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }));
  }
}

async function buildPortal(folder: string): Promise<void> {
  await build({
    configFile: join(ROOT, 'web/vite.config.ts'),
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true },
  });
  const verifyFile = await buildVerifyFile();
  const sum = createHash('sha256').update(verifyFile).digest('hex');
  await writeFile(join(folder, 'verify.html'), verifyFile);
  await writeFile(join(folder, 'verify.html.sha256'), `${sum}  verify.html\n`);
  process.stderr.write(`verify.html has ${verifyFile.length} bytes and the SHA-256 ${sum}.\n`);
  await compressFiles(folder);
}

const sources = await hashSources();
const stamp = join(FOLDER, STAMP);
const built = existsSync(stamp) ? await readFile(stamp, 'utf8') : null;
if (built !== sources || !process.argv.includes('--if-changed')) {
  process.stderr.write('Building the portal (a few seconds).\n');
  await placeFolder(FOLDER, async (folder) => {
    await buildPortal(folder);
    await writeFile(join(folder, STAMP), sources);
  });
}
