/** How large the project is where it is installed: a whole checkout, and a machine in service. Node.js itself is not counted. */
import { execFileSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** Folders of installed packages that are nothing but Node.js. */
const NODE = /^node_modules\/node(?:-(?:linux|darwin|win)-\w+)?(?:\/|$)/;
const BLOCK = 512;
const MEGABYTE = 2 ** 20;

interface Lock {
  /** Folder of a package → what the lock file says about it. */
  readonly packages: Readonly<Record<string, { readonly dev?: true }>>;
}

/** The packages of an installation, and what they and the files of the project occupy on disk in MB, as `du -m` counts. */
export interface Installation {
  readonly packages: number;
  readonly megabytes: number;
}

/**
 * What an installation may be at most. Language models take 9 packages and 17 MB of it (`ai`, `@ai-sdk/openai-compatible` and what these
 * need), MCP 2 packages and 8 MB (`@modelcontextprotocol/server`), its conformance suite 11 MB of a checkout, the project's own files
 * 48 MB, most of them recorded records and the data of the example.
 */
export const MOST = {
  checkout: { packages: 720, megabytes: 750 },
  service: { packages: 157, megabytes: 151 },
} as const satisfies Record<string, Installation>;

/**
 * What the npm package may have at most, in bytes: unpacked, and `verifyProof` with its reader of endpoints in a page, minified and
 * compressed. A tenth of the package are the agents, with the questions that a model is scored by, and MCP.
 */
export const MOST_PACKAGE = { unpacked: 5_000_000, verify: 111_000 } as const;

/** Measures this checkout, and the part of it that `node scripts/set-up.mjs --production` installs. @throws Error without git */
export function measureInstallations(): Record<keyof typeof MOST, Installation> {
  const { packages } = JSON.parse(
    readFileSync(join(ROOT, 'node_modules/.package-lock.json'), 'utf8'),
  ) as Lock;
  const all = Object.keys(packages).filter((folder) => !NODE.test(folder));
  const own = listOwnFiles().reduce((sum, file) => sum + occupied(join(ROOT, file)), 0);
  const measure = (folders: readonly string[]): Installation => ({
    packages: folders.length,
    megabytes: Math.ceil(folders.reduce((sum, folder) => sum + sizeOf(join(ROOT, folder)), own) / MEGABYTE),
  });
  return { checkout: measure(all), service: measure(all.filter((folder) => packages[folder]?.dev !== true)) };
}

function listOwnFiles(): string[] {
  return execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0').slice(0, -1);
}

/** The bytes that a package occupies, without packages inside it. */
function sizeOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules')
    .map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? sizeOf(path) : occupied(path);
    })
    .reduce((sum, bytes) => sum + bytes, occupied(folder));
}

/** A file that is deleted but not committed occupies nothing. */
function occupied(path: string): number {
  return BLOCK * (lstatSync(path, { throwIfNoEntry: false })?.blocks ?? 0);
}
