import { setTimeout as wait } from 'node:timers/promises';
import { Contract } from 'ethers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChainConfig } from '../../runtime/chain-settings.ts';
import type { Deployment } from '../../chain/contracts/deploy.ts';
import { carbonLedgerAbi } from '../../chain/generated/carbon-ledger.ts';
import { openRegistryWriter } from '../../chain/contracts/registry.ts';
import { type Rpc, RpcError } from '../../chain/rpc/endpoint.ts';
import { openRpc } from '../../chain/rpc/rpc.ts';
import { type BatchHeader, hashHeader } from '../../core/batches/batch.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { ROLES } from '../../core/records/kind.ts';
import { MAX_UINT } from '../../core/encoding/schema.ts';
import { readChainState } from '../../db/chain/chain-state.ts';
import { findPartyView, readWindows } from '../../db/chain/party-views.ts';
import { placeEvents } from '../../db/events/event-feed.ts';
import { readEvents } from '../../db/events/events.ts';
import { SettledArrivals } from '../../db/records/arrivals.ts';
import { rewindChain } from '../../db/chain/chain-state.ts';
import { readStatus } from '../../db/monitoring/status.ts';
import { openPool } from '../../db/pool.ts';
import type { LedgerChain } from '../../runtime/open-chain.ts';
import { openFollowedChain } from '../../indexer/followed-chain.ts';
import { indexOnce, type IndexStep } from '../../indexer/index-chain.ts';
import { relateToChain } from '../../indexer/reorganisation.ts';
import { startIndexer } from '../../indexer/start-indexer.ts';
import { insertBareBatch, makeHeader } from '../helpers/batch.ts';
import {
  configOf,
  PARTIES,
  type PartyName,
  startAlike,
  startTestChain,
  type TestChain,
} from '../helpers/chain.ts';
import { runAfter } from '../helpers/failing-pool.ts';
import { startGate } from '../helpers/gate.ts';
import { keepLog } from '../helpers/keep-log.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { type OwnAnswer, startRpcProxy } from '../helpers/rpc-proxy.ts';
import { IS_LONG } from '../helpers/long.ts';

/** How many blocks are not final: anvil's final block is two epochs before the newest. */
const OPEN = 8;
/** How many blocks a reorganisation removes, up to all that are not final. */
const DEPTHS = IS_LONG ? [1, 2, 3, 4, 5, 6, 7, 8] : [1, 4, OPEN];

let chain: TestChain;
let deployed: Deployment;
let parties: Record<PartyName, Hex>;
let database: TestDatabase;
let followed: LedgerChain;
let settled: SettledArrivals;

const startRegistered = startAlike(
  async (fresh) => {
    const contracts = await fresh.deploy({ keyDelay: 60, maxDelay: 3600 });
    return { deployed: contracts, parties: await fresh.registerParties(contracts.registry) };
  },
  { slotsInAnEpoch: OPEN / 2 },
);

beforeEach(async () => {
  ({
    chain,
    prepared: { deployed, parties },
  } = await startRegistered());
  database = await createTestDatabase();
  settled = new SettledArrivals();
  followed = await openFollowedChain(database.pool, config());
});

afterEach(async () => {
  await chain.stop();
  await database.drop();
});

function config(changes: Partial<ChainConfig> = {}): ChainConfig {
  return configOf(chain, deployed, changes);
}

async function step(): Promise<IndexStep> {
  return indexOnce({ pool: database.pool, chain: followed, log: keepLog() });
}

/** Repeats steps until the chain is read to its end. Returns all steps. */
async function catchUp(): Promise<IndexStep[]> {
  const steps: IndexStep[] = [];
  for (;;) {
    const last = await step();
    steps.push(last);
    if (last.kind === 'halted' || (last.kind === 'read' && !last.isBehind)) return steps;
    expect(steps.length).toBeLessThan(100);
  }
}

