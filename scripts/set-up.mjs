/**
 * Installs the locked dependencies if they are missing or older than package-lock.json. npm runs it before `npm start`,
 * `npm test` and the other scripts, so that a fresh clone needs no other step. `node scripts/set-up.mjs --production` installs only
 * what a machine in service needs. It is plain JavaScript without dependencies, for Node.js 20 or newer. It writes only to stderr:
 * stdout belongs to the command that follows.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const STAMP = join(ROOT, 'node_modules', '.set-up');
const BIN = join(ROOT, 'node_modules', '.bin');
const STATE = join(ROOT, '.carbon-ledger');
const LOCK = join(STATE, 'set-up.lock');

const POLL_MS = 200;
const SHOWN_LINES = 20;
const OFFLINE =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED)\b/;
/** The compiler's native package needs this Node.js version; npm under an older one omits it without a message. */
const NATIVE_NODE = 22;
/** This Node.js version runs TypeScript directly. The lock file has it with its hash, and npm puts it first in PATH for scripts. */
const RUNTIME_NODE = 24;
const PLATFORM = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
/** The package that is nothing but Node.js for this platform. */
const NODE_PACKAGE = `node-${PLATFORM}`;

/** The commands of a machine in service. They need no development dependencies; every other npm script does. */
const PRODUCTION_EVENTS = ['preledger', 'preoperator', 'predeploy'];
/** With --production, only what a machine in service needs is installed: no local chain, PostgreSQL, compilers or test tools. */
const IS_PRODUCTION = process.argv.includes('--production');

const OFFLINE_ADVICE = 'Connect to the network or set a mirror with npm config set registry, then try again.';
const SCRIPTS_ADVICE = 'Allow install scripts (npm config set ignore-scripts false) and try again.';
const NODE_ADVICE = `There is no package of Node.js for ${PLATFORM}: install Node.js ${RUNTIME_NODE} and try again.`;

/** Returns the stamp of a finished installation: the digest of the lock file, the platform, and whether it is for production alone. */
function describeLock(isProduction) {
  const lock = readFileSync(join(ROOT, 'package-lock.json'));
  const digest = createHash('sha256').update(lock).digest('hex');
  return `${digest} ${process.platform}-${process.arch}${isProduction ? ' production' : ''}\n`;
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function isSetUp() {
  const stamp = readText(STAMP);
  if (stamp === describeLock(false)) return true;
  const suffices = IS_PRODUCTION || PRODUCTION_EVENTS.includes(process.env.npm_lifecycle_event ?? '');
  return suffices && stamp === describeLock(true);
}

/** Runs `work` while no other process of this checkout runs it. Takes over the lock of a killed process. */
function withLock(work) {
  mkdirSync(STATE, { recursive: true });
  const own = `${LOCK}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    while (!tryLink(own)) waitForHolder();
    work();
  } finally {
    if (readText(LOCK) === String(process.pid)) rmSync(LOCK, { force: true });
    rmSync(own, { force: true });
  }
}

function tryLink(own) {
  try {
    linkSync(own, LOCK);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function waitForHolder() {
  const holder = readText(LOCK);
  if (holder !== null && !isAlive(Number(holder))) rmSync(LOCK, { force: true });
  else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function install() {
  if (isSetUp()) return;
  process.stderr.write(
    'Setting up: npm ci installs the locked dependencies into node_modules (about a minute).\n',
  );
  // npm ci removes node_modules/.bin while it runs, so a node in there must not be used.
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.startsWith(ROOT));
  const env = { ...process.env, PATH: path.join(delimiter) };
  if (!IS_PRODUCTION && runNpm(['config', 'get', 'ignore-scripts'], ROOT, env).trim() === 'true')
    throw new SetUpFailure(
      `Not set up: the local PostgreSQL and chain need install scripts. ${SCRIPTS_ADVICE}`,
    );
  const flags = [IS_PRODUCTION ? '--omit=dev' : '--include=dev', '--include=optional'];
  if (readMajor(env) >= NATIVE_NODE) runNpm(['ci', ...flags], ROOT, env);
  else withLockedNode(env, (newer) => runNpm(['ci', ...flags], ROOT, newer));
  if (readMajor({ ...process.env, PATH: [BIN, ...path].join(delimiter) }) < RUNTIME_NODE)
    throw new SetUpFailure(`Not set up: ${NODE_ADVICE}`);
  writeFileSync(STAMP, describeLock(IS_PRODUCTION));
}

/** Runs `work` with the locked Node.js first in PATH. npm checks the hash, as in every installation from a lock file. */
function withLockedNode(env, work) {
  const { lockfileVersion, packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const locked = packages?.[`node_modules/${NODE_PACKAGE}`];
  if (locked === undefined) throw new SetUpFailure(`Not set up: ${NODE_ADVICE}`);
  const folder = join(STATE, 'set-up');
  mkdirSync(folder, { recursive: true });
  try {
    const project = { name: 'set-up', version: '0.0.0', dependencies: { [NODE_PACKAGE]: locked.version } };
    const lock = {
      ...project,
      lockfileVersion,
      packages: { '': project, [`node_modules/${NODE_PACKAGE}`]: locked },
    };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(project));
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
    runNpm(['ci'], folder, env);
    work({ ...env, PATH: [join(folder, 'node_modules', '.bin'), env.PATH].join(delimiter) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runNpm(args, cwd, env) {
  const result = spawnSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    env,
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  if (result.status !== 0) fail(result);
  return result.stdout;
}

function readMajor(env) {
  const { stdout } = spawnSync('node', ['--version'], { env, encoding: 'utf8' });
  return Number(/^v(\d+)/.exec(stdout ?? '')?.[1] ?? 0);
}

function fail({ error, stdout, stderr }) {
  const output = `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`.trim();
  if (OFFLINE.test(output))
    throw new SetUpFailure(`Not set up: cannot reach the npm registry. ${OFFLINE_ADVICE}`);
  process.stderr.write(`${output.split('\n').slice(-SHOWN_LINES).join('\n')}\n`);
  throw new SetUpFailure(`Not set up: npm failed (its output is above).`);
}

class SetUpFailure extends Error {}

try {
  if (!isSetUp()) withLock(install);
} catch (error) {
  if (!(error instanceof SetUpFailure)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
