import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { openApi, type Api } from '../../../client/http/api.ts';
import { openWorkClient, type WorkClient } from '../../../client/http/work.ts';
import { deriveSalt, type Entry } from '../../../core/records/entry.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { formatHex } from '../../../core/encoding/hex.ts';
import { keccakText } from '../../../core/hashing/keccak.ts';
import { storeSession } from '../../../db/sessions/sessions.ts';
import type { InputRecord } from '../../../engine/rows/input.ts';
import type { RunResult } from '../../../engine/run.ts';
import { engineFolder } from '../../../cli/engines/engine-folder.ts';
import type { EngineStore } from '../../../jobs/engines/engine-store.ts';
import { openMethodEngine, openRunningEngine } from '../../../jobs/engines/method-engine.ts';
import { fetchInput } from '../../../jobs/compute/run-inputs.ts';
import { encodeSlice } from '../../../jobs/work/slice-bytes.ts';
import { type DrawPorts, finishOnPools } from '../../../jobs/work/finish-on-pools.ts';
import type { PoolRequest } from '../../../jobs/work/pool-units.ts';
import type { ComputedWhere } from '../../../jobs/engines/computed-where.ts';
import type { OpenedTask, UnitComputer } from '../../../jobs/work/opened-tasks.ts';
import {
  servePool,
  type WorkerDone,
  type WorkerPorts,
  type WorkerRequest,
} from '../../../jobs/work/serve-pool.ts';
import type { WorkOffer } from '../../../server/work/work-offer.ts';
import { COMMON, entry, fuelDefaults, type TestEntry } from '../../engine/dataset.ts';
import { type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.ts';
import type { TestParty } from '../../helpers/registry.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../../helpers/seeded-ledger.ts';
import { signRecord } from '../../helpers/signed-record.ts';

const NOW = SEED_FINAL + 100;

/** What the server of a test offers: leases that end when a test says so. */
export const OFFER: WorkOffer = {
  quota: { pieces: 4, bytes: 8 << 20 },
  pools: 3,
  leases: { seconds: 600, ofParty: 16, attempts: 3 },
  kept: 86_400,
};

const uncertain = ({ detail, ...row }: TestEntry, uncertainty: object): TestEntry => ({
  ...row,
  detail: { ...detail, uncertainty },
});
export const FACTORS = fuelDefaults('anthracite', '26.7', '1', { CO2: '98300' }).map((row) =>
  uncertain(row, { distribution: 'interval95', halfWidth: '0.07' }),
);
export const ACTIVITY = ['north', 'south'].map((key) =>
  uncertain(
    entry(key, '125', 't', { row: 'fuel-use', fuel: 'anthracite', category: '1.A.2', geography: 'CN' }),
    {
      distribution: 'triangular',
      least: '0.9',
      most: '1.3',
    },
  ),
);

export const METHOD = 'uncertainty@1';
/** Draws in 12 slices. The last one is shorter. */
export const PARAMETERS = {
  ...COMMON,
  method: 'inventory@2',
  parameters: { gwpSet: 'AR5', grids: { location: 'g', residual: 'g' } },
  approach: 'both',
  draws: 12_000,
} as const;
export const UNITS = 12;

/** A ledger with pools: the company asks; auditor and exchange have pools. */
export interface PoolLedger {
  readonly database: TestDatabase;
  readonly ledger: SeededLedger;
  server: HttpServer;
  /** Records of the company, private. */
  readonly inputs: readonly InputRecord[];
  readonly client: (party: TestParty) => WorkClient;
  readonly api: (party: TestParty) => Api;
  /** The token of a session of a party. */
  readonly token: (party: TestParty) => string;
  readonly grant: (party: TestParty) => Promise<void>;
  /** Computes the run on pools. */
  readonly ask: (
    request: Partial<PoolRequest>,
    ports?: Partial<DrawPorts>,
    parameters?: object,
  ) => Promise<Asked>;
  /** Runs a worker until nothing waits. */
  readonly work: (
    pool: TestParty,
    request?: Partial<WorkerRequest>,
    ports?: Partial<WorkerPorts>,
  ) => Promise<WorkerDone>;
  /** Ends all leases, as if their time had passed. */
  readonly endLeases: () => Promise<void>;
  readonly said: string[];
  stop(): Promise<void>;
}

/** A result, and where it was computed. */
export interface Asked {
  readonly result: RunResult;
  readonly where: ComputedWhere | null;
}

/** Opens a ledger with a company whose two records are private. `now` is the clock of its server, in unix seconds. */
export async function openPoolLedger(
  offer: WorkOffer = OFFER,
  now = NOW,
  database?: TestDatabase,
): Promise<PoolLedger> {
  return openPools(offer, now, database ?? (await createTestDatabase()));
}

async function openPools(offer: WorkOffer, now: number, database: TestDatabase): Promise<PoolLedger> {
  const ledger = await seedLedger(database.pool);
  const records = [
    signRecord({ by: ledger.company, subject: 'activity/2023', entries: saltAll(ACTIVITY) }),
    signRecord({ by: ledger.company, subject: 'factors/2023', entries: saltAll(FACTORS) }),
  ];
  await ledger.publish(...records);
  const server = await startHttpServer(database.pool, now, {}, undefined, { work: offer });
  const tokens = new Map<string, string>();
  for (const party of [ledger.company, ledger.provider, ledger.auditor, ledger.exchange]) {
    const token = createHash('sha256').update(party.identifier).digest('base64url');
    await storeSession(
      database.pool,
      createHash('sha256').update(token).digest(),
      party.key.address,
      now + 36_000,
    );
    tokens.set(party.identifier, token);
  }
  const said: string[] = [];
  const say = (text: string): void => void said.push(text);
  const tokenOf = ({ identifier }: TestParty): string => tokens.get(identifier)!;
  const api = (party: TestParty): Api => openApi(opened.server.url, { token: tokenOf(party) });
  const client = (party: TestParty): WorkClient => openWorkClient(() => Promise.resolve(api(party)), say);
  const inputs = await Promise.all(
    records.map(({ id }) => fetchInput(openApi(server.url, { token: tokenOf(ledger.company) }), id)),
  );
  const opened: PoolLedger = {
    ...{ database, ledger, server, inputs, client, api, said, token: tokenOf },
    async grant(party) {
      for (const { id } of records)
        await server.call('PUT', `/v1/records/${id}/grants/${party.party}`, {
          token: tokenOf(ledger.company),
        });
    },
    async ask(request, ports = {}, parameters = PARAMETERS) {
      const pools = [ledger.auditor.party];
      const { finish, where } = finishOnPools(
        { pools, check: 'sample', ...request },
        { ...askPorts(client(ledger.company), say), ...ports },
      );
      const engine = await openMethodEngine(METHOD, engineFolder);
      return { result: await engine.run(inputs, parameters, { finish }), where: where() };
    },
    work: (pool, request = {}, ports = {}) =>
      servePool(
        { worker: 'w', memory: 2 ** 40, threads: 1, untilEmpty: true, ...request },
        { ...workPorts(client(pool), () => Promise.resolve(api(pool)), say), ...ports },
        new AbortController().signal,
      ),
    async endLeases() {
      await database.pool.query("update work_leases set due_at = now() - interval '1 second'");
    },
    async stop() {
      await opened.server.stop();
      await database.drop();
    },
  };
  return opened;
}

/** What a party that asks gives. */
export function askPorts(work: WorkClient, say: (text: string) => void): DrawPorts {
  return {
    work,
    random: () => 0.4,
    now: () => performance.now(),
    wait: () => pause(5),
    memory: () => 2 ** 28,
    onProgress: () => {},
    say,
  };
}

function workPorts(
  work: WorkClient,
  openOwnApi: () => Promise<Api>,
  say: (text: string) => void,
): WorkerPorts {
  return {
    work,
    openApi: openOwnApi,
    engines: engineFolder,
    openUnits: openUnitsHere,
    now: () => performance.now(),
    wait: () => pause(5),
    say,
  };
}

/** Computes units in this thread. */
export async function openUnitsHere({ task, engine, readInput }: OpenedTask): Promise<UnitComputer> {
  if (task.kind !== 'draws') throw new Error('only draws');
  const { run, slices } = task;
  const inputs = await Promise.all(run.inputs.map(readInput));
  const { simulation } = (await openRunningEngine(engine))!.prepareRun(
    run.method,
    inputs,
    run.parameters,
    {},
  );
  return {
    compute: (unit) =>
      Promise.resolve(encodeSlice(simulation!.sampleSlice(Math.floor(unit / slices), unit % slices))),
    close: () => Promise.resolve(),
  };
}

/** A store without engines. */
export const NO_ENGINES: EngineStore = { list: () => Promise.resolve([]), read: () => Promise.resolve(null) };

function saltAll(rows: readonly TestEntry[]): Entry[] {
  const secret: Hex = formatHex(keccakText('rows of a test'));
  return rows.map((row) => ({ ...row, salt: deriveSalt(secret, row.key) })) as Entry[];
}
