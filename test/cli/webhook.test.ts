import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Webhook, WebhookAttempt } from '../../client/generated/openapi.ts';
import { formatHex } from '../../core/encoding/hex.ts';
import { signHeaders } from '../../server/webhooks/webhook-signature.ts';
import { signRecord } from '../helpers/signed-record.ts';
import { checkSignatures, startReceiver, type WebhookReceiver } from '../helpers/webhook-receiver.ts';
import { NOW, openWebhooks, type WebhookLedger } from '../server/webhooks/open-webhooks.ts';
import { type CliRun, runLine } from './test-terminal.ts';

let opened: WebhookLedger;
let receiver: WebhookReceiver;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-webhook-'));
  [opened, receiver] = await Promise.all([openWebhooks({ perParty: 3 }), startReceiver()]);
  for (const name of ['company', 'exchange'] as const)
    await writeFile(join(folder, name), formatHex(opened.ledger[name].key.privateKey), { mode: 0o600 });
});
afterAll(async () => {
  await receiver.goDown();
  await opened.stop();
  await rm(folder, { recursive: true });
});

const run = (...args: string[]): Promise<CliRun> =>
  runLine(['webhook', ...args], { cwd: folder, env: { LEDGER_URL: opened.server.url }, now: 1000 * NOW });

/** Runs a command as the exchange, which must succeed, and returns its JSON. */
async function json<Out>(...args: string[]): Promise<Out> {
  const { exit, out, err } = await run(...args, '--key', 'exchange', '--json');
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  return JSON.parse(out) as Out;
}

const readSecret = async (name: string): Promise<string> =>
  (await readFile(join(folder, name), 'utf8')).trim();

async function readLog(id: string): Promise<WebhookAttempt[]> {
  return (await json<{ items: WebhookAttempt[] }>('log', id)).items;
}

describe('ledger webhook', () => {
  it('adds one whose secret is only in a file that nobody else may read, and events then arrive signed with it', async () => {
    const { exit, out, err } = await run('add', receiver.url, '--key', 'exchange', '--secret', 'one.secret');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    const secret = await readSecret('one.secret');
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(out).not.toContain(secret.slice(6));
    expect(out).toContain('secret written to one.secret');
    expect((await stat(join(folder, 'one.secret'))).mode & 0o777).toBe(0o600);
    const { items } = await json<{ items: Webhook[] }>('list');
    expect(items).toMatchObject([
      { url: receiver.url, state: 'active', addressees: [opened.ledger.exchange.party] },
    ]);
    const [{ id }] = items as [Webhook];
    const notifier = opened.notify();
    const record = signRecord({
      by: opened.ledger.company,
      statement: { addressees: [opened.ledger.exchange.party] },
    });
    await opened.ledger.accept(record);
    await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBe(1);
    expect(receiver.received[0]!.text).toContain(record.id);
    expect(checkSignatures(receiver.received[0]!, secret)).toEqual([true]);

    await expect.poll(async () => (await readLog(id)).length, { timeout: 20_000 }).toBe(1);
    const [attempt] = (await readLog(id)) as [WebhookAttempt];
    const again = await json<{ message: string }>('retry', id, String(attempt.id));
    expect(again.message).toBe(attempt.message);
    await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBe(2);
    expect(receiver.received[1]!.headers['webhook-id']).toBe(attempt.message);
    const shown = await run('log', id, '--limit', '1', '--key', 'exchange');
    expect(shown.out).toMatch(/^\d+ {2}\S+ \S+ {2}record\.accepted {2}\S+ {2}204, \d+ ms\n/);
    await notifier.stop();
  });

  it('pauses, tests, resumes, rotates and removes one', async () => {
    const { id, ...added } = await json<Webhook & { secretFile: string }>(
      ...['add', receiver.url, '--type', 'record.accepted,batch.final', '--kind', 'result', '--anyone'],
      ...['--party', 'test:company', '--after', '0', '--secret', 'two.secret'],
    );
    expect(added).toMatchObject({
      types: ['record.accepted', 'batch.final'],
      kinds: ['result'],
      parties: [opened.ledger.company.party],
      addressees: null,
      secretFile: 'two.secret',
    });
    expect(added).not.toHaveProperty('secret');
    expect(await json('pause', id)).toMatchObject({ state: 'paused' });
    const { message } = await json<{ message: string }>('test', id);
    const notifier = opened.notify();
    await expect
      .poll(() => receiver.received.map(({ headers }) => headers['webhook-id']), { timeout: 20_000 })
      .toContain(message);
    await notifier.stop();
    expect(await json('resume', id)).toMatchObject({ state: 'active' });
    const rotated = await json<Webhook>('rotate', id, '--secret', 'three.secret');
    expect(rotated.formerSecretUntil).toBeGreaterThan(0);
    expect(await readSecret('three.secret')).not.toBe(await readSecret('two.secret'));
    expect((await run('show', id, '--key', 'exchange')).out).toMatch(
      /^state +active; the secret before signs too until /m,
    );
    expect(await json('remove', id)).toEqual({ removed: id });
    expect(await run('show', id, '--key', 'exchange')).toMatchObject({
      ...{ exit: 1, err: expect.stringContaining('error (not-found)') as string },
    });
  });

  it('overwrites no file with a secret, and adds nothing then', async () => {
    await writeFile(join(folder, 'taken.secret'), 'mine');
    const before = await json<{ items: Webhook[] }>('list');
    const args = ['add', receiver.url, '--key', 'exchange', '--secret', 'taken.secret'];
    expect(await run(...args)).toMatchObject({
      ...{ exit: 2, err: expect.stringContaining('error (file-exists)') as string },
    });
    expect(await readSecret('taken.secret')).toBe('mine');
    expect(await json('list')).toEqual(before);
  });

  it('says how to get another secret where its file could not be written', async () => {
    await writeFile(join(folder, 'file'), '');
    const args = ['add', receiver.url, '--key', 'exchange', '--secret', 'file/hook.secret'];
    const { exit, err } = await run(...args);
    expect(exit).toBe(2);
    const [, id] = /ledger webhook rotate ([0-9a-f-]{36}) writes another one/.exec(err) ?? [];
    await json('rotate', id ?? '', '--secret', 'again.secret');
    await json('remove', id ?? '');
  });

  it.each([
    ['a missing key', ['list'], 2, 'sign in with --key'],
    ['an id of another form', ['show', '12', '--key', 'exchange'], 2, 'is not the id of a webhook'],
    [
      'a URL that the server refuses',
      ['add', 'ftp://a.example', '--key', 'exchange', '--secret', 'x'],
      1,
      '(webhook-url)',
    ],
    [
      'both of --anyone and --addressee',
      ['add', 'https://a.example', '--anyone', '--addressee', 'test:a', '--key', 'exchange', '--secret', 'x'],
      2,
      'exclude each other',
    ],
    [
      'a type that does not exist',
      ['add', 'https://a.example', '--type', 'born', '--key', 'exchange', '--secret', 'x'],
      1,
      '(wrong-type)',
    ],
    [
      'an attempt that is not in the log',
      ['retry', '00000000-0000-4000-8000-000000000000', '7', '--key', 'exchange'],
      1,
      '(not-found)',
    ],
  ] as const)('refuses %s', async (_, args, exit, text) => {
    const ended = await run(...args);
    expect(ended).toMatchObject({ exit, out: '' });
    expect(ended.err).toContain(text);
  });

  it('shows no party the webhooks of another', async () => {
    const { items } = await json<{ items: Webhook[] }>('list');
    const [{ id }] = items as [Webhook];
    expect((await run('list', '--key', 'company')).out).toBe('no webhooks\n');
    for (const command of ['show', 'log', 'pause', 'test', 'remove'])
      expect(await run(command, id, '--key', 'company'), command).toMatchObject({ exit: 1, out: '' });
  });
});

