import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { RpcError } from '../../../chain/rpc/endpoint.ts';
import { openRpc } from '../../../chain/rpc/rpc.ts';

type Respond = (
  request: IncomingMessage,
  body: { id: number; method: string },
) => { status?: number; headers?: Record<string, string>; text: string };

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Starts an endpoint that answers with `respond`; returns its host and port. */
async function serve(respond: Respond): Promise<string> {
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const {
        status = 200,
        headers = {},
        text: answer,
      } = respond(request, JSON.parse(text) as { id: number; method: string });
      response.writeHead(status, headers).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function failureOf(promise: Promise<unknown>): Promise<RpcError> {
  const error: unknown = await promise.then(
    () => null,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(RpcError);
  return error as RpcError;
}

describe('openRpc', () => {
  it('returns the result of a question', async () => {
    const host = await serve((_, { id, method }) => ({
      text: JSON.stringify({ jsonrpc: '2.0', id, result: method }),
    }));
    expect(await openRpc(`http://${host}`).request('eth_chainId', [])).toBe('eth_chainId');
  });

  it('reads an error with any HTTP status, and the data with which a contract reverted', async () => {
    const error = { code: 3, message: 'execution reverted', data: '0xabcd' };
    const host = await serve((_, { id }) => ({
      status: 400,
      text: JSON.stringify({ jsonrpc: '2.0', id, error }),
    }));
    const failure = await failureOf(openRpc(`http://${host}`).request('eth_call', []));
    expect(failure).toMatchObject({ code: 'refused', data: '0xabcd' });
    expect(failure.message).toBe(`${host} rejects the call eth_call: execution reverted`);
  });

  it('rejects the answer to another question', async () => {
    const host = await serve((_, { id }) => ({
      text: JSON.stringify({ jsonrpc: '2.0', id: id + 1, result: '0x1' }),
    }));
    expect((await failureOf(openRpc(`http://${host}`).request('eth_chainId', []))).code).toBe('answer');
  });

  it('does not follow redirects', async () => {
    const host = await serve(() => ({ status: 307, headers: { location: 'http://127.0.0.1:9/' }, text: '' }));
    expect((await failureOf(openRpc(`http://${host}`).request('eth_chainId', []))).code).toBe('unreachable');
  });

  it('rejects an answer that is longer than its limit', async () => {
    const host = await serve((_, { id }) => ({
      text: JSON.stringify({ jsonrpc: '2.0', id, result: 'a'.repeat(100_000) }),
    }));
    const failure = await failureOf(
      openRpc(`http://${host}`, { maxBytes: 50_000 }).request('eth_chainId', []),
    );
    expect(failure).toMatchObject({ code: 'answer' });
    expect(await openRpc(`http://${host}`, { maxBytes: 200_000 }).request('eth_chainId', [])).toHaveLength(
      100_000,
    );
  });

  it('sends name and password of the URL as a header, and shows neither them nor the path in errors', async () => {
    let seen = '';
    const host = await serve((request, { id }) => {
      seen = `${request.headers.authorization ?? ''} ${request.url ?? ''}`;
      return { text: JSON.stringify({ id, error: { message: 'no' } }) };
    });
    const failure = await failureOf(openRpc(`http://me:s%40cret@${host}/key123`).request('eth_chainId', []));
    expect(seen).toBe(`Basic ${btoa('me:s@cret')} /key123`);
    const dead = await failureOf(openRpc('http://me:s%40cret@127.0.0.1:9/key123').request('eth_chainId', []));
    for (const text of [failure.message, dead.message, String(dead.cause)])
      expect(text).not.toMatch(/cret|key123/);
  });
});
