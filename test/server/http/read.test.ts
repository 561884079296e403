import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type BatchHeader, hashHeader, hashSealed } from '../../../core/batches/batch.ts';
import { type Api, openApi } from '../../../client/http/api.ts';
import { signIn } from '../../../client/http/sign-in.ts';
import { signerOfKey } from '../../../client/keys/signer.ts';
import { bytesOf, concatBytes, type Hex } from '../../../core/encoding/hex.ts';
import type { JsonObject } from '../../../core/encoding/json.ts';
import { buildTree, treeRoot } from '../../../core/merkle/tree.ts';
import { openPool } from '../../../db/pool.ts';
import { type Answered, type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { type TestDatabase, createTestDatabase } from '../../helpers/postgres.ts';
import { TEST_DOMAIN, type TestParty } from '../../helpers/registry.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../../helpers/seeded-ledger.ts';
import { type SignedRecord, makeEntry, signRecord } from '../../helpers/signed-record.ts';

interface Paged {
  items: { id?: Hex; number?: number; identifier?: string; subject?: string }[];
  next: string | null;
}

let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;
let factors: SignedRecord;
let factorsNext: SignedRecord;
let inventory: SignedRecord;
let waiting: SignedRecord;
let first: BatchHeader;
let second: BatchHeader;

beforeAll(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  server = await startHttpServer(database.pool, SEED_FINAL);
  const { company, provider } = ledger;
  factors = signRecord({
    by: provider,
    subject: 'grid-factors/cn',
    entries: [makeEntry('CN/2022', '0.5703')],
  });
  inventory = signRecord({ by: company, kind: 'result', sources: [factors] });
  first = await ledger.publish(factors, inventory);
  factorsNext = signRecord({ by: provider, subject: 'grid-factors/cn', after: factors });
  await ledger.accept(factorsNext);
  second = await ledger.seal();
  await ledger.anchor(second);
  waiting = signRecord({ by: company, kind: 'disclosure', subject: 'disclosure/2024', sources: [inventory] });
  await ledger.accept(waiting);
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

async function readAll(path: string): Promise<Paged['items']> {
  const items: Paged['items'] = [];
  const mark = path.includes('?') ? '&' : '?';
  for (let next: string | null = ''; next !== null;) {
    const { body }: Answered<Paged> = await server.call<Paged>(
      'GET',
      `${path}${mark}limit=1${next === '' ? '' : `&cursor=${next}`}`,
    );
    expect(body.items.length).toBeLessThanOrEqual(1);
    items.push(...body.items);
    next = body.next;
  }
  return items;
}

describe('GET /v1/records/{id}', () => {
  it('shows the signed record, its state, its batch and the block that holds the batch', async () => {
    const { status, body } = await server.call('GET', `/v1/records/${factors.id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: factors.id,
      record: factors.submission.record,
      statement: factors.submission.statement,
      signature: factors.submission.signature,
      state: 'final',
      batch: { number: 1, id: hashHeader(first), header: first },
      rejected: null,
    });
    expect(body['anchor']).toMatchObject({ anchoredAt: SEED_FINAL + 10 });
  });

  it('can be cached for ever once its block is final, and must be revalidated before', async () => {
    const final = await server.call('GET', `/v1/records/${factors.id}`);
    const anchored = await server.call('GET', `/v1/records/${factorsNext.id}`);
    const accepted = await server.call('GET', `/v1/records/${waiting.id}`);
    expect(final.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect([anchored.body['state'], anchored.headers.get('cache-control')]).toEqual(['anchored', 'no-cache']);
    expect([accepted.body['state'], accepted.headers.get('cache-control')]).toEqual(['accepted', 'no-cache']);
  });

  it('answers 304 to a client that has the current version', async () => {
    const { headers } = await server.call('GET', `/v1/records/${waiting.id}`);
    const again = await server.call('GET', `/v1/records/${waiting.id}`, {
      headers: { 'If-None-Match': headers.get('etag')!, 'Cache-Control': 'max-age=0' },
    });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('answers 404 for an unknown record, and 400 for an invalid id', async () => {
    expect(await server.call('GET', `/v1/records/0x${'00'.repeat(32)}`)).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
    expect(await server.call('GET', '/v1/records/7')).toMatchObject({
      status: 400,
      body: { code: 'hex-syntax', details: { path: 'id', value: '7' } },
    });
  });
});

describe('lists', () => {
  it('can be read page by page to the end, each item once', async () => {
    expect((await readAll('/v1/records')).map(({ id }) => id)).toEqual([
      waiting.id,
      factorsNext.id,
      inventory.id,
      factors.id,
    ]);
    expect((await readAll('/v1/batches')).map(({ number }) => number)).toEqual([2, 1]);
    expect((await readAll('/v1/parties')).map(({ identifier }) => identifier)).toEqual([
      'test:auditor',
      'test:company',
      'test:exchange',
      'test:provider',
    ]);
    expect((await readAll('/v1/parties/test:company/streams')).map(({ subject }) => subject)).toEqual([
      'inventory/2024',
      'disclosure/2024',
    ]);
  });

  it('of records can be filtered by party, kind, subject and source', async () => {
    const ids = async (query: string): Promise<unknown> =>
      (await server.call<Paged>('GET', `/v1/records?${query}`)).body.items.map(({ id }) => id);
    expect(await ids('party=test:provider')).toEqual([factorsNext.id, factors.id]);
    expect(await ids(`party=${ledger.company.party}&kind=result`)).toEqual([inventory.id]);
    expect(await ids('kind=disclosure')).toEqual([waiting.id]);
    expect(await ids('subject=grid-factors/cn')).toEqual([factorsNext.id, factors.id]);
    expect(await ids(`source=${inventory.id}`)).toEqual([waiting.id]);
  });

  it('reject a cursor of another list, an invalid limit, and an unknown parameter', async () => {
    const { body } = await server.call<Paged>('GET', '/v1/parties?limit=1');
    expect(await server.call('GET', `/v1/batches?cursor=${body.next}`)).toMatchObject({
      status: 400,
      body: { code: 'cursor' },
    });
    expect(await server.call('GET', '/v1/batches?cursor=%7B')).toMatchObject({
      status: 400,
      body: { code: 'cursor' },
    });
    expect(await server.call('GET', '/v1/batches?limit=0')).toMatchObject({
      status: 400,
      body: { code: 'wrong-type' },
    });
    expect(await server.call('GET', '/v1/batches?since=1')).toMatchObject({
      status: 400,
      body: { code: 'unknown-member' },
    });
    expect(await server.call('GET', '/v1/records?limit=1&limit=2')).toMatchObject({
      status: 400,
      body: { code: 'wrong-type', details: { path: 'limit' } },
    });
  });

  it.each([
    ['/v1/parties', ['a\u0000']],
    ['/v1/parties/test:company/streams', [1, 'a\u0000']],
    ['/v1/parties/test:company/streams', [2 ** 40, 'a']],
  ])('reject a forged cursor that the database could not read: %s %j', async (path, parts) => {
    const cursor = Buffer.from(JSON.stringify(parts)).toString('base64url');
    expect(await server.call('GET', `${path}?cursor=${cursor}`)).toMatchObject({
      status: 400,
      body: { code: 'cursor' },
    });
  });

  it('return no more items than the server allows', async () => {
    const small = await startHttpServer(database.pool, SEED_FINAL, { maxPage: 2 });
    const { body } = await small.call<Paged>('GET', '/v1/records?limit=100');
    expect(body.items).toHaveLength(2);
    expect(body.next).not.toBeNull();
    await small.stop();
  });
});

describe('GET /v1/streams/{party}/{kind}/{subject}', () => {
  it('shows the newest sealed and accepted record, for any notation of the party, and a subject with slashes', async () => {
    const tip = { sequence: 2, record: factorsNext.id };
    for (const path of [
      `${ledger.provider.party}/dataset/grid-factors/cn`,
      'test:provider/dataset/grid-factors/cn',
      'test:provider/dataset/grid-factors%2Fcn',
    ]) {
      const { status, body } = await server.call<{ records: Paged }>('GET', `/v1/streams/${path}`);
      expect(status).toBe(200);
      expect(body).toMatchObject({ stream: factors.stream, head: tip, accepted: tip });
      expect(body.records.items.map(({ id }) => id)).toEqual([factors.id, factorsNext.id]);
    }
  });

  it('shows accepted and sealed heads separately', async () => {
    const { body } = await server.call('GET', '/v1/streams/test:company/disclosure/disclosure/2024');
    expect(body).toMatchObject({ head: null, accepted: { sequence: 1, record: waiting.id } });
  });

  it('answers an empty stream without records, and 404 for an unknown party', async () => {
    const { status, body } = await server.call('GET', '/v1/streams/test:company/dataset/new');
    expect([status, body['head'], body['accepted'], body['records']]).toEqual([
      200,
      null,
      null,
      { items: [], next: null },
    ]);
    expect(await server.call('GET', '/v1/streams/test:nobody/dataset/new')).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
    expect(await server.call('GET', '/v1/streams/test:company/poem/new')).toMatchObject({
      status: 400,
      body: { code: 'wrong-type' },
    });
    expect(await server.call('GET', '/v1/streams/nobody/dataset/new')).toMatchObject({
      status: 400,
      body: { code: 'identifier-syntax' },
    });
  });
});

describe('GET /v1/parties/{party}', () => {
  it('shows identifiers, roles and keys with their windows', async () => {
    const { body } = await server.call('GET', '/v1/parties/test:auditor');
    expect(body).toEqual({
      party: ledger.auditor.party,
      identifier: 'test:auditor',
      identifiers: ['test:auditor'],
      roles: ['auditor'],
      windows: {
        roles: [{ role: 'auditor', index: 0, from: 1000, until: Number.MAX_SAFE_INTEGER }],
        keys: [{ key: ledger.auditor.key.address, index: 0, from: 1000, until: Number.MAX_SAFE_INTEGER }],
      },
    });
  });
});

describe('GET /v1/batches/{n}', () => {
  it('shows header and anchor, cacheable for ever once final', async () => {
    const { body, headers } = await server.call('GET', '/v1/batches/1');
    expect(body).toMatchObject({ number: 1, id: hashHeader(first), header: first, state: 'final' });
    expect(headers.get('cache-control')).toMatch(/immutable/);
    expect((await server.call('GET', '/v1/batches/2')).headers.get('cache-control')).toBe('no-cache');
    expect(await server.call('GET', '/v1/batches/3')).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
    expect(await server.call('GET', '/v1/batches/x')).toMatchObject({
      status: 400,
      body: { code: 'wrong-type' },
    });
  });

  it('returns its records as lines in the order of leaves, which give the root of its tree', async () => {
    const { text, headers } = await server.call('GET', '/v1/batches/1/records');
    expect(headers.get('content-type')).toMatch(/^application\/x-ndjson/);
    expect(headers.get('cache-control')).toMatch(/immutable/);
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as SignedRecord['submission'] & { id: Hex });
    const leaves = lines.map(({ id, signature }) => hashSealed({ record: id, signature }));
    expect(leaves).toEqual([...leaves].sort());
    expect(treeRoot(buildTree(concatBytes(...leaves.map(bytesOf))))).toBe(first.records);
    expect(lines.find(({ id }) => id === factors.id)).toMatchObject({
      record: factors.submission.record,
      statement: factors.submission.statement,
    });
    const again = await server.call('GET', '/v1/batches/1/records', {
      headers: { 'If-None-Match': headers.get('etag')!, 'Cache-Control': 'max-age=0' },
    });
    expect([again.status, again.text]).toEqual([304, '']);
  });
});

describe('operation routes', () => {
  it('show the status of the ledger', async () => {
    const { body } = await server.call('GET', '/v1/status');
    expect(body).toMatchObject({
      sealed: 2,
      anchored: 2,
      final: 1,
      queue: { waiting: 1 },
      halted: null,
      now: SEED_FINAL,
    });
    expect(body['chain']).toMatchObject({ chainId: 31337 });
  });

  it('show whether the process runs and is ready', async () => {
    expect((await server.call('GET', '/healthz')).body).toEqual({ ok: true });
    expect((await server.call('GET', '/readyz')).body).toEqual({ ok: true });
  });

  it('measure requests by route, not by path', async () => {
    await server.call('GET', `/v1/records/${factors.id}`);
    const { text } = await server.call('GET', '/metrics');
    expect(text).toMatch(
      /http_request_duration_seconds_count\{method="GET",route="\/v1\/records\/\{id\}",status="200"\} [1-9]/,
    );
    expect(text).toContain('carbon_ledger_batch_number{state="sealed"} 2');
    expect(text).not.toContain(factors.id);
  });

  it('serve an OpenAPI 3.1 document with every route, and a page that shows it', async () => {
    const { body } = await server.call<{ openapi: string; paths: Record<string, Record<string, unknown>> }>(
      'GET',
      '/openapi.json',
    );
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toContain('/v1/streams/{party}/{kind}/{subject}');
    expect(body.paths['/v1/records/{id}/grants/{party}']).toHaveProperty('put');
    const page = await server.call('GET', '/docs/');
    expect(page.text).toContain('swagger-ui-bundle.js');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(page.headers.get('content-security-policy')).not.toContain('upgrade-insecure-requests');
    for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css', 'start.js']) {
      expect((await server.call('GET', `/docs/${file}`)).status).toBe(200);
    }
    for (const file of ['package.json', 'swagger-ui.js.map', 'oauth2-redirect.html'])
      expect((await server.call('GET', `/docs/${file}`)).status).toBe(404);
    expect(await server.call('GET', '/docs')).toMatchObject({ status: 301 });
    expect(await server.call('GET', '/')).toMatchObject({ status: 302 });
  });
});

describe('a server without chain or database', () => {
  it('answers not-ready before the chain was read', async () => {
    const empty = await createTestDatabase();
    const idle = await startHttpServer(empty.pool, SEED_FINAL);
    expect(await idle.call('GET', '/readyz')).toMatchObject({ status: 503, body: { code: 'not-ready' } });
    expect((await idle.call('GET', '/v1/status')).body).toMatchObject({
      chain: null,
      sealed: 0,
      queue: { waiting: 0, since: null },
    });
    await idle.stop();
    await empty.drop();
  });

  it('answers unavailable with Retry-After if the database does not answer', async () => {
    const pool = openPool('postgres://nobody@127.0.0.1:1/nowhere');
    const cut = await startHttpServer(pool, SEED_FINAL);
    for (const path of ['/v1/status', '/readyz', '/v1/batches']) {
      const gone = await cut.call('GET', path);
      expect(gone).toMatchObject({ status: 503, body: { code: 'unavailable' } });
      expect(gone.headers.get('retry-after')).toBe('5');
    }
    expect((await cut.call('GET', '/healthz')).status).toBe(200);
    const { status, text } = await cut.call('GET', '/metrics');
    expect(status).toBe(200);
    for (const part of ['chain', 'anchoring', 'status', 'webhooks', 'operator-key'])
      expect(text).toContain(`carbon_ledger_metrics_unread{part="${part}"} 1\n`);
    expect(text).toContain('carbon_ledger_refusals_total{code="unavailable"} 3\n');
    await cut.stop();
    await pool.end();
  });
});

// At the end, since it adds a batch.
describe('lists of records', () => {
  it('show of each what its own route shows, public, granted or private, to anyone who asks', async () => {
    const { company, provider, auditor, exchange } = ledger;
    const open = signRecord({ by: provider, subject: 'open' });
    const opened = { ...open, submission: { ...open.submission, public: true } };
    const granted = signRecord({ by: company, subject: 'granted', entries: [makeEntry('a', '1')] });
    const kept = signRecord({ by: company, subject: 'kept', statement: { title: 'Kept' } });
    const { number } = await ledger.publish(opened, granted, kept);
    const signInAs = ({ key }: TestParty): Promise<Api> =>
      signIn(openApi(server.url), signerOfKey(key), { chainId: TEST_DOMAIN.chainId, now: 1000 * server.now });
    const owner = await signInAs(company);
    await owner.send('PUT', `/v1/records/${granted.id}/grants/${auditor.party}`, z.unknown());
    const askers = [openApi(server.url), owner, await signInAs(auditor), await signInAs(exchange)];
    const shape = z.object({ id: z.string() }).loose();
    const page = z.object({ items: z.array(shape) });
    for (const api of askers) {
      const lists = [
        await api.get('/v1/records?limit=3', page),
        await api.get(`/v1/batches/${number}/summaries`, page),
        (await api.get(`/v1/streams/${company.party}/dataset/kept`, z.object({ records: page }))).records,
      ];
      const seen = new Set<string>();
      for (const { title, batch, ...item } of lists.flatMap(({ items }) => items)) {
        const view = await api.get(`/v1/records/${item.id}`, shape);
        expect(view).toMatchObject(item);
        expect(item).toHaveProperty('signature');
        expect({ title, batch }).toEqual({
          title: (view['statement'] as JsonObject)['title'] ?? null,
          batch: number,
        });
        seen.add(item.id);
      }
      // The batch also has the record that waited.
      expect(seen).toEqual(new Set([waiting.id, opened.id, granted.id, kept.id]));
    }
  });
});
