import { afterEach, describe, expect, it } from 'vitest';
import { RpcError } from '../../../chain/rpc/endpoint.ts';
import { readRetryAfter, tellsLimit } from '../../../chain/rpc/rate-limit.ts';
import { openRpc } from '../../../chain/rpc/rpc.ts';
import { type ProxyAnswer, type RpcProxy, startRpcProxy } from '../../helpers/rpc-proxy.ts';

let proxy: RpcProxy | undefined;

afterEach(async () => {
  await proxy?.stop();
  proxy = undefined;
});

/** Starts an endpoint that gives these answers first, and then results. */
async function serve(...first: ProxyAnswer[]): Promise<RpcProxy> {
  return (proxy = await startRpcProxy('http://127.0.0.1:9', () => first.shift() ?? { result: '0x1' }));
}

const failureOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => null,
    (error: unknown) => error,
  );

describe('an endpoint that limits the rate of calls', () => {
  it.each<[string, ProxyAnswer]>([
    ['429', { status: 429, error: { code: -32000, message: 'slow down' } }],
    ['503 with Retry-After', { status: 503, headers: { 'retry-after': '0' } }],
    ['the code -32005', { error: { code: -32005, message: 'limit exceeded' } }],
    ['the code 429', { error: { code: 429, message: 'capacity' } }],
    ['another code and the words', { error: { code: -32016, message: 'over rate limit' } }],
  ])('is asked again when it answers %s, and gives the result', async (_, refusal) => {
    const { url, calls } = await serve(refusal, refusal);
    expect(await openRpc(url).request('eth_call', [{ to: '0x' }, 'latest'])).toBe('0x1');
    expect(calls).toEqual(['eth_call', 'eth_call', 'eth_call']);
  });

  it('is not asked before the time that it names in Retry-After', async () => {
    const { url } = await serve({ status: 429, headers: { 'retry-after': '2' } });
    const rpc = openRpc(url);
    const start = performance.now();
    expect(await Promise.all([1, 2, 3].map(() => rpc.request('eth_chainId', [])))).toEqual([
      '0x1',
      '0x1',
      '0x1',
    ]);
    expect(performance.now() - start).toBeGreaterThan(1_900);
  });

  it('is unreachable, and is not asked at all, while it names a later time than a call may wait', async () => {
    const { url, calls } = await serve({ status: 429, headers: { 'retry-after': '3600' } });
    const rpc = openRpc(url);
    for (const _ of [1, 2]) {
      const failure = await failureOf(rpc.request('eth_chainId', []));
      expect(failure).toBeInstanceOf(RpcError);
      expect((failure as RpcError).code).toBe('unreachable');
      expect((failure as RpcError).message).toContain('limits the rate of calls');
    }
    expect(calls).toHaveLength(1);
  });

  it('gets calls at the rate that it serves, once it has refused some', async () => {
    const served: number[] = [];
    let refused = 0;
    proxy = await startRpcProxy('http://127.0.0.1:9', () => {
      const now = performance.now();
      if (served.filter((at) => now - at < 250).length >= 5) {
        refused += 1;
        return { status: 429 };
      }
      served.push(now);
      return { result: '0x1' };
    });
    const rpc = openRpc(proxy.url);
    const askOften = (): Promise<unknown> =>
      Promise.all(Array.from({ length: 20 }, () => rpc.request('eth_chainId', [])));
    await askOften();
    expect(refused).toBeGreaterThan(0);
    refused = 0;
    await askOften();
    expect(served).toHaveLength(40);
    expect(refused).toBeLessThan(5);
  });
});

describe('tellsLimit', () => {
  const search = { fromBlock: '0x0', toBlock: '0xffff' };
  const told = (error: Record<string, unknown>, first: unknown): boolean =>
    tellsLimit({ status: 200, retryAfter: null }, error, [first]);

  it.each([
    [true, { code: -32005, message: 'daily request count exceeded, request rate limited' }, search],
    [false, { code: -32005, message: 'query returned more than 10000 results' }, search],
    [true, { code: -32005, message: 'query returned more than 10000 results' }, { blockHash: '0x' }],
    [false, { code: 3, message: 'execution reverted: rate limit', data: '0x08c379a0' }, { to: '0x' }],
    [false, { code: -32000, message: 'header not found' }, { to: '0x' }],
  ])('is %s for %o', (expected, error, first) => {
    expect(told(error, first)).toBe(expected);
  });
});

describe('readRetryAfter', () => {
  it.each([
    [null, null],
    ['3', 3_000],
    [' 0', 0],
    ['Thu, 01 Jan 1970 00:00:07 GMT', 2_000],
    ['Thu, 01 Jan 1970 00:00:01 GMT', 0],
    ['soon', null],
  ])('reads %j as %j milliseconds', (header, expected) => {
    expect(readRetryAfter(header, () => 5_000)).toBe(expected);
  });
});
