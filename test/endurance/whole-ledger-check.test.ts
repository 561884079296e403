import { cp, mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPolicy, pinContracts } from '../../jobs/verify/new-policy.ts';
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
import { IS_LONG } from '../helpers/long.ts';

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

/** Returns the first receipt of a record by sending it again. */
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

/** Changes the database directly. `$1` in each statement is the id of a record. */
async function change(record: SignedRecord, ...statements: string[]): Promise<void> {
  for (const statement of statements) {
    const values = statement.includes('$1') ? [toBytea(record.id)] : [];
    const { rowCount } = await database.pool.query(statement, values);
    expect(rowCount, statement).not.toBe(0);
  }
}

/** Deletes a record from the database, as if it had never been accepted. */
async function forget(pool: Pool, { id, stream }: SignedRecord): Promise<void> {
  await pool.query('delete from waiting_records where record = $1', [toBytea(id)]);
  await pool.query('delete from records where id = $1', [toBytea(id)]);
  await pool.query('delete from streams where stream = $1', [toBytea(stream)]);
}

/** Signs and accepts a record in a stream of its own; it then waits. */
async function acceptOne(): Promise<{ record: SignedRecord; receipts: LedgerEvidence['receipts'] }> {
  const record = ledger.sign({ by: ledger.parties.provider, subject: 'factors/one' });
  const { receipt } = await ledger.accept(database.pool, record);
  return { record, receipts: [...evidence.receipts, receipt] };
}

/** Returns a receipt and the time at which its record was anchored. */
async function findAnchored(): Promise<{ receipt: LedgerEvidence['receipts'][number]; anchoredAt: number }> {
  const receipt = evidence.receipts.find(({ record }) => record === records.alone.id)!;
  const { rows } = await database.pool.query<{ at: number }>(
    'select anchored_at as at from anchors where number = 3',
  );
  return { receipt, anchoredAt: rows[0]!.at };
}

/** Returns an SQL expression for a column of hashes, with the last byte of the first hash changed. */
function spoil(column: string): string {
  return `overlay(${column} placing (set_byte(substring(${column} from 32 for 1), 0, 255 - get_byte(${column}, 31))) from 32)`;
}

