import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { HDNodeWallet } from 'ethers';
import { Client } from 'pg';
import type { Domain } from '../../core/domain.ts';
import type { Policy } from '../../core/policy.ts';
import { startPostgres } from '../../scripts/embedded-postgres.ts';
import { isPortFree } from '../../scripts/free-port.ts';
import { type LedgerHome, nameHome } from '../../scripts/ledger-home.ts';
import { CHAIN_ARGUMENTS, findAnvil } from '../../scripts/local-chain.ts';
import { type KeyHolder, type LocalKey, writeLocalKeys } from '../../scripts/local-keys.ts';
import { findOrDeploy, makePolicy, registerActors } from '../../scripts/local-ledger.ts';
import { findPostgresPrograms } from '../../scripts/postgres-programs.ts';
import { type Part, planPart } from './part.ts';
import type { Random } from './random.ts';

/** A whole ledger, every process of it on its own. */
export interface WholeLedger {
  /** The database and the chain, then two of every other process, in the order in which they are started. */
  readonly parts: readonly Part[];
  readonly keys: Readonly<Record<KeyHolder, LocalKey>>;
  readonly domain: Domain;
  readonly policy: Policy;
  readonly rpcUrl: string;
  /** A block that holds the registration of every actor, or a later one. */
  readonly registeredAt: number;
  /** Where the processes with the role `api` answer, those that run now. */
  apiUrls(): readonly string[];
  /** What ended by itself so far: nothing should. */
  losses(): readonly string[];
  stop(): Promise<void>;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ASK_MS = 20;

/** A place that many parts share. */
interface Site {
  readonly home: LedgerHome;
  readonly onLoss: (message: string) => void;
}

/** Returns a whole ledger that runs in a folder: deployed, the example's actors registered, nothing sealed yet. */
export async function startWholeLedger(folder: string, random: Random): Promise<WholeLedger> {
  const losses: string[] = [];
  const site = { home: nameHome(folder), onLoss: (message: string) => void losses.push(message) };
  await mkdir(join(folder, 'chain'), { recursive: true });
  await mkdir(join(folder, 'logs'));
  const { part: database, url: databaseUrl } = await planDatabase(site, random);
  const phrase = HDNodeWallet.createRandom().mnemonic!.phrase;
  const { part: chain, url: rpcUrl } = await planChain(site, phrase, random);
  const started: Part[] = [];
  const start = async (part: Part): Promise<void> => {
    started.push(part);
    await part.start();
  };
  const stop = async (): Promise<void> => {
    const [first, second, ...rest] = started;
    await Promise.all(rest.map((part) => part.stop()));
    await Promise.all([first?.stop(), second?.stop()]);
  };
  try {
    await start(database);
    await start(chain);
    const keys = await writeLocalKeys(site.home.keys, phrase);
    const deployment = await findOrDeploy(site.home, rpcUrl, keys);
    await registerActors(deployment, rpcUrl, keys, keys.registrar.privateKey);
    const registeredAt = Number(await askChain(rpcUrl, 'eth_blockNumber'));
    const urls = new Map<string, string>();
    const programs = planPrograms(site, settingsOf(databaseUrl, rpcUrl, deployment, keys), urls);
    await Promise.all(programs.map(start));
    return {
      parts: [database, chain, ...programs],
      keys,
      domain: { chainId: deployment.chainId, ledger: deployment.ledger },
      policy: await makePolicy(deployment, rpcUrl),
      rpcUrl,
      registeredAt,
      apiUrls: () => [...urls].flatMap(([name, url]) => (name.startsWith('api') ? [url] : [])),
      losses: () => losses,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The system hands out ports from a higher range to whoever connects: one of these stays free while its process is dead. */
async function findServicePort(random: Random): Promise<number> {
  for (;;) {
    const port = 20_000 + random.below(10_000);
    if (await isPortFree(port)) return port;
  }
}

/** What it acknowledges is on disk, as in operation: the usual profile of tests would lose it when it is killed. */
async function planDatabase({ home, onLoss }: Site, random: Random): Promise<{ part: Part; url: string }> {
  const port = await findServicePort(random);
  const made = await startPostgres({ dataDir: home.postgres, port, profile: 'durable' });
  await made.stop();
  const programs = findPostgresPrograms(home.postgres);
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories='];
  const args = ['-D', join(home.postgres, 'cluster'), ...settings.flatMap((setting) => ['-c', setting])];
  const part = planPart({
    name: 'postgres',
    launch: () => withLog(home, 'postgres', (log) => programs.launch('postgres', args, log)),
    ready: (_, ended) => askUntil(() => askDatabase(made.url), ended),
    // The children of a killed one still end, and hold its memory until then.
    tries: 100,
    onLoss,
  });
  return { part, url: made.url };
}

async function askDatabase(connectionString: string): Promise<void> {
  const client = new Client({ connectionString });
  client.on('error', () => {});
  await client.connect();
  await client.query('select 1');
  await client.end();
}

async function planChain(
  { home, onLoss }: Site,
  phrase: string,
  random: Random,
): Promise<{ part: Part; url: string }> {
  const port = await findServicePort(random);
  const url = `http://127.0.0.1:${port}`;
  const place = ['--host', '127.0.0.1', '--port', String(port), '--mnemonic', phrase, '--silent'];
  const args = [...place, ...CHAIN_ARGUMENTS, '--state', home.chainState];
  const part = planPart({
    name: 'chain',
    launch: () => withLog(home, 'chain', (log) => spawn(findAnvil(), args, { stdio: ['ignore', log, log] })),
    ready: (_, ended) => askUntil(() => askChain(url, 'eth_chainId'), ended),
    onLoss,
  });
  return { part, url };
}

async function askChain(url: string, method: string): Promise<string> {
  const question = { jsonrpc: '2.0', id: 1, method, params: [] };
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(question) });
  return ((await answer.json()) as { result: string }).result;
}

/** A process that dies while it is asked has said so by its end. */
async function askUntil(ask: () => Promise<unknown>, ended: AbortSignal): Promise<void> {
  while (!ended.aborted) {
    try {
      await ask();
      return;
    } catch {
      await wait(ASK_MS);
    }
  }
}

function settingsOf(
  databaseUrl: string,
  rpcUrl: string,
  { ledger, chainId, startBlock }: { ledger: string; chainId: number; startBlock: number },
  keys: Readonly<Record<KeyHolder, LocalKey>>,
): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    RPC_URL: rpcUrl,
    LEDGER_ADDRESS: ledger,
    CHAIN_ID: String(chainId),
    START_BLOCK: String(startBlock),
    OPERATOR_KEY_FILE: keys.operator.file,
    ANCHORER_KEY_FILE: keys.anchorer.file,
    PORT: '0',
    POLL_INTERVAL: '100',
    SEAL_MAX_AGE: '1',
    SEAL_MAX_RECORDS: '40',
    ANCHOR_REPLACE_AFTER: '10',
    RATE_LIMIT_READS: '1000000',
    RATE_LIMIT_WRITES: '1000000',
  };
}

