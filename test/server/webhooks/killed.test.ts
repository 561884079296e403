import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEST_DOMAIN } from '../../helpers/registry.ts';
import { signRecord } from '../../helpers/signed-record.ts';
import { checkSignatures, startReceiver, type WebhookReceiver } from '../../helpers/webhook-receiver.ts';
import { openWebhooks, type WebhookLedger } from './open-webhooks.ts';

const MAIN = fileURLToPath(new URL('../../../server/main.ts', import.meta.url));

let opened: WebhookLedger;
let receiver: WebhookReceiver;
let folder: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  opened = await openWebhooks();
  receiver = await startReceiver();
  folder = await mkdtemp(join(tmpdir(), 'webhooks-'));
  await writeFile(join(folder, 'key'), Buffer.from(opened.key).toString('hex'), { mode: 0o600 });
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await receiver.goDown();
  await opened.stop();
  await rm(folder, { recursive: true });
});

/** Starts a process that only delivers. No endpoint of the chain answers it. */
function startProcess(): ChildProcess {
  const env = {
    ...process.env,
    ROLES: 'notifier',
    DATABASE_URL: opened.database.url,
    RPC_URL: 'http://127.0.0.1:1',
    LEDGER_ADDRESS: TEST_DOMAIN.ledger,
    WEBHOOKS_KEY_FILE: join(folder, 'key'),
    WEBHOOKS_PRIVATE: 'true',
    POLL_INTERVAL: '100',
    PORT: '0',
    LOG_LEVEL: 'error',
  };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  children.push(child);
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const closed = once(child, 'close');
  child.kill(signal);
  await closed;
}

describe('A process with the role notifier', () => {
  it('that is killed in the middle of a delivery loses nothing: the next one continues there, with the same id', async () => {
    const { company, exchange } = opened.ledger;
    const token = await opened.signIn(exchange);
    const { body } = await opened.server.call<{ secret: string }>('POST', '/v1/webhooks', {
      token,
      body: { url: receiver.url },
    });
    const subjects = Array.from({ length: 6 }, (_, index) => `subject/${index}`);
    const middle = Promise.withResolvers<null>();
    receiver.answer = (_, response) => {
      if (receiver.received.length < 3) response.writeHead(200).end();
      else middle.resolve(null);
    };
    const killed = startProcess();
    const statement = { addressees: [exchange.party] };
    await opened.ledger.accept(...subjects.map((subject) => signRecord({ by: company, subject, statement })));
    await middle.promise;
    await end(killed, 'SIGKILL');
    receiver.answer = (_, response) => void response.writeHead(200).end();
    // Its lease would end after some seconds.
    await opened.database.pool.query(
      'update webhooks set leased_until = clock_timestamp() where lease is not null',
    );
    const next = startProcess();
    await expect.poll(() => receiver.received.length, { timeout: 150_000, interval: 20 }).toBe(7);
    await end(next, 'SIGTERM');
    const parsed = receiver.received.map(
      ({ text }) => JSON.parse(text) as { data: { id: string; record: { subject: string } } },
    );
    expect(parsed.map(({ data }) => data.record.subject)).toEqual([
      ...subjects.slice(0, 3),
      subjects[2],
      ...subjects.slice(3),
    ]);
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual(
      parsed.map(({ data }) => data.id),
    );
    for (const one of receiver.received) expect(checkSignatures(one, body.secret)).toEqual([true]);
  }, 240_000);
});
