import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { format } from 'oxfmt';
import config from '../.oxfmtrc.json' with { type: 'json' };

const ROOT = resolve(import.meta.dirname, '..');

/**
 * Formats each generated text and writes it to its path, relative to the project's root. If the program's arguments contain
 * `--check`, it writes nothing, names each stale file and sets exit code 1.
 */
export async function writeOrCheck(files: readonly (readonly [path: string, text: string])[]): Promise<void> {
  for (const [path, text] of files) {
    const full = resolve(ROOT, path);
    const fresh = await formatText(full, text);
    if (process.argv.includes('--check')) await checkFile(full, path, fresh);
    else await writeText(full, fresh);
  }
}

/** Returns a text as the formatter of the project writes the file at a path. @throws Error where it cannot be read */
export async function formatText(path: string, text: string): Promise<string> {
  const { $schema: _, ignorePatterns: __, ...style } = config;
  const { code, errors } = await format(path, text, style);
  if (errors.length > 0) throw new Error(`${path}: ${errors.map(({ message }) => message).join(', ')}`);
  return code;
}

async function writeText(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function checkFile(full: string, path: string, fresh: string): Promise<void> {
  const stored = await readFile(full, 'utf8').catch(() => undefined);
  if (stored === fresh) return;
  const state = stored === undefined ? 'is missing' : 'is stale';
  console.error(`${path} ${state}: run node ${process.argv[1]?.slice(ROOT.length + 1) ?? 'the generator'}`);
  process.exitCode = 1;
}
