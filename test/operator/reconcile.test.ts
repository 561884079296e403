import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Contract } from 'ethers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRegistryWriter } from '../../chain/contracts/registry.ts';
import { carbonLedgerAbi } from '../../chain/generated/carbon-ledger.ts';
import { type BatchHeader, hashHeader } from '../../core/batches/batch.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { ROLES } from '../../core/records/kind.ts';
import { findBatchView } from '../../db/batches/batch-views.ts';
import { readChainState } from '../../db/chain/chain-state.ts';
import { findRecordView } from '../../db/records/views.ts';
import { type ReconcileResult, reconcileLedger } from '../../operator/reconcile.ts';
import { nameBatchFile } from '../../core/publication/format.ts';
import { makeHeader } from '../helpers/batch.ts';
import { type ChainedLedger, startChainedLedger } from '../helpers/chained-ledger.ts';
import type { TestChain } from '../helpers/chain.ts';
import { dumpDatabase } from '../helpers/dump.ts';
import { failAt } from '../helpers/failing-pool.ts';
import { makeKey } from '../helpers/registry.ts';
import { copyTestDatabase, createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import type { SignedRecord } from '../helpers/signed-record.ts';

let chain: TestChain;
let ledger: ChainedLedger;
let database: TestDatabase;
/** A restored backup of the database; null before there is one. */
let backup: TestDatabase | null;
let home: string;
let folder: string;
let steps: string[];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'reconcile-'));
  folder = join(home, 'publication');
  ledger = await startChainedLedger();
  ({ chain } = ledger);
  database = await createTestDatabase();
  backup = null;
  steps = [];
  await ledger.index(database.pool);
});
afterEach(async () => {
  await backup?.drop();
  await database.drop();
  await chain.stop();
  await rm(home, { recursive: true });
});

const sign = (subject: string, after: SignedRecord | null = null, title = subject): SignedRecord =>
  ledger.sign({ by: ledger.parties.provider, subject, after, statement: { title } });

async function reconcile(pool = database.pool): Promise<ReconcileResult> {
  return reconcileLedger(ledger.operator(pool, folder, (line) => void steps.push(line)));
}

async function stateOf(pool: TestDatabase['pool'], { id }: SignedRecord): Promise<string | undefined> {
  return (await findRecordView(pool, id))?.state;
}

async function haltOf(pool: TestDatabase['pool']): Promise<string | null> {
  return (await readChainState(pool))?.halted?.code ?? null;
}

/** Checks that the ledger works again: a record is accepted, sealed and anchored in the batch with this number. */
async function expectNextBatch(pool: TestDatabase['pool'], number: number): Promise<void> {
  await chain.mine(4);
  await ledger.index(pool);
  expect(await ledger.publish(pool, folder, sign('later'))).toMatchObject({ number });
  expect(await haltOf(pool)).toBeNull();
}

/** Anchors a batch that a backup lacks, and lets the restored backup accept other records. */
async function playBackup(): Promise<{
  pool: TestDatabase['pool'];
  header: BatchHeader;
  records: Record<string, SignedRecord>;
}> {
  const first = sign('a');
  await ledger.publish(database.pool, folder, first);
  backup = await copyTestDatabase(database);
  const [second, other] = [sign('a', first), sign('b')];
  const header = await ledger.publish(database.pool, folder, second, other);
  const { pool } = backup;
  // The backup has not read the chain yet: it accepts a rival second version, a third one after it, and an unrelated record.
  const rival = sign('a', first, 'rival');
  const [rivalNext, own] = [sign('a', rival), sign('c')];
  for (const record of [rival, rivalNext, own]) await ledger.accept(pool, record);
  await ledger.index(pool);
  expect(await haltOf(pool)).toBe('unknown-header');
  return { pool, header, records: { first, second, other, rival, rivalNext, own } };
}

