import { once } from 'node:events';
import { request } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { McpServer } from '@modelcontextprotocol/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../../cli/mcp/calls/run-command.ts';
import { Turns } from '../../cli/mcp/calls/turns.ts';
import { listen, type Listening, MOST_BYTES } from '../../cli/mcp/http/listen.ts';
import { Sessions } from '../../cli/mcp/http/sessions.ts';
import { findToken, hasToken } from '../../cli/mcp/http/token.ts';
import { writeAnswer } from '../../cli/mcp/serving/answer.ts';
import { equipServer, openServers } from '../../cli/mcp/serving/open-server.ts';
import { openTerminal } from '../../cli/terminal/terminal.ts';
import { type McpClient, openMcpClient } from './mcp-client.ts';

const TOKEN = 'a-token-of-thirty-two-characters';
const TIMEOUT = 30_000;

/** A server of a ledger that takes requests and never answers. */
const silent = createServer((socket) => void socket.on('error', () => {}).resume());
let place: { readonly folder: string; readonly env: Record<string, string | undefined> };
let listening: Listening;
let client: McpClient;

beforeAll(async () => {
  await once(silent.listen(0, '127.0.0.1'), 'listening');
  const LEDGER_URL = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  place = { folder: tmpdir(), env: { ...process.env, LEDGER_URL } };
  const openServer = openServers({ ...place, reader: [], policy: [], portal: null }, '0.0.0');
  listening = await listen({ openServer, port: 0, token: TOKEN, onError: () => {} });
  client = openMcpClient(listening.url, TOKEN);
});

afterAll(async () => {
  await listening.close();
  silent.close();
});

/** Sends a body with any headers, also those that fetch sets by itself. */
function post(
  headers: Record<string, string>,
  body: string,
  path = '/mcp',
): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(listening.url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method: 'POST', headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const JSON_BODY = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };
const HELLO = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'test', version: '1.0.0' },
};
const KNOWN = { ...JSON_BODY, Authorization: `Bearer ${TOKEN}` };

describe('Over HTTP, the server', () => {
  it.each([
    ['no token', JSON_BODY, '/mcp', 401, 'send the token'],
    ['another token', { ...JSON_BODY, Authorization: `Bearer ${TOKEN}x` }, '/mcp', 401, 'send the token'],
    ['another host', { ...KNOWN, Host: 'evil.example' }, '/mcp', 403, 'evil.example'],
    ['a page of another site', { ...KNOWN, Origin: 'https://evil.example' }, '/mcp', 403, 'evil.example'],
    ['another path', KNOWN, '/v1/records', 404, '/v1/records'],
    ['no JSON', KNOWN, '/mcp', 400, 'JSON'],
  ])('refuses %s', async (_what, headers, path, status, said) => {
    const answer = await post(headers, '{', path);
    expect(answer).toMatchObject({ status, text: expect.stringContaining(said) as string });
  });

  it('refuses a body that is too large, whether its length is declared or not', async () => {
    const body = `"${'x'.repeat(MOST_BYTES)}"`;
    const declared = await post(KNOWN, body);
    const chunked = await post({ ...KNOWN, 'Transfer-Encoding': 'chunked' }, body);
    expect([declared.status, chunked.status]).toEqual([413, 413]);
  });

  it('names a tool, a prompt and a resource that it has not', async () => {
    const sent = [
      client.send('tools/call', { name: 'sign_record', arguments: {} }),
      client.send('prompts/get', { name: 'sign' }),
      client.send('resources/read', { uri: 'carbon-ledger://keys/1' }),
    ];
    const errors = (await Promise.all(sent)).map(({ messages }) => messages[0]!.error!.message);
    expect(errors).toEqual([
      expect.stringContaining('sign_record'),
      expect.stringContaining('sign'),
      expect.stringContaining('carbon-ledger://keys/1'),
    ]);
  });

  it('answers calls at the same time, with progress for who asked for it', { timeout: TIMEOUT }, async () => {
    const call = { name: 'methods', arguments: { method: 'inventory@9' } };
    const [{ messages }, ...others] = await Promise.all([
      client.send('tools/call', call, { meta: { progressToken: 'p' } }),
      ...Array.from({ length: 8 }, () => client.call('search_factors', { limit: 0 })),
    ]);
    expect(messages[0]).toMatchObject({ method: 'notifications/progress', params: { progress: 0 } });
    expect(messages.at(-1)!.result).toMatchObject({ isError: true });
    expect(new Set(others.map(({ error }) => error!.code))).toEqual(new Set(['argument']));
  });

  it('ends the command of a call whose client leaves', { timeout: TIMEOUT }, async () => {
    const leaving = new AbortController();
    const asked = once(silent, 'connection');
    const sent = client.send(
      'tools/call',
      { name: 'search_records', arguments: {} },
      { signal: leaving.signal },
    );
    const [socket] = (await asked) as [NodeJS.EventEmitter];
    leaving.abort();
    await expect(sent).rejects.toThrow();
    // The process that asked the ledger is gone.
    await once(socket, 'close');
  });
});

