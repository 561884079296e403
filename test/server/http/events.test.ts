import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventRecord, LedgerEvent } from '../../../client/generated/openapi.ts';
import { followEvents } from '../../../client/http/events.ts';
import { startCuttingProxy } from '../../helpers/cutting-proxy.ts';
import { type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { copyTestDatabase, createTestDatabase, type TestDatabase } from '../../helpers/postgres.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../../helpers/seeded-ledger.ts';
import { type SignedRecord, signRecord } from '../../helpers/signed-record.ts';

interface EventPage {
  readonly items: LedgerEvent[];
  readonly next: string;
  readonly more: boolean;
}

let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;
let leaving: AbortController;
let count = 0;

beforeEach(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  leaving = new AbortController();
  server = await startHttpServer(database.pool, SEED_FINAL, {
    ...{ trustProxy: 1, events: { streams: 3, streamsPerClient: 2 } },
    bulk: { atOnce: 4, maxLines: 50, idleSeconds: 1, threads: 1 },
  });
});
afterEach(async () => {
  leaving.abort();
  await server.stop();
  await database.drop();
});

const next = (by = ledger.company): SignedRecord => signRecord({ by, subject: `activity/${count++}` });

async function readPage(query: string): Promise<EventPage> {
  const { status, body } = await server.call<EventPage>('GET', `/v1/events/page?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

/** Returns all events of a filter, read from the beginning in pages of `limit`. */
async function readAll(filter = '', limit = 500): Promise<LedgerEvent[]> {
  const items: LedgerEvent[] = [];
  for (let after = '0', more = true; more;) {
    const page = await readPage(`after=${after}&limit=${limit}${filter === '' ? '' : `&${filter}`}`);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    [after, more] = [page.next, page.more];
  }
  return items;
}

/** Opens an event stream from an address. */
async function open(query = '', headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.url}/v1/events${query}`, { headers, signal: leaving.signal });
}

/** Reads a stream until a text has come, and returns everything until then. */
async function readUntil(response: Response, end: string): Promise<string> {
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  let text = '';
  while (!text.includes(end)) {
    const { done, value } = (await reader.read()) as { done: boolean; value?: Uint8Array };
    if (done) throw new Error(`the stream ended before ${end}: ${text}`);
    text += decoder.decode(value, { stream: true });
  }
  reader.releaseLock();
  return text;
}

/** Reads an event as a typed service does: it compiles with names alone. */
function sayOf({ kind, change, opinion, outcome }: EventRecord): string {
  // @ts-expect-error -- Only a signed record has the number of its kind.
  if (kind === 1) throw new Error('a number');
  const isWithdrawn: boolean = change === 'withdrawal' || opinion === 'withdrawn' || outcome === 'withdrawn';
  const says = [change, opinion, outcome].filter((word) => word !== null);
  expect(isWithdrawn).toBe(says.some((word) => word.startsWith('withdraw')));
  return [kind, ...says].join(' ');
}

const idsIn = (events: readonly LedgerEvent[]): string[] => events.map(({ id }) => id);

/** The records that were accepted, in their order. */
const acceptedIn = (events: readonly LedgerEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'record.accepted' ? [event.record.id] : []));

const BAD_INPUT = [
  ['after=abc', 400, 'cursor'],
  ['after=-1', 400, 'cursor'],
  ['after=00000000-1', 410, 'events-lost'],
  ['after=00000000-9999999999999999', 410, 'events-lost'],
  ['after=00000000-99999999999999999', 400, 'cursor'],
  ['after=00000000-01', 400, 'cursor'],
  ['types=record.born', 400, 'wrong-type'],
  ['types=', 400, 'wrong-type'],
  ['kind=2', 400, 'wrong-type'],
  ['record=0x12', 400, 'hex-syntax'],
  ['party=test:nobody', 404, 'not-found'],
  ['addressee=nobody', 400, 'identifier-syntax'],
  [`kind=${Array.from({ length: 51 }, () => 'dataset').join(',')}`, 400, 'wrong-type'],
  ['kind=dataset&kind=result', 400, 'wrong-type'],
  ['state=final', 400, 'unknown-member'],
] as const;

