import type { Pool } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KINDS } from '../../../core/records/kind.ts';
import { withTransaction } from '../../../db/pool.ts';
import { rejectAuthorship, rejectDependents } from '../../../db/records/waiting-records.ts';
import { KeptClosures } from '../../../server/impact/kept-closures.ts';
import { openSlowReads } from '../../../server/reads/slow-reads.ts';
import { listNames, runAfter } from '../../helpers/failing-pool.ts';
import { type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { type Impact, readImpact, readPage } from '../../helpers/impact.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.ts';
import { TEST_DOMAIN } from '../../helpers/registry.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../../helpers/seeded-ledger.ts';
import { signRecord, type SignedRecord } from '../../helpers/signed-record.ts';

let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;
/** The names of the statements that impact has sent. */
let sent: string[];
let dataset: SignedRecord;

beforeEach(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  sent = [];
  server = await startHttpServer(database.pool, SEED_FINAL, {}, TEST_DOMAIN, {
    slowReads: openSlowReads(listNames(database.pool, sent), database.pool, { atOnce: 3 }),
    closures: new KeptClosures({ smallest: 1 }),
  });
  dataset = signRecord({ by: ledger.provider, subject: 'dataset' });
  await ledger.accept(dataset);
});
afterEach(async () => {
  await server.stop();
  await database.drop();
});

function use(subject: string, ...sources: readonly SignedRecord[]): SignedRecord {
  return signRecord({ by: ledger.company, kind: 'result', subject, sources });
}

/** Reads an impact, and tells whether dependents were looked up for it: else it was kept. */
async function read(record = dataset): Promise<Pick<Impact, 'total'> & { ids: string[]; isKept: boolean }> {
  sent.length = 0;
  const { total, dependents } = await readImpact(server, record);
  return { total, ids: dependents.map(({ id }) => id), isKept: !sent.includes('direct-dependents') };
}

const idsOf = (...records: readonly SignedRecord[]): string[] => records.map(({ id }) => id);

/** Registers a record through a pool, and runs `meanwhile` when it is stored and not committed. */
async function registerSlowly(record: SignedRecord, meanwhile: () => Promise<void>): Promise<void> {
  const pool: Pool = runAfter(database.pool, 'insert into records', meanwhile);
  const other = await startHttpServer(pool, SEED_FINAL);
  expect(await other.call('POST', '/v1/records', { body: record.submission })).toMatchObject({ status: 201 });
  await other.stop();
}

describe('the impact of a record that was asked about before', () => {
  it('follows nothing again while nothing was accepted, and then adds what was, and what depends on that', async () => {
    const [first, unrelated] = [use('first', dataset), use('unrelated')];
    await ledger.accept(first, unrelated);
    expect(await read()).toEqual({ total: 1, ids: idsOf(first), isKept: false });
    expect(await read()).toEqual({ total: 1, ids: idsOf(first), isKept: true });
    const [second, third] = [use('second', first, unrelated), use('third', unrelated)];
    const fourth = use('fourth', second);
    await ledger.accept(second, third, fourth);
    expect(await read()).toEqual({ total: 3, ids: idsOf(first, second, fourth), isKept: true });
    expect(await read()).toEqual({ total: 3, ids: idsOf(first, second, fourth), isKept: true });
  });

  it('shows a record that was stored before others and committed after them', async () => {
    const [known, late, early] = [use('known', dataset), use('late', dataset), use('early', dataset)];
    await ledger.accept(known);
    await read();
    await registerSlowly(late, async () => {
      await ledger.accept(early);
      for (let time = 0; time < 3; time++) expect((await read()).ids).toEqual(idsOf(known, early));
    });
    for (let time = 0; time < 3; time++) expect((await read()).ids).toEqual(idsOf(known, late, early));
    expect((await read()).isKept).toBe(true);
  });

  it('shows such a record, in its order, where the others were followed in parts before it was committed', async () => {
    const closures = new KeptClosures({ smallest: 1, links: 0 });
    const parts = await startHttpServer(database.pool, SEED_FINAL, {}, TEST_DOMAIN, { closures });
    const [known, late, early] = [use('known', dataset), use('late', dataset), use('early', dataset)];
    const child = use('child', early);
    const grandchild = use('grandchild', child);
    await ledger.accept(known);
    await readImpact(parts, known);
    await registerSlowly(late, async () => {
      await ledger.accept(early, child, grandchild);
      expect(await readPage(parts, dataset)).toMatchObject({ total: 2, truncatedBy: 'links' });
    });
    const { dependents } = await readImpact(parts, dataset);
    expect(dependents.map(({ id }) => id)).toEqual(idsOf(known, late, early, child, grandchild));
    await parts.stop();
  });

  it('leaves out what was rejected since, and shows it again once it is accepted again', async () => {
    const [first, second] = [use('first', dataset), use('second', dataset)];
    const [answer] = [use('answer', first)];
    await ledger.accept(first, second, answer);
    expect((await read()).ids).toEqual(idsOf(first, second, answer));
    const { party, key } = ledger.company;
    const rejection = { code: 'closed-key', message: 'the key was closed' };
    const authorship = { party, signer: key.address, kind: KINDS.result };
    await withTransaction(database.pool, async (client) => {
      const rejected = await rejectAuthorship(client, authorship, rejection);
      await rejectDependents(client, rejected, rejection);
      await client.query(
        `update streams set sequence = 0 where stream in (select stream from records where rejected_code is not null)`,
      );
    });
    expect(await read()).toEqual({ total: 0, ids: [], isKept: false });
    await ledger.accept(second);
    expect((await read()).ids).toEqual(idsOf(second));
  });

  it('compares with the newest version, and finds the dependents of a withdrawn record', async () => {
    const result = use('result', dataset);
    await ledger.accept(result);
    expect((await readImpact(server, dataset)).dependents[0]).toMatchObject({ state: 'unaffected' });
    const next = signRecord({
      by: ledger.provider,
      subject: 'dataset',
      after: dataset,
      statement: { title: 'B' },
    });
    await ledger.accept(next);
    const impact = await readImpact(server, dataset);
    expect(impact).toMatchObject({ successor: next.id, total: 1, dependents: [{ state: 'stale' }] });
    const withdrawal = { change: 'withdrawal', reason: 'wrong' };
    const gone = signRecord({
      by: ledger.provider,
      subject: 'dataset',
      after: next,
      statement: withdrawal,
    });
    await ledger.accept(gone);
    expect(await readImpact(server, dataset)).toMatchObject({
      successor: gone.id,
      withdrawn: true,
      total: 1,
    });
    expect((await read()).isKept).toBe(true);
    expect((await read(gone)).ids).toEqual(idsOf(result));
  });

  it('is followed once for requests at the same time', async () => {
    await ledger.accept(use('first', dataset));
    sent.length = 0;
    const all = await Promise.all(Array.from({ length: 6 }, () => readImpact(server, dataset)));
    expect(all.map(({ total }) => total)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(sent.filter((name) => name === 'direct-dependents')).toHaveLength(2);
  });
});
