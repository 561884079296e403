import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Deployment } from '../../chain/contracts/deploy.ts';
import { openRegistryWriter } from '../../chain/contracts/registry.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { readWindows } from '../../db/chain/party-views.ts';
import { readMonitoring } from '../../db/monitoring/monitoring.ts';
import { openFollowedChain } from '../../indexer/followed-chain.ts';
import { indexOnce } from '../../indexer/index-chain.ts';
import { MAX_UINT } from '../../core/encoding/schema.ts';
import { ROLES } from '../../core/records/kind.ts';
import type { LedgerChain } from '../../runtime/open-chain.ts';
import { configOf, type PartyName, startAlike, type TestChain } from '../helpers/chain.ts';
import { keepLog } from '../helpers/keep-log.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { type OwnAnswer, type RpcProxy, startRpcProxy } from '../helpers/rpc-proxy.ts';

/** How many blocks are not final. */
const OPEN = 4;
/** Final blocks are read a second time when as many more are final. */
const APART = 8;
const BLOOM_BYTES = 256;

let chain: TestChain;
let deployed: Deployment;
let parties: Record<PartyName, Hex>;
let database: TestDatabase;
let proxy: RpcProxy;
let followed: LedgerChain;
let log: ReturnType<typeof keepLog>;

/** How many further readings of a block give none of its events, as those of a node that does not have the block. */
const hidden = new Map<number, number>();
/** What the Bloom filter of a block says; undefined where it is true. */
let bloomOf: (block: number) => 'empty' | 'full' | undefined;

const answer: OwnAnswer = async ({ method, params }, ask) => {
  if (method === 'eth_getBlockByNumber') {
    const block = (await ask(method, params)) as { number: string; logsBloom: string } | null;
    const bloom = block === null ? undefined : bloomOf(Number(block.number));
    if (block === null || bloom === undefined) return undefined;
    return { result: { ...block, logsBloom: `0x${(bloom === 'full' ? 'ff' : '00').repeat(BLOOM_BYTES)}` } };
  }
  if (method !== 'eth_getLogs') return undefined;
  const logs = (await ask(method, params)) as { blockNumber: string }[];
  const numbers = new Set(logs.map(({ blockNumber }) => Number(blockNumber)));
  const without = new Set([...numbers].filter((number) => (hidden.get(number) ?? 0) > 0));
  for (const number of without) hidden.set(number, hidden.get(number)! - 1);
  return { result: logs.filter(({ blockNumber }) => !without.has(Number(blockNumber))) };
};

const startRegistered = startAlike(
  async (fresh) => {
    const contracts = await fresh.deploy({ keyDelay: 60, maxDelay: 3600 });
    return {
      deployed: contracts,
      parties: await fresh.registerParties(contracts.registry, ['company', 'auditor']),
    };
  },
  { slotsInAnEpoch: OPEN / 2 },
);

beforeEach(async () => {
  ({
    chain,
    prepared: { deployed, parties },
  } = await startRegistered());
  await chain.mine(OPEN);
  database = await createTestDatabase();
  proxy = await startRpcProxy(chain.url, answer);
  hidden.clear();
  bloomOf = () => undefined;
  log = keepLog();
  followed = await openFollowedChain(database.pool, configOf(proxy, deployed));
  await catchUp();
});
afterEach(async () => {
  await proxy.stop();
  await chain.stop();
  await database.drop();
});

async function catchUp(): Promise<void> {
  for (;;) {
    const step = await indexOnce({ pool: database.pool, chain: followed, log });
    if (step.kind === 'read' && !step.isBehind) return;
    expect(step.kind).toBe('read');
  }
}

/** Makes blocks one by one, and reads each before the next. */
async function follow(blocks: number): Promise<void> {
  for (let block = 0; block < blocks; block++) {
    await chain.mine();
    await catchUp();
  }
}

/** Runs a transaction, and hides the events of its block from a number of readings. Returns how many events it has. */
async function hide(
  readings: number,
  run: () => Promise<unknown>,
): Promise<{ block: number; events: number }> {
  await run();
  const { number: block } = await chain.head();
  hidden.set(block, readings);
  const at = `0x${block.toString(16)}`;
  const address = [deployed.ledger, deployed.registry];
  const logs = (await chain.send('eth_getLogs', [{ address, fromBlock: at, toBlock: at }])) as unknown[];
  return { block, events: logs.length };
}

const registry = (): ReturnType<typeof openRegistryWriter> =>
  openRegistryWriter(deployed.registry, chain.accounts.registrar);

async function register(): Promise<void> {
  await registry().registerParty({
    ...{ identifier: 'demo:late', roles: [ROLES.company] },
    key: chain.accounts.stranger.address,
  });
}

const closed = async (party: Hex): Promise<number> =>
  (await readWindows(database.pool, [party])).filter(({ until }) => until !== MAX_UINT).length;

const monitoring = (): ReturnType<typeof readMonitoring> => readMonitoring(database.pool, 0);

