import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startHttpServer } from '../../helpers/http-server.ts';
import { NOW, openWebhooks, type WebhookLedger } from './open-webhooks.ts';

const URL = 'https://example.org/hook';
const UNKNOWN = '7e9d1c52-6a44-4b0f-9a3e-0c2b1d4e5f60';

let opened: WebhookLedger;
let token: string;
let other: string;

beforeAll(async () => {
  opened = await openWebhooks({ allowsPrivate: false, perParty: 3 });
  token = await opened.signIn(opened.ledger.exchange);
  other = await opened.signIn(opened.ledger.auditor);
});
afterEach(async () => {
  await opened.database.pool.query('delete from webhooks');
});
afterAll(() => opened.stop());

interface Webhook {
  readonly id: string;
  readonly secret?: string;
}

const add = (body: unknown = { url: URL }, as = token) =>
  opened.server.call<Webhook>('POST', '/v1/webhooks', { token: as, body });

/** Every route of one webhook. */
const ROUTES = (id: string): [method: string, path: string, body?: unknown][] => [
  ['GET', `/v1/webhooks/${id}`],
  ['PUT', `/v1/webhooks/${id}/state`, { state: 'paused' }],
  ['POST', `/v1/webhooks/${id}/secret`],
  ['POST', `/v1/webhooks/${id}/test`],
  ['GET', `/v1/webhooks/${id}/attempts`],
  ['POST', `/v1/webhooks/${id}/attempts/1/again`],
  ['DELETE', `/v1/webhooks/${id}`],
];

