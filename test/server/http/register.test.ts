import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../core/encoding/json.ts';
import { REFUSALS } from '../../../server/errors/refusals.ts';
import { ERRORS } from '../../../server/errors/errors.ts';
import { dumpDatabase } from '../../helpers/dump.ts';
import { type Answered, type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { type TestDatabase, createTestDatabase } from '../../helpers/postgres.ts';
import { closeWindow, makeKey, openWindow } from '../../helpers/registry.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../../helpers/seeded-ledger.ts';
import { type SignedRecord, makeEntry, signRecord } from '../../helpers/signed-record.ts';

let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;
let subjects = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  server = await startHttpServer(database.pool, SEED_FINAL);
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

/** Returns a record in a stream of its own. */
function sketch(members: Partial<Parameters<typeof signRecord>[0]> = {}): SignedRecord {
  return signRecord({ by: ledger.company, subject: `subject-${subjects++}`, ...members });
}

/** Expects an error with a code and the status in the table, in the common shape, and an unchanged database. */
async function refuse(body: unknown, code: string, headers: Record<string, string> = {}): Promise<Answered> {
  const before = await dumpDatabase(database.pool);
  const answered = await server.call('POST', '/v1/records', { body, headers });
  expect(answered.body).toMatchObject({ code });
  expect(answered.status).toBe(ERRORS[code]?.status);
  expect(answered.headers.get('cache-control')).toBe('private, no-store');
  expect(await dumpDatabase(database.pool)).toEqual(before);
  return answered;
}

describe('POST /v1/records', () => {
  it('answers 201 with a receipt, and 200 with the same receipt for the same record', async () => {
    const { id, submission } = sketch({ entries: [makeEntry('a', '1')] });
    const first = await server.call('POST', '/v1/records', { body: submission });
    expect(first).toMatchObject({
      status: 201,
      body: { id, state: 'accepted', receipt: { record: id, acceptedAt: SEED_FINAL } },
    });
    expect(first.headers.get('location')).toBe(`/v1/records/${id}`);
    const again = await server.call('POST', '/v1/records', { body: submission });
    expect([again.status, again.body]).toEqual([200, first.body]);
  });

  it('accepts one of two racing writers, and answers the other with the head to build on', async () => {
    const first = sketch();
    await ledger.accept(first);
    const rivals = ['one', 'other'].map((title) =>
      signRecord({
        by: ledger.company,
        subject: first.submission.record.subject,
        after: first,
        statement: { title },
      }),
    );
    const answers = await Promise.all(
      rivals.map(({ submission }) => server.call('POST', '/v1/records', { body: submission })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const won = rivals[answers.findIndex(({ status }) => status === 201)]!;
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'stream-conflict',
      details: { head: { sequence: 2, record: won.id } },
    });
  });

  it('accepts a statement and a detail of depth 16, and rejects depth 17', async () => {
    const nest = (levels: number): JsonObject => (levels === 1 ? {} : { in: nest(levels - 1) });
    const good = sketch({
      statement: { deep: nest(15) },
      entries: [{ ...makeEntry('a', '1'), detail: nest(16) }],
    });
    expect((await server.call('POST', '/v1/records', { body: good.submission })).status).toBe(201);
    const { submission } = sketch({ entries: [makeEntry('a', '1')] });
    await refuse({ ...submission, statement: { ...submission.statement, deep: nest(16) } }, 'json-depth');
    await refuse({ ...submission, entries: [{ ...makeEntry('a', '1'), detail: nest(17) }] }, 'json-depth');
    await refuse(`${'['.repeat(20)}${']'.repeat(20)}`, 'json-depth');
  });
});

describe('a body that is not a valid submission', () => {
  const text = (change: (json: string) => string = (json) => json): string =>
    change(JSON.stringify(sketch().submission));

  it.each<[string, () => unknown]>([
    ['json-syntax', () => text((json) => json.slice(0, -1))],
    ['json-syntax', () => ''],
    ['json-bom', () => text((json) => `\ufeff${json}`)],
    ['json-duplicate-member', () => text((json) => json.replace('{', '{"signature":"0x",'))],
    ['json-duplicate-member', () => text((json) => json.replace('"kind":1', '"kind":1,"\\u006bind":1'))],
    ['json-number', () => text((json) => json.replace('"kind":1', '"kind":1.0'))],
    ['json-number', () => text((json) => json.replace('"sequence":1', '"sequence":1e0'))],
    ['json-surrogate', () => text((json) => json.replace('"standard":""', '"standard":"\\ud800"'))],
    ['wrong-type', () => []],
    ['missing-member', () => ({})],
    ['unknown-member', () => ({ ...sketch().submission, verified: true })],
    ['unknown-member', () => text((json) => json.replace('{', '{"__proto__":{},'))],
    [
      'statement-hash',
      () => ({ ...sketch().submission, statement: { title: '', period: '', standard: '' } }),
    ],
    ['entries-root', () => ({ ...sketch().submission, entries: [makeEntry('a', '1')] })],
  ])('is refused with %s', async (code, body) => {
    await refuse(body(), code);
  });

  it('gets an error with the path and the shortened value', async () => {
    const { submission } = sketch();
    const { body } = await refuse(
      { ...submission, record: { ...submission.record, subject: 'X'.repeat(1000) } },
      'subject-syntax',
    );
    const { path, value } = body['details'] as { path: string; value: string };
    expect(path).toBe('record.subject');
    expect(value).toMatch(/^"XXX/);
    expect(value.length).toBeLessThan(130);
    expect(body['message']).toContain('record.subject');
  });

  it('is refused if it is too large, before it is read, or of the wrong type', async () => {
    await refuse(`"${'a'.repeat(1 << 20)}"`, 'body-too-large');
    await refuse('{}', 'unsupported-media-type', { 'Content-Type': 'text/plain' });
    await refuse('{}', 'unsupported-media-type', {
      'Content-Type': 'application/json',
      'Content-Encoding': 'gzip',
    });
  });

  it('that is interrupted changes nothing', async () => {
    const before = await dumpDatabase(database.pool);
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      'POST /v1/records HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"record":',
    );
    await new Promise((resolve) => setImmediate(resolve));
    socket.destroy();
    expect((await server.call('GET', '/healthz')).status).toBe(200);
    expect(await dumpDatabase(database.pool)).toEqual(before);
  });
});

describe('a record that the ledger does not accept', () => {
  it('is refused with a specific code and the status in the table', async () => {
    const { company, auditor, provider } = ledger;
    const answered = sketch();
    await ledger.accept(answered);
    const stranger = {
      identifier: 'test:stranger',
      party: `0x${'ab'.repeat(32)}` as const,
      key: makeKey('stranger'),
    };
    const closed = makeKey('closed');
    const waiting = makeKey('waiting');
    await openWindow(database.pool, { party: company.party, key: closed.address }, 2000);
    await closeWindow(database.pool, { party: company.party, key: closed.address }, 3000);
    await openWindow(database.pool, { party: company.party, key: waiting.address }, SEED_FINAL + 1000);
    const subject = answered.submission.record.subject;
    const unknown = { ...answered, id: `0x${'cd'.repeat(32)}` as const };
    const cases: [string, unknown][] = [
      ['wrong-domain', { ...sketch().submission, domain: { chainId: 1, ledger: makeKey('other').address } }],
      ['unknown-party', sketch({ by: stranger }).submission],
      ['unknown-key', sketch({ key: stranger.key }).submission],
      ['closed-key', sketch({ key: closed }).submission],
      ['waiting-key', sketch({ key: waiting }).submission],
      ['role-may-not-write', sketch({ by: auditor }).submission],
      ['unknown-source', sketch({ sources: [unknown] }).submission],
      [
        'own-source',
        signRecord({
          by: auditor,
          kind: 'assurance',
          answers: { ...answered, id: (await acceptedAssurance()).id },
        }).submission,
      ],
      [
        'answers',
        signRecord({ by: auditor, kind: 'assurance', answers: answered, subject: '0'.repeat(64) }).submission,
      ],
      [
        'sequence-gap',
        signRecord({ by: company, subject, after: answered, record: { sequence: 3 } }).submission,
      ],
      [
        'wrong-previous',
        signRecord({ by: company, subject, after: unknown, record: { sequence: 2 } }).submission,
      ],
      ['stream-conflict', signRecord({ by: company, subject, statement: { title: 'another' } }).submission],
      ['role-may-not-write', sketch({ by: provider, kind: 'disclosure' }).submission],
    ];
    for (const [code, body] of cases) await refuse(body, code);
  });

  async function acceptedAssurance(): Promise<SignedRecord> {
    const subject = sketch();
    const assurance = signRecord({ by: ledger.auditor, kind: 'assurance', answers: subject });
    await ledger.accept(subject, assurance);
    return assurance;
  }

  it('is refused with ledger-halted and the reason while the ledger is halted', async () => {
    await database.pool.query(
      "update chain_state set halted_code = 'unknown-header', halted_message = 'a header that nobody sealed'",
    );
    await refuse(sketch().submission, 'ledger-halted');
    expect((await server.call('GET', '/v1/status')).body['halted']).toEqual({
      code: 'unknown-header',
      message: 'a header that nobody sealed',
    });
    expect((await server.call('GET', '/readyz')).status).toBe(200);
    await database.pool.query('update chain_state set halted_code = null, halted_message = null');
  });

  it('gets the status of its code from the one table', () => {
    for (const [code, { status }] of Object.entries(REFUSALS)) expect(ERRORS[code]?.status).toBe(status);
  });
});

describe('a request that no route accepts', () => {
  it('is answered with 404 for an unknown path, 405 for a wrong method, and 400 for an invalid URL', async () => {
    expect(await server.call('GET', '/v2/records')).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
    const wrong = await server.call('PATCH', '/v1/records', { body: {} });
    expect(wrong).toMatchObject({ status: 405, body: { code: 'method-not-allowed' } });
    expect(wrong.headers.get('allow')).toBe('POST, GET, HEAD');
    expect(await server.call('GET', '/v1/records/%E0%A4%A')).toMatchObject({
      status: 400,
      body: { code: 'url-syntax' },
    });
    expect((await server.call('HEAD', '/v1/records')).status).toBe(200);
  });

  it('counts for the rate limit of its address, reads, writes and operation separately', async () => {
    const tight = await startHttpServer(database.pool, SEED_FINAL, { readsPerMinute: 2, writesPerMinute: 1 });
    const statuses = [];
    for (let time = 0; time < 3; time++) statuses.push((await tight.call('GET', '/v1/status')).status);
    expect(statuses).toEqual([200, 200, 429]);
    const body = sketch().submission;
    expect((await tight.call('POST', '/v1/records', { body })).status).toBe(201);
    const limited = await tight.call('POST', '/v1/records', { body });
    expect(limited).toMatchObject({ status: 429, body: { code: 'rate-limited' } });
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    for (const path of ['/healthz', '/metrics']) expect((await tight.call('GET', path)).status).toBe(200);
    for (const path of ['/healthz', '/metrics', '/openapi.json', '/docs/'])
      expect((await tight.call('GET', path)).status).toBe(429);
    await tight.stop();
  });

  it('gets only an id when the server fails, and the log has the cause under it', async () => {
    const broken = await createTestDatabase();
    const faulty = await startHttpServer(broken.pool, SEED_FINAL);
    await broken.pool.query('drop table records cascade');
    const { status, body } = await faulty.call('GET', '/v1/records');
    expect([status, body['code'], body['details']]).toEqual([500, 'internal', {}]);
    expect(JSON.stringify(body)).not.toContain('relation');
    const line = faulty
      .logged()
      .split('\n')
      .find((each) => each.includes(String(body['errorId'])));
    expect(line).toContain('relation');
    await faulty.stop();
    await broken.drop();
  });
});
