import { lookup } from 'node:dns/promises';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReceiver } from '../../../server/webhooks/post-event.ts';
import { openLookup } from '../../../server/webhooks/resolve-host.ts';
import { type DnsServer, startDnsServer } from '../../helpers/dns-server.ts';
import { startReceiver } from '../../helpers/webhook-receiver.ts';

let dns: DnsServer;
let folder: string;
let hosts: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'resolve-host-'));
  hosts = join(folder, 'hosts');
  await writeFile(
    hosts,
    '# names\n127.0.0.1\tlocalhost Hooks.Internal other # both\n::1 hooks.internal\nnonsense a\n',
  );
  dns = await startDnsServer({
    'both.example': ['192.0.2.7', '2001:db8:0:0:0:0:0:7'],
    'four.example': ['192.0.2.8', '192.0.2.9'],
    'six.example': ['2001:db8:0:0:0:0:0:9'],
    'loop.example': ['127.0.0.1'],
    'none.example': [],
  });
});
afterAll(async () => {
  await dns.stop();
  await rm(folder, { recursive: true });
});

const open = (seconds = 60): ReturnType<typeof openLookup> =>
  openLookup({ servers: [dns.address], hosts, seconds });

describe('openLookup', () => {
  it('returns all addresses of a name, of both families', async () => {
    expect(await open()('both.example')).toEqual([
      { address: '192.0.2.7', family: 4 },
      { address: '2001:db8::7', family: 6 },
    ]);
    expect((await open()('four.example')).map(({ address }) => address).sort()).toEqual([
      '192.0.2.8',
      '192.0.2.9',
    ]);
    expect(await open()('six.example')).toEqual([{ address: '2001:db8::9', family: 6 }]);
  });

  it('takes names of the hosts file, in capitals and with a full stop too, without asking a server', async () => {
    const both = [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ];
    for (const name of ['hooks.internal', 'HOOKS.internal', 'hooks.internal.'])
      expect(await open()(name), name).toEqual(both);
    expect(await open()('other')).toEqual([{ address: '127.0.0.1', family: 4 }]);
    expect(dns.asked('hooks.internal')).toBe(0);
  });

  it('resolves the name of this machine itself without a hosts file', async () => {
    const resolve = openLookup({ servers: [dns.address], hosts: join(folder, 'missing'), seconds: 60 });
    expect((await resolve('localhost')).map(({ address }) => address)).toEqual(['127.0.0.1', '::1']);
    expect(dns.asked('localhost')).toBe(0);
  });

  it('says that a name does not exist, or has no address', async () => {
    await expect(open()('missing.example')).rejects.toThrow('ENOTFOUND missing.example');
    await expect(open()('none.example')).rejects.toThrow('ENODATA none.example');
  });

  it('resolves other names, as the system does, while many names wait for a server that never answers', async () => {
    const stop = new AbortController();
    let ended = 0;
    const silent = Array.from({ length: 40 }, async (_, at) => {
      await open()(`${at}.silent.example`, stop.signal).catch(() => (ended += 1));
    });
    await expect.poll(() => dns.asked('39.silent.example')).toBeGreaterThan(0);
    // More than the threads that the system's resolver has for the whole process.
    await Promise.all([...Array.from({ length: 10 }, () => open()('four.example')), lookup('localhost')]);
    expect(ended).toBe(0);
    stop.abort();
    await Promise.all(silent);
    expect(ended).toBe(40);
  });

  it('is what webhooks are sent by', async () => {
    const receiver = await startReceiver();
    const rules = { allowsPrivate: true, timeout: 60, lookup: open() };
    const opened = await openReceiver(new URL(receiver.url.replace('127.0.0.1', 'loop.example')), rules);
    expect(await opened.post('{}', {}, new AbortController().signal)).toMatchObject({
      status: 204,
      error: null,
    });
    opened.close();
    await receiver.goDown();
    const silent = { ...rules, lookup: open(0.5) };
    await expect(openReceiver(new URL('https://silent.example/'), silent)).rejects.toThrow(
      'the host silent.example cannot be resolved (no answer within 0.5 seconds)',
    );
  });
});