describe('ledger webhook verify', () => {
  const KEY = new Uint8Array(32).fill(7);
  const SECRET = `whsec_${Buffer.from(KEY).toString('base64')}`;
  const BODY = '{"type":"record.accepted","data":{"name":"碳"}}';

  async function verify(
    { timestamp = NOW, body = BODY, secret = SECRET, key = KEY, form = (text: string) => text },
    ...options: string[]
  ): Promise<CliRun> {
    const headers = Object.entries(
      signHeaders({ id: 'a-1', timestamp, body: BODY }, [new Uint8Array(32), key]),
    );
    await writeFile(
      join(folder, 'headers.txt'),
      form(headers.map(([name, text]) => `${name}: ${text}\n`).join('')),
    );
    await writeFile(join(folder, 'receiver.secret'), `${secret}\n`);
    await writeFile(join(folder, 'body.json'), body);
    return run('verify', 'body.json', '--headers', 'headers.txt', '--secret', 'receiver.secret', ...options);
  }

  it('accepts what was signed with the secret, by any of its signatures, whatever the headers look like', async () => {
    expect(await verify({})).toEqual({ exit: 0, out: '✓ genuine: signed with this secret\n', err: '' });
    const form = (text: string): string =>
      `POST / HTTP/1.1\r\nHost: a\r\n${text.replace('webhook-id', 'Webhook-Id').replaceAll('\n', '\r\n')}`;
    expect(await verify({ form }, '--json')).toMatchObject({ exit: 0 });
    expect((await verify({ timestamp: NOW - 3600 }, '--any-time')).exit).toBe(0);
  });

  it('refuses a changed body, another secret and another time', async () => {
    for (const changed of [{ body: `${BODY} ` }, { key: new Uint8Array(32).fill(8) }])
      expect(await verify(changed)).toMatchObject({
        ...{ exit: 1, out: expect.stringContaining('✗ not genuine') as string },
      });
    for (const timestamp of [NOW - 301, NOW + 301]) {
      expect((await verify({ timestamp })).out).toContain('more than five minutes ago or ahead');
      const { exit, out } = await verify({ timestamp }, '--json');
      expect({ exit, ...(JSON.parse(out) as object) }).toEqual({
        ...{ exit: 1, id: 'a-1', timestamp, isSigned: true, isOld: true, isGenuine: false },
      });
    }
  });

  it('never prints a secret, also not a wrong one', async () => {
    const { exit, out, err } = await verify({ secret: 'my password' });
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain('receiver.secret is not the secret of a webhook');
    expect(err).not.toContain('my password');
    expect((await verify({ form: () => 'webhook-id: 1' })).err).toContain('has no header webhook-timestamp');
  });

  it('takes the secret from WEBHOOK_SECRET', async () => {
    await verify({});
    const args = ['webhook', 'verify', 'body.json', '--headers', 'headers.txt'];
    const setting = { cwd: folder, now: 1000 * NOW };
    expect((await runLine(args, { ...setting, env: { WEBHOOK_SECRET: SECRET } })).exit).toBe(0);
    expect((await runLine(args, setting)).err).toContain('set WEBHOOK_SECRET');
  });
});