/** Returns all that was read from the chain, without the order of reading. */
async function dump(pool = database.pool): Promise<unknown> {
  const tables = ['identifiers', 'window_openings', 'window_closings'];
  const rows = tables.map((table) => pool.query(`select * from ${table} order by block_number, log_index`));
  const blocks = await pool.query(
    "select number, hash, time, logs from blocks where logs <> '{}' order by number",
  );
  return [...(await Promise.all(rows)).map((each) => each.rows as unknown[]), blocks.rows];
}

/** Returns what a new database reads from the same chain, without a proxy. */
async function dumpAnew(): Promise<unknown> {
  const [own, ownChain] = [database, followed];
  database = await createTestDatabase();
  followed = await openFollowedChain(database.pool, configOf(chain, deployed));
  await catchUp();
  const fresh = await dump();
  await database.drop();
  [database, followed] = [own, ownChain];
  return fresh;
}

describe('a block whose events an endpoint leaves out', () => {
  it('is read again at the next block where its Bloom filter names the registry', async () => {
    const { events } = await hide(1, register);
    await catchUp();
    expect(await monitoring()).toMatchObject({ doubtfulBlocks: 1, lateEvents: 0 });
    await follow(1);
    expect(await monitoring()).toMatchObject({ doubtfulBlocks: 0, lateEvents: events });
    expect(await dump()).toEqual(await dumpAnew());
    expect(log.lines.filter(({ level }) => level === 'error')).toMatchObject([
      { details: { code: 'event-late' } },
    ]);
  });

  it('is read at each later block and by number once final, so that a registration, a closed key and a suspension are stored in the end', async () => {
    const company = parties.company;
    const all = [
      await hide(2, register),
      await hide(OPEN + 2, () => registry().closeKey(company, chain.accounts.company.address)),
      await hide(OPEN + APART, () => registry().suspend(parties.auditor)),
    ];
    const events = all.reduce((sum, each) => sum + each.events, 0);
    await catchUp();
    expect(await monitoring()).toMatchObject({ doubtfulBlocks: 3, lateEvents: 0 });
    await follow(OPEN);
    expect([await closed(company), await closed(parties.auditor)]).toEqual([0, 0]);
    await follow(2 * (OPEN + APART));
    expect([...hidden.values()]).toEqual([0, 0, 0]);
    expect(await monitoring()).toMatchObject({ doubtfulBlocks: 0, lateEvents: events });
    expect([await closed(company), await closed(parties.auditor)]).toEqual([1, 1]);
    expect(await dump()).toEqual(await dumpAnew());
  });

  it('is found when final blocks are read a second time, where Bloom filters are always empty', async () => {
    bloomOf = () => 'empty';
    const { events } = await hide(1, () =>
      registry().closeKey(parties.company, chain.accounts.company.address),
    );
    await follow(OPEN);
    expect(await monitoring()).toMatchObject({ doubtfulBlocks: 0, lateEvents: 0 });
    expect(await closed(parties.company)).toBe(0);
    await follow(2 * APART + OPEN);
    expect(await monitoring()).toMatchObject({ lateEvents: events });
    expect(await closed(parties.company)).toBe(1);
    expect(await dump()).toEqual(await dumpAnew());
  });

  it('is found too if it was final when it was first read', async () => {
    const { block } = await hide(1, register);
    await chain.mine(2 * OPEN);
    await catchUp();
    expect(hidden.get(block)).toBe(0);
    expect((await monitoring()).lateEvents).toBe(0);
    await follow(2 * APART + OPEN);
    expect((await monitoring()).lateEvents).toBeGreaterThan(0);
    expect(await dump()).toEqual(await dumpAnew());
  });

  it('is given up where the chain replaces it', async () => {
    await hide(1, register);
    await catchUp();
    await chain.reorg(1);
    await indexOnce({ pool: database.pool, chain: followed, log });
    await follow(OPEN);
    expect(await monitoring()).toMatchObject({ doubtfulBlocks: 0, lateEvents: 0 });
    expect(await dump()).toEqual(await dumpAnew());
  });
});

describe('a chain whose Bloom filters name everything', () => {
  it('is read as before, with one more question at each block, and without an alarm', async () => {
    bloomOf = () => 'full';
    await register();
    await catchUp();
    proxy.calls.length = 0;
    const blocks = 3 * (OPEN + APART);
    await follow(blocks);
    const searches = proxy.calls.filter((method) => method === 'eth_getLogs').length;
    expect(searches).toBeLessThanOrEqual(2 * blocks + Math.ceil(blocks / APART));
    expect((await monitoring()).lateEvents).toBe(0);
    const { rows } = await database.pool.query<{ oldest: number }>(
      'select min(number) as oldest from blocks where is_doubtful',
    );
    // What was read a second time is not doubtful any longer.
    expect((await chain.head()).number - rows[0]!.oldest).toBeLessThanOrEqual(OPEN + 2 * APART);
    expect(log.lines.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
    expect(await dump()).toEqual(await dumpAnew());
  });

  it('needs one question in eight blocks for the second reading where the filters are true', async () => {
    proxy.calls.length = 0;
    const blocks = 3 * (OPEN + APART);
    await follow(blocks);
    const searches = proxy.calls.filter((method) => method === 'eth_getLogs').length;
    expect(searches).toBeLessThanOrEqual(blocks + Math.ceil(blocks / APART));
  });
});
