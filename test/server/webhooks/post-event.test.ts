import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReceiver, ReceiverRefused } from '../../../server/webhooks/post-event.ts';
import { startReceiver, type WebhookReceiver } from '../../helpers/webhook-receiver.ts';

const STOP = new AbortController().signal;
const PUBLIC = { address: '93.184.215.14', family: 4 };
const LOOPBACK = { address: '127.0.0.1', family: 4 };

let receiver: WebhookReceiver;

beforeAll(async () => void (receiver = await startReceiver()));
afterAll(() => receiver.goDown());

describe('openReceiver', () => {
  it.each([
    ['a private address', [LOOPBACK]],
    ['an IPv4-mapped address', [{ address: '::ffff:127.0.0.1', family: 6 }]],
    ['the metadata of a cloud', [{ address: '169.254.169.254', family: 4 }]],
    ['a public address and a private one', [PUBLIC, { address: 'fd00::1', family: 6 }]],
    ['no address', []],
  ])('refuses a host name that resolves to %s', async (_, addresses) => {
    const rules = { allowsPrivate: false, timeout: 5, lookup: () => Promise.resolve(addresses) };
    await expect(openReceiver(new URL('https://hooks.example/'), rules)).rejects.toThrow(ReceiverRefused);
    // A party reads this message: it must not show how names resolve in the operator's network.
    const message = await openReceiver(new URL('https://hooks.example/'), rules).catch(String);
    for (const { address } of addresses) expect(message).not.toContain(address);
  });

  it('refuses private addresses in a URL that was stored before they were refused', async () => {
    for (const host of ['127.0.0.1', '2130706433', '[::1]', '[::ffff:10.0.0.1]'])
      await expect(
        openReceiver(new URL(`https://${host}/`), { allowsPrivate: false, timeout: 5 }),
        host,
      ).rejects.toThrow('outside the public Internet');
  });

  it('refuses the name of this machine itself, by the resolver of the system', async () => {
    await expect(
      openReceiver(new URL('https://localhost/'), { allowsPrivate: false, timeout: 5 }),
    ).rejects.toThrow(/outside the public Internet/);
  });

  it('refuses http where private addresses are refused', async () => {
    const rules = { allowsPrivate: false, timeout: 5, lookup: () => Promise.resolve([PUBLIC]) };
    await expect(openReceiver(new URL('http://hooks.example/'), rules)).rejects.toThrow('not https');
  });

  it('resolves a name once, and connects to that very address though the name resolves to another one then', async () => {
    const { port } = new URL(receiver.url);
    const answers = [LOOPBACK, { address: '192.0.2.1', family: 4 }];
    let asked = 0;
    const opened = await openReceiver(new URL(`http://hooks.example:${port}/hook`), {
      allowsPrivate: true,
      timeout: 5,
      lookup: () => Promise.resolve([answers[Math.min(asked++, 1)]!]),
    });
    for (const body of ['1', '2'])
      expect(await opened.post(body, {}, STOP)).toMatchObject({ status: 204, error: null });
    opened.close();
    expect(asked).toBe(1);
    expect(receiver.received.at(-1)!.headers.host).toBe(`hooks.example:${port}`);
  });

  it('sends again on a new connection if the receiver closed the one that was kept', async () => {
    const opened = await openReceiver(new URL(receiver.url), { allowsPrivate: true, timeout: 5 });
    expect(await opened.post('1', {}, STOP)).toMatchObject({ status: 204 });
    await receiver.goDown();
    await receiver.comeBack();
    expect(await opened.post('2', {}, STOP)).toMatchObject({ status: 204 });
    opened.close();
  });

  it('says that a name cannot be resolved', async () => {
    const lookup = (): Promise<never> => Promise.reject(new Error('getaddrinfo ENOTFOUND hooks.example'));
    await expect(
      openReceiver(new URL('https://hooks.example/'), { allowsPrivate: false, timeout: 5, lookup }),
    ).rejects.toThrow('the host hooks.example cannot be resolved (getaddrinfo ENOTFOUND hooks.example)');
  });

  it('does not believe a certificate that nobody signed', async () => {
    const opened = await openReceiver(new URL(receiver.url.replace('http:', 'https:')), {
      allowsPrivate: true,
      timeout: 5,
    });
    expect(await opened.post('1', {}, STOP)).toMatchObject({
      status: null,
      error: expect.any(String) as string,
    });
    opened.close();
  });
});
