import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { placeEvents } from '../../../db/events/event-feed.ts';
import { SettledArrivals } from '../../../db/records/arrivals.ts';
import { openSecretBox } from '../../../server/webhooks/secret-box.ts';
import { formatSecret } from '../../../server/webhooks/webhook-signature.ts';
import { dumpDatabase } from '../../helpers/dump.ts';
import { checkSignatures, startReceiver, type WebhookReceiver } from '../../helpers/webhook-receiver.ts';
import { type SignedRecord, signRecord } from '../../helpers/signed-record.ts';
import { NOW, openWebhooks, type WebhookLedger } from './open-webhooks.ts';

let opened: WebhookLedger;
let receiver: WebhookReceiver;
let token: string;
let running: { stop(): Promise<void> }[];

let test = 0;

beforeAll(async () => {
  opened = await openWebhooks();
  token = await opened.signIn(opened.ledger.exchange);
});
beforeEach(async () => {
  receiver = await startReceiver();
  [running, test] = [[], test + 1];
});
afterEach(async () => {
  await receiver.goDown();
  await Promise.all(running.map((one) => one.stop()));
  await opened.database.pool.query('delete from webhooks');
});
afterAll(() => opened.stop());

/** Returns a subject that no other test uses. */
const own = (subject: string): string => `${test}/${subject}`;

const notify: WebhookLedger['notify'] = (changes) => {
  const notifier = opened.notify(changes);
  running.push(notifier);
  return notifier;
};

interface Added {
  readonly id: string;
  readonly secret: string;
}

async function add(body: Record<string, unknown> = {}, url = receiver.url): Promise<Added> {
  const { status, body: added } = await opened.server.call<Added>('POST', '/v1/webhooks', {
    token,
    body: { url, ...body },
  });
  expect(status).toBe(201);
  return added;
}

/** Registers records of the company that are meant for the exchange. */
async function register(...subjects: readonly string[]): Promise<SignedRecord[]> {
  const { company, exchange } = opened.ledger;
  const records = subjects.map((subject) =>
    signRecord({ by: company, subject: own(subject), statement: { addressees: [exchange.party] } }),
  );
  await opened.ledger.accept(...records);
  return records;
}

const subjects = (): string[] =>
  receiver.received.map(({ text }) => {
    const { data } = JSON.parse(text) as { data: { record: { subject: string } } };
    return data.record.subject.replace(`${test}/`, '');
  });

const ids = (): unknown[] => receiver.received.map(({ headers }) => headers['webhook-id']);

const wait = (count: number): Promise<void> =>
  expect
    .poll(() => receiver.received.length, { timeout: 20_000, interval: 10 })
    .toBeGreaterThanOrEqual(count);

interface Attempt {
  readonly id: number;
  readonly message: string;
  readonly status: number | null;
  readonly error: string | null;
  readonly answer: string;
}

const readLog = async (id: string): Promise<Attempt[]> =>
  (await opened.server.call<{ items: Attempt[] }>('GET', `/v1/webhooks/${id}/attempts`, { token })).body
    .items;

const waitForLog = async (id: string, count: number): Promise<Attempt[]> => {
  await expect
    .poll(async () => (await readLog(id)).length, { timeout: 20_000, interval: 20 })
    .toBeGreaterThanOrEqual(count);
  return readLog(id);
};

const readState = async (id: string): Promise<Record<string, unknown>> =>
  (await opened.server.call('GET', `/v1/webhooks/${id}`, { token })).body;

const TIMES = Array.from({ length: 25 }, (_, index) => `subject/${index}`);

