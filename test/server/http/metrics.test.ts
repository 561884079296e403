import { Contract } from 'ethers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { carbonLedgerAbi } from '../../../chain/generated/carbon-ledger.ts';
import { openRegistryWriter } from '../../../chain/contracts/registry.ts';
import { openRpc } from '../../../chain/rpc/rpc.ts';
import { ROLES } from '../../../core/records/kind.ts';
import { readMonitoring } from '../../../db/monitoring/monitoring.ts';
import type { Queryable } from '../../../db/pool.ts';
import { openAnchorCosts } from '../../../server/anchoring/costs.ts';
import { type ChainedLedger, startChainedLedger } from '../../helpers/chained-ledger.ts';
import type { TestChain } from '../../helpers/chain.ts';
import { makeKey } from '../../helpers/registry.ts';
import { type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { type TestDatabase, createTestDatabase } from '../../helpers/postgres.ts';

/** Seconds from acceptance to the deadline in the receipts of the test server. */
const ANCHOR_WITHIN = 3600;

let chain: TestChain;
let ledger: ChainedLedger;
let database: TestDatabase;
let server: HttpServer;

beforeEach(async () => {
  ledger = await startChainedLedger();
  ({ chain } = ledger);
  database = await createTestDatabase();
  await ledger.index(database.pool);
  server = await startHttpServer(database.pool, (await chain.head()).time, {}, ledger.domain);
});

afterEach(async () => {
  await server.stop();
  await database.drop();
  await chain.stop();
});

/** Returns every sample by name and labels. */
async function readSamples(): Promise<ReadonlyMap<string, number>> {
  const { text } = await server.call<string>('GET', '/metrics');
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1).replace('+Inf', 'Infinity'))];
    }),
  );
}

async function read(name: string): Promise<number | undefined> {
  return (await readSamples()).get(`carbon_ledger_${name}`);
}

/** Advances the chain and its final block by some seconds, and lets the indexer read it. */
async function pass(seconds: number): Promise<void> {
  await chain.mineAt((await chain.head()).time + seconds);
  await chain.mine(4);
  await ledger.index(database.pool);
}

const record = (subject: string): ReturnType<ChainedLedger['sign']> =>
  ledger.sign({ by: ledger.parties.provider, subject });