/** Returns all events: type, and number of a batch. */
async function readEventTexts(): Promise<string[]> {
  while (await placeEvents(database.pool, settled));
  const { events } = await readEvents(database.pool, 0, 1_000);
  return events.map((event) => ('batch' in event ? `${event.type} ${event.batch.number}` : event.type));
}

async function anchor(header: BatchHeader): Promise<void> {
  const ledger = new Contract(deployed.ledger, carbonLedgerAbi, chain.accounts.anchorer);
  await (await ledger.getFunction('anchor').send(header)).wait();
}

async function seal(previous: BatchHeader | null): Promise<BatchHeader> {
  const header = makeHeader(previous, (await chain.head()).time - 1);
  await insertBareBatch(database.pool, header);
  return header;
}

async function readTable(table: string, order: string): Promise<unknown[]> {
  return (await database.pool.query<Record<string, unknown>>(`select * from ${table} order by ${order}`))
    .rows;
}

/** Returns everything that the database has read from the chain. */
async function dump(): Promise<unknown> {
  return {
    identifiers: await readTable('identifiers', 'identifier'),
    openings: await readTable('window_openings', 'block_number, log_index'),
    closings: await readTable('window_closings', 'block_number, log_index'),
    anchors: await readTable('anchors', 'number'),
    head: (await readStatus(database.pool)).chain,
  };
}

/** Returns what a new database reads from the same chain. */
async function dumpAnew(): Promise<unknown> {
  const [own, ownChain] = [database, followed];
  database = await createTestDatabase();
  const { rows } = await own.pool.query<Record<string, unknown>>('select * from batches order by number');
  for (const row of rows)
    await database.pool.query('insert into batches select * from json_populate_record(null::batches, $1)', [
      rowJson(row),
    ]);
  followed = await openFollowedChain(database.pool, config());
  await catchUp();
  const fresh = await dump();
  await database.drop();
  [database, followed] = [own, ownChain];
  return fresh;
}

function rowJson(row: Record<string, unknown>): string {
  return JSON.stringify(row, (_, value: unknown) => {
    const bytes = value as { type?: string; data?: number[] } | null;
    return bytes?.type === 'Buffer' ? `\\x${Buffer.from(bytes.data ?? []).toString('hex')}` : value;
  });
}

