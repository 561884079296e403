import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchHeader } from '../../../core/batches/batch.ts';
import { hashHeader } from '../../../core/batches/batch.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { toBytea } from '../../../db/rows/bytea.ts';
import { type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.ts';
import { seedParty, type TestParty } from '../../helpers/registry.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../../helpers/seeded-ledger.ts';
import { signRecord, type SignedRecord } from '../../helpers/signed-record.ts';

interface Hit {
  readonly type: string;
  readonly by: string;
  readonly party?: { party: Hex; identifier: string };
  readonly stream?: { stream: Hex; subject: string };
  readonly record?: { id: Hex; state: string };
  readonly batch?: { number: number };
}

interface Found {
  readonly text: string;
  readonly hits: readonly Hit[];
  readonly more: readonly string[];
}

const LEI = 'lei:529900T8BM49AURSDO55';

let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;
let steel: TestParty;
let factors: SignedRecord;
let batch: BatchHeader;
let transaction: string;

beforeAll(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  server = await startHttpServer(database.pool, SEED_FINAL);
  steel = await seedParty(database.pool, { identifier: LEI, roles: ['company'], from: 1000 });
  await database.pool.query(
    `insert into identifiers (identifier, party, is_first, block_number, log_index)
     select 'vat:de136695976', party, false, block_number, 9 from identifiers where identifier = $1`,
    [LEI],
  );
  factors = signRecord({ by: ledger.provider, subject: 'grid-factors/cn' });
  batch = await ledger.publish(factors, signRecord({ by: ledger.provider, subject: 'grid-factors/de' }));
  const { rows } = await database.pool.query<{ transaction: Buffer }>('select transaction from anchors');
  transaction = `0x${rows[0]!.transaction.toString('hex')}`;
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

async function search(text: string): Promise<Found> {
  const answered = await server.call<Found>('GET', `/v1/search?q=${encodeURIComponent(text)}`);
  expect(answered.status, answered.text).toBe(200);
  return answered.body;
}

/** Returns hits as `type by name`. */
async function find(text: string): Promise<string[]> {
  return (await search(text)).hits.map(
    ({ type, by, party, stream, record, batch: found }) =>
      `${type} by ${by}: ${party?.identifier ?? stream?.subject ?? record?.id ?? found?.number}`,
  );
}

describe('GET /v1/search', () => {
  it('finds a party by the beginning of any of its identifiers, whatever case and blanks, with or without scheme', async () => {
    const hit = [`party by identifier: ${LEI}`];
    for (const text of [LEI, 'lei:5299', ' LEI: 5299 00T8\tBM49 ', '529900t8bm', 'vat:de136', 'DE136695976'])
      expect(await find(text), text).toEqual(hit);
    expect(await find('test:')).toEqual(
      ['auditor', 'company', 'exchange', 'provider'].map((name) => `party by identifier: test:${name}`),
    );
    expect(await find('00T8BM49')).toEqual([]);
  });

  it('finds a party by its id and by a key', async () => {
    const hit = (by: string): string[] => [`party by ${by}: ${LEI}`];
    expect(await find(steel.party)).toEqual(hit('id'));
    expect(await find(steel.party.slice(2, 12).toUpperCase())).toEqual(hit('id'));
    expect(await find(steel.key.address)).toEqual(hit('key'));
    expect(await find(steel.key.address.toLowerCase().slice(2))).toEqual(hit('key'));
  });

  it('finds streams by the beginning of their subject and by their id', async () => {
    expect(await find('Grid-Factors')).toEqual([
      'stream by subject: grid-factors/cn',
      'stream by subject: grid-factors/de',
    ]);
    expect(await find('grid-factors/d')).toEqual(['stream by subject: grid-factors/de']);
    expect(await find(factors.stream)).toEqual(['stream by id: grid-factors/cn']);
    expect(await find('factors')).toEqual([]);
  });

  it('finds a record by its id, or 8 or more digits of it, and shows it as lists do', async () => {
    for (const text of [factors.id, factors.id.slice(0, 10), factors.id.slice(2, 20).toUpperCase()])
      expect(await find(text), text).toEqual([`record by id: ${factors.id}`]);
    expect((await search(factors.id)).hits[0]!.record).toMatchObject({
      title: 'Inventory 2024',
      state: 'final',
    });
    expect(await find(factors.id.slice(0, 9))).toEqual([]);
  });

  it('finds a batch by number, id and the transaction that anchored it', async () => {
    expect(await find('1')).toEqual(['batch by number: 1']);
    expect(await find('#1')).toEqual(['batch by number: 1']);
    expect(await find(hashHeader(batch))).toEqual(['batch by id: 1']);
    expect(await find(hashHeader(batch).slice(2, 12))).toEqual(['batch by id: 1']);
    expect(await find(transaction)).toEqual(['batch by transaction: 1']);
    expect(await find(transaction.slice(0, 12))).toEqual(['batch by transaction: 1']);
    expect(await find('99')).toEqual([]);
  });

  it('shows 10 hits of a type, and says that there are more', async () => {
    for (let at = 10; at < 22; at++)
      await ledger.accept(signRecord({ by: ledger.company, subject: `many/${at}` }));
    const { hits, more } = await search('many');
    expect(hits.map(({ stream }) => stream!.subject)).toEqual(
      Array.from({ length: 10 }, (_, at) => `many/${at + 10}`),
    );
    expect(more).toEqual(['stream']);
    expect((await search('many/2')).more).toEqual([]);
    expect((await search('many/1')).hits.length).toBe(10);
    expect((await search('many/1')).more).toEqual([]);
  });

  it('says that there are more parties, also where one party has more identifiers than are looked at', async () => {
    await database.pool.query(
      `insert into identifiers (identifier, party, is_first, block_number, log_index)
       select 'duns:' || 1000 + n, $1, false, block_number, 100 + n
       from identifiers cross join generate_series(1, 120) n where identifier = $2`,
      [toBytea(steel.party), LEI],
    );
    const { hits, more } = await search('duns:');
    expect(hits.map(({ party }) => party!.identifier)).toEqual([LEI]);
    expect(more).toEqual(['party']);
    for (let at = 10; at < 21; at++)
      await seedParty(database.pool, { identifier: `gln:${at}`, roles: ['company'], from: 1000 });
    expect(await search('gln:')).toMatchObject({ more: ['party'] });
    expect((await search('gln:')).hits.length).toBe(10);
    expect((await search('gln:1')).more).toEqual([]);
  });

  it('finds nothing that is not there, and takes signs of patterns as they are', async () => {
    for (const text of [
      '%',
      '_',
      'lei:%',
      '*',
      "'; drop table records; --",
      '\\',
      `0x${'00'.repeat(32)}`,
      '~',
    ])
      expect(await search(text), text).toMatchObject({ hits: [], more: [] });
    expect(await search(' Grid-FACTORS / cn ')).toMatchObject({ text: 'grid-factors/cn' });
  });

  it.each([
    ['nothing', ''],
    ['only blanks', ' \t\u3000'],
    ['129 characters', 'a'.repeat(129)],
    ['characters that no name has', '钢铁'],
    ['the character NUL', 'a\u0000b'],
    ['half of a character', '%ED%A0%80'],
  ])('refuses %s', async (_, text) => {
    const q = text.startsWith('%') ? text : encodeURIComponent(text);
    const { status, body } = await server.call('GET', `/v1/search?q=${q}`);
    expect(status).toBe(400);
    expect(text.startsWith('%') ? ['search-text', 'url-syntax'] : ['search-text']).toContain(body['code']);
  });

  it.each([
    ['/v1/search', 'missing-member'],
    ['/v1/search?q=a&q=b', 'wrong-type'],
    ['/v1/search?q=a&limit=5', 'unknown-member'],
  ])('refuses %s with %s', async (path, code) => {
    const { status, body } = await server.call('GET', path);
    expect([status, body['code']]).toEqual([400, code]);
  });
});