describe('GET /v1/events/page', () => {
  it('shows all events in pages of any size, and where to go on at the end', async () => {
    await ledger.publish(next(), next(ledger.provider));
    const all = await readAll();
    expect(new Set(idsIn(all)).size).toBe(all.length);
    for (const limit of [1, 2, 5]) expect(await readAll('', limit)).toEqual(all);
    const end = await readPage(`after=${all.at(-1)!.id}`);
    expect(end).toEqual({ items: [], next: all.at(-1)!.id, more: false });
    const later = next();
    await ledger.accept(later);
    expect(acceptedIn((await readPage(`after=${end.next}`)).items)).toEqual([later.id]);
    expect((await readPage('')).items).toEqual([]);
  });

  it('filters by type, party, kind, record and addressee', async () => {
    const { company, provider, auditor, exchange } = ledger;
    const [own, other] = [next(), next(provider)];
    const addressees = { addressees: [exchange.party, provider.party] };
    await ledger.publish(own, other);
    const meant = signRecord({ by: company, kind: 'disclosure', sources: [own], statement: addressees });
    const answer = signRecord({ by: auditor, kind: 'assurance', answers: meant });
    await ledger.accept(meant, answer);
    const only = async (filter: string): Promise<string[]> => acceptedIn(await readAll(filter));
    expect(await only(`party=${company.party}`)).toEqual([own.id, meant.id]);
    expect(await only(`party=test:provider,test:auditor`)).toEqual([other.id, answer.id]);
    expect(await only('kind=disclosure,assurance')).toEqual([meant.id, answer.id]);
    expect(await only(`record=${other.id}`)).toEqual([other.id]);
    expect(await only(`addressee=test:exchange`)).toEqual([meant.id]);
    expect(await only(`addressee=test:exchange&kind=assurance`)).toEqual([]);
    const sealed = await readAll('types=batch.sealed,batch.final');
    expect(sealed.map(({ type }) => type)).toEqual(['batch.sealed', 'batch.final']);
    const parties = await readAll('party=test:auditor&types=party.registered,party.changed');
    expect(parties.map((event) => 'party' in event && event.party)).toMatchObject([
      { identifier: 'test:auditor', role: null, key: null },
      { identifier: null, role: 'auditor', from: 1000, until: null },
      { identifier: null, key: auditor.key.address, from: 1000 },
    ]);
    expect(
      (await readAll()).find((event) => 'record' in event && event.record.id === answer.id),
    ).toMatchObject({
      record: { answers: meant.id, addressees: [], subject: meant.stream.slice(2) },
    });
  });

  it('names the kind, and says what a version, an opinion and a decision is', async () => {
    const { company, auditor, exchange } = ledger;
    const first = next();
    const withdrawn = signRecord({
      ...{ by: company, subject: first.submission.record.subject, after: first },
      statement: { title: 'Withdrawn', change: 'withdrawal', reason: 'an error' },
    });
    const other = signRecord({ by: company, kind: 'result', statement: { opinion: 'adverse', outcome: 1 } });
    const adverse = signRecord({
      by: auditor,
      kind: 'assurance',
      answers: other,
      statement: { opinion: 'adverse' },
    });
    const odd = { outcome: 'rejected', reason: 'adverse', change: { odd: true } };
    const rejected = signRecord({ by: exchange, kind: 'decision', answers: other, statement: odd });
    await ledger.accept(first, withdrawn, other, adverse, rejected);
    const events = await readAll('types=record.accepted');
    const said = events.flatMap((event) => (event.type === 'record.accepted' ? [sayOf(event.record)] : []));
    expect(said).toEqual([
      'dataset',
      'dataset withdrawal',
      'result',
      'assurance adverse',
      'decision rejected',
    ]);
  });

  it('ends an empty page with a cursor behind what was left out, however much that is', async () => {
    await ledger.accept(...Array.from({ length: 5 }, () => next()));
    const page = await readPage(`after=0&kind=decision&types=record.accepted`);
    expect(page).toMatchObject({ items: [], more: false });
    expect(page.next).toBe((await readPage('')).next);
  });

  it('refuses bad input with a code, and so does a stream', async () => {
    for (const [query, status, code] of BAD_INPUT)
      for (const path of ['/v1/events/page', '/v1/events'])
        expect(await server.call('GET', `${path}?${query}`), query).toMatchObject({ status, body: { code } });
  });

  it('refuses a cursor behind the end, and one from before the database was restored', async () => {
    const { next: end } = await readPage('');
    const beyond = end.replace(/\d+$/, (digits) => String(Number(digits) + 1));
    expect(await server.call('GET', `/v1/events/page?after=${beyond}`)).toMatchObject({
      ...{ status: 410, body: { code: 'events-lost' } },
    });
    // A copy needs a database without connections.
    await server.stop();
    const copy = await copyTestDatabase(database);
    const restored = await startHttpServer(copy.pool, SEED_FINAL);
    try {
      expect(await restored.call('GET', `/v1/events/page?after=${end}`)).toMatchObject({
        ...{ status: 410, body: { code: 'events-lost' } },
      });
    } finally {
      await restored.stop();
      await copy.drop();
    }
    server = await startHttpServer(database.pool, SEED_FINAL);
  });
});

