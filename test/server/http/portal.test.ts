import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { servePortal } from '../../../server/http/portal.ts';
import { parseConfig } from '../../../server/settings/server-settings.ts';

const isBuilt = existsSync(resolve(import.meta.dirname, '../../../dist/portal/verify.html'));

describe('what the server gives to pages besides records', () => {
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = express()
      .use(servePortal(['https://node.example.org/']))
      .listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((done) => server.close(done)));

  it('are the endpoints of the chain that it suggests', async () => {
    const response = await fetch(`${url}/portal.json`, { headers: { accept: 'text/html' } });
    expect(await response.json()).toEqual({ rpcUrls: ['https://node.example.org/'] });
  });

  it.skipIf(!isBuilt)('is verify.html as a file to keep, with the SHA-256 of its bytes', async () => {
    const response = await fetch(`${url}/verify.html`, { headers: { accept: 'text/html' } });
    expect(response.headers.get('content-disposition')).toBe('attachment; filename=verify.html');
    const sum = createHash('sha256')
      .update(new Uint8Array(await response.arrayBuffer()))
      .digest('hex');
    expect(await (await fetch(`${url}/verify.html.sha256`)).text()).toBe(`${sum}  verify.html\n`);
  });

  it('are the files of the starter data that their list names, and no others', async () => {
    const list = (await (await fetch(`${url}/starter/index.json`)).json()) as { file: string }[];
    const files = list.map(({ file }) => file);
    expect(files).toContain('uk-2024/fuels.csv');
    const own = await readFile(resolve(import.meta.dirname, '../../../data/uk-2024/fuels.csv'), 'utf8');
    expect(await (await fetch(`${url}/starter/uk-2024/fuels.csv`)).text()).toBe(own);
    const { port } = server.address() as AddressInfo;
    for (const path of ['/starter/README.md', '/starter/../package.json', '/starter/', '/starter/uk-2024'])
      expect([path, await statusOf(port, path)]).toEqual([path, 404]);
  });

  it('is nothing else by these names', async () => {
    for (const path of ['/portal.json/x', '/verify.html/x', '/verify.html.br'])
      expect((await fetch(`${url}${path}`)).status).toBe(404);
  });

  it.skipIf(!isBuilt)('is no folder, whatever a path climbs to', async () => {
    const { port } = server.address() as AddressInfo;
    for (const path of ['/assets/..', '/assets/.', '/assets/'])
      expect([path, await statusOf(port, path)]).toEqual([path, 404]);
  });

  it.skipIf(!isBuilt)('is a page only for who accepts one, and says so to caches', async () => {
    const response = await fetch(`${url}/records`, { headers: { accept: 'text/html' } });
    expect(response.headers.get('vary')).toBe('Accept, Accept-Encoding');
  });
});

/** Asks for a path as it is: `fetch` would resolve its dots. */
async function statusOf(port: number, path: string): Promise<number | undefined> {
  const [response] = (await once(get({ port, host: '127.0.0.1', path }), 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

describe('PUBLIC_RPC_URLS', () => {
  const GIVEN = {
    DATABASE_URL: 'postgres://user@localhost/ledger',
    RPC_URL: 'http://127.0.0.1:8545',
    LEDGER_ADDRESS: '0x51f7fb53647fa8C15CC8AdDF7a6625e400C1c9FA',
    ROLES: 'sealer',
  };
  const parse = (urls: string): readonly string[] => {
    return parseConfig({ ...GIVEN, PUBLIC_RPC_URLS: urls }).http.publicRpcUrls;
  };

  it('is a list of http and https URLs, empty by default', () => {
    expect(parse('https://a.example.org/, http://b.example.org:8545/x')).toEqual([
      'https://a.example.org/',
      'http://b.example.org:8545/x',
    ]);
    expect(parse('')).toEqual([]);
  });

  it.each(['ftp://a.example.org', 'a.example.org', 'https://a.example.org,'])('refuses %s', (urls) => {
    expect(() => parse(urls)).toThrow('PUBLIC_RPC_URLS must be http(s) URLs');
  });
});