describe('/v1/webhooks', () => {
  it('adds a webhook for what is meant for its party, shows its secret once and lists it', async () => {
    const { exchange } = opened.ledger;
    const { status, headers, body } = await add();
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/v1/webhooks/${body.id}`);
    expect(headers.get('cache-control')).toBe('private, no-store');
    const { secret, ...shown } = body;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(shown).toMatchObject({
      party: exchange.party,
      url: URL,
      types: ['record.accepted', 'record.rejected'],
      kinds: null,
      parties: null,
      addressees: [exchange.party],
      state: 'active',
      failures: 0,
    });
    const list = await opened.server.call('GET', '/v1/webhooks', { token });
    expect(list.body).toEqual({ items: [shown], next: null });
    expect((await opened.server.call('GET', `/v1/webhooks/${body.id}`, { token })).body).toEqual(shown);
  });

  it('resolves the parties that a filter names', async () => {
    const { company, provider, exchange } = opened.ledger;
    const named = await add({
      url: URL,
      party: exchange.identifier,
      parties: [company.identifier, provider.party],
    });
    expect(named.body).toMatchObject({ parties: [company.party, provider.party], addressees: null });
    const open = await add({ url: URL, addressees: null, kinds: ['result', 'disclosure'] });
    expect(open.body).toMatchObject({ parties: null, addressees: null, kinds: ['result', 'disclosure'] });
  });

  it('shows and changes nothing of other parties, as if it did not exist', async () => {
    const { body } = await add();
    for (const [method, path, sent] of ROUTES(body.id)) {
      const ask = sent === undefined ? {} : { body: sent };
      const refused = await opened.server.call(method, path, { token: other, ...ask });
      expect([refused.status, refused.body['code']], `${method} ${path}`).toEqual([404, 'not-found']);
      const unknown = await opened.server.call(method, path.replace(body.id, UNKNOWN), {
        token: other,
        ...ask,
      });
      const shown = ({ body: { errorId: _, ...rest } }: typeof refused): string => JSON.stringify(rest);
      expect(shown(unknown).replaceAll(UNKNOWN, body.id)).toBe(shown(refused));
    }
    expect((await opened.server.call('GET', '/v1/webhooks', { token: other })).body).toEqual({
      items: [],
      next: null,
    });
    expect((await opened.server.call('GET', `/v1/webhooks/${body.id}`, { token })).body).toMatchObject({
      state: 'active',
      formerSecretUntil: null,
    });
  });

  it('needs a session in every route', async () => {
    const { body } = await add();
    for (const [method, path, sent] of [
      ...ROUTES(body.id),
      ['GET', '/v1/webhooks'] as const,
      ['POST', '/v1/webhooks', { url: URL }] as const,
    ])
      for (const as of [{}, { token: 'invented' }]) {
        const refused = await opened.server.call(method, path, {
          ...as,
          ...(sent === undefined ? {} : { body: sent }),
        });
        expect([refused.status, refused.body['code']], `${method} ${path}`).toEqual([401, 'unauthorized']);
      }
  });

  it('adds none for a party that the key does not belong to', async () => {
    const refused = await add({ url: URL, party: opened.ledger.company.identifier });
    expect([refused.status, refused.body]).toMatchObject([403, { code: 'forbidden' }]);
    expect((await add({ url: URL, party: 'test:nobody' })).status).toBe(404);
  });

  it.each([
    ['no URL', {}, 400],
    ['a number as URL', { url: 1 }, 400],
    ['a URL that is too long', { url: `https://example.org/${'a'.repeat(2048)}` }, 413],
    ['http', { url: 'http://example.org/' }, 422],
    ['a private address', { url: 'https://10.0.0.1/' }, 422],
    ['loopback in another notation', { url: 'https://0x7f.1/' }, 422],
    ['the metadata of a cloud', { url: 'https://169.254.169.254/latest/meta-data' }, 422],
    ['an unknown type', { url: URL, types: ['record.burnt'] }, 400],
    ['an empty list', { url: URL, types: [] }, 400],
    ['an unknown kind', { url: URL, kinds: ['opinion'] }, 400],
    ['too many parties', { url: URL, parties: Array.from({ length: 51 }, () => 'test:company') }, 413],
    ['an unknown party', { url: URL, parties: ['test:nobody'] }, 404],
    ['a party that is not a text', { url: URL, addressees: [{}] }, 400],
    ['an unknown member', { url: URL, secret: 'whsec_mine' }, 400],
    ['an invented cursor', { url: URL, after: 'now' }, 400],
    ['a cursor of another ledger', { url: URL, after: '00000000-1' }, 410],
    ['no object', 'null', 400],
    ['no JSON', '{', 400],
  ])('refuses %s', async (_, body, status) => {
    const refused = await add(body);
    expect(refused.status).toBe(status);
    expect((await opened.server.call('GET', '/v1/webhooks', { token })).body['items']).toEqual([]);
  });

  it('refuses more webhooks than a party may have, also from requests at the same time', async () => {
    const added = await Promise.all(Array.from({ length: 8 }, () => add()));
    expect(added.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409, 409, 409, 409, 409]);
    expect((await add({ url: URL }, other)).status).toBe(201);
  });

  it('lists page by page', async () => {
    const ids = [];
    for (let at = 0; at < 3; at++) ids.push((await add()).body.id);
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const page = await opened.server.call<{ items: Webhook[]; next: string | null }>(
        'GET',
        `/v1/webhooks?limit=1${cursor}`,
        { token },
      );
      seen.push(...page.body.items.map(({ id }) => id));
      if (page.body.next === null) break;
      cursor = `&cursor=${page.body.next}`;
    }
    expect(seen).toEqual(ids.sort());
    for (const cursor of ['x', 'WyJhIl0', 'WzFd', 'WyIwMDAwMDAwMDAwIl0'])
      expect((await opened.server.call('GET', `/v1/webhooks?cursor=${cursor}`, { token })).status).toBe(400);
  });

  it('refuses ids, states and attempts in another form', async () => {
    const { body } = await add();
    const statusOf = async (method: string, path: string, sent?: unknown): Promise<number> =>
      (await opened.server.call(method, path, { token, ...(sent === undefined ? {} : { body: sent }) }))
        .status;
    for (const [method, path, sent] of ROUTES('1'))
      expect(await statusOf(method, path, sent), path).toBe(400);
    for (const state of ['failed', 'gone', 'on', null])
      expect(await statusOf('PUT', `/v1/webhooks/${body.id}/state`, { state })).toBe(400);
    for (const attempt of ['0', '-1', 'x', '1'.repeat(20)])
      expect(await statusOf('POST', `/v1/webhooks/${body.id}/attempts/${attempt}/again`)).toBe(400);
    expect(await statusOf('POST', `/v1/webhooks/${body.id}/attempts/1/again`)).toBe(404);
    expect(await statusOf('GET', `/v1/webhooks/${body.id}/attempts?cursor=x`)).toBe(400);
  });

  it('lets at most twenty messages wait for one webhook', async () => {
    const { body } = await add();
    const test = (): Promise<{ status: number }> =>
      opened.server.call('POST', `/v1/webhooks/${body.id}/test`, { token });
    for (let at = 0; at < 20; at++) expect((await test()).status).toBe(202);
    expect((await test()).status).toBe(409);
  });

  it('shows a new secret once when it is rotated, and says until when the old one signs', async () => {
    const { body } = await add();
    const rotated = await opened.server.call<Webhook>('POST', `/v1/webhooks/${body.id}/secret`, { token });
    expect(rotated.body.secret).toMatch(/^whsec_/);
    expect(rotated.body.secret).not.toBe(body.secret);
    const { secret: _, ...shown } = rotated.body;
    expect((await opened.server.call('GET', `/v1/webhooks/${body.id}`, { token })).body).toEqual(shown);
    expect(shown).toHaveProperty('formerSecretUntil', expect.any(Number));
  });

  it('says that a server without a key offers none', async () => {
    const server = await startHttpServer(opened.database.pool, NOW);
    for (const [method, path, body] of [
      ...ROUTES(UNKNOWN),
      ['GET', '/v1/webhooks'] as const,
      ['POST', '/v1/webhooks', { url: URL }] as const,
    ]) {
      const refused = await server.call(method, path, { token, ...(body === undefined ? {} : { body }) });
      expect([refused.status, refused.body['code']], path).toEqual([404, 'webhooks-not-offered']);
    }
    await server.stop();
  });
});
