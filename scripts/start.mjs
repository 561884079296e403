/**
 * The program behind `npm start`. It checks that the port is free before anything is installed or started, sets up what is missing, and
 * starts the ledger (devnet/start.ts). It is plain JavaScript without dependencies, for Node.js 20 or newer.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findListener } from './find-listener.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** This Node.js version runs TypeScript directly. */
const RUNTIME_NODE = 24;

/** Returns where the ledger will serve HTTP; null where it takes any free port, or refuses its options. */
function readAddress() {
  const { env } = process;
  const { values } = parseArgs({
    options: { port: { type: 'string' }, once: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    strict: false,
  });
  if (values.once === true || values.help === true) return null;
  // With one of these settings, it uses an own database and chain, and takes the address from settings too.
  const isService = [env.DATABASE_URL, env.RPC_URL].some((setting) => (setting ?? '') !== '');
  const port = Number((isService ? undefined : values.port) ?? (env.PORT || '8080'));
  if (!Number.isInteger(port) || port <= 0 || port > 65_535) return null;
  const other = port < 65_525 ? port + 10 : port - 10;
  return isService
    ? { port, host: env.HOST || '127.0.0.1', advice: `PORT=${other} npm start` }
    : { port, host: '127.0.0.1', advice: `npm start -- --port ${other}` };
}

async function isInUse({ port, host }) {
  const server = createServer();
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    return error.code === 'EADDRINUSE';
  }
  server.close();
  return false;
}

/** Runs a program that must succeed; its failure is this one's. */
function run(program, args, options = {}) {
  const { status } = spawnSync(program, args, { cwd: ROOT, stdio: 'inherit', ...options });
  if (status !== 0) process.exit(status ?? 1);
}

const address = readAddress();
if (address !== null && (await isInUse(address))) {
  const user = findListener(address.port);
  process.stderr.write(
    `error (port-in-use): Port ${address.port} is in use${user === null ? '' : ` by ${user}`}. Stop that process, or choose another port, ` +
      `as in ${address.advice} (0 selects a free one). Nothing was set up or started.\n`,
  );
  process.exit(1);
}
run(process.execPath, [join(ROOT, 'scripts/set-up.mjs')]);
run('npm', ['run', '--silent', 'portal', '--', '--if-changed'], { shell: process.platform === 'win32' });
if (Number(process.versions.node.split('.')[0]) >= RUNTIME_NODE) await import('../devnet/start.ts');
else {
  // The set-up has put a newer Node.js first in PATH.
  const child = spawn('node', ['devnet/start.ts', ...process.argv.slice(2)], { cwd: ROOT, stdio: 'inherit' });
  // A terminal sends Ctrl-C to both; what ends this one alone is passed on.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  const [code] = await once(child, 'close');
  process.exit(code ?? 1);
}
