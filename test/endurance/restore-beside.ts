import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { openApi } from '../../client/http/api.ts';
import { statusSchema } from '../../server/http/schemas.ts';
import { withDatabase } from '../helpers/database-url.ts';
import type { Caller } from '../helpers/public-answers.ts';
import { askChain } from './plan-chain.ts';
import { queryOnce } from './plan-database.ts';
import { planProgram, ROOT } from './plan-program.ts';
import { settingsOfApi, type WholeLedger } from './whole-ledger.ts';
import { PROGRAM_ENV } from '../helpers/program-env.ts';

/** A ledger that was restored from publication and chain, next to the original. */
export interface RestoredLedger {
  /** The URL of its API. */
  readonly url: string;
  /** The output of the operator's command. */
  readonly said: unknown;
  stop(): Promise<void>;
}

const DATABASE = 'restored';
const LOOK_MS = 50;

/** Returns a ledger that the operator's command restored in an empty database, with API and indexer. The chain mines no more blocks. */
export async function restoreBeside(ledger: WholeLedger): Promise<RestoredLedger> {
  const { site, rpcUrl, databaseUrl, keys } = ledger;
  // Answers name the newest blocks, so that there must be no new ones.
  await askChain(rpcUrl, 'evm_setIntervalMining', [0]);
  await queryOnce(databaseUrl, `create database ${DATABASE}`);
  const settings = { ...ledger.settings, DATABASE_URL: withDatabase(databaseUrl, DATABASE) };
  const said = await runOperator(settings);
  const urls = new Map<string, string>();
  const parts = [
    planProgram(site, { name: 'restored-indexer', main: 'indexer/main.ts', settings }, urls),
    planProgram(
      site,
      { name: 'restored-api', main: 'server/main.ts', settings: settingsOfApi(settings, keys) },
      urls,
    ),
  ];
  const stop = async (): Promise<void> => {
    await Promise.all(parts.map((part) => part.stop()));
  };
  try {
    await Promise.all(parts.map((part) => part.start()));
    const url = urls.get('restored-api')!;
    const head = Number(await askChain(rpcUrl, 'eth_blockNumber'));
    for (const each of [url, ...ledger.apis().values()]) await untilRead(each, head);
    return { url, said, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function runOperator(settings: Readonly<Record<string, string>>): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(ROOT, 'operator/main.ts'), 'restore', '--json'],
    { env: { ...PROGRAM_ENV, ...settings } },
  );
  return JSON.parse(stdout);
}

async function untilRead(url: string, head: number): Promise<void> {
  for (;;) {
    const { chain } = await openApi(url).get('/v1/status', statusSchema);
    if (chain?.head?.number === head) return;
    await wait(LOOK_MS);
  }
}

/** Sends requests to the public routes of another process. */
export function openCaller(url: string): Caller {
  return {
    async call(method, path) {
      const response = await fetch(`${url}${path}`, { method });
      // The time of the request is left out.
      const text = (await response.text()).replace(/"now":\d+/, '');
      const isJson = (response.headers.get('content-type') ?? '').startsWith('application/json');
      return {
        status: response.status,
        text,
        body: isJson && path !== '/v1/status' ? JSON.parse(text) : text,
      };
    },
  };
}
