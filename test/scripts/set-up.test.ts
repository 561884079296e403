import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const SCRIPT = resolve(import.meta.dirname, '../../scripts/set-up.mjs');

/** The package of Node.js for this machine, as the lock file of the project has it. */
const NODE_PACKAGE = `node-${process.platform}-${process.arch}`;
const LOCK = JSON.stringify({
  lockfileVersion: 3,
  packages: { [`node_modules/${NODE_PACKAGE}`]: { version: '24.21.0', integrity: 'sha512-x' } },
});

/** A false npm: writes its arguments to the folder and installs a node that reports version 24. */
const INSTALL = `
case "$1" in config) echo false; exit;; esac
echo "$(node --version) npm $*" >> calls
cp package-lock.json calls-lock
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
  await writeFile(join(checkout, 'package-lock.json'), LOCK);
  await placeProgram('node', 'echo v22.12.0');
  await placeProgram('npm', INSTALL);
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
    await writeFile(join(checkout, 'package-lock.json'), `${LOCK}\n`);
    await setUp();
    expect(await readCalls()).toHaveLength(2);
  });

  test('with --production installs no development dependencies, which is enough for the commands of a machine in service', async () => {
    await setUp(['--production']);
    for (const event of ['preoperator', 'predeploy', 'preledger']) await setUp([], event);
    await setUp(['--production']);
    expect(await readCalls()).toEqual([expect.stringContaining('--omit=dev')]);
    await setUp([], 'preportal');
    await setUp(['--production']);
    expect(await readCalls()).toEqual([expect.any(String), expect.stringContaining('--include=dev')]);
  });

  test('runs npm with the locked Node.js if the machine has Node.js 20, and with its own from Node.js 22 on', async () => {
    await setUp();
    await placeProgram('node', 'echo v20.20.2');
    // The first call installs the locked Node.js in a folder of its own; what it was given is kept before the folder goes.
    await placeProgram('npm', `${INSTALL}\ncase "$PWD" in *set-up) cp calls calls-lock "${folder}";; esac`);
    await rm(join(checkout, 'node_modules'), { recursive: true });
    await setUp();
    expect(await readCalls()).toEqual([
      expect.stringMatching(/^v22.12.0 npm ci /),
      expect.stringMatching(/^v24.21.0 npm ci /),
    ]);
    expect(await readFile(join(folder, 'calls'), 'utf8')).toMatch(/^v20.20.2 npm ci /);
    const { packages } = JSON.parse(await readFile(join(folder, 'calls-lock'), 'utf8')) as {
      packages: Record<string, unknown>;
    };
    expect(packages[`node_modules/${NODE_PACKAGE}`]).toEqual({ version: '24.21.0', integrity: 'sha512-x' });
    expect(await readdir(join(checkout, '.carbon-ledger'))).toEqual([]);
  });

  test('says what to do where the lock file has no Node.js for the platform and the machine has an older one', async () => {
    await writeFile(join(checkout, 'package-lock.json'), '{}');
    await placeProgram('node', 'echo v20.20.2');
    const before = await setUp();
    await placeProgram('node', 'echo v22.12.0');
    await placeProgram('npm', 'case "$1" in config) echo false;; esac; mkdir -p node_modules');
    const after = await setUp();
    for (const { exitCode, stderr } of [before, after]) {
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(
        /\nNot set up: There is no package of Node\.js for \S+: install Node\.js 24 and try again\.\n$/,
      );
    }
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
    await placeProgram('npm', 'echo "npm error code EAI_AGAIN" >&2; exit 1');
    const run = await setUp();
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toMatch(/\nNot set up: cannot reach the npm registry\. .*\n$/);
    await placeProgram('npm', INSTALL);
    expect((await setUp()).exitCode).toBe(0);
  });

  test('shows the output of npm if npm failed', async () => {
    await placeProgram('npm', 'echo "npm error code EUSAGE" >&2; exit 1');
    const run = await setUp();
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toMatch(/npm error code EUSAGE\nNot set up: npm failed/);
  });

  test('says what to do if install scripts are not allowed', async () => {
    await placeProgram('npm', 'case "$1" in config) echo true;; esac');
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

test('the lock file has the hash of every package, and this Node.js for every platform that it names', async () => {
  const { packages } = JSON.parse(await readFile(resolve(SCRIPT, '../../package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string; integrity?: string; inBundle?: boolean }>;
  };
  const { '': _project, ...locked } = packages;
  const unlocked = Object.entries(locked).filter(([, { integrity, inBundle }]) => !inBundle && !integrity);
  // A package that is a folder of this project has no hash: its files are those of the checkout.
  expect(unlocked.map(([path]) => path)).toEqual(['node_modules/@octokit/rest', 'test/mcp/no-octokit']);
  for (const platform of ['linux-x64', 'linux-arm64', 'win-x64'])
    expect(locked[`node_modules/node-${platform}`]?.version).toBe(process.versions.node);
});
