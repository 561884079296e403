/**
 * Checks who imports whom (.dependency-cruiser.cjs) in every source file of the current folder. Prints each violation and exits with
 * 1 if there are any. A file that dependency-cruiser did not see is a violation too: with some compilers it sees no file at all.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { type Import, findFolderCycles } from './folder-cycles.ts';
import { findReached } from './reached-files.ts';
import { ROOMS } from './rooms.ts';

interface Cruise {
  readonly modules: readonly Module[];
  readonly summary: { readonly violations: readonly Violation[] };
}

interface Module {
  readonly source: string;
  readonly dependencies: readonly {
    readonly resolved: string;
    readonly dependencyTypes: readonly string[];
    /** Loaded when it is used, with `import()`. */
    readonly dynamic: boolean;
  }[];
}

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
  readonly cycle?: readonly { readonly name: string }[];
}

const MAX_OUTPUT = 256 * 1024 * 1024;

function cruise(folders: readonly string[]): Cruise {
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders];
  const text = execFileSync('depcruise', args, { encoding: 'utf8', maxBuffer: MAX_OUTPUT });
  return JSON.parse(text) as Cruise;
}

function formatViolation({ from, to, rule, cycle }: Violation): string {
  const path = cycle === undefined ? [to] : cycle.map(({ name }) => name);
  return `${rule.name}: ${[from, ...path].join(' → ')}`;
}

/** Test mirrors the other folders, and may have folder cycles. */
const UNORDERED = 'test/';
const isLinted = ({ from, to }: Import): boolean =>
  [from, to].every((file) => seen.has(file) && !file.startsWith(UNORDERED));

const folders = ROOMS.filter((folder) => existsSync(folder));
const { modules, summary } = cruise(folders);
const seen = new Set(modules.map(({ source }) => source));
const unseen = globSync(folders.map((folder) => `${folder}/**/*.ts`)).filter((file) => !seen.has(file));
const imports = modules.flatMap(({ source, dependencies }) =>
  dependencies.map(({ resolved }): Import => ({ from: source, to: resolved })),
);
/** A page of the portal and its parts are one folder: they share styles and texts. */
const joinPage = (file: string): string => file.replace(/^(web\/pages\/[^/]+)\/.*\//, '$1/');
const ordered = imports
  .filter(isLinted)
  .map(({ from, to }): Import => ({ from: joinPage(from), to: joinPage(to) }));
/** Programs compute with the engine's file, whose digest their results state, and never with its sources. */
const PROGRAMS = /^(?!(?:engine|bench|scripts|test)\/)/;
const COMPUTING = /^engine\/(?:run\.ts|methods\/)/;
/** The command line starts without the code of its commands, and without what only they need. */
const STARTING = /^cli\/(?:main|run-cli|program)\.ts$/;
const NOT_AT_START =
  /^(?:chain|client|engine|jobs|pictures|tables|cli\/(?:commands|inputs|options|protocol)|node_modules\/(?:@noble|ethers|zod))\//;
const needed = modules.flatMap(({ source, dependencies }) =>
  dependencies
    .filter(({ dependencyTypes }) => !dependencyTypes.includes('type-only'))
    .map(({ resolved, dynamic }) => ({ from: source, to: resolved, dynamic })),
);
const violations = [
  ...findReached(needed, PROGRAMS, COMPUTING).map((chain) => `engine-by-its-file: ${chain}`),
  ...findReached(
    needed.filter(({ dynamic }) => !dynamic),
    STARTING,
    NOT_AT_START,
  ).map((chain) => `light-start: ${chain}`),
  ...findFolderCycles(ordered).map((cycle) => `no-folder-cycle: ${cycle}`),
  ...summary.violations.map(formatViolation),
  ...unseen.map((file) => `not seen by dependency-cruiser: ${file}`),
  ...(seen.size === 0 ? ['dependency-cruiser saw no file'] : []),
];
for (const violation of violations) console.log(violation);
console.log(`${seen.size} modules, ${violations.length} violations`);
if (violations.length > 0) process.exitCode = 1;