/** Two of every process; `urls` is told where each of them answers. */
function planPrograms(site: Site, settings: Record<string, string>, urls: Map<string, string>): Part[] {
  const plan = (name: string, program: string, roles: string, said: string): Part =>
    planPart({
      name,
      launch: () => launchProgram(site.home, name, program, { ...settings, ROLES: roles }),
      ready: async (child) => {
        urls.delete(name);
        const line = await readLine(child, said);
        const { url } = JSON.parse(line) as { url?: string };
        if (url !== undefined) urls.set(name, url);
      },
      onLoss: site.onLoss,
    });
  return [1, 2].flatMap((number) => [
    plan(`indexer-${number}`, 'indexer/main.ts', '', 'following the chain'),
    plan(`api-${number}`, 'server/main.ts', 'api', 'The server runs.'),
    plan(`sealer-${number}`, 'server/main.ts', 'sealer,anchorer', 'The server runs.'),
  ]);
}

function launchProgram(
  home: LedgerHome,
  name: string,
  program: string,
  settings: Record<string, string>,
): ChildProcess {
  const env = { PATH: process.env['PATH'], ...settings };
  return withLog(home, name, (log) =>
    spawn(process.execPath, [join(ROOT, program)], { env, stdio: ['ignore', 'pipe', log] }),
  );
}

/** What all processes of a name print stays in one file, for whoever must find out what went wrong. */
function withLog(home: LedgerHome, name: string, launch: (log: number) => ChildProcess): ChildProcess {
  const log = openSync(join(home.folder, 'logs', `${name}.log`), 'a', 0o600);
  try {
    const child = launch(log);
    child.stdout?.on(
      'data',
      (chunk: Buffer) => void writeFile(join(home.folder, 'logs', `${name}.log`), chunk, { flag: 'a' }),
    );
    return child;
  } finally {
    closeSync(log);
  }
}

/** Resolves with the first line of standard output that holds a text; never, where none does. */
function readLine(child: ChildProcess, text: string): Promise<string> {
  return new Promise((resolve) => {
    let unread = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      const lines = (unread + chunk.toString()).split('\n');
      unread = lines.pop() ?? '';
      const line = lines.find((each) => each.includes(text));
      if (line !== undefined) resolve(line);
    });
  });
}
