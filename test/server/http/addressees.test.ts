import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Hex } from '../../../core/encoding/hex.ts';
import { toBytea } from '../../../db/rows/bytea.ts';
import { type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../../helpers/seeded-ledger.ts';
import { type RecordSketch, signRecord, type SignedRecord } from '../../helpers/signed-record.ts';

let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;
let result: SignedRecord;

beforeAll(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  server = await startHttpServer(database.pool, SEED_FINAL);
  result = signRecord({ by: ledger.company, kind: 'result' });
  await ledger.accept(result);
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

/** Returns a disclosure whose statement has these addressees. */
function disclose(addressees: unknown, sketch: Partial<RecordSketch> = {}): SignedRecord {
  return signRecord({
    by: ledger.company,
    kind: 'disclosure',
    sources: [result],
    subject: 'addressed/none',
    statement: { addressees: addressees as string[] },
    ...sketch,
  });
}

async function listFor(party: string): Promise<Hex[]> {
  const { body } = await server.call<{ items: { id: Hex }[] }>('GET', `/v1/records?addressee=${party}`);
  return body.items.map(({ id }) => id);
}

describe('a statement with addressees', () => {
  it('is listed for each of them, by id and by identifier, alone and in bulk', async () => {
    const { auditor, exchange } = ledger;
    const both = disclose([exchange.party, auditor.party], { subject: 'addressed/both' });
    const one = disclose([exchange.party], { subject: 'addressed/one' });
    const alone = await server.call('POST', '/v1/records', { body: both.submission });
    expect(alone.status, alone.text).toBe(201);
    const bulk = await server.call<string>('POST', '/v1/records/bulk', {
      body: `${JSON.stringify(one.submission)}\n`,
      headers: { 'Content-Type': 'application/x-ndjson' },
    });
    expect(bulk.text).toContain('"created":true');
    expect(await listFor(exchange.party)).toEqual([one.id, both.id]);
    expect(await listFor(exchange.identifier)).toEqual([one.id, both.id]);
    expect(await listFor(auditor.identifier)).toEqual([both.id]);
    expect(await listFor(ledger.provider.identifier)).toEqual([]);
  });

  it('may be of any kind, and of a replay', async () => {
    const { auditor, company } = ledger;
    const assurance = signRecord({
      by: auditor,
      kind: 'assurance',
      answers: result,
      statement: { addressees: [company.party] },
    });
    const replay = signRecord({
      by: auditor,
      kind: 'assurance',
      subject: 'replay',
      statement: { replay: { number: 1, header: result.id }, addressees: [company.party] },
    });
    await ledger.accept(assurance, replay);
    expect(await listFor(company.party)).toEqual([replay.id, assurance.id]);
  });

  it.each([
    ['no list', 'urn:example.org:exchange'],
    ['an empty list', []],
    ['null', null],
    ['an identifier instead of an id', ['test:exchange']],
    ['an id in capital letters', [`0x${'AB'.repeat(32)}`]],
    ['17 parties', Array.from({ length: 17 }, (_, at) => `0x${String(at).padStart(64, '0')}`)],
    ['the same party twice', [`0x${'11'.repeat(32)}`, `0x${'11'.repeat(32)}`]],
  ])('is refused with %s', async (_, addressees) => {
    const { status, body } = await server.call('POST', '/v1/records', {
      body: disclose(addressees).submission,
    });
    expect([status, body['code']]).toEqual([422, 'statement']);
    expect((body['details'] as { path: string }).path).toMatch(/^statement\.addressees/);
  });

  it('is refused if a party is not registered, which a hash does not show, and leaves nothing', async () => {
    const unknown = `0x${'ab'.repeat(32)}`;
    const record = disclose([ledger.exchange.party, unknown], { subject: 'addressed/unknown' });
    const { status, body } = await server.call('POST', '/v1/records', { body: record.submission });
    expect([status, body['code'], body['details']]).toEqual([
      422,
      'unknown-addressee',
      { addressee: unknown },
    ]);
    expect((await server.call('GET', `/v1/records/${record.id}`)).status).toBe(404);
    expect(await listFor(ledger.exchange.party)).not.toContain(record.id);
  });

  it('that was stored before intake checked it counts where it names parties, and nowhere else', async () => {
    const { exchange, auditor } = ledger;
    const store = async (addressees: unknown): Promise<Hex> => {
      const record = disclose([exchange.party], { subject: `stored/${stored.length}` });
      stored.push(record.id);
      await ledger.accept(record);
      await database.pool.query('delete from record_addressees where record = $1', [toBytea(record.id)]);
      const statement = JSON.stringify({ title: 'a \u0000 b \\u0000', addressees });
      await database.pool.query('update records set statement = $2, arrival = default where id = $1', [
        toBytea(record.id),
        statement,
      ]);
      return record.id;
    };
    const stored: Hex[] = [];
    const mixed = await store([auditor.party, 7, { a: 1 }, null, 'test:exchange', auditor.party]);
    await store(Array.from({ length: 17 }, () => auditor.party));
    await store([[auditor.party]]);
    expect((await listFor(auditor.party)).filter((id) => stored.includes(id))).toEqual([mixed]);
    expect((await listFor(exchange.party)).filter((id) => stored.includes(id))).toEqual([]);
  });
});