describe('indexOnce', () => {
  it('reads parties with their identifiers, and the windows of their roles and keys', async () => {
    const registry = openRegistryWriter(deployed.registry, chain.accounts.registrar);
    await registry.addIdentifier(parties.company, 'demo:company');
    await registry.addKey(parties.company, chain.accounts.stranger.address);
    await catchUp();
    expect(await findPartyView(database.pool, parties.company)).toEqual({
      party: parties.company,
      identifier: PARTIES.company.identifier,
      identifiers: [PARTIES.company.identifier, 'demo:company'],
      roles: [ROLES.company],
    });
    const [role, ...keys] = await readWindows(database.pool, [parties.company]);
    expect(role).toMatchObject({ role: ROLES.company, key: null, index: 0, until: MAX_UINT });
    expect(new Set(keys.map(({ key }) => key))).toEqual(
      new Set([chain.accounts.company.address, chain.accounts.stranger.address]),
    );
    const waiting = keys.find(({ key }) => key === chain.accounts.stranger.address);
    expect(waiting?.from).toBe((await chain.head()).time + 60);
  });

  it('reads at once that a key or role was closed, or a party suspended', async () => {
    const registry = openRegistryWriter(deployed.registry, chain.accounts.registrar);
    await catchUp();
    await registry.closeKey(parties.company, chain.accounts.company.address);
    const closedAt = (await chain.head()).time;
    await registry.closeRole(parties.provider, ROLES.provider);
    await registry.suspend(parties.auditor);
    await step();
    const ends = async (party: Hex): Promise<(number | null)[]> =>
      (await readWindows(database.pool, [party])).map(({ until }) => (until === MAX_UINT ? null : until));
    expect(await ends(parties.company)).toEqual([null, closedAt]);
    expect(await ends(parties.provider)).toEqual([expect.any(Number), null]);
    expect(await ends(parties.auditor)).toEqual([null, expect.any(Number)]);
  });

  it('stores that a batch is anchored, and later that it is final', async () => {
    await seal(null);
    await catchUp();
    expect(await readStatus(database.pool)).toMatchObject({ sealed: 1, anchored: 0, final: 0 });
    await database.pool.query('delete from batches');
    const header = await seal(null);
    await anchor(header);
    await step();
    expect(await readStatus(database.pool)).toMatchObject({ sealed: 1, anchored: 1, final: 0, halted: null });
    await chain.mine(OPEN);
    await step();
    expect(await readStatus(database.pool)).toMatchObject({ sealed: 1, anchored: 1, final: 1, halted: null });
    const { rows } = await database.pool.query('select header, anchored_at, sealed_at from anchors');
    expect(rows[0]).toMatchObject({
      header: Buffer.from(hashHeader(header).slice(2), 'hex'),
      sealed_at: header.sealedAt,
    });
  });

  it('keeps only those final blocks that have events, and the newest final block', async () => {
    await chain.mine(40);
    await catchUp();
    const { rows } = await database.pool.query<{ number: number; logs: number[] }>(
      'select number, logs from blocks',
    );
    const { number } = await chain.head();
    const empty = rows.filter(({ logs }) => logs.length === 0).map((row) => row.number);
    expect(Math.min(...empty)).toBe(number - OPEN);
    expect(empty).toHaveLength(OPEN + 1);
    expect(rows.length).toBe(OPEN + 1 + 2 + Object.keys(PARTIES).length);
  });

  it('stores the same when it follows each block as when it reads the whole chain at once', async () => {
    const registry = openRegistryWriter(deployed.registry, chain.accounts.registrar);
    const header = await seal(null);
    await catchUp();
    await anchor(header);
    for (let round = 0; round < 12; round++) {
      if (round === 5) await registry.openRole(parties.company, ROLES.provider);
      else await chain.mine();
      await step();
    }
    expect(await dumpAnew()).toEqual(await dump());
  });

  it.each(DEPTHS)('after a reorganisation of %i blocks, stores what the new chain holds', async (depth) => {
    const registry = openRegistryWriter(deployed.registry, chain.accounts.registrar);
    await chain.mine(OPEN);
    await catchUp();
    const before = await dump();
    const header = await seal(null);
    await anchor(header);
    await registry.closeKey(parties.company, chain.accounts.company.address);
    await chain.mine(6);
    await catchUp();
    expect(await readStatus(database.pool)).toMatchObject({ anchored: 1 });
    await chain.reorg(depth);
    const steps = await catchUp();
    expect(steps[0]).toMatchObject({ kind: 'reorg', dropped: depth });
    expect(await readStatus(database.pool)).toMatchObject({ anchored: depth === 8 ? 0 : 1, halted: null });
    expect(await dump()).toEqual(await dumpAnew());
    if (depth === 8)
      expect(await readTable('window_closings', 'index')).toEqual(
        (before as { closings: unknown[] }).closings,
      );
  });

  it('stores the end of the ledger and its successor, and deletes them when their block is reorganised away', async () => {
    await chain.mine(OPEN);
    const contract = new Contract(deployed.ledger, carbonLedgerAbi, chain.accounts.admin);
    await (await contract.getFunction('close').send(deployed.registry)).wait();
    await catchUp();
    const ending = { number: 0, successor: deployed.registry };
    expect(await readStatus(database.pool)).toMatchObject({ ending });
    await chain.rollback(1);
    await chain.mine(2);
    await catchUp();
    expect(await readStatus(database.pool)).toMatchObject({ ending: null });
  });

  it('tells what a reorganisation takes back as further events, and changes none', async () => {
    const registry = openRegistryWriter(deployed.registry, chain.accounts.registrar);
    await chain.mine(OPEN);
    await catchUp();
    const before = await readEventTexts();
    const header = await seal(null);
    await anchor(header);
    await registry.closeKey(parties.company, chain.accounts.company.address);
    await catchUp();
    const told = await readEventTexts();
    expect(told.slice(before.length)).toEqual(['batch.sealed 1', 'batch.anchored 1', 'party.changed']);
    await chain.rollback(2);
    await chain.mine();
    await catchUp();
    const takenBack = await readEventTexts();
    expect(takenBack.slice(0, told.length)).toEqual(told);
    expect(takenBack.slice(told.length).toSorted()).toEqual(['batch.reverted 1', 'party.reverted']);
    await anchor(header);
    await chain.mine(OPEN);
    await catchUp();
    const again = await readEventTexts();
    expect(again.slice(0, takenBack.length)).toEqual(takenBack);
    expect(again.slice(takenBack.length)).toEqual(['batch.anchored 1', 'batch.final 1']);
  });

  it('follows a chain that becomes shorter and then grows with other blocks', async () => {
    await chain.mine(OPEN);
    await catchUp();
    const header = await seal(null);
    await anchor(header);
    await chain.mine();
    await catchUp();
    await chain.rollback(2);
    expect((await catchUp())[0]).toMatchObject({ kind: 'reorg', dropped: 2 });
    expect(await readStatus(database.pool)).toMatchObject({ anchored: 0 });
    await chain.mine();
    await anchor(header);
    await catchUp();
    expect(await readStatus(database.pool)).toMatchObject({ anchored: 1, halted: null });
    expect(await dump()).toEqual(await dumpAnew());
  });

  it('waits while the chain is shorter than the final block, and halts once that block is replaced', async () => {
    await chain.mine(OPEN * 2);
    await catchUp();
    await chain.rollback(OPEN + 2);
    const before = await dump();
    expect(await step()).toMatchObject({ kind: 'moved' });
    expect(await dump()).toEqual(before);
    await chain.mineAt((await chain.head()).time + 500);
    await chain.mine(OPEN * 2);
    expect(await step()).toMatchObject({ kind: 'halted', code: 'reorg-past-finality' });
  });

  it('halts at a reorganisation past finality, changes nothing, and stays halted', async () => {
    await chain.mine(OPEN * 2);
    await catchUp();
    const before = await dump();
    await chain.reorg(OPEN + 1);
    expect(await step()).toMatchObject({ kind: 'halted', code: 'reorg-past-finality' });
    await chain.mine(3);
    expect(await step()).toMatchObject({ kind: 'halted', code: 'reorg-past-finality' });
    expect(await dump()).toEqual(before);
    expect((await readStatus(database.pool)).halted?.message).toContain('a final block was replaced');
  });

  it('does not halt if the operator has resolved the reorganisation since it read the blocks', async () => {
    await chain.mine(OPEN * 2);
    await catchUp();
    await chain.reorg(OPEN + 1);
    const resolved = runAfter(database.pool, 'from blocks', () => rewindChain(database.pool, null));
    const late = await indexOnce({ pool: resolved, chain: followed, log: keepLog() });
    expect(late).toMatchObject({ kind: 'moved' });
    expect((await readStatus(database.pool)).halted).toBeNull();
  });

  it('halts at a header that the database did not seal', async () => {
    await catchUp();
    const sealed = await seal(null);
    await anchor({ ...sealed, recordCount: 99 });
    expect(await step()).toMatchObject({ kind: 'halted', code: 'unknown-header' });
    expect((await readStatus(database.pool)).halted?.code).toBe('unknown-header');
  });

  it('counts confirmations for the final block when configured to', async () => {
    followed = await openFollowedChain(database.pool, config({ finality: { confirmations: 3 } }));
    await chain.mine(10);
    await catchUp();
    const { number } = await chain.head();
    expect((await readStatus(database.pool)).chain).toMatchObject({
      head: { number },
      final: { number: number - 3 },
    });
  });

  it('asks for events of fewer blocks at once when an endpoint refuses to search many', async () => {
    await chain.mine(300);
    const refused: number[] = [];
    const limit = (rpc: Rpc): Rpc => ({
      host: rpc.host,
      async request(method, params) {
        const filter = params[0] as { fromBlock?: string; toBlock?: string } | undefined;
        const span = Number(filter?.toBlock) - Number(filter?.fromBlock);
        if (method !== 'eth_getLogs' || !(span >= 50)) return rpc.request(method, params);
        refused.push(span);
        throw new RpcError('refused', 'query returned more than 50 blocks');
      },
    });
    const { endpoints } = followed;
    followed = { ...followed, endpoints: { ...endpoints, rpcs: endpoints.rpcs.map(limit) } };
    await catchUp();
    expect(refused.length).toBeGreaterThan(0);
    expect(await dump()).toEqual(await dumpAnew());
  });

  it('reads past old blocks whose state endpoints do not keep, and finds a missed event at the newest one', async () => {
    await seal(null).then(anchor);
    await chain.mine(OPEN * 2);
    const { hash: newest } = await chain.head();
    const forget = (rpc: Rpc): Rpc => ({
      host: rpc.host,
      request: async (method, params) => {
        const { blockHash } = (params[1] ?? {}) as { blockHash?: string };
        if (method === 'eth_call' && blockHash !== newest) throw new RpcError('refused', 'missing trie node');
        return method === 'eth_getLogs' ? [] : rpc.request(method, params);
      },
    });
    followed = {
      ...followed,
      endpoints: { ...followed.endpoints, rpcs: followed.endpoints.rpcs.map(forget) },
    };
    await expect(catchUp()).rejects.toMatchObject({ code: 'event-missed' });
    expect((await readChainState(database.pool))?.isEventMissed).toBe(true);
  });

  it('notices that the closing of the ledger is missing', async () => {
    await catchUp();
    const ledger = new Contract(deployed.ledger, carbonLedgerAbi, chain.accounts.admin);
    await (await ledger.getFunction('close').send(deployed.registry)).wait();
    const [own] = followed.endpoints.rpcs;
    const hidden: Rpc = {
      host: own!.host,
      request: (method, params) =>
        method === 'eth_getLogs' ? Promise.resolve([]) : own!.request(method, params),
    };
    const honest = followed;
    followed = { ...followed, endpoints: { rpcs: [hidden], quorum: 1 } };
    await expect(step()).rejects.toMatchObject({ code: 'event-missed' });
    followed = honest;
    await catchUp();
    expect(await readChainState(database.pool)).toMatchObject({
      isEventMissed: false,
      ending: { number: 0 },
    });
  });

  it('asks once which chain its endpoint serves, and again before it deletes or halts', async () => {
    const other = await startTestChain({ chainId: 99, slotsInAnEpoch: OPEN / 2 });
    const elsewhere = openRpc(other.url);
    const [own] = followed.endpoints.rpcs;
    let isElsewhere = false;
    let asked = 0;
    const moving: Rpc = {
      host: own!.host,
      request(method, params) {
        if (method === 'eth_chainId') asked += 1;
        return (isElsewhere ? elsewhere : own!).request(method, params);
      },
    };
    followed = { ...followed, endpoints: { rpcs: [moving], quorum: 1 } };
    try {
      await chain.mine(OPEN * 2);
      await catchUp();
      await chain.mine();
      await catchUp();
      expect(asked).toBe(1);
      await other.mine(OPEN * 4);
      isElsewhere = true;
      await expect(step()).rejects.toMatchObject({ code: 'wrong-chain' });
      isElsewhere = false;
      await catchUp();
      expect((await readStatus(database.pool)).halted).toBeNull();
    } finally {
      await other.stop();
    }
  });

  it('compares its events with a contract whose node refuses blocks by hash', async () => {
    await seal(null).then(anchor);
    const refuses: OwnAnswer = ({ method, params }) =>
      method === 'eth_call' && typeof params[1] === 'object'
        ? { error: { code: -32602, message: 'invalid argument 1: argument must be a string' } }
        : undefined;
    const proxy = await startRpcProxy(chain.url, refuses);
    followed = await openFollowedChain(database.pool, config({ rpcUrls: [proxy.url] }));
    await catchUp();
    await proxy.stop();
    expect(await readStatus(database.pool)).toMatchObject({ anchored: 1, halted: null });
  });

  it('ends a step early while endpoints answer slowly, and reads the same in more steps', async () => {
    const delay = (rpc: Rpc): Rpc => ({
      host: rpc.host,
      async request(method, params) {
        await wait(350);
        return rpc.request(method, params);
      },
    });
    const { endpoints } = followed;
    const slow = { ...endpoints, rpcs: endpoints.rpcs.map(delay) };
    const stepSlowly = (): Promise<IndexStep> =>
      indexOnce({ pool: database.pool, chain: { ...followed, endpoints: slow }, log: keepLog() });
    await chain.mine(2 * OPEN);
    const final = (await chain.head()).number - OPEN;
    // First blocks that are final, then others.
    const first = await stepSlowly();
    expect(first).toMatchObject({ kind: 'read', isBehind: true });
    expect((first as { head: number }).head).toBeLessThan(final);
    await catchUp();
    await chain.mine(OPEN);
    expect(await stepSlowly()).toMatchObject({ kind: 'read', isBehind: true });
    await catchUp();
    expect(await dump()).toEqual(await dumpAnew());
  });

  it('reads what a quorum of endpoints agrees on while one is unreachable, and nothing when they disagree', async () => {
    const dead = 'http://127.0.0.1:9';
    const other = await startTestChain({ slotsInAnEpoch: OPEN / 2 });
    const second = await startRpcProxy(chain.url);
    try {
      followed = await openFollowedChain(
        database.pool,
        config({ rpcUrls: [dead, chain.url, second.url], quorum: 2 }),
      );
      await catchUp();
      expect((await readStatus(database.pool)).chain?.head?.number).toBe((await chain.head()).number);
      const before = await dump();
      followed = await openFollowedChain(
        database.pool,
        config({ rpcUrls: [chain.url, second.url], quorum: 2 }),
      );
      const [endpoint] = followed.endpoints.rpcs;
      const disagreeing = { rpcs: [endpoint!, openRpc(other.url)], quorum: 2 };
      followed = { ...followed, endpoints: disagreeing };
      await other.mine(20);
      await expect(step()).rejects.toMatchObject({ code: 'rpc-disagree' });
      expect(await dump()).toEqual(before);
    } finally {
      await second.stop();
      await other.stop();
    }
  });

  it('stores each block once while several indexers read the same chain', async () => {
    await chain.mine(30);
    for (let round = 0; round < 5; round++) {
      await chain.mine(3);
      const steps = await Promise.all([step(), step(), step()]);
      expect(steps.some(({ kind }) => kind === 'read')).toBe(true);
    }
    await catchUp();
    expect(await dump()).toEqual(await dumpAnew());
  });

  it('stores nothing after a block that another indexer meanwhile replaced with one of the same number', async () => {
    await chain.mine(OPEN);
    await catchUp();
    await chain.mine();
    const before = await readStatus(database.pool);
    const pool = runAfter(database.pool, 'begin', async () => {
      await chain.reorg(2);
      expect(await step()).toMatchObject({ kind: 'reorg', dropped: 1 });
      await chain.rollback(1);
      await catchUp();
      expect((await readStatus(database.pool)).chain!.head!.number).toBe(before.chain!.head!.number);
    });
    const late = await indexOnce({ pool, chain: followed, log: keepLog() });
    expect(late).toMatchObject({ kind: 'moved' });
    await catchUp();
    expect(await dump()).toEqual(await dumpAnew());
  });
});

