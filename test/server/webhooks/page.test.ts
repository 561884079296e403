import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signHeaders } from '../../../server/webhooks/webhook-signature.ts';
import { findServicePort } from '../../helpers/service-port.ts';
import { signRecord } from '../../helpers/signed-record.ts';
import { openWebhooks, type WebhookLedger } from './open-webhooks.ts';

const PAGE = fileURLToPath(new URL('../../../docs/webhooks.md', import.meta.url));

let opened: WebhookLedger;
let folder: string;
let token: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  opened = await openWebhooks();
  token = await opened.signIn(opened.ledger.exchange);
  folder = await mkdtemp(join(tmpdir(), 'webhooks-page-'));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await opened.stop();
  await rm(folder, { recursive: true });
});

interface StartedReceiver {
  readonly printed: () => string;
  kill(): Promise<void>;
}

/** Starts the program of the page, whose events are in a file, and waits until it listens. */
async function startReceiver(secret: string, port: number, file: string): Promise<StartedReceiver> {
  const [, program = ''] = /```js\n([^]*?)```/.exec(await readFile(PAGE, 'utf8')) ?? [];
  await writeFile(join(folder, 'receive.mjs'), program);
  const env = { ...process.env, WEBHOOK_SECRET: secret, WEBHOOK_EVENTS: file, PORT: String(port) };
  const child = spawn(process.execPath, [join(folder, 'receive.mjs')], {
    ...{ env, cwd: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  await once(child.stdout, 'data');
  return {
    printed: () => printed,
    async kill() {
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    },
  };
}

async function addWebhook(url: string): Promise<string> {
  const added = await opened.server.call<{ secret: string }>('POST', '/v1/webhooks', {
    token,
    body: { url },
  });
  return added.body.secret;
}

/** The real time: the program refuses signatures of another one. */
const now = (): number => Math.floor(Date.now() / 1000);

describe('The program of docs/webhooks.md', () => {
  it('receives an event once and verifies it, and refuses one that was changed, is old or was signed with another secret', async () => {
    const { company, exchange } = opened.ledger;
    const port = await findServicePort();
    const url = `http://127.0.0.1:${port}/`;
    const secret = await addWebhook(url);
    const { printed } = await startReceiver(secret, port, 'events.ndjson');
    const record = signRecord({ by: company, statement: { addressees: [exchange.party] } });
    const notifier = opened.notify({ now });
    await opened.ledger.accept(record);
    await expect.poll(printed, { timeout: 20_000 }).toContain(`record.accepted ${record.id} \n`);
    await notifier.stop();

    const key = Buffer.from(secret.slice(6), 'base64');
    const body = JSON.stringify({ type: 'record.accepted', data: { record: { id: 'forged' } } });
    const send = async (sent: string, timestamp: number, signer: Uint8Array): Promise<number> =>
      (
        await fetch(url, {
          method: 'POST',
          body: sent,
          headers: signHeaders({ id: 'a', timestamp, body }, [signer]),
        })
      ).status;
    expect(await send(`${body} `, now(), key)).toBe(400);
    expect(await send(body, now() - 3_600, key)).toBe(400);
    expect(await send(body, now(), new Uint8Array(32))).toBe(400);
    expect((await fetch(url, { method: 'POST', body })).status).toBe(400);
    expect(printed()).not.toContain('forged');
    expect([await send(body, now(), key), await send(body, now(), key)]).toEqual([204, 204]);
    await expect.poll(() => printed().split('forged').length - 1).toBe(1);
  });

  it('keeps each event once when it is killed before it has answered, after it, and when its answer is lost', async () => {
    const { company, exchange } = opened.ledger;
    const port = await findServicePort();
    const file = join(folder, 'killed.ndjson');
    const deaths = ['before', 'after', 'unheard', 'before', 'after'] as const;
    let receiver: StartedReceiver | null = null;
    let secret = '';
    let requests = 0;
    // Stands before the receiver, and kills it at a chosen moment of each request.
    const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const death = deaths[requests++];
      const body = await buffer(request);
      receiver ??= await startReceiver(secret, port, file);
      if (death === 'before') {
        // Half of the request has arrived.
        const half = connect({ port, host: '127.0.0.1' }).on('error', () => {});
        half.write(`POST / HTTP/1.1\r\nhost: a\r\ncontent-length: ${body.length}\r\n\r\n`);
        half.write(body.subarray(0, body.length / 2));
      }
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(([name]) => name.startsWith('webhook-')),
      ) as Record<string, string>;
      const answer =
        death === 'before'
          ? null
          : await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body, headers });
      if (death !== undefined) {
        await receiver.kill();
        receiver = null;
        // What a crash in the middle of writing leaves.
        await appendFile(file, '{"id":"cut');
      }
      if (answer === null || death === 'unheard') response.destroy();
      else response.writeHead(answer.status).end();
    };
    const proxy = createServer((request, response) => void pass(request, response));
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    secret = await addWebhook(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}/`);
    const records = [1, 2, 3, 4].map((number) =>
      signRecord({
        ...{ by: company, subject: `killed/${number}` },
        statement: { addressees: [exchange.party] },
      }),
    );
    const notifier = opened.notify({ now });
    await opened.ledger.accept(...records);
    await expect.poll(() => requests, { timeout: 60_000 }).toBeGreaterThan(deaths.length);
    const read = async (): Promise<string[]> =>
      (await readFile(file, 'utf8'))
        .split('\n')
        .slice(0, -1)
        .map((line) => (JSON.parse(line) as { data: { record: { id: string } } }).data.record.id);
    await expect.poll(read, { timeout: 20_000 }).toEqual(records.map(({ id }) => id));
    await notifier.stop();
    proxy.close();
  });
});
