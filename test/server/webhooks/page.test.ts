import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signHeaders } from '../../../server/webhooks/webhook-signature.ts';
import { findServicePort } from '../../helpers/service-port.ts';
import { signRecord } from '../../helpers/signed-record.ts';
import { openWebhooks, type WebhookLedger } from './open-webhooks.ts';

const PAGE = fileURLToPath(new URL('../../../docs/webhooks.md', import.meta.url));

let opened: WebhookLedger;
let folder: string;
let receiver: ChildProcess | null = null;

beforeAll(async () => {
  opened = await openWebhooks();
  folder = await mkdtemp(join(tmpdir(), 'webhooks-page-'));
});
afterAll(async () => {
  receiver?.kill();
  await opened.stop();
  await rm(folder, { recursive: true });
});

describe('The program of docs/webhooks.md', () => {
  it('receives an event once and verifies it, and refuses one that was changed, is old or was signed with another secret', async () => {
    const { company, exchange } = opened.ledger;
    const port = await findServicePort();
    const url = `http://127.0.0.1:${port}/`;
    const token = await opened.signIn(exchange);
    const added = await opened.server.call<{ secret: string }>('POST', '/v1/webhooks', {
      token,
      body: { url },
    });
    const { secret } = added.body;
    const [, program = ''] = /```js\n([^]*?)```/.exec(await readFile(PAGE, 'utf8')) ?? [];
    await writeFile(join(folder, 'receive.mjs'), program);
    const env = { ...process.env, WEBHOOK_SECRET: secret, PORT: String(port) };
    receiver = spawn(process.execPath, [join(folder, 'receive.mjs')], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    receiver.stdout!.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    await once(receiver.stdout!, 'data');
    const record = signRecord({ by: company, statement: { addressees: [exchange.party] } });
    const notifier = opened.notify({ now: () => Math.floor(Date.now() / 1000) });
    await opened.ledger.accept(record);
    await expect.poll(() => printed, { timeout: 20_000 }).toContain(`record.accepted ${record.id}\n`);
    await notifier.stop();

    const key = Buffer.from(secret.slice(6), 'base64');
    const body = JSON.stringify({ type: 'record.accepted', data: { record: { id: 'forged' } } });
    const now = Math.floor(Date.now() / 1000);
    const send = async (sent: string, timestamp: number, signer: Uint8Array): Promise<number> =>
      (
        await fetch(url, {
          method: 'POST',
          body: sent,
          headers: signHeaders({ id: 'a', timestamp, body }, [signer]),
        })
      ).status;
    expect(await send(`${body} `, now, key)).toBe(400);
    expect(await send(body, now - 3_600, key)).toBe(400);
    expect(await send(body, now, new Uint8Array(32))).toBe(400);
    expect((await fetch(url, { method: 'POST', body })).status).toBe(400);
    expect(printed).not.toContain('forged');
    expect([await send(body, now, key), await send(body, now, key)]).toEqual([204, 204]);
    await expect.poll(() => printed.split('forged').length - 1).toBe(1);
  });
});
