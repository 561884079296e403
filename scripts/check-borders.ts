/**
 * Checks who imports whom (.dependency-cruiser.cjs) in every source file below the current folder; exits 1 and names each
 * violation. A checker that saw fewer files than there are has not checked: some compilers make it see none.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { type Import, findFolderCycles } from './folder-cycles.ts';

interface Cruise {
  readonly modules: readonly Module[];
  readonly summary: { readonly violations: readonly Violation[] };
}

interface Module {
  readonly source: string;
  readonly dependencies: readonly { readonly resolved: string }[];
}

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
  readonly cycle?: readonly { readonly name: string }[];
}

const ROOMS = [
  ...['core', 'chain', 'engine', 'db', 'runtime', 'tables', 'client', 'server', 'indexer', 'operator', 'cli'],
  ...['devnet', 'bench', 'scripts', 'test'],
];
const MAX_OUTPUT = 256 * 1024 * 1024;

function cruise(rooms: readonly string[]): Cruise {
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...rooms];
  const text = execFileSync('depcruise', args, { encoding: 'utf8', maxBuffer: MAX_OUTPUT });
  return JSON.parse(text) as Cruise;
}

function formatViolation({ from, to, rule, cycle }: Violation): string {
  const path = cycle === undefined ? [to] : cycle.map(({ name }) => name);
  return `${rule.name}: ${[from, ...path].join(' → ')}`;
}

/** Tests mirror the rooms, and a later rebuild of the engine brings its folders in order. */
const UNORDERED = /^(test|engine)\//;
const isLinted = ({ from, to }: Import): boolean =>
  [from, to].every((file) => seen.has(file) && !UNORDERED.test(file));

const rooms = ROOMS.filter((room) => existsSync(room));
const { modules, summary } = cruise(rooms);
const seen = new Set(modules.map(({ source }) => source));
const unseen = globSync(rooms.map((room) => `${room}/**/*.ts`)).filter((file) => !seen.has(file));
const imports = modules.flatMap(({ source, dependencies }) =>
  dependencies.map(({ resolved }): Import => ({ from: source, to: resolved })),
);
const problems = [
  ...findFolderCycles(imports.filter(isLinted)).map((cycle) => `no-folder-cycle: ${cycle}`),
  ...summary.violations.map(formatViolation),
  ...unseen.map((file) => `not seen by dependency-cruiser: ${file}`),
  ...(seen.size === 0 ? ['no file was seen'] : []),
];
for (const problem of problems) console.log(problem);
console.log(`${seen.size} modules, ${problems.length} problems`);
if (problems.length > 0) process.exitCode = 1;