describe('checkWholeLedger', () => {
  beforeEach(async () => {
    database = await copyTestDatabase(whole);
  });
  afterEach(() => database.drop());

  it('counts batches, records and streams of a correct ledger', async () => {
    expect(await check()).toEqual({ batches: 3, records: 6, streams: 5 });
  });

  it('finds an accepted record that was lost before it was sealed', async () => {
    const { record, receipts } = await acceptOne();
    await forget(database.pool, record);
    await expect(check({ receipts })).rejects.toThrow(
      new RegExp(`${record.id} was accepted at \\d+, but is not in the ledger`),
    );
  });

  it('finds a record that is never sealed', async () => {
    const { record, receipts } = await acceptOne();
    await expect(check({ receipts })).rejects.toThrow(
      new RegExp(`records that wait: 1, expected 0[^]*the state of ${record.id}: accepted, expected final`),
    );
  });

  it('finds a record that is never sealed because it was lost from the queue', async () => {
    const { record, receipts } = await acceptOne();
    await change(record, 'delete from waiting_records where record = $1');
    await expect(check({ receipts })).rejects.toThrow(`the state of ${record.id}: accepted, expected final`);
  });

  it('finds an accepted record that was rejected', async () => {
    const { record, receipts } = await acceptOne();
    await change(
      record,
      'delete from waiting_records where record = $1',
      `update records set rejected_code = 'no', rejected_message = 'no' where id = $1`,
    );
    await expect(check({ receipts })).rejects.toThrow(`the state of ${record.id}: rejected, expected final`);
  });

  it('finds a record that is sealed twice', async () => {
    await change(
      records.alone,
      'alter table sealed_records drop constraint sealed_records_pkey',
      'insert into sealed_records (record, batch, leaf_index) values ($1, 1, 2)',
    );
    await expect(check()).rejects.toThrow(`${records.alone.id} is sealed in batches 1 and 3`);
  });

  it('finds a sealed record without a receipt', async () => {
    const receipts = evidence.receipts.filter(({ record }) => record !== records.alone.id);
    await expect(check({ receipts })).rejects.toThrow(
      `${records.alone.id} is sealed, but no client has a receipt for it`,
    );
  });

  it('finds a batch on the chain that the database lacks, whether it is final or not', async () => {
    const before = await chain.send('evm_snapshot', []);
    const remembering = await copyTestDatabase(whole);
    try {
      const next = ledger.sign({ by: ledger.parties.provider, subject: 'factors/next' });
      await ledger.accept(remembering.pool, next);
      await ledger.seal(remembering.pool);
      await ledger.anchor(remembering.pool, null);
      await expect(check()).rejects.toThrow('the chain holds batch 4, which the ledger does not know');
      await chain.mine(4);
      await expect(check()).rejects.toThrow('the newest batch on chain: 4, expected 3');
    } finally {
      await chain.send('evm_revert', [before]);
      await remembering.drop();
    }
  });

  it('finds a record that was anchored after the deadline of its receipt', async () => {
    const { receipt, anchoredAt } = await findAnchored();
    const signWithin = (anchorWithin: number): LedgerEvidence['receipts'][number] =>
      signReceipt(ledger.domain, receipt.record, receipt.acceptedAt, {
        operatorKey: OPERATOR.privateKey,
        anchorWithin,
      });
    const late = anchoredAt - receipt.acceptedAt - 1;
    const kept = evidence.receipts.filter(({ record }) => record !== receipt.record);
    await expect(check({ receipts: [...kept, signWithin(late)] })).rejects.toThrow(
      `${receipt.record} was to be anchored by ${anchoredAt - 1}, but was anchored at ${anchoredAt}`,
    );
    await expect(check({ receipts: [...kept, signWithin(late + 1)] })).resolves.toMatchObject({ records: 6 });
  });

  it('finds a record with two receipts', async () => {
    const { receipt } = await findAnchored();
    const terms = { operatorKey: OPERATOR.privateKey, anchorWithin: 3600 };
    const second = signReceipt(ledger.domain, receipt.record, receipt.acceptedAt + 1, terms);
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
  const defects: [
    fault: string,
    name: keyof PlayedBatches['records'],
    found: RegExp,
    ...statements: string[],
  ][] = [
    [
      'a record that was moved to another batch',
      'assurance',
      /header 1: .+, expected[^]*header 2: .+, expected/,
      'update sealed_records set batch = 1, leaf_index = 2 where record = $1',
    ],
    [
      'a record that was deleted from its batch',
      'assurance',
      /header 2: .+"recordCount":3.+, expected .+"recordCount":2/,
      'delete from sealed_records where record = $1',
    ],
    [
      'a leaf that was deleted from a tree',
      'assurance',
      /the proof file of 0x\w{64}/,
      'update batch_levels set nodes = substring(nodes from 33) where number = 2 and level = 0',
    ],
    [
      'a changed node of a tree',
      'assurance',
      /the proof file of 0x\w{64} is not-verified: .+"check":"inclusion"/,
      `update batch_levels set nodes = ${spoil('nodes')} where number = 2 and level = 1`,
    ],
    [
      'a changed signature',
      'alone',
      /header 3: .+, expected/,
      `update records set signature = set_byte(signature, 40, 255 - get_byte(signature, 40)) ${alone}`,
    ],
    [
      'a changed statement',
      'alone',
      /the proof file of 0x\w{64} is not-verified: .+"check":"statement"/,
      `update records set statement = replace(statement, 'Inventory', 'Invention') ${alone}`,
    ],
    [
      'a changed header',
      'alone',
      /header 2: [^]*the word of batch 2: 0x\w{64}, expected/,
      'update batches set sealed_at = sealed_at - 1 where number = 2',
    ],
    [
      'a broken chain of headers',
      'alone',
      /header 3: .+, expected/,
      `update batches set previous = ${spoil('previous')} where number = 3`,
    ],
    [
      'a header with a wrong root of the heads map',
      'alone',
      /header 3: .+, expected/,
      `update batches set heads = ${spoil('heads')} where number = 3`,
    ],
    [
      'a wrong time of anchoring',
      'alone',
      /the word of batch 3: 0x\w{64}, expected/,
      'update anchors set anchored_at = anchored_at - 1 where number = 3',
    ],
    [
      'a head that names an older record',
      'restated',
      /the head of 0x\w{64}: 0x\w{64}, expected 0x\w{64}/,
      `delete from heads ${stream} and number = 2`,
    ],
    [
      'a stream whose last accepted record does not exist',
      'alone',
      /the last accepted record of 0x\w{64}: 0x\w{64}, expected 0x\w{64}/,
      `update streams set sequence = 2, record = ${spoil('record')} ${stream}`,
    ],
    [
      'a missing node of a heads map',
      'alone',
      /the proof file of 0x\w{64}/,
      'delete from map_nodes where hash = (select heads from batches where number = 3)',
    ],
    [
      'missing public entries',
      'dataset',
      /the entries of 0x\w{64}: the record was registered without its entries/,
      'delete from entries where record = $1',
    ],
    [
      'missing private entries',
      'disclosure',
      /the entries of 0x\w{64}: the record was registered without its entries/,
      'delete from entries where record = $1',
    ],
    [
      'a changed entry',
      'disclosure',
      /the root of the entries of 0x\w{64}: 0x\w{64}, expected/,
      `update entries set list = regexp_replace(list, '"value":"[^"]*"', '"value":"777"') where record = $1`,
    ],
  ];
  // This is a test of a test: npm run test:long tries them all.
  const tried = defects.filter((_, index) => IS_LONG || index % 3 === 0);

  it.each(tried)('finds %s', async (_fault, name, found, ...statements) => {
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

  /** Returns the names of the two files of batch 2: its header and its records. */
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

  it('counts batches and records of a correct publication', async () => {
    expect(await checkPublication(copy, evidence)).toEqual({ batches: 3, records: 6 });
  });

  it('finds a batch on the chain that was not published', async () => {
    await rm((await findFiles())[0]);
    await expect(checkPublication(copy, evidence)).rejects.toThrow('the publication lacks batch 2');
  });

  it('finds a file of records that was cut short', async () => {
    const [, file] = await findFiles();
    await truncate(file, (await stat(file)).size - 1);
    await expect(checkPublication(copy, evidence)).rejects.toThrow('is damaged: expected');
  });

  it('finds a receipt that differs from the one that the client has', async () => {
    const receipts = evidence.receipts.filter(({ record }) => record !== records.alone.id);
    await expect(checkPublication(copy, { ...evidence, receipts })).rejects.toThrow(
      `the receipt of ${records.alone.id} differs from the one that a client has`,
    );
  });

  it('finds a wrong last batch', async () => {
    const file = join(copy, 'latest.json');
    const { id } = JSON.parse(await readFile(file, 'utf8')) as { id: string };
    await writeFile(file, JSON.stringify({ number: 3, id: `0x${'ab'.repeat(32)}` }));
    await expect(checkPublication(copy, evidence)).rejects.toThrow(`expected ${id} as on the chain`);
  });
});
