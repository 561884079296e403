import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const TIMEOUT_MS = 240_000;

/** The parts of the project that the checks need. */
const COPIED = [
  'core/errors.ts',
  'core/error-codes.ts',
  'core/outside-text.ts',
  'core/encoding',
  'core/hashing',
  'db/migrate.ts',
  'db/pool.ts',
  'scripts/check.ts',
  'scripts/check-borders.ts',
  'scripts/folder-cycles.ts',
  'scripts/reached-files.ts',
  'scripts/rooms.ts',
  'scripts/generate.ts',
  'scripts/generated-file.ts',
  '.dependency-cruiser.cjs',
  '.oxfmtrc.json',
  'oxlint.config.ts',
  'scripts/restricted-syntax.mjs',
  'package.json',
  'tsconfig.json',
];

const PLANTED: Readonly<Record<string, string>> = {
  'core/planted-built-in.ts':
    "import { readFileSync } from 'node:fs';\n\nexport const read = (): string => readFileSync('/etc/hostname', 'utf8');\n",
  'jobs/planted-computing.ts':
    "import { planted } from '../engine/planted-row.ts';\n\nexport const computed = planted;\n",
  'jobs/planted-result.ts':
    "import type { Planted } from '../engine/run.ts';\n\nexport const result: Planted = 1;\n",
  'engine/planted-row.ts': "import { run } from './run.ts';\n\nexport const planted = run;\n",
  'engine/run.ts': 'export type Planted = number;\nexport const run = 1;\n',
  'core/planted-any.ts': 'export const parse = (text: string): any => JSON.parse(text);\n',
  'core/planted-clock.ts': 'export const now = (): number => Date.now();\n',
  'core/planted-circle.ts':
    "import { square } from './planted-square.ts';\n\nexport const circle = (): unknown => square;\n",
  'core/planted-square.ts':
    "import { circle } from './planted-circle.ts';\n\nexport const square = (): unknown => circle;\n",
  'core/planted-wait.ts': 'export const answer = await Promise.resolve(42);\n',
  'db/planted-parent.ts':
    "import { child } from './planted/planted-child.ts';\n\nexport const parent = child;\n",
  'db/planted/planted-child.ts': "import { leaf } from '../planted-leaf.ts';\n\nexport const child = leaf;\n",
  'db/planted-leaf.ts': 'export const leaf = 1;\n',
  'db/planted-room.ts': "import { answer } from '../server/planted.ts';\n\nexport const doubled = answer;\n",
  'db/planted-type.ts': "export const count: number = 'one';\n",
  'server/planted.ts': 'export const answer = 42;\n',
  'db/planted-generated.ts': 'export const stale = 1;\n',
  'scripts/generate-planted.ts':
    "import { writeOrCheck } from './generated-file.ts';\n\nawait writeOrCheck([['db/planted-generated.ts', 'export const fresh = 1;']]);\n",
};

interface CheckRun {
  readonly exitCode: number | null;
  readonly output: string;
}

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-check-'));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const path of COPIED) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await cp(join(ROOT, path), join(folder, path), { recursive: true });
  }
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function runChecks(): Promise<CheckRun> {
  const args = ['scripts/check.ts', 'borders', 'lint', 'generated'];
  return new Promise((done) => {
    const child = execFile(process.execPath, args, { cwd: folder }, (_error, stdout, stderr) => {
      done({ exitCode: child.exitCode, output: stdout + stderr });
    });
  });
}

describe('npm run check with planted errors', () => {
  let run: CheckRun;

  beforeAll(async () => {
    for (const [path, text] of Object.entries(PLANTED)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    run = await runChecks();
  }, TIMEOUT_MS);

  test('fails and names the failed checks', () => {
    expect(run.exitCode).toBe(1);
    for (const name of ['borders', 'lint', 'generated']) {
      expect(run.output).toMatch(new RegExp(`^FAILED ${name} `, 'm'));
    }
  });

  test.each([
    ['a Node.js built-in in core', /no-node-built-ins: core\/planted-built-in\.ts → (node:)?fs/],
    [
      'an import of a folder that must not be imported',
      /db-rooms: db\/planted-room\.ts → server\/planted\.ts/,
    ],
    [
      'files that import each other',
      /no-cycle: core\/planted-(circle|square)\.ts → core\/planted-(circle|square)\.ts/,
    ],
    [
      'a folder and its subfolder that import each other',
      /no-folder-cycle: db → db\/planted \(db\/planted-parent\.ts imports db\/planted\/planted-child\.ts\)/,
    ],
    [
      'a program that reaches the sources of the engine, over other imports',
      /engine-by-its-file: jobs\/planted-computing\.ts → engine\/planted-row\.ts → engine\/run\.ts/,
    ],
    ['the type any', /core\/planted-any\.ts\n.*no-explicit-any/],
    ['the clock in core', /core\/planted-clock\.ts\n.*no-restricted-properties/],
    ['a module of core that waits', /core\/planted-wait\.ts\n.*restricted-syntax/],
    ['a wrong type', /db\/planted-type\.ts\n.*TS2322/],
    ['a stale generated file', /db\/planted-generated\.ts is stale/],
  ])('finds %s', (_what, finding) => {
    expect(run.output).toMatch(finding);
  });

  test('lets a program import types of the engine', () => {
    expect(run.output).not.toContain('planted-result');
  });
});
