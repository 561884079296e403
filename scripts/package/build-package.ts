/**
 * Builds the npm package `carbon-ledger` in dist/package: compiled JavaScript, the types that its exports reach, the engines, and a
 * package.json that names only what this code imports. It contains the libraries `carbon-ledger/verify`, `carbon-ledger/client`,
 * `carbon-ledger/gate` and `carbon-ledger/agents`, and the command `ledger`.
 */
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { transformSync } from 'esbuild';
import ts from 'typescript';

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

/** The libraries: subpath → file without its ending. */
const LIBRARIES = {
  './verify': './library/verify',
  './client': './library/client',
  './gate': './library/gate',
  './agents': './library/agents',
} as const;

/** The sources of what is run and imported besides the libraries: the command, and the code of threads. */
const PROGRAMS = [
  'cli/main.ts',
  'cli/replay/line-worker.ts',
  'cli/threads/draw-worker.ts',
  'cli/threads/slice-worker.ts',
  'cli/threads/unit-worker.ts',
];

/** Pages that messages and help refer to. */
const PAGES = ['datasets.md', 'errors.md', 'methods.md'];

/** The starter data that commands read by default. */
const DATA = ['stressors-exiobase-3.csv'];

/** The file with the types of rows in short: as the compiler writes them they have more than a megabyte. docs/datasets.md has the members of each type. */
const ROW_FILE = 'engine/rows/row-detail.ts';
const ROW_TYPES = `/** The detail of a row: its type, and members as docs/datasets.md lists them. */
export interface RowDetail {
  readonly row: string;
  readonly [member: string]: unknown;
}
export type RowType = string;
export type DetailOf<T extends RowType> = RowDetail & { readonly row: T };
`;

/** Builds the package in a folder and returns the folder. @throws Error if an imported package is not a dependency */
export function buildPackage(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  const libraries = Object.values(LIBRARIES).map((path) => `${path}.ts`);
  writeReached([...libraries, ...PROGRAMS], codeOf, folder, '.js');
  writeReached(libraries, openTypes(libraries), folder, '.d.ts');
  cpSync(join(ROOT, 'engines'), join(folder, 'engines'), { recursive: true });
  for (const page of PAGES) copyPage(join(ROOT, 'docs', page), join(folder, 'docs', page));
  for (const file of DATA) cpSync(join(ROOT, 'data', file), join(folder, 'data', file));
  cpSync(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'));
  cpSync(join(ROOT, 'library/README.md'), join(folder, 'README.md'));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(describePackage(folder), null, 2)}\n`);
  return folder;
}

/** Matches imports of own files. */
const OWN = /(\b(?:from|import)\s*\(?\s*["'])(\.{1,2}\/[^"']+)(["'])/g;

/** Writes what the package has of sources: of entries, and of all that what it has of them imports. */
function writeReached(
  entries: readonly string[],
  textOf: (file: string) => string,
  folder: string,
  ending: string,
): void {
  const reached = new Set(entries.map((entry) => join(entry)));
  for (const file of reached) {
    const text = textOf(file);
    for (const [, , path = ''] of text.matchAll(OWN)) reached.add(join(dirname(file), path));
    const place = join(folder, file.replace(/\.ts$/, ending));
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(
      place,
      text.replaceAll(OWN, (_, before: string, path: string, after: string) =>
        [before, path.replace(/\.ts$/, '.js'), after].join(''),
      ),
    );
  }
}

/**
 * Returns the code of a source. Its comments are in the files of types and in the sources; what tells bundlers and Node.js how to import
 * stays. JSON has no indents.
 */
function codeOf(file: string): string {
  const source = readFileSync(join(ROOT, file), 'utf8');
  if (file.endsWith('.json')) return JSON.stringify(JSON.parse(source));
  const target = { target: 'es2022', supported: { 'import-attributes': true } } as const;
  return transformSync(source, { loader: 'ts', charset: 'utf8', ...target }).code;
}

/** Returns what writes the types of a source. It checks none: the check `lint` (scripts/check.ts) does that. */
function openTypes(entries: readonly string[]): (file: string) => string {
  const read = (file: string): string => readFileSync(file, 'utf8');
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), read) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: entries }, ts.sys, ROOT);
  const emitting = { noEmit: false, declaration: true, emitDeclarationOnly: true, noCheck: true };
  const paths = entries.map((entry) => join(ROOT, entry));
  const program = ts.createProgram(paths, { ...options, ...emitting });
  return (file) => {
    if (file === ROW_FILE) return ROW_TYPES;
    let types = '';
    program.emit(program.getSourceFile(join(ROOT, file)), (_, text) => (types = text), undefined, true);
    return types;
  };
}

/** Copies a page without the blanks that align the columns of its tables: they are half of it. */
function copyPage(from: string, to: string): void {
  const text = readFileSync(from, 'utf8').replaceAll(/^\|.*$/gm, (line) =>
    line.replaceAll(/ +\|/g, ' |').replaceAll(/-{4,}/g, '---'),
  );
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, text);
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