describe('/metrics', () => {
  it('shows the time from the oldest record of a batch until it was anchored, and until it was final', async () => {
    expect(await read('anchored_seconds{batch="newest"}')).toBeUndefined();
    const accepted = (await chain.head()).time;
    await ledger.accept(database.pool, record('slow/1'));
    await pass(100);
    await ledger.accept(database.pool, record('slow/2'));
    await ledger.seal(database.pool);
    await ledger.anchor(database.pool, null);
    await ledger.index(database.pool);
    const first = await server.call<{ anchor: { anchoredAt: number } }>('GET', '/v1/batches/1');
    const took = first.body.anchor.anchoredAt - accepted;
    expect(took).toBeGreaterThanOrEqual(100);
    expect(await read('anchored_seconds{batch="newest"}')).toBe(took);
    expect(await read('final_seconds{batch="newest"}')).toBeUndefined();
    await pass(500);
    expect(await read('final_seconds{batch="newest"}')).toBe((await chain.head()).time - accepted);
    await ledger.publish(database.pool, null, record('quick'));
    expect(await read('anchored_seconds{batch="newest"}')).toBeLessThan(100);
    expect(await read('anchored_seconds{batch="slowest"}')).toBe(took);
  });

  it('shows the records that wait, the time until their deadline, and those that were late', async () => {
    expect(await read('promise_seconds')).toBe(Infinity);
    await ledger.accept(database.pool, record('late'));
    expect(await read('records_waiting')).toBe(1);
    expect(await read('promise_seconds')).toBe(ANCHOR_WITHIN);
    server.now += ANCHOR_WITHIN + 60;
    expect(await read('waiting_seconds')).toBe(ANCHOR_WITHIN + 60);
    expect(await read('promise_seconds')).toBe(-60);
    expect(await read('records_overdue')).toBe(1);
    await pass(ANCHOR_WITHIN + 60);
    await ledger.seal(database.pool);
    expect(await read('records_waiting')).toBe(0);
    expect(await read('records_unanchored')).toBe(1);
    expect(await read('promise_seconds')).toBe(-60);
    expect(await read('records_overdue')).toBe(1);
    expect(await read('records_late')).toBe(0);
    await ledger.anchor(database.pool, null);
    await ledger.index(database.pool);
    expect(await read('records_unanchored')).toBe(0);
    expect(await read('promise_seconds')).toBe(Infinity);
    expect(await read('records_overdue')).toBe(0);
    expect(await read('records_late')).toBe(1);
  });

  it('adds up the late records of all batches, and takes back those of a batch that a reorganisation removes', async () => {
    for (const [subject, late] of [
      ['late/1', 1],
      ['late/2', 2],
    ] as const) {
      await ledger.accept(database.pool, record(subject));
      await pass(ANCHOR_WITHIN + 60);
      await ledger.seal(database.pool);
      await ledger.anchor(database.pool, null);
      await ledger.index(database.pool);
      expect(await read('records_late')).toBe(late);
    }
    await chain.reorg(1);
    await ledger.index(database.pool);
    expect(await read('records_late')).toBe(1);
  });

  it('counts reorganisations, and shows the depth of the deepest', async () => {
    await ledger.accept(database.pool, record('twice'));
    await ledger.seal(database.pool);
    await ledger.anchor(database.pool, null);
    await ledger.index(database.pool);
    expect(await read('batch_number{state="anchored"}')).toBe(1);
    expect(await read('reorganisations')).toBe(0);
    await chain.reorg(1);
    await ledger.index(database.pool);
    expect(await read('batch_number{state="anchored"}')).toBe(0);
    expect(await read('anchored_seconds{batch="newest"}')).toBeUndefined();
    expect(await read('reorganisations')).toBe(1);
    expect(await read('reorganisation_depth_blocks')).toBe(1);
    await chain.mine(1);
    await ledger.index(database.pool);
    await chain.reorg(2);
    await ledger.index(database.pool);
    expect(await read('reorganisations')).toBe(2);
    expect(await read('reorganisation_depth_blocks')).toBe(2);
  });

  it('counts events that were read late, and blocks that may still have some', async () => {
    expect([await read('events_late'), await read('blocks_doubtful')]).toEqual([0, 0]);
    await database.pool.query('update chain_state set events_late = 3');
    await database.pool.query(
      'update blocks set is_doubtful = true where number = (select max(number) from blocks)',
    );
    expect([await read('events_late'), await read('blocks_doubtful')]).toEqual([3, 1]);
  });

  it('shows the newest blocks that were read, and their age', async () => {
    const { number, time } = await chain.head();
    server.now = time + 90;
    expect(await read('chain_block_number{block="head"}')).toBe(number);
    expect(await read('chain_block_number{block="final"}')).toBe(number - 2);
    expect(await read('chain_block_age_seconds{block="head"}')).toBe(90);
  });

  it('counts refused requests and bulk lines, and rejected records, by code', async () => {
    await server.call('POST', '/v1/records', { body: {} });
    await server.call('GET', `/v1/records/0x${'00'.repeat(32)}`);
    const headers = { 'Content-Type': 'application/x-ndjson' };
    await server.call('POST', '/v1/records/bulk', { body: '{}\n{}\nbroken\n', headers });
    const samples = await readSamples();
    expect(samples.get('carbon_ledger_refusals_total{code="missing-member"}')).toBe(3);
    expect(samples.get('carbon_ledger_refusals_total{code="json-syntax"}')).toBe(1);
    expect(samples.get('carbon_ledger_refusals_total{code="not-found"}')).toBe(1);
    expect(await read('refusals_total{code="json-syntax"}')).toBe(1);
    await ledger.accept(database.pool, record('rejected'));
    await database.pool.query("update records set rejected_code = 'closed-key', rejected_message = ''");
    expect(await read('records_rejected{code="closed-key"}')).toBe(1);
  });

  it('shows whether the key that signs receipts is a valid key of the operator', async () => {
    expect(await read('operator_key_valid')).toBe(0);
    const registry = openRegistryWriter(ledger.deployment.registry, chain.accounts.registrar);
    await registry.registerParty({
      identifier: 'demo:op',
      roles: [ROLES.operator],
      key: makeKey('operator').address,
    });
    await ledger.index(database.pool);
    server.now = (await chain.head()).time;
    expect(await read('operator_key_valid')).toBe(1);
  });

  it('shows whether the ledger is halted or has ended', async () => {
    expect([await read('halted'), await read('closed')]).toEqual([0, 0]);
    await database.pool.query("update chain_state set halted_code = 'unknown-header', halted_message = ''");
    expect([await read('halted'), await read('closed')]).toEqual([1, 0]);
    await database.pool.query('update chain_state set halted_code = null');
    const contract = new Contract(ledger.domain.ledger, carbonLedgerAbi, chain.accounts.admin);
    await (await contract.getFunction('close').send(ledger.deployment.registry)).wait();
    await ledger.index(database.pool);
    expect([await read('halted'), await read('closed')]).toEqual([0, 1]);
  });

  it('does not scan the tables of records, batches or anchors', async () => {
    await ledger.publish(database.pool, null, record('plan'));
    await ledger.accept(database.pool, record('waits'));
    const client = await database.pool.connect();
    await client.query('begin');
    await client.query('set local enable_seqscan = off');
    const plans: string[] = [];
    const explained = {
      query: async (text: string, values?: unknown[]) => {
        const plan = await client.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
        plans.push(plan.rows.map((row) => row['QUERY PLAN']).join('\n'));
        return client.query(text, values);
      },
    } as unknown as Queryable;
    await readMonitoring(explained, server.now + 2 * ANCHOR_WITHIN);
    await client.query('rollback');
    client.release();
    expect(plans.length).toBeGreaterThan(4);
    expect(plans.join('\n')).toContain('waiting_records_pkey');
    expect(plans.join('\n')).not.toMatch(/Seq Scan on (records|batches|anchors|anchor_times|sealed_records)/);
  });
});

describe('the costs of anchoring', () => {
  it('are the balance of the account and the cost of the last anchoring transaction on the chain', async () => {
    await ledger.publish(database.pool, null, record('paid'));
    const { transaction } = await readMonitoring(database.pool, server.now);
    const { address } = chain.accounts.anchorer;
    const costs = await openAnchorCosts([openRpc(chain.url)], address)(transaction);
    const receipt = await chain.provider.getTransactionReceipt(transaction!);
    expect(costs).toEqual({
      balance: await chain.provider.getBalance(address),
      gas: Number(receipt!.gasUsed),
      gasPrice: receipt!.gasPrice,
    });
  });

  it('are unknown before the first anchor, and if no endpoint answers', async () => {
    const { address } = chain.accounts.anchorer;
    expect(await openAnchorCosts([openRpc(chain.url)], address)(null)).toMatchObject({ gas: null });
    const nobody = openAnchorCosts([openRpc('http://127.0.0.1:1')], address);
    expect(await nobody(null)).toEqual({ balance: null, gas: null, gasPrice: null });
  });
});
