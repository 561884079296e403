import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const SCRIPT = resolve(import.meta.dirname, '../../scripts/set-up.mjs');

/** Notes its call in the checkout and installs a node that says it is version 24. */
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

/** Puts a program first in the path of the set-up: the machine's own Node.js and npm are what differs between machines. */
async function placeProgram(name: string, body: string): Promise<void> {
  const file = join(folder, 'bin', name);
  await mkdir(join(folder, 'bin'), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${body}\n`);
  await chmod(file, 0o755);
}

async function setUp(): Promise<Run> {
  const env = { ...process.env, PATH: `${folder}/bin:/usr/bin:/bin` };
  return new Promise((done) => {
    const script = join(checkout, 'scripts/set-up.mjs');
    const child = execFile(process.execPath, [script], { env }, (_error, stdout, stderr) => {
      done({ exitCode: child.exitCode, stdout, stderr });
    });
  });
}

async function readCalls(): Promise<string[]> {
  return (await readFile(join(checkout, 'calls'), 'utf8')).trim().split('\n');
}

describe('set-up', () => {
  test('installs once, and says so in one line on stderr alone', async () => {
    const first = await setUp();
    expect([first.exitCode, first.stdout]).toEqual([0, '']);
    expect(first.stderr).toMatch(/^Setting up: .*\n$/);
    expect(await setUp()).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(await readCalls()).toHaveLength(1);
  });

  test('installs again when the lock has changed', async () => {
    await setUp();
    await writeFile(join(checkout, 'package-lock.json'), '{"lockfileVersion":3}');
    await setUp();
    expect(await readCalls()).toHaveLength(2);
  });

  test('brings Node.js 24 for npm where the machine has an older one, and uses a newer one as it is', async () => {
    await setUp();
    await placeProgram('node', 'echo v22.12.0');
    await rm(join(checkout, 'node_modules'), { recursive: true });
    await setUp();
    expect(await readCalls()).toEqual([
      expect.stringMatching(/^npx --yes .*--package=node@24 -c npm ci /),
      expect.stringMatching(/^npm ci /),
    ]);
  });

  test('installs once however many start at the same time', async () => {
    const runs = await Promise.all([setUp(), setUp(), setUp()]);
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(await readCalls()).toHaveLength(1);
  });

  test('takes over what a killed set-up left behind', async () => {
    await mkdir(join(checkout, '.carbon-ledger'));
    await writeFile(join(checkout, '.carbon-ledger/set-up.lock'), '2147483646');
    expect((await setUp()).exitCode).toBe(0);
  });

  test('says that there is no network, and tries again the next time', async () => {
    await placeProgram('npx', 'echo "npm error code EAI_AGAIN" >&2; exit 1');
    const run = await setUp();
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toMatch(/\nNot set up: the npm registry cannot be reached\. .*\n$/);
    await placeProgram('npx', INSTALL);
    expect((await setUp()).exitCode).toBe(0);
  });

  test('shows what npm said when it failed', async () => {
    await placeProgram('npx', 'echo "npm error code EUSAGE" >&2; exit 1');
    const run = await setUp();
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toMatch(/npm error code EUSAGE\nNot set up: npx failed/);
  });

  test('says how to go on where install scripts were not allowed', async () => {
    await placeProgram('npx', 'mkdir -p node_modules');
    const run = await setUp();
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toMatch(/ignore-scripts/);
  });
});