describe('GET /v1/events', () => {
  it('begins now, and sends each event with its cursor as its id', async () => {
    await ledger.accept(next());
    const response = await open();
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    expect(response.headers.get('cache-control')).toBe('private, no-store, no-transform');
    const record = next();
    await ledger.accept(record);
    const text = await readUntil(response, record.id);
    const [told] = (await readAll('types=record.accepted')).slice(-1);
    expect(text).toMatch(/^retry: 2000\nid: [0-9a-f]{8}-\d+\n\n/);
    expect(text).toContain(`id: ${told!.id}\ndata: {`);
    expect(text.match(/^data: /gm)).toHaveLength(1);
  });

  it('continues behind the last event id, which counts before the parameter', async () => {
    const [one, two, three] = [next(), next(), next()];
    await ledger.accept(one, two, three);
    const [, second, third] = await readAll('types=record.accepted');
    const byHeader = await open('?after=0', { 'Last-Event-ID': second!.id });
    expect(await readUntil(byHeader, three.id)).not.toContain(two.id);
    const byParameter = await open(`?after=${third!.id}&types=batch.sealed,record.accepted`);
    await ledger.seal();
    expect(await readUntil(byParameter, 'batch.sealed')).not.toContain(three.id);
  });

  it('refuses a last event id that it never gave, in whatever form, and counts no stream for it', async () => {
    const { next: end } = await readPage('');
    const beyond = end.replace(/\d+$/, '9007199254740993');
    const refused = [
      ...[beyond, '00000000-0'].map((id) => [id, 410, 'events-lost'] as const),
      ...['-1', `${end} `.padEnd(5_000, '0'), `${end}, ${end}`, `${end}\tx`, 'ä', '1e3', '0x1'].map(
        (id) => [id, 400, 'cursor'] as const,
      ),
    ];
    for (const [id, status, code] of refused) {
      const response = await open('', { 'Last-Event-ID': id });
      const { details, ...body } = (await response.json()) as { code: string; details: { value: string } };
      expect([response.status, body.code], id).toEqual([status, code]);
      expect(details.value.length).toBeLessThanOrEqual(64);
    }
    for (let at = 0; at < 2; at++) expect((await open('', { 'Last-Event-ID': end })).status).toBe(200);
  });

  it('answers HEAD without opening a stream', async () => {
    for (let at = 0; at < 5; at++)
      expect((await fetch(`${server.url}/v1/events`, { method: 'HEAD' })).status).toBe(200);
    expect((await open()).status).toBe(200);
  });

  it('refuses more streams than one client, or all, may have, until one has left', async () => {
    const from = (address: string): Record<string, string> => ({ 'X-Forwarded-For': address });
    const first = new AbortController();
    await fetch(`${server.url}/v1/events`, { headers: from('192.0.2.1'), signal: first.signal });
    expect((await open('', from('192.0.2.1'))).status).toBe(200);
    const refused = await open('', from('192.0.2.1'));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await refused.json()).toMatchObject({ code: 'overloaded', details: { limit: 2 } });
    expect((await open('', from('192.0.2.2'))).status).toBe(200);
    expect(await (await open('', from('192.0.2.3'))).json()).toMatchObject({ details: { limit: 3 } });
    first.abort();
    await expect.poll(async () => (await open('', from('192.0.2.3'))).status, { timeout: 20_000 }).toBe(200);
  });

  it('cuts off a reader that takes nothing, and it continues where it was', async () => {
    // More than the buffers of two sockets take.
    await database.pool.query(
      `insert into events (type, arrival, details)
       select 'ledger.halted', 0, jsonb_build_object('code', n::text, 'message', repeat('x', 1000000)) from generate_series(1, 40) n`,
    );
    const { hostname, port } = new URL(server.url);
    const slow = connect({ port: Number(port), host: hostname });
    slow.write('GET /v1/events?after=0&types=ledger.halted HTTP/1.1\r\nHost: ledger\r\n\r\n');
    await once(slow, 'readable');
    await expect
      .poll(() => server.logged(), { timeout: 30_000 })
      .toContain('the answer was not read in time');
    let text = '';
    for await (const chunk of slow) text += (chunk as Buffer).toString('latin1');
    const last = /id: (\S+)\ndata: \{[^\n]*\}\n\n(?![^]*\ndata: \{[^\n]*\}\n\n)/.exec(text)?.[1];
    const codes = [...text.matchAll(/"code":"(\d+)"[^\n]*\}\n\n/g)].map(([, code]) => Number(code));
    const rest = await readAll('types=ledger.halted').then((all) =>
      all
        .slice(idsIn(all).indexOf(last ?? '') + 1)
        .map((event) => 'halted' in event && Number(event.halted.code)),
    );
    expect(codes.length).toBeLessThan(40);
    expect([...codes, ...rest]).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
  });
});