describe('Sessions', () => {
  it(
    'are closed for a new one where 32 are open: the one that was silent longest',
    { timeout: TIMEOUT },
    async () => {
      const setting = { ...place, reader: [], policy: [], portal: null };
      const sessions = new Sessions(openServers(setting, '0.0.0'));
      const send = (
        method: string,
        params: object,
        session: Record<string, string> = {},
      ): Promise<Response> =>
        sessions.answer(
          new Request('http://localhost/mcp', {
            method: 'POST',
            headers: { ...JSON_BODY, ...session },
            body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
          }),
        );
      const begin = async (): Promise<Record<string, string>> => {
        const { headers } = await send('initialize', HELLO);
        return { 'mcp-session-id': headers.get('mcp-session-id')! };
      };
      const ping = async (session: Record<string, string>): Promise<number> =>
        (await send('ping', {}, session)).status;
      const all = [];
      for (let count = 0; count < 32; count++) all.push(await begin());
      const [first, second, third] = all as [
        Record<string, string>,
        Record<string, string>,
        Record<string, string>,
      ];
      expect(await ping(first)).toBe(200);
      const last = await begin();
      expect(await Promise.all([first, second, third, last].map(ping))).toEqual([200, 404, 200, 200]);
      await sessions.close();
    },
  );
});

describe('The port', () => {
  it.each([
    ['is beyond 65535', () => 65_536],
    ['is taken', () => Number(new URL(listening.url).port)],
  ])('is refused with its number where it %s', async (_why, choose) => {
    const port = choose();
    const openServer = openServers({ ...place, reader: [], policy: [], portal: null }, '0.0.0');
    const opened = listen({ openServer, port, token: TOKEN, onError: () => {} });
    await expect(opened).rejects.toMatchObject({
      code: 'option',
      message: expect.stringContaining(`--http ${port} cannot be used`) as string,
    });
  });
});

describe('A call', () => {
  it('and a resource that is read take turns, so that few commands run', async () => {
    const setting = { ...place, reader: [], policy: [], portal: null };
    const openServer = (): McpServer => {
      const server = new McpServer({ name: 'full', version: '0.0.0' });
      equipServer(server, setting, new Turns(0, 0));
      return server;
    };
    const full = await listen({ openServer, port: 0, token: TOKEN, onError: () => {} });
    const { call, send } = openMcpClient(full.url, TOKEN);
    const { error } = await call('methods');
    const { messages } = await send('resources/read', { uri: 'carbon-ledger://methods/inventory@2' });
    expect([error!.code, messages[0]!.error!.message]).toEqual([
      'too-many',
      expect.stringContaining('"too-many"'),
    ]);
    await full.close();
  });

  it('has a code when it was cancelled', async () => {
    const run = runCommand(['record', 'list'], place, AbortSignal.abort());
    await expect(run).rejects.toMatchObject({ code: 'stopped' });
  });

  it('waits for its turn, and is refused where too many wait', async () => {
    const turns = new Turns(1, 1);
    const order: string[] = [];
    let end = (): void => {};
    const first = turns.take(() => new Promise<void>((resolve) => (end = resolve)));
    const second = turns.take(() => Promise.resolve(order.push('second')));
    await expect(turns.take(() => Promise.resolve())).rejects.toMatchObject({ code: 'too-many' });
    order.push('first');
    end();
    await Promise.all([first, second]);
    expect(order).toEqual(['first', 'second']);
    expect(await turns.take(() => Promise.resolve('again'))).toBe('again');
  });

  it('is answered with bounded texts that hide nothing, or refused, never cut', () => {
    const { text } = writeAnswer({ value: { title: `a\u202eb${'x'.repeat(5_000)}` } });
    expect(JSON.parse(text)).toEqual({
      title: expect.stringMatching(/^a⟨U\+202E⟩bx+… \(5010 characters\)$/u) as string,
    });
    const large = { value: { rows: Array.from({ length: 60_000 }, (_, at) => at) } };
    expect(() => writeAnswer(large)).toThrow(/has \d{6} characters, and at most 200000/u);
  });
});

describe('The token', () => {
  const terminal = { ...openTerminal(), env: {} };

  it('is new where nobody gives one, else that of the environment', async () => {
    const [one, other] = [await findToken(terminal, undefined), await findToken(terminal, undefined)];
    expect([one.isNew, one.text === other.text]).toEqual([true, false]);
    expect(one.text).toMatch(/^[\w-]{43}$/u);
    const env = { LEDGER_MCP_TOKEN: ` ${TOKEN}\n` };
    expect(await findToken({ ...terminal, env }, undefined)).toEqual({ text: TOKEN, isNew: false });
  });

  it('is refused where it is short, and is compared whole', async () => {
    const env = { LEDGER_MCP_TOKEN: 'short' };
    await expect(findToken({ ...terminal, env }, undefined)).rejects.toThrow(
      /has 5 characters: it needs at least 32/u,
    );
    expect(
      [`Bearer ${TOKEN}`, `bearer ${TOKEN}`, TOKEN, `Basic ${TOKEN}`, 'Bearer ', undefined].map((each) =>
        hasToken(each, TOKEN),
      ),
    ).toEqual([true, true, false, false, false, false]);
  });
});
