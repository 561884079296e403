import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const SCRIPT = resolve(import.meta.dirname, '../../scripts/set-up.mjs');

/** A false npm: writes its arguments to the checkout and installs a node that reports version 24. */
const INSTALL = `
echo "$(basename "$0") $*" >> calls
sleep 0.2
mkdir -p node_modules/.bin
printf '#!/bin/sh\\necho v24.21.0\\n' > node_modules/.bin/node
chmod +x node_modules/.bin/node
echo noise`;

interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let folder: string;
let checkout: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-set-up-'));
  checkout = join(folder, 'checkout');
  await mkdir(join(checkout, 'scripts'), { recursive: true });
  await cp(SCRIPT, join(checkout, 'scripts/set-up.mjs'));
  await writeFile(join(checkout, 'package-lock.json'), '{}');
  await placeProgram('node', 'echo v20.20.2');
  await placeProgram('npm', INSTALL);
  await placeProgram('npx', INSTALL);
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Puts a program first in PATH for the set-up, to simulate the Node.js and npm of another machine. */
async function placeProgram(name: string, body: string): Promise<void> {
  const file = join(folder, 'bin', name);
  await mkdir(join(folder, 'bin'), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${body}\n`);
  await chmod(file, 0o755);
}

async function setUp(args: readonly string[] = [], event = 'prestart'): Promise<Run> {
  const env = { ...process.env, PATH: `${folder}/bin:/usr/bin:/bin`, npm_lifecycle_event: event };
  return new Promise((done) => {
    const script = join(checkout, 'scripts/set-up.mjs');
    const child = execFile(process.execPath, [script, ...args], { env }, (_error, stdout, stderr) => {
      done({ exitCode: child.exitCode, stdout, stderr });
    });
  });
}

async function readCalls(): Promise<string[]> {
  return (await readFile(join(checkout, 'calls'), 'utf8')).trim().split('\n');
}

describe('set-up', () => {
  test('installs once and reports it in one line, on stderr only', async () => {
    const first = await setUp();
    expect([first.exitCode, first.stdout]).toEqual([0, '']);
    expect(first.stderr).toMatch(/^Setting up: .*\n$/);
    expect(await setUp()).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(await readCalls()).toHaveLength(1);
  });

  test('installs again if the lock file has changed', async () => {
    await setUp();
    await writeFile(join(checkout, 'package-lock.json'), '{"lockfileVersion":3}');
    await setUp();
    expect(await readCalls()).toHaveLength(2);
  });

  test('with --production installs no development dependencies, which is enough for the commands of a machine in service', async () => {
    await setUp(['--production']);
    for (const event of ['preoperator', 'predeploy', 'preledger']) await setUp([], event);
    await setUp(['--production']);
    expect(await readCalls()).toEqual([expect.stringContaining('--omit=dev')]);
    await setUp([], 'pretest');
    await setUp(['--production']);
    expect(await readCalls()).toEqual([expect.any(String), expect.stringContaining('--include=dev')]);
  });

  test('runs npm with Node.js 24 if the machine has Node.js 20, and with its own from Node.js 22 on', async () => {
    await setUp();
    await placeProgram('node', 'echo v22.12.0');
    await rm(join(checkout, 'node_modules'), { recursive: true });
    await setUp();
    expect(await readCalls()).toEqual([
      expect.stringMatching(/^npx --yes .*--package=node@24 -c npm ci /),
      expect.stringMatching(/^npm ci /),
    ]);
  });

  test('installs once if several set-ups start at the same time', async () => {
    const runs = await Promise.all([setUp(), setUp(), setUp()]);
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(await readCalls()).toHaveLength(1);
  });

  test('takes over the lock of a killed set-up', async () => {
    await mkdir(join(checkout, '.carbon-ledger'));
    await writeFile(join(checkout, '.carbon-ledger/set-up.lock'), '2147483646');
    expect((await setUp()).exitCode).toBe(0);
  });

  test('reports a missing network, and tries again the next time', async () => {
    await placeProgram('npx', 'echo "npm error code EAI_AGAIN" >&2; exit 1');
    const run = await setUp();
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toMatch(/\nNot set up: cannot reach the npm registry\. .*\n$/);
    await placeProgram('npx', INSTALL);
    expect((await setUp()).exitCode).toBe(0);
  });

  test('shows the output of npm if npm failed', async () => {
    await placeProgram('npx', 'echo "npm error code EUSAGE" >&2; exit 1');
    const run = await setUp();
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toMatch(/npm error code EUSAGE\nNot set up: npx failed/);
  });

  test('says what to do if install scripts are not allowed', async () => {
    await placeProgram('npx', 'mkdir -p node_modules');
    const run = await setUp();
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toMatch(/ignore-scripts/);
  });
});

test('what npm does after an installation runs on the Node.js that was just installed', async () => {
  const { scripts } = JSON.parse(await readFile(resolve(SCRIPT, '../../package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const after = Object.values(scripts).flatMap((script) => script.split('set-up.mjs && ').slice(1));
  expect(after.length).toBeGreaterThan(2);
  // A shell that has found one `node` starts it again, even if another comes first in PATH now; npm starts another shell.
  expect(after.filter((command) => !command.startsWith('npm run '))).toEqual([]);
});