describe('relateToChain', () => {
  it('never reports a reorganisation of all blocks when one is final, even if another indexer has just moved it', async () => {
    const head = {
      number: 3,
      hash: `0x${'33'.repeat(32)}`,
      parent: `0x${'22'.repeat(32)}`,
      time: 3,
      bloom: null,
    } as const;
    const known = [5, 4].map((number) => ({
      ...head,
      number,
      hash: `0x${String(number).repeat(64)}` as const,
    }));
    const relation = await relateToChain(known, 1, { head, final: null, endpoints: followed.endpoints });
    expect(relation.kind).toBe('behind');
  });
});

describe('openFollowedChain', () => {
  it.each([
    ['wrong-chain', { chainId: 5 }],
    ['no-ledger', { ledger: '0x000000000000000000000000000000000000dEaD' }],
  ])('throws %s when the chain or the ledger is another one', async (code, changes) => {
    const fresh = await createTestDatabase();
    await expect(openFollowedChain(fresh.pool, config(changes))).rejects.toMatchObject({ code });
    await fresh.drop();
  });

  it('throws other-ledger when the database belongs to another ledger or chain', async () => {
    const other = await chain.deploy();
    await expect(openFollowedChain(database.pool, config({ ledger: other.ledger }))).rejects.toMatchObject({
      code: 'other-ledger',
    });
    const foreign = await startTestChain({ chainId: 99 });
    const { ledger } = await foreign.deploy();
    await expect(
      openFollowedChain(database.pool, config({ rpcUrls: [foreign.url], ledger })),
    ).rejects.toMatchObject({ code: 'other-ledger' });
    await foreign.stop();
  });

  it('throws rpc-unreachable when the endpoint does not answer', async () => {
    await expect(
      openFollowedChain(database.pool, config({ rpcUrls: ['http://127.0.0.1:9'] })),
    ).rejects.toMatchObject({
      code: 'rpc-unreachable',
    });
  });
});

