/**
 * Builds the npm package `carbon-ledger` in dist/package: compiled JavaScript, the types that its exports reach, the engines, and a
 * package.json that names only what this code imports. It contains the libraries `carbon-ledger/verify`, `carbon-ledger/client`,
 * `carbon-ledger/gate` and `carbon-ledger/agents`, and the command `ledger`.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { transformSync } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '../..');

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly dependencies: Readonly<Record<string, string>>;
  /** Optional packages: an installation brings them only if it asks for them. */
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional: true }>>;
}

interface Entries {
  /** The sources of what is run or imported: libraries, the command, and the code of threads. */
  readonly files: readonly string[];
}

/** The libraries: subpath → file without its ending. */
const LIBRARIES = {
  './verify': './library/verify',
  './client': './library/client',
  './gate': './library/gate',
  './agents': './library/agents',
} as const;

/** Pages that messages and help refer to. */
const PAGES = ['datasets.md', 'errors.md', 'methods.md'];

/** The starter data that commands read by default. */
const DATA = ['stressors-exiobase-3.csv'];

/** The types of rows in short: as the compiler writes them they have more than a megabyte. docs/datasets.md has the members of each type. */
const ROW_TYPES = `/** The detail of a row: its type, and members as docs/datasets.md lists them. */
export interface RowDetail {
  readonly row: string;
  readonly [member: string]: unknown;
}
export type RowType = string;
export type DetailOf<T extends RowType> = RowDetail & { readonly row: T };
`;

/** Builds the package in a folder and returns the folder. @throws Error if the compiler reports an error, or an imported package is not a dependency */
export function buildPackage(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  // Types are not checked here: the check `lint` (scripts/check.ts) does it.
  const options = ['-p', 'tsconfig.package.json', '--noCheck', '--outDir', folder];
  execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), ...options], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  dropUnreached(folder);
  for (const file of globSync('**/*.js', { cwd: folder })) dropComments(join(folder, file));
  writeFileSync(join(folder, 'engine/rows/row-detail.d.ts'), ROW_TYPES);
  const reached = new Set<string>();
  for (const file of Object.values(LIBRARIES)) reachTypes(join(folder, `${file}.d.ts`), reached);
  for (const file of globSync('**/*.d.ts', { cwd: folder }))
    if (!reached.has(join(folder, file))) rmSync(join(folder, file));
  for (const file of globSync('**/*.json', { cwd: folder })) dropBlanks(join(folder, file));
  cpSync(join(ROOT, 'engines'), join(folder, 'engines'), { recursive: true });
  for (const page of PAGES) copyPage(join(ROOT, 'docs', page), join(folder, 'docs', page));
  for (const file of DATA) cpSync(join(ROOT, 'data', file), join(folder, 'data', file));
  cpSync(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'));
  cpSync(join(ROOT, 'library/README.md'), join(folder, 'README.md'));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(describePackage(folder), null, 2)}\n`);
  return folder;
}

/** Matches what a compiled file imports of this package when it runs. */
const RUN = /\b(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g;

/** Removes the compiled code that no entry imports when it runs. The compiler writes it for its types alone: most of the engine is such code. */
function dropUnreached(folder: string): void {
  const reached = new Set<string>();
  const reach = (file: string): void => {
    if (reached.has(file) || !existsSync(file)) return;
    reached.add(file);
    if (!file.endsWith('.js')) return;
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(RUN)) reach(join(dirname(file), path));
  };
  const { files } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.package.json'), 'utf8')) as Entries;
  for (const file of files) reach(join(folder, file.replace(/\.ts$/, '.js')));
  for (const file of globSync('**/*.{js,json}', { cwd: folder }))
    if (!reached.has(join(folder, file))) rmSync(join(folder, file));
}

/** Writes code without its comments, which are in the files of types and in the sources. What tells bundlers and Node.js how to import stays. */
function dropComments(file: string): void {
  const options = { target: 'es2022', supported: { 'import-attributes': true }, charset: 'utf8' } as const;
  const { code } = transformSync(readFileSync(file, 'utf8'), options);
  writeFileSync(file, code);
}

/** Writes a file of JSON without indents. */
function dropBlanks(file: string): void {
  writeFileSync(file, JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))));
}

/** Copies a page without the blanks that align the columns of its tables: they are half of it. */
function copyPage(from: string, to: string): void {
  const text = readFileSync(from, 'utf8').replaceAll(/^\|.*$/gm, (line) =>
    line.replaceAll(/ +\|/g, ' |').replaceAll(/-{4,}/g, '---'),
  );
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, text);
}

/** Matches relative imports of `.ts` files. The compiler renames them to `.js` in JavaScript, but not in files of types. */
const SOURCE = /((?:from|import\()\s*["'])(\.{1,2}\/[^"']+)\.ts(["'])/g;

/** Adds a file of types and all that it imports to `reached`, and renames the imports in each to `.js`. */
function reachTypes(file: string, reached: Set<string>): void {
  if (reached.has(file)) return;
  reached.add(file);
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replaceAll(SOURCE, '$1$2.js$3'));
  for (const [, , path] of text.matchAll(SOURCE)) reachTypes(join(dirname(file), `${path}.d.ts`), reached);
}

function describePackage(folder: string): object {
  const root = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
  const { name, version, description, license, peerDependencies, peerDependenciesMeta } = root;
  const imported = findImports(folder).filter((each) => peerDependencies[each] === undefined);
  return {
    name,
    version,
    description,
    license,
    type: 'module',
    sideEffects: false,
    engines: { node: '>=20.11' },
    bin: { ledger: './cli/main.js' },
    exports: {
      ...Object.fromEntries(
        Object.entries(LIBRARIES).map(([path, file]) => [
          path,
          { types: `${file}.d.ts`, default: `${file}.js` },
        ]),
      ),
      './engines/*': './engines/*',
      './package.json': './package.json',
    },
    dependencies: Object.fromEntries(imported.map((each) => [each, versionOf(root, each)])),
    peerDependencies,
    peerDependenciesMeta,
  };
}

function versionOf({ dependencies }: Manifest, name: string): string {
  const version = dependencies[name];
  if (version === undefined) throw new Error(`${name} is imported by the package, but is not a dependency`);
  return version;
}

/** Imports of anything but own files; each statement begins a line. */
const STATIC = /^(?:import|export) [^;]*?from ["']([^."'][^"']*)["'];$/gm;
const DYNAMIC = /\b(?:import|require)\(["']([^."'][^"']*)["']\)/g;

/** Returns the packages that the compiled files import, in the order of their names. */
function findImports(folder: string): string[] {
  const names = globSync('**/*.js', { cwd: folder }).flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    return [...text.matchAll(STATIC), ...text.matchAll(DYNAMIC)].map(([, name = '']) => name);
  });
  const packages = names
    .filter((name) => !name.startsWith('node:'))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    );
  return [...new Set(packages)].sort();
}
