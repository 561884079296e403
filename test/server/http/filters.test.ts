import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchHeader } from '../../../core/batches/batch.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { toBytea } from '../../../db/rows/bytea.ts';
import { type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../../helpers/seeded-ledger.ts';
import { signRecord, type SignedRecord } from '../../helpers/signed-record.ts';

interface Listed {
  readonly id: Hex;
  readonly record: { readonly kind: number; readonly party: Hex; readonly subject: string };
  readonly state: string;
  readonly acceptedAt: number;
}

interface Paged<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;
let first: BatchHeader;
let result: SignedRecord;
let restated: SignedRecord;
let opinion: SignedRecord;
let later: SignedRecord;
let rejected: SignedRecord;
const statements = new Map<Hex, Record<string, unknown>>();

beforeAll(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  server = await startHttpServer(database.pool, SEED_FINAL);
  const { company, auditor, exchange, provider } = ledger;
  const to = { addressees: [exchange.party] };
  const data = signRecord({ by: provider, subject: 'factors/2024' });
  result = signRecord({ by: company, kind: 'result', sources: [data] });
  opinion = signRecord({ by: auditor, kind: 'assurance', answers: result, statement: to });
  first = await ledger.publish(data, result, opinion);
  restated = signRecord({ by: company, kind: 'result', sources: [data], after: result });
  const shown = signRecord({
    by: company,
    kind: 'disclosure',
    subject: 'exchange/2024',
    sources: [result],
    statement: to,
  });
  // It names both versions as sources, but answers the second one.
  later = signRecord({
    by: auditor,
    kind: 'assurance',
    answers: restated,
    sources: [result],
    after: opinion,
  });
  await ledger.accept(restated, shown, later);
  await ledger.anchor(await ledger.seal());
  const decision = signRecord({ by: exchange, kind: 'decision', answers: shown });
  await ledger.accept(decision);
  await ledger.seal();
  const waiting = signRecord({ by: company, kind: 'result', sources: [data], after: restated });
  rejected = signRecord({ by: company, kind: 'disclosure', subject: 'rejected', statement: to });
  await ledger.accept(waiting, rejected);
  await database.pool.query('delete from waiting_records where record = $1', [toBytea(rejected.id)]);
  await database.pool.query(`update records set rejected_code = 'closed-key' where id = $1`, [
    toBytea(rejected.id),
  ]);
  for (const { id, submission } of [
    data,
    result,
    opinion,
    restated,
    shown,
    later,
    decision,
    waiting,
    rejected,
  ])
    statements.set(id, submission.statement);
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

async function readAll<Item>(path: string, limit: number): Promise<Item[]> {
  const items: Item[] = [];
  const mark = path.includes('?') ? '&' : '?';
  for (let next: string | null = ''; next !== null;) {
    const cursor: string = next === '' ? '' : `&cursor=${next}`;
    const { status, body, text } = await server.call<Paged<Item>>(
      'GET',
      `${path}${mark}limit=${limit}${cursor}`,
    );
    expect(status, text).toBe(200);
    expect(body.items.length).toBeLessThanOrEqual(limit);
    items.push(...body.items);
    next = body.next;
  }
  return items;
}

describe('GET /v1/records', () => {
  it('lists the same records page by page as the whole list has that meet all filters', async () => {
    const { company, exchange, auditor } = ledger;
    const all = await readAll<Listed>('/v1/records', 50);
    expect(all.length).toBe(statements.size);
    const filters: Record<string, readonly [text: string, meets: (item: Listed) => boolean][]> = {
      state: ['accepted', 'sealed', 'submitted', 'anchored', 'final', 'rejected'].map((state) => [
        state,
        (item) => item.state === state,
      ]),
      kind: [
        ['result', ({ record }) => record.kind === 2],
        ['assurance', ({ record }) => record.kind === 4],
      ],
      party: [[company.identifier, ({ record }) => record.party === company.party]],
      answers: [result, restated].map(({ id }) => [id, (item) => statements.get(item.id)!['answers'] === id]),
      addressee: [exchange, auditor].map(({ identifier, party }) => [
        identifier,
        ({ id }) => (statements.get(id)!['addressees'] as Hex[] | undefined)?.includes(party) === true,
      ]),
      since: [0, 10, 1000].map((after) => [
        String(SEED_FINAL + after),
        ({ acceptedAt }) => acceptedAt >= SEED_FINAL + after,
      ]),
      until: [0, 10, 1000].map((after) => [
        String(SEED_FINAL + after),
        ({ acceptedAt }) => acceptedAt < SEED_FINAL + after,
      ]),
    };
    const chosen = fc.record(
      Object.fromEntries(
        Object.entries(filters).map(([name, values]) => [name, fc.option(fc.constantFrom(...values))]),
      ),
    );
    await fc.assert(
      fc.asyncProperty(chosen, fc.integer({ min: 1, max: 4 }), async (each, limit) => {
        const given = Object.entries(each).flatMap(([name, value]) =>
          value === null ? [] : [[name, ...value] as const],
        );
        const query = new URLSearchParams(Object.fromEntries(given.map(([name, text]) => [name, text])));
        const listed = await readAll<Listed>(`/v1/records?${query.toString()}`, limit);
        const expected = all.filter((item) => given.every(([, , meets]) => meets(item)));
        expect(listed.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      }),
    );
  });

  it('lists what answers a record, not what only names it as a source', async () => {
    const ids = async (query: string): Promise<Hex[]> =>
      (await readAll<Listed>(`/v1/records?${query}`, 50)).map(({ id }) => id);
    expect(await ids(`answers=${result.id}`)).toEqual([opinion.id]);
    expect(await ids(`answers=${restated.id}`)).toEqual([later.id]);
    expect(await ids(`answers=${result.id}&kind=decision`)).toEqual([]);
    expect(await ids(`source=${result.id}&kind=assurance`)).toEqual([later.id, opinion.id]);
  });

  it('takes a time as unix seconds, as a day and as a moment', async () => {
    const count = async (since: string): Promise<number> =>
      (await readAll<Listed>(`/v1/records?since=${since}`, 50)).length;
    expect(await count(String(SEED_FINAL))).toBe(statements.size);
    expect(await count('2025-06-15')).toBe(statements.size);
    expect(await count('2025-06-15T15:06:40Z')).toBe(statements.size);
    expect(await count('2025-06-15T15:06:41Z')).toBeLessThan(statements.size);
    expect(await count('2025-06-16')).toBe(0);
    expect(await count('999999999999999')).toBe(0);
    expect(await count('0&until=2025-06-16')).toBe(statements.size);
    expect(await count('0&until=2025-06-15T15:06:40Z')).toBe(0);
  });

  it('shows a record that was rejected and accepted again in its new state, once, also for its addressee', async () => {
    const ids = async (query: string): Promise<Hex[]> =>
      (await readAll<Listed>(`/v1/records?${query}`, 1)).map(({ id }) => id);
    const addressee = ledger.exchange.party;
    expect(await ids('state=rejected')).toEqual([rejected.id]);
    await database.pool.query('update streams set sequence = 0 where stream = $1', [
      toBytea(rejected.stream),
    ]);
    await ledger.accept(rejected);
    expect(await ids('state=rejected')).toEqual([]);
    expect((await ids(`addressee=${addressee}`))[0]).toBe(rejected.id);
    expect((await ids(`addressee=${addressee}`)).filter((id) => id === rejected.id).length).toBe(1);
    expect(await ids(`addressee=${addressee}&state=accepted`)).toEqual([rejected.id]);
  });

  it.each([
    ['since=yesterday', 'wrong-type', 'since'],
    ['since=-1', 'wrong-type', 'since'],
    ['since=2025-02-30', 'wrong-type', 'since'],
    ['since=1e9', 'wrong-type', 'since'],
    ['since=9999999999999999', 'wrong-type', 'since'],
    ['until=tomorrow', 'wrong-type', 'until'],
    ['state=done', 'wrong-type', 'state'],
    ['state=', 'wrong-type', 'state'],
    ['answers=0x12', 'hex-syntax', 'answers'],
    ['addressee=exchange', 'identifier-syntax', ''],
    ['addressee=test:exchange&addressee=test:auditor', 'wrong-type', 'addressee'],
  ])('refuses %s with %s', async (query, code, path) => {
    const { status, body } = await server.call('GET', `/v1/records?${query}`);
    expect([status, body['code']]).toEqual([400, code]);
    expect((body['details'] as { path?: string }).path ?? '').toBe(path);
  });

  it('answers 404 for an addressee that is not registered, and names the parameter', async () => {
    const { status, body } = await server.call('GET', '/v1/records?addressee=test:nobody');
    expect([status, body['code'], body['details']]).toEqual([
      404,
      'not-found',
      { path: 'addressee', value: 'test:nobody' },
    ]);
  });
});

describe('GET /v1/batches', () => {
  it('can be filtered by state', async () => {
    const numbers = async (state: string): Promise<number[]> =>
      (await readAll<{ number: number }>(`/v1/batches?state=${state}`, 1)).map(({ number }) => number);
    expect(await numbers('final')).toEqual([1]);
    expect(await numbers('anchored')).toEqual([2]);
    expect(await numbers('sealed')).toEqual([3]);
    expect(await numbers('submitted')).toEqual([]);
    expect(await server.call('GET', '/v1/batches?state=accepted')).toMatchObject({
      status: 400,
      body: { code: 'wrong-type', details: { path: 'state' } },
    });
  });
});

describe('GET /v1/batches/{number}/summaries', () => {
  it('lists the records of a batch in the order of its leaves, as the line of each has them', async () => {
    const lines = (await server.call<string>('GET', '/v1/batches/1/records')).text.trim().split('\n');
    const expected = lines.map((line) => (JSON.parse(line) as Listed).id);
    const listed = await readAll<Listed>('/v1/batches/1/summaries', 1);
    expect(listed.map(({ id }) => id)).toEqual(expected);
    expect(expected.length).toBe(first.recordCount);
    expect(listed.every(({ state }) => state === 'final')).toBe(true);
  });

  it('answers 404 for an unknown batch, and 400 for the cursor of another list', async () => {
    expect(await server.call('GET', '/v1/batches/99/summaries')).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
    expect(await server.call('GET', '/v1/batches/1/summaries?cursor=WyJhIl0')).toMatchObject({
      status: 400,
      body: { code: 'cursor' },
    });
    expect(await server.call('GET', '/v1/batches/0/summaries')).toMatchObject({ status: 400 });
  });
});