describe('startIndexer', () => {
  it('follows the chain until it is stopped', async () => {
    const log = keepLog();
    const indexer = await startIndexer({ pool: database.pool, config: config(), log });
    await chain.mine(5);
    const { number } = await chain.head();
    await expect
      .poll(async () => (await readStatus(database.pool)).chain?.head?.number, { interval: 20 })
      .toBe(number);
    await indexer.stop();
    expect(await indexer.ended).toBeNull();
  });

  it('says which does not answer, the database or the chain, and continues when both do', async () => {
    const gates = { database: await startGate(database.url), chain: await startGate(chain.url) };
    for (const gate of Object.values(gates)) gate.open();
    const pool = openPool(gates.database.url);
    const log = keepLog();
    const indexer = await startIndexer({ pool, config: config({ rpcUrls: [gates.chain.url] }), log });
    const warned = (): string[] =>
      log.lines.filter(({ level }) => level === 'warn').map(({ message }) => message);
    gates.database.shut();
    await expect
      .poll(warned)
      .toEqual(['Nothing could be stored (the database does not answer); it is tried again.']);
    gates.database.open();
    const continued = (): number =>
      log.lines.filter(({ message }) => message === 'The indexer continues.').length;
    await expect.poll(continued, { timeout: 5_000 }).toBe(1);
    gates.chain.shut();
    await expect.poll(() => warned().at(-1)).toBe('The chain could not be read; it is tried again.');
    gates.chain.open();
    await expect.poll(continued, { timeout: 5_000 }).toBe(2);
    await indexer.stop();
    await pool.end();
    for (const gate of Object.values(gates)) await gate.stop();
  });

  it('ends by itself when it halts, with the reason', async () => {
    await chain.mine(OPEN * 2);
    await catchUp();
    await chain.reorg(OPEN + 1);
    const indexer = await startIndexer({ pool: database.pool, config: config(), log: keepLog() });
    expect(await indexer.ended).toMatchObject({ kind: 'halted', code: 'reorg-past-finality' });
    await indexer.stop();
  });
});
