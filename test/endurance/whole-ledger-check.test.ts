import { cp, mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPolicy, pinContracts } from '../../client/policies/new-policy.ts';
import { hashEntries } from '../../core/records/entry.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { toBytea } from '../../db/rows/bytea.ts';
import { signReceipt } from '../../server/intake/receipt.ts';
import { type ChainedLedger, deployChainedLedger } from '../helpers/chained-ledger.ts';
import { startTestChain, type TestChain } from '../helpers/chain.ts';
import { startHttpServer } from '../helpers/http-server.ts';
import { type PlayedBatches, playBatches } from '../helpers/played-batches.ts';
import { copyTestDatabase, createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { makeKey } from '../helpers/registry.ts';
import type { SignedRecord } from '../helpers/signed-record.ts';
import { checkPublication } from './check-publication.ts';
import { checkWholeLedger, type LedgerCount } from './check-whole-ledger.ts';
import type { LedgerEvidence } from './ledger-check.ts';

const OPERATOR = makeKey('operator');

let chain: TestChain;
let ledger: ChainedLedger;
let whole: TestDatabase;
let folder: string;
let records: PlayedBatches['records'];
let evidence: LedgerEvidence;
let database: TestDatabase;

beforeAll(async () => {
  chain = await startTestChain();
  ledger = await deployChainedLedger(chain);
  whole = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-check-'));
  ({ records } = await playBatches(ledger, whole.pool, join(folder, 'published')));
  evidence = await gatherEvidence();
});

afterAll(async () => {
  await whole.drop();
  await chain.stop();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  database = await copyTestDatabase(whole);
});

afterEach(() => database.drop());

/** The same record again gets its first receipt. */
async function gatherEvidence(): Promise<LedgerEvidence> {
  const receipts: LedgerEvidence['receipts'][number][] = [];
  for (const record of Object.values(records))
    receipts.push((await ledger.accept(whole.pool, record)).receipt);
  const { chainId, ledger: address } = ledger.domain;
  const policy = createPolicy({ chainId, ledger: address, urls: [chain.url] });
  const rootOf = ({ submission }: SignedRecord): Hex => hashEntries(submission.entries ?? []);
  return {
    receipts,
    entries: [
      { record: records.dataset.id, root: rootOf(records.dataset), reader: null },
      { record: records.disclosure.id, root: rootOf(records.disclosure), reader: ledger.parties.company.key },
    ],
    operator: OPERATOR.address,
    policy: await pinContracts(policy, ledger.reader()),
  };
}

async function check(changes: Partial<LedgerEvidence> = {}): Promise<LedgerCount> {
  const server = await startHttpServer(database.pool, Math.floor(Date.now() / 1000), {}, ledger.domain);
  try {
    return await checkWholeLedger(server.url, { ...evidence, ...changes });
  } finally {
    await server.stop();
  }
}

/** Runs statements behind the ledger's back; `$1` in each is the id of a record. */
async function change(record: SignedRecord, ...statements: string[]): Promise<void> {
  for (const statement of statements) {
    const values = statement.includes('$1') ? [toBytea(record.id)] : [];
    const { rowCount } = await database.pool.query(statement, values);
    expect(rowCount, statement).not.toBe(0);
  }
}

/** Takes a record back out of what a database holds, as if it had never been accepted. */
async function forget(pool: Pool, { id, stream }: SignedRecord): Promise<void> {
  await pool.query('delete from waiting_records where record = $1', [toBytea(id)]);
  await pool.query('delete from records where id = $1', [toBytea(id)]);
  await pool.query('delete from streams where stream = $1', [toBytea(stream)]);
}

/** Signs and accepts a record of a stream of its own, which waits. */
async function acceptOne(): Promise<{ record: SignedRecord; receipts: LedgerEvidence['receipts'] }> {
  const record = ledger.sign({ by: ledger.parties.provider, subject: 'factors/one' });
  const { receipt } = await ledger.accept(database.pool, record);
  return { record, receipts: [...evidence.receipts, receipt] };
}

/** Returns a receipt, and when its record was anchored. */
async function findAnchored(): Promise<{ receipt: LedgerEvidence['receipts'][number]; anchoredAt: number }> {
  const receipt = evidence.receipts.find(({ record }) => record === records.alone.id)!;
  const { rows } = await database.pool.query<{ at: number }>(
    'select anchored_at as at from anchors where number = 3',
  );
  return { receipt, anchoredAt: rows[0]!.at };
}

/** An expression of SQL that is a column's hashes with another byte at the end of the first. */
function spoil(column: string): string {
  return `overlay(${column} placing (set_byte(substring(${column} from 32 for 1), 0, 255 - get_byte(${column}, 31))) from 32)`;
}

describe('checkWholeLedger', () => {
  it('counts what a ledger holds in which nothing is wrong', async () => {
    expect(await check()).toEqual({ batches: 3, records: 6, streams: 5 });
  });

  it('finds an acknowledged record that was lost before it was sealed', async () => {
    const { record, receipts } = await acceptOne();
    await forget(database.pool, record);
    await expect(check({ receipts })).rejects.toThrow(
      new RegExp(`${record.id} was acknowledged at \\d+, and the ledger has no such record`),
    );
  });

  it('finds a record that waits for ever', async () => {
    const { record, receipts } = await acceptOne();
    await expect(check({ receipts })).rejects.toThrow(
      new RegExp(`records that wait: 1 instead of 0[^]*the state of ${record.id}: accepted instead of final`),
    );
  });

  it('finds a record that fell out of the queue, and waits for ever', async () => {
    const { record, receipts } = await acceptOne();
    await change(record, 'delete from waiting_records where record = $1');
    await expect(check({ receipts })).rejects.toThrow(`the state of ${record.id}: accepted instead of final`);
  });

  it('finds an acknowledged record that was rejected', async () => {
    const { record, receipts } = await acceptOne();
    await change(
      record,
      'delete from waiting_records where record = $1',
      `update records set rejected_code = 'no', rejected_message = 'no' where id = $1`,
    );
    await expect(check({ receipts })).rejects.toThrow(`the state of ${record.id}: rejected instead of final`);
  });

  it('finds a record that is sealed twice', async () => {
    await change(
      records.alone,
      'alter table sealed_records drop constraint sealed_records_pkey',
      'insert into sealed_records (record, batch, leaf_index) values ($1, 1, 2)',
    );
    await expect(check()).rejects.toThrow(`${records.alone.id} is sealed in batch 1 and in 3`);
  });

  it('finds a record that is sealed and of which nobody was told', async () => {
    const receipts = evidence.receipts.filter(({ record }) => record !== records.alone.id);
    await expect(check({ receipts })).rejects.toThrow(
      `${records.alone.id} is sealed, and nobody was told that it was accepted`,
    );
  });

  it('finds a batch on chain that the database forgot, final or not', async () => {
    const before = await chain.send('evm_snapshot', []);
    const remembering = await copyTestDatabase(whole);
    try {
      const next = ledger.sign({ by: ledger.parties.provider, subject: 'factors/next' });
      await ledger.accept(remembering.pool, next);
      await ledger.seal(remembering.pool);
      await ledger.anchor(remembering.pool, null);
      await expect(check()).rejects.toThrow('the chain holds batch 4, of which the ledger knows nothing');
      await chain.mine(4);
      await expect(check()).rejects.toThrow('the newest batch on chain: 4 instead of 3');
    } finally {
      await chain.send('evm_revert', [before]);
      await remembering.drop();
    }
  });

  it('finds a receipt that was not honoured in time', async () => {
    const { receipt, anchoredAt } = await findAnchored();
    const promise = (anchorWithin: number): LedgerEvidence['receipts'][number] =>
      signReceipt(ledger.domain, receipt.record, receipt.acceptedAt, {
        operatorKey: OPERATOR.privateKey,
        anchorWithin,
      });
    const late = anchoredAt - receipt.acceptedAt - 1;
    const kept = evidence.receipts.filter(({ record }) => record !== receipt.record);
    await expect(check({ receipts: [...kept, promise(late)] })).rejects.toThrow(
      `${receipt.record} was to be anchored by ${anchoredAt - 1}, and the chain holds it since ${anchoredAt}`,
    );
    await expect(check({ receipts: [...kept, promise(late + 1)] })).resolves.toMatchObject({ records: 6 });
  });

  it('finds that one record got two receipts', async () => {
    const { receipt } = await findAnchored();
    const promises = { operatorKey: OPERATOR.privateKey, anchorWithin: 3600 };
    const second = signReceipt(ledger.domain, receipt.record, receipt.acceptedAt + 1, promises);
    await expect(check({ receipts: [...evidence.receipts, second] })).rejects.toThrow(
      `${receipt.record} has two receipts`,
    );
  });

  it('finds a receipt that the operator did not sign', async () => {
    await expect(check({ operator: makeKey('stranger').address })).rejects.toThrow(
      `the receipt of ${records.dataset.id} is not signed by the operator`,
    );
  });

  const alone = 'where id = $1';
  const stream = 'where stream = (select stream from records where id = $1)';
  it.each<[fault: string, name: keyof PlayedBatches['records'], found: RegExp, ...statements: string[]]>([
    [
      'a record that was moved to another batch',
      'assurance',
      /header 1: .+ instead of[^]*header 2: .+ instead of/,
      'update sealed_records set batch = 1, leaf_index = 2 where record = $1',
    ],
    [
      'a record that was taken out of its batch',
      'assurance',
      /header 2: .+"recordCount":3.+ instead of .+"recordCount":2/,
      'delete from sealed_records where record = $1',
    ],
    [
      'a leaf that was taken out of a tree',
      'assurance',
      /the bundle of 0x\w{64}/,
      'update batch_levels set nodes = substring(nodes from 33) where number = 2 and level = 0',
    ],
    [
      'a node of a tree that was altered',
      'assurance',
      /the bundle of 0x\w{64} is not-verified: .+"check":"inclusion"/,
      `update batch_levels set nodes = ${spoil('nodes')} where number = 2 and level = 1`,
    ],
    [
      'a signature that was altered',
      'alone',
      /header 3: .+ instead of/,
      `update records set signature = set_byte(signature, 40, 255 - get_byte(signature, 40)) ${alone}`,
    ],
    [
      'a statement that was altered',
      'alone',
      /the bundle of 0x\w{64} is not-verified: .+"check":"statement"/,
      `update records set statement = replace(statement, 'Inventory', 'Invention') ${alone}`,
    ],
    [
      'a header that was altered',
      'alone',
      /header 2: [^]*the word of batch 2: 0x\w{64} instead of/,
      'update batches set sealed_at = sealed_at - 1 where number = 2',
    ],
    [
      'a chain of headers that is broken',
      'alone',
      /header 3: .+ instead of/,
      `update batches set previous = ${spoil('previous')} where number = 3`,
    ],
    [
      'a header whose heads are others',
      'alone',
      /header 3: .+ instead of/,
      `update batches set heads = ${spoil('heads')} where number = 3`,
    ],
    [
      'a time of anchoring that the chain does not hold',
      'alone',
      /the word of batch 3: 0x\w{64} instead of/,
      'update anchors set anchored_at = anchored_at - 1 where number = 3',
    ],
    [
      'a head that names an older record',
      'restated',
      /the head of 0x\w{64}: 0x\w{64} instead of 0x\w{64}/,
      `delete from heads ${stream} and number = 2`,
    ],
    [
      'a stream that accepted more than it holds',
      'alone',
      /what 0x\w{64} accepted last: 0x\w{64} instead of 0x\w{64}/,
      `update streams set sequence = 2, record = ${spoil('record')} ${stream}`,
    ],
    [
      'a node of a map of heads that is lost',
      'alone',
      /the bundle of 0x\w{64}/,
      'delete from map_nodes where hash = (select heads from batches where number = 3)',
    ],
    [
      'entries that are lost, public ones',
      'dataset',
      /the entries of 0x\w{64}: the record was registered without its entries/,
      'delete from entries where record = $1',
    ],
    [
      'entries that are lost, private ones',
      'disclosure',
      /the entries of 0x\w{64}: the record was registered without its entries/,
      'delete from entries where record = $1',
    ],
    [
      'an entry that was altered',
      'disclosure',
      /the root of the entries of 0x\w{64}: 0x\w{64} instead of/,
      `update entries set list = regexp_replace(list, '"value":"[^"]*"', '"value":"777"') where record = $1`,
    ],
  ])('finds %s', async (_fault, name, found, ...statements) => {
    await change(records[name], ...statements);
    await expect(check()).rejects.toThrow(found);
  });
});

describe('checkPublication', () => {
  let copy: string;

  beforeEach(async () => {
    copy = await mkdtemp(join(folder, 'copy-'));
    await cp(join(folder, 'published'), copy, { recursive: true });
  });

  /** Returns the names of the two files of batch 2: what it is, and its records. */
  async function findFiles(): Promise<[batch: string, records: string]> {
    const names = (await readdir(join(copy, 'batches'))).filter((name) => name.startsWith('00000002-'));
    const find = (ending: string): string =>
      join(
        copy,
        'batches',
        names.find((name) => name.endsWith(ending))!,
      );
    return [find('.json'), find('.ndjson')];
  }

  it('counts what a publication holds in which nothing is wrong', async () => {
    expect(await checkPublication(copy, evidence)).toEqual({ batches: 3, records: 6 });
  });

  it('finds a batch of the chain that was not published', async () => {
    await rm((await findFiles())[0]);
    await expect(checkPublication(copy, evidence)).rejects.toThrow('the publication lacks batch 2');
  });

  it('finds records that were cut short', async () => {
    const [, file] = await findFiles();
    await truncate(file, (await stat(file)).size - 1);
    await expect(checkPublication(copy, evidence)).rejects.toThrow('is damaged: expected');
  });

  it('finds a receipt that is not the one that the client has', async () => {
    const receipts = evidence.receipts.filter(({ record }) => record !== records.alone.id);
    await expect(checkPublication(copy, { ...evidence, receipts })).rejects.toThrow(
      `the receipt of ${records.alone.id} is another`,
    );
  });

  it('finds that another batch is named as the last one', async () => {
    const file = join(copy, 'latest.json');
    const { id } = JSON.parse(await readFile(file, 'utf8')) as { id: string };
    await writeFile(file, JSON.stringify({ number: 3, id: `0x${'ab'.repeat(32)}` }));
    await expect(checkPublication(copy, evidence)).rejects.toThrow(`the last on chain ${id}`);
  });
});
