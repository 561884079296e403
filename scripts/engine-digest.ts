import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { engineVersion } from '../engine/version.ts';

const ROOT = resolve(import.meta.dirname, '..');
const BANNER = `/*! carbon-ledger engine ${engineVersion}, MIT; holds zod, MIT, and hyparquet, MIT */`;

/** The engine as one ES module file that runs on any platform. */
export interface EngineArtefact {
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes, in the form of `run.digest` (§10): `0x` and 64 lower-case hex digits. */
  readonly digest: string;
}

/**
 * Builds the engine from the checkout in `root` (default: this checkout). Every checkout of a commit gives the same bytes with the
 * locked dependencies, because they do not depend on paths, clock or tsconfig.
 */
export async function buildEngine(root = ROOT): Promise<EngineArtefact> {
  const result = await build({
    entryPoints: ['./engine/run.ts'],
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2023',
    charset: 'utf8',
    mainFields: ['module', 'main'],
    conditions: ['import'],
    preserveSymlinks: true,
    tsconfigRaw: '{}',
    minify: true,
    legalComments: 'none',
    banner: { js: BANNER },
    logLevel: 'silent',
  });
  const bytes = result.outputFiles[0]?.contents;
  if (bytes === undefined) throw new Error('esbuild wrote no file');
  return { bytes, digest: `0x${createHash('sha256').update(bytes).digest('hex')}` };
}