describe('A webhook', () => {
  it('gets what is meant for its party, signed, with the id and content of the event', async () => {
    const { secret } = await add();
    const { company, provider } = opened.ledger;
    notify();
    await opened.ledger.accept(signRecord({ by: company, subject: own('for-nobody') }));
    await opened.ledger.accept(
      signRecord({ by: company, subject: own('for-others'), statement: { addressees: [provider.party] } }),
    );
    const [record] = await register('for-the-exchange');
    await wait(1);
    const [first] = receiver.received;
    expect(first).toMatchObject({
      method: 'POST',
      path: '/hook',
      headers: { 'content-type': 'application/json' },
    });
    expect(checkSignatures(first!, secret)).toEqual([true]);
    expect(checkSignatures({ ...first!, text: `${first!.text} ` }, secret)).toEqual([false]);
    expect(first!.headers['webhook-timestamp']).toBe(String(NOW));
    const body = JSON.parse(first!.text) as Record<string, unknown>;
    expect(body).toMatchObject({
      type: 'record.accepted',
      data: { id: first!.headers['webhook-id'], record: { id: record!.id, party: company.party } },
    });
    expect(subjects()).toEqual(['for-the-exchange']);
  });

  it('gets the events in their order, each once', async () => {
    await add();
    notify();
    await register(...TIMES);
    await wait(TIMES.length);
    expect(subjects()).toEqual(TIMES);
    expect(new Set(ids()).size).toBe(TIMES.length);
  });

  it('gets them in their order from several processes at the same time', async () => {
    await add();
    for (let process = 0; process < 3; process++) notify();
    for (const subject of TIMES) await register(subject);
    await wait(TIMES.length);
    expect(subjects()).toEqual(TIMES);
  });

  it('is tried again while its receiver is down, and gets everything in order when it is back', async () => {
    const { id } = await add();
    notify();
    await register('before');
    await wait(1);
    await receiver.goDown();
    await register(...TIMES);
    const log = await waitForLog(id, 4);
    expect(log[0]).toMatchObject({ status: null, error: expect.stringContaining('ECONNREFUSED') as string });
    expect(new Set(log.slice(0, -1).map(({ message }) => message)).size).toBe(1);
    expect(await readState(id)).toMatchObject({
      state: 'active',
      failingSince: expect.any(Number) as number,
    });
    await receiver.comeBack();
    await wait(1 + TIMES.length);
    expect(subjects()).toEqual(['before', ...TIMES]);
    await expect.poll(async () => (await readState(id))['failures']).toBe(0);
  });

  it('gets an event again after a process was cut off between the attempt and its storing, with the same id', async () => {
    await add();
    const seen = Promise.withResolvers<null>();
    receiver.answer = () => seen.resolve(null);
    const notifier = notify();
    await register('a', 'b');
    await seen.promise;
    await notifier.stop();
    receiver.answer = (_, response) => void response.writeHead(200).end();
    notify();
    await wait(3);
    expect(subjects()).toEqual(['a', 'a', 'b']);
    const [first, again, other] = ids();
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('keeps status and the first 1,024 bytes of each answer in its log, as text', async () => {
    const { id } = await add();
    receiver.answer = (_, response) => void response.writeHead(500).end(`\0é${'x'.repeat(100_000)}`);
    notify();
    await register('a');
    const [attempt] = await waitForLog(id, 1);
    expect(attempt).toMatchObject({ status: 500, error: null });
    expect(attempt!.answer.startsWith('\ufffdéxx')).toBe(true);
    expect(Buffer.from(attempt!.answer).length).toBeLessThanOrEqual(1_026);
  });

  it.each([301, 302, 307, 308])('does not follow a redirect (%i): it failed', async (status) => {
    const { id } = await add();
    const elsewhere = await startReceiver();
    receiver.answer = (_, response) => void response.writeHead(status, { Location: elsewhere.url }).end();
    notify();
    await register('a');
    const log = await waitForLog(id, 2);
    expect(log[0]!.status).toBe(status);
    expect(elsewhere.received).toEqual([]);
    await elsewhere.goDown();
  });

  it('ends when its receiver answers 410 Gone, until its party makes it active again', async () => {
    const { id } = await add();
    receiver.answer = (_, response) => void response.writeHead(410).end();
    notify();
    await register('a', 'b');
    await expect.poll(async () => (await readState(id))['state']).toBe('gone');
    expect(receiver.received).toHaveLength(1);
    receiver.answer = (_, response) => void response.writeHead(200).end();
    await opened.server.call('PUT', `/v1/webhooks/${id}/state`, { token, body: { state: 'active' } });
    await wait(3);
    expect(subjects()).toEqual(['a', 'a', 'b']);
  });

  it('is paused, and says so, after days of failure', async () => {
    const { id } = await add();
    receiver.answer = (_, response) => void response.writeHead(503).end();
    notify();
    await register('a');
    await waitForLog(id, 2);
    expect(await readState(id)).toMatchObject({ state: 'active' });
    await opened.database.pool.query(`update webhooks set failing_since = now() - interval '2 hours'`);
    await expect.poll(async () => (await readState(id))['state']).toBe('failed');
  });

  it('waits as long as its receiver asks', async () => {
    const { id } = await add();
    receiver.answer = (_, response) => void response.writeHead(429, { 'Retry-After': '3000' }).end();
    notify({ retry: { longest: 10_000, giveUpAfter: 100_000 } });
    await register('a');
    await waitForLog(id, 1);
    const { rows } = await opened.database.pool.query<{ seconds: number }>(
      'select extract(epoch from due_at - clock_timestamp())::int as seconds from webhooks',
    );
    expect(rows[0]!.seconds).toBeGreaterThan(2_900);
  });

  it('fails if the answer does not come in time, and others get theirs meanwhile', async () => {
    const [hanging, dripping] = [await add(), await add({}, `${receiver.url}/drip`)];
    receiver.answer = ({ path }, response) => {
      if (path.endsWith('/drip')) response.writeHead(200).write('x');
    };
    const other = await startReceiver();
    await add({}, other.url);
    notify({
      rules: { allowsPrivate: true, timeout: 1 },
      retry: { longest: 100, giveUpAfter: 1000 },
      atOnce: 6,
    });
    await register('a');
    await expect.poll(() => other.received.length, { timeout: 10_000 }).toBe(1);
    for (const { id } of [hanging, dripping])
      expect((await waitForLog(id, 1))[0]).toMatchObject({
        status: null,
        error: 'no whole answer within 1 seconds',
      });
    await other.goDown();
  });

  it('gets nothing while it is paused, and everything when it is active again', async () => {
    const { id } = await add();
    notify();
    await opened.server.call('PUT', `/v1/webhooks/${id}/state`, { token, body: { state: 'paused' } });
    const page = await opened.server.call<{ next: string }>('GET', '/v1/events/page');
    await register('a', 'b');
    const other = await startReceiver();
    await add({ after: page.body.next }, other.url);
    await expect.poll(() => other.received.length, { timeout: 10_000 }).toBe(2);
    expect(receiver.received).toEqual([]);
    await opened.server.call('PUT', `/v1/webhooks/${id}/state`, { token, body: { state: 'active' } });
    await wait(2);
    expect(subjects()).toEqual(['a', 'b']);
    await other.goDown();
  });

  it('gets what its lists let pass, and events of batches where it names their type', async () => {
    const { company, provider } = opened.ledger;
    await add({
      parties: [company.identifier],
      kinds: ['result', 'dataset'],
      types: ['record.accepted', 'batch.sealed'],
    });
    notify();
    await opened.ledger.accept(signRecord({ by: provider, subject: own('other-party') }));
    await opened.ledger.accept(signRecord({ by: company, kind: 'disclosure', subject: own('other-kind') }));
    await opened.ledger.accept(signRecord({ by: company, subject: own('own') }));
    await opened.ledger.seal();
    await wait(2);
    const types = receiver.received.map(({ text }) => (JSON.parse(text) as { type: string }).type);
    expect(types).toEqual(['record.accepted', 'batch.sealed']);
  });

  it('is signed with the old secret too while it is rotated, and then with the new one alone', async () => {
    const { id, secret: old } = await add();
    notify();
    const rotated = await opened.server.call<Added>('POST', `/v1/webhooks/${id}/secret`, { token });
    await register('a');
    await wait(1);
    expect(checkSignatures(receiver.received[0]!, rotated.body.secret)).toEqual([true, false]);
    expect(checkSignatures(receiver.received[0]!, old)).toEqual([false, true]);
    await opened.database.pool.query('update webhooks set former_until = now()');
    await register('b');
    await wait(2);
    expect(checkSignatures(receiver.received[1]!, rotated.body.secret)).toEqual([true]);
  });

  it('is sent test events, and events of its log again with the same id, also while it is paused', async () => {
    const { id, secret } = await add();
    notify();
    await register('a');
    const [attempt] = await waitForLog(id, 1);
    await opened.server.call('PUT', `/v1/webhooks/${id}/state`, { token, body: { state: 'paused' } });
    const sent = await opened.server.call('POST', `/v1/webhooks/${id}/test`, { token });
    expect(sent.status).toBe(202);
    await wait(2);
    expect(receiver.received[1]!.headers['webhook-id']).toBe(sent.body['message']);
    expect(checkSignatures(receiver.received[1]!, secret)).toEqual([true]);
    expect(JSON.parse(receiver.received[1]!.text)).toMatchObject({
      type: 'webhook.test',
      data: { webhook: id },
    });
    await opened.server.call('POST', `/v1/webhooks/${id}/attempts/${attempt!.id}/again`, { token });
    await wait(3);
    expect(receiver.received[2]!.text).toBe(receiver.received[0]!.text);
    expect(ids()[2]).toBe(ids()[0]);
  });

  it('gets a message that is sent once only once, whatever the answer', async () => {
    const { id } = await add();
    receiver.answer = (_, response) => void response.writeHead(500).end();
    notify();
    await opened.server.call('POST', `/v1/webhooks/${id}/test`, { token });
    await waitForLog(id, 1);
    await opened.server.call('POST', `/v1/webhooks/${id}/test`, { token });
    await waitForLog(id, 2);
    expect(new Set(ids()).size).toBe(2);
    expect(receiver.received).toHaveLength(2);
    expect(await readState(id)).toMatchObject({ state: 'active', failures: 0 });
  });

  it('that a party removes gets nothing more, and has no log', async () => {
    const { id } = await add();
    notify();
    await register('a');
    await waitForLog(id, 1);
    expect((await opened.server.call('DELETE', `/v1/webhooks/${id}`, { token })).status).toBe(204);
    await register('b');
    expect((await opened.server.call('GET', `/v1/webhooks/${id}/attempts`, { token })).status).toBe(404);
    const { rows } = await opened.database.pool.query('select from webhook_attempts');
    expect(rows).toEqual([]);
  });

  it('says in its log that the server has another key, if the file was replaced', async () => {
    const { id } = await add();
    notify({ box: openSecretBox(new Uint8Array(32)) });
    await register('a');
    expect((await waitForLog(id, 1))[0]!.error).toContain('rotate the secret');
    expect(receiver.received).toEqual([]);
  });

  it('that waits for a process is counted in the metrics, and one that a process serves is not', async () => {
    await add();
    const read = async (name: string): Promise<number> => {
      const { text } = await opened.server.call('GET', '/metrics');
      return Number(new RegExp(`^${name.replaceAll(/[{}]/g, '\\$&')} (.*)$`, 'm').exec(text)?.[1]);
    };
    expect(await read('carbon_ledger_webhooks{state="active"}')).toBe(1);
    expect(await read('carbon_ledger_webhook_waiting_seconds')).toBe(0);
    await register('a');
    await placeEvents(opened.database.pool, new SettledArrivals());
    await expect
      .poll(() => read('carbon_ledger_webhook_waiting_seconds'), { timeout: 10_000 })
      .toBeGreaterThan(0);
    notify();
    await wait(1);
    await expect.poll(() => read('carbon_ledger_webhook_waiting_seconds'), { timeout: 10_000 }).toBe(0);
    expect(await read('carbon_ledger_webhooks_failing')).toBe(0);
  });

  it('has a secret that is neither in the database nor in a log', async () => {
    const { id, secret } = await add();
    notify();
    await register('a');
    await waitForLog(id, 1);
    const bytes = Buffer.from(secret.replace('whsec_', ''), 'base64');
    expect(formatSecret(bytes)).toBe(secret);
    const dump = JSON.stringify(await dumpDatabase(opened.database.pool));
    const texts = [dump, opened.logged(), opened.server.logged()];
    for (const text of texts)
      for (const form of [secret, secret.slice(6), bytes.toString('hex')])
        expect(text.includes(form)).toBe(false);
  });
});