describe('followEvents', () => {
  it('yields every event once and in order, while many register and the connection is cut again and again', async () => {
    const proxy = await startCuttingProxy(server.url, 6, 3_000);
    const told: LedgerEvent[] = [];
    const following = (async () => {
      for await (const event of followEvents(proxy.url, { after: '0', signal: leaving.signal }))
        told.push(event);
    })();
    const register = async (): Promise<void> => {
      for (let at = 0; at < 20; at++)
        expect((await server.call('POST', '/v1/records', { body: next().submission })).status).toBe(201);
    };
    await Promise.all([register(), register(), register()]);
    await ledger.seal();
    const all = await readAll();
    await expect.poll(() => told.length, { timeout: 60_000 }).toBe(all.length);
    leaving.abort();
    await following;
    await proxy.stop();
    expect(told).toEqual(all);
    expect(acceptedIn(told)).toHaveLength(60);
    expect(proxy.cuts()).toBe(6);
  });

  it('throws what the server refuses, and where it cannot be reached at first', async () => {
    const first = (url: string, after?: string): Promise<unknown> => followEvents(url, { after }).next();
    await expect(first(server.url, 'x')).rejects.toMatchObject({ code: 'cursor', status: 400 });
    await expect(first(server.url, '00000000-1')).rejects.toMatchObject({ code: 'events-lost' });
    await expect(first('http://127.0.0.1:1')).rejects.toMatchObject({ code: 'server-unreachable' });
  });
});
