import { type ChildProcess, spawn } from 'node:child_process';
import { once as onceEvent } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineFolder } from '../../../cli/engines/engine-folder.ts';
import { openApi } from '../../../client/http/api.ts';
import { openWorkClient, type WorkClient } from '../../../client/http/work.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { migrate } from '../../../db/migrate.ts';
import { openPool } from '../../../db/pool.ts';
import { findFreePort } from '../../../devnet/postgres/free-port.ts';
import { type RunningPostgres, startPostgres } from '../../../devnet/postgres/embedded-postgres.ts';
import { openMethodEngine } from '../../../jobs/engines/method-engine.ts';
import { TEST_DOMAIN, type TestParty } from '../../helpers/registry.ts';
import type { Doomed } from './fixtures/killed-at-step.ts';
import {
  METHOD,
  OFFER,
  openPoolLedger,
  openUnitsHere,
  PARAMETERS,
  type PoolLedger,
  UNITS,
} from './pool-ledger.ts';
import {
  ASKER_STEPS,
  type AtStep,
  interruptClient,
  interruptUnits,
  once,
  type Step,
  WORKER_STEPS,
} from './steps.ts';
import { IS_LONG } from '../../helpers/long.ts';

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const [MAIN, DOOMED] = [pathOf('../../../server/main.ts'), pathOf('./fixtures/killed-at-step.ts')];
const TIMEOUT = { timeout: 240_000 };

let folder: string;
let postgres: RunningPostgres;
let opened: PoolLedger;
let server: ChildProcess;
let port: number;
let atHome: string;
let workUrl: string;
const said: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'killed-'));
  await startDatabase();
  const pool = openPool(postgres.url);
  await migrate(pool);
  const database = { url: postgres.url, pool, drop: () => pool.end() };
  opened = await openPoolLedger(OFFER, Math.floor(Date.now() / 1000), database);
  await opened.grant(opened.ledger.auditor);
  port = await findFreePort();
  workUrl = `http://127.0.0.1:${port}`;
  startServer();
  const engine = await openMethodEngine(METHOD, engineFolder);
  atHome = JSON.stringify(await engine.run(opened.inputs, PARAMETERS));
}, 240_000);
afterAll(async () => {
  server.kill('SIGKILL');
  await opened.stop();
  await postgres.stop();
  await rm(folder, { recursive: true });
});

async function startDatabase(): Promise<void> {
  postgres = await startPostgres({ dataDir: join(folder, 'postgres'), profile: 'fast' });
}

/** Starts the process of the role `work`. No endpoint of the chain answers it. */
function startServer(): void {
  const env = {
    ...process.env,
    ...{ ROLES: 'work', DATABASE_URL: postgres.url, RPC_URL: 'http://127.0.0.1:1', PORT: String(port) },
    ...{ LEDGER_ADDRESS: TEST_DOMAIN.ledger, POLL_INTERVAL: '100', LOG_LEVEL: 'fatal' },
  };
  server = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'ignore', 'inherit'] });
}

async function killServer(): Promise<void> {
  const ended = onceEvent(server, 'close');
  server.kill('SIGKILL');
  await ended;
  startServer();
}

async function restartDatabase(): Promise<void> {
  await postgres.stop();
  await startDatabase();
}

function clientOf(party: TestParty, at: AtStep = async () => {}): WorkClient {
  const api = openApi(workUrl, { token: opened.token(party) });
  const client = openWorkClient(
    () => Promise.resolve(api),
    (text) => void said.push(text),
  );
  return interruptClient(client, at);
}

const ask = (at?: AtStep): ReturnType<PoolLedger['ask']> =>
  opened.ask({}, { work: clientOf(opened.ledger.company, at) });

const work = (at?: AtStep): ReturnType<PoolLedger['work']> =>
  opened.work(
    opened.ledger.auditor,
    {},
    {
      work: clientOf(opened.ledger.auditor, at),
      openUnits: async (task) => interruptUnits(await openUnitsHere(task), at ?? (async () => {})),
    },
  );

/** Starts a program that kills itself at a step, and waits until it has. */
async function waitForDeath(step: Step, party: TestParty, asks: Doomed['asks']): Promise<void> {
  const doomed: Doomed = { step, url: opened.server.url, workUrl, token: opened.token(party), asks };
  const child = spawn(process.execPath, [DOOMED, JSON.stringify(doomed)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [, signal] = (await onceEvent(child, 'exit')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
}

const killAsker = (step: Step): Promise<void> =>
  waitForDeath(step, opened.ledger.company, {
    ...{ pool: opened.ledger.auditor.party, method: METHOD, parameters: PARAMETERS },
    inputs: opened.inputs.map(({ record }) => record as Hex),
  });
const killWorker = (step: Step): Promise<void> => waitForDeath(step, opened.ledger.auditor, null);

async function awaitOpen(): Promise<string> {
  const list = async () => (await clientOf(opened.ledger.company).list())[0];
  await expect.poll(async () => (await list())?.state, { interval: 20, timeout: 60_000 }).toBe('open');
  return (await list())!.id;
}

/** Checks a result, and that each unit was stored once. */
async function check(id: string, asked: ReturnType<PoolLedger['ask']>): Promise<void> {
  const { result, where } = await asked;
  expect(JSON.stringify(result)).toBe(atHome);
  expect(where!.pools).toEqual([{ party: opened.ledger.auditor.party, units: UNITS, wrong: 0 }]);
  const { state, lines } = await clientOf(opened.ledger.company).read(id);
  expect({ state, ...lines[0] }).toMatchObject({ state: 'done', done: UNITS, dead: 0, refused: null });
}

describe('nothing is lost and nothing counts twice, where', () => {
  it(
    'the program that asks and a worker are killed, and then the server and the database, in the middle',
    TIMEOUT,
    async () => {
      await killAsker('asked');
      const id = await awaitOpen();
      await killWorker('delivered');
      await opened.endLeases();
      said.length = 0;
      const asked = ask(once('taking', restartDatabase));
      await work(once('computing', killServer));
      await check(id, asked);
      expect(said.join('\n')).toContain('asking again');
    },
  );
});

describe.skipIf(!IS_LONG)('nothing is lost and nothing counts twice, at each step, where', () => {
  it.each(WORKER_STEPS)('a worker is killed: %s', TIMEOUT, async (step) => {
    const asked = ask();
    const id = await awaitOpen();
    await killWorker(step);
    await opened.endLeases();
    await work();
    await check(id, asked);
  });

  it.each(ASKER_STEPS)('the program that asks is killed: %s', TIMEOUT, async (step) => {
    const killed = killAsker(step);
    const id = await awaitOpen();
    await work();
    await killed;
    await check(id, ask());
  });

  it.each(
    [...WORKER_STEPS, ...ASKER_STEPS].flatMap((step) => [
      ['the server is killed', step, killServer] as const,
      ['the database is restarted', step, restartDatabase] as const,
    ]),
  )('%s: %s', TIMEOUT, async (_, step, interrupt) => {
    const at = once(step, interrupt);
    const asked = ask(at);
    const id = await awaitOpen();
    await work(at);
    await check(id, asked);
  });
});
