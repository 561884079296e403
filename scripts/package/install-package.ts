/** Installs the package as its users do, for the release, its test and its benchmark. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const MOST_OUTPUT = 64 << 20;

/** The environment without the settings of the npm that runs this process, and without the project's packages. */
export const OUTSIDE = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD|NODE_PATH)/.test(name)),
);

/** Runs npm in a folder and returns what it prints. @throws Error if it fails */
export function runNpm(cwd: string, ...args: readonly string[]): string {
  return execFileSync('npm', args, { cwd, env: OUTSIDE, encoding: 'utf8', maxBuffer: MOST_OUTPUT });
}

/** Makes a folder a project that has installed a tarball and nothing else. @throws Error if npm fails */
export function installPackage(project: string, tarball: string): void {
  const manifest = { name: 'installation', version: '0.0.0', private: true, type: 'module' };
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest));
  runNpm(project, 'install', '--silent', '--prefer-offline', '--no-audit', '--no-fund', tarball);
}

/** Returns a program bundled for browsers with the packages of a project, minified. @throws Error if a module is missing */
export async function bundleProgram(project: string, program: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: project, loader: 'js' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    logLevel: 'silent',
  });
  return outputFiles[0]!.contents;
}

/** Returns the size of a bundled program in bytes, compressed with gzip. */
export async function measureProgram(project: string, program: string): Promise<number> {
  return gzipSync(await bundleProgram(project, program), { level: 9 }).length;
}