describe('reconcileLedger', () => {
  it('imports the batches that a restored backup lacks, rejects waiting records in conflict with them, and keeps the others waiting', async () => {
    const { pool, header, records } = await playBackup();
    expect(await reconcile(pool)).toEqual({
      halted: null,
      resolved: 'unknown-header',
      voidedFrom: null,
      batches: 1,
      records: 2,
      rejected: 2,
      newest: 2,
    });
    expect(steps.join('\n')).toContain(
      `Batch 2 on the chain is ${hashHeader(header)}; the database does not have it.`,
    );
    await ledger.index(pool);
    const states = Object.entries(records).map(async ([name, record]) => [name, await stateOf(pool, record)]);
    expect(Object.fromEntries(await Promise.all(states))).toEqual({
      first: 'final',
      second: 'final',
      other: 'final',
      rival: 'rejected',
      rivalNext: 'rejected',
      own: 'accepted',
    });
    const { rows } = await pool.query(
      'select count(*) - count(distinct arrival) as twice from records where rejected_code is null',
    );
    expect(rows).toEqual([{ twice: 0 }]);
    await expectNextBatch(pool, 3);
    expect(await stateOf(pool, records['own']!)).toBe('final');
  });

  it('voids a batch of the restored backup when the chain holds another one with its number', async () => {
    const first = sign('a');
    await ledger.publish(database.pool, folder, first);
    backup = await copyTestDatabase(database);
    const { pool } = backup;
    const [second, own] = [sign('a', first), sign('c')];
    await ledger.accept(pool, own);
    await ledger.seal(pool);
    const header = await ledger.publish(database.pool, folder, second);
    await ledger.index(pool);
    expect(await reconcile(pool)).toMatchObject({ voidedFrom: 2, batches: 1, rejected: 0, newest: 2 });
    expect((await findBatchView(pool, 2))?.id).toBe(hashHeader(header));
    expect(await stateOf(pool, own)).toBe('accepted');
    await expectNextBatch(pool, 3);
    expect(await stateOf(pool, own)).toBe('final');
  });

  it('succeeds when it is repeated after a crash at any statement', { timeout: 60_000 }, async () => {
    const first = sign('a');
    await ledger.publish(database.pool, folder, first);
    backup = await copyTestDatabase(database);
    const own = sign('c');
    await ledger.accept(backup.pool, own);
    await ledger.seal(backup.pool);
    const header = await ledger.publish(database.pool, folder, sign('a', first));
    await ledger.index(backup.pool);
    const whole = await copyTestDatabase(backup);
    const counted = failAt(whole.pool, 0, 'before');
    await reconcile(counted.pool);
    expect(counted.count()).toBeGreaterThan(20);
    for (let at = 2; at <= counted.count(); at += 6) {
      const cut = await copyTestDatabase(backup);
      const failing = failAt(cut.pool, at, at % 4 === 0 ? 'before' : 'after');
      await expect(reconcile(failing.pool)).rejects.toThrow('fails');
      await reconcile(cut.pool);
      expect(await haltOf(cut.pool)).toBeNull();
      expect((await findBatchView(cut.pool, 2))?.id).toBe(hashHeader(header));
      expect(await stateOf(cut.pool, own)).toBe('accepted');
      await cut.drop();
    }
    await whole.drop();
  });

  it('changes nothing when the publication lacks a batch, and says that the ledger must be closed', async () => {
    const { pool, header } = await playBackup();
    await rm(join(folder, nameBatchFile({ number: 2, id: hashHeader(header) })));
    const before = await dumpDatabase(pool);
    const refused = await reconcile(pool).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'copy-lacks' });
    expect((refused as Error).message).toContain('closed for a successor');
    expect(await dumpDatabase(pool)).toEqual(before);
  });

  it('refuses when someone else anchored a header with a stolen key, and leaves the ledger halted', async () => {
    const known = await ledger.publish(database.pool, folder, sign('a'));
    const forged = makeHeader(known, known.sealedAt);
    const contract = new Contract(ledger.deployment.ledger, carbonLedgerAbi, chain.accounts.anchorer);
    await (await contract.getFunction('anchor').send(forged)).wait();
    await ledger.index(database.pool);
    expect(await haltOf(database.pool)).toBe('unknown-header');
    await expect(reconcile()).rejects.toMatchObject({ code: 'copy-lacks' });
    expect(await haltOf(database.pool)).toBe('unknown-header');
  });

  it('rewinds to the newest block that the chain kept after a reorganisation past finality; the same headers are then anchored again', async () => {
    const first = await ledger.publish(database.pool, folder, sign('a'));
    const second = await ledger.publish(database.pool, folder, sign('b'));
    await chain.reorg(5);
    await ledger.index(database.pool);
    expect(await haltOf(database.pool)).toBe('reorg-past-finality');
    expect(await reconcile()).toMatchObject({
      resolved: 'reorg-past-finality',
      voidedFrom: null,
      batches: 0,
    });
    await chain.mine(4);
    await ledger.index(database.pool);
    const states = [
      (await findBatchView(database.pool, 1))?.state,
      (await findBatchView(database.pool, 2))?.state,
    ];
    expect(states).toEqual(['final', 'submitted']);
    expect(await ledger.anchor(database.pool, folder)).toMatchObject({ batch: 2 });
    await expectNextBatch(database.pool, 3);
    expect([
      (await ledger.reader().anchoring(1))?.header,
      (await ledger.reader().anchoring(2))?.header,
    ]).toEqual([first, second].map(hashHeader));
  });

  it('voids a batch whose record is by a party that a reorganisation past finality unregistered', async () => {
    const { pool } = database;
    const first = await ledger.publish(pool, folder, sign('a'));
    const late = makeKey('late');
    const registrar = openRegistryWriter(ledger.deployment.registry, chain.accounts.registrar);
    const { block } = await registrar.registerParty({
      identifier: 'demo:late',
      key: late.address,
      roles: [ROLES.provider],
    });
    await chain.mineAt((await chain.head()).time + 60);
    await chain.mine(4);
    await ledger.index(pool);
    const party = { identifier: 'demo:late', party: hashParty('demo:late'), key: late };
    const [lost, kept] = [ledger.sign({ by: party, subject: 'b' }), sign('c')];
    await ledger.publish(pool, folder, lost, kept);
    expect(await stateOf(pool, lost)).toBe('final');
    await chain.reorg((await chain.head()).number - block + 1);
    await ledger.index(pool);
    expect(await haltOf(pool)).toBe('reorg-past-finality');
    expect((await ledger.reader().keyWindows(party.party, late.address)).length).toBe(0);
    expect(await reconcile()).toMatchObject({ voidedFrom: 2, batches: 0, newest: 1 });
    expect(steps.join('\n')).toContain(`Batch 2 holds records that ${late.address} signed`);
    expect([await stateOf(pool, lost), await stateOf(pool, kept)]).toEqual(['accepted', 'accepted']);
    await expectNextBatch(pool, 2);
    expect([await stateOf(pool, lost), await stateOf(pool, kept)]).toEqual(['rejected', 'final']);
    expect((await ledger.reader().anchoring(1))?.header).toBe(hashHeader(first));
  });

  it('changes nothing when the ledger is not halted', async () => {
    await ledger.publish(database.pool, folder, sign('a'));
    const before = await dumpDatabase(database.pool);
    expect(await reconcile()).toMatchObject({ halted: null, resolved: null, newest: 1 });
    expect(await dumpDatabase(database.pool)).toEqual(before);
  });

  it('imports every batch into a database that holds only what an indexer read', async () => {
    await ledger.publish(database.pool, folder, sign('a'));
    backup = await createTestDatabase();
    await ledger.index(backup.pool);
    expect(await reconcile(backup.pool)).toMatchObject({ resolved: 'unknown-header', batches: 1, newest: 1 });
    await expectNextBatch(backup.pool, 2);
  });
});
