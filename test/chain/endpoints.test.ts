import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deployment } from '../../chain/contracts/deploy.ts';
import { openRpcReader, type RpcReaderOptions } from '../../chain/rpc-reader.ts';
import { ReaderError } from '../../core/verify/chain-reader.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { startTestChain, type TestChain } from '../helpers/chain.ts';
import { type OwnAnswer, type RpcProxy, startRpcProxy } from '../helpers/rpc-proxy.ts';

const DEAD = 'http://127.0.0.1:9';

let chain: TestChain;
let deployed: Deployment;
/** The number of the newest final block, which is more than an hour later than all blocks up to `old`. */
let final: number;
let old: number;
const proxies: RpcProxy[] = [];

beforeAll(async () => {
  chain = await startTestChain();
  deployed = await chain.deploy();
  await chain.mine(3);
  const head = await chain.head();
  old = head.number;
  await chain.mineAt(head.time + 5_000);
  await chain.mine(3);
  final = (await chain.head()).number - 2;
});
afterAll(async () => {
  for (const proxy of proxies) await proxy.stop();
  await chain.stop();
});

async function startProxy(answer?: OwnAnswer): Promise<string> {
  const proxy = await startRpcProxy(chain.url, answer);
  proxies.push(proxy);
  return proxy.url;
}

/** An endpoint that stopped at a block. */
const stoppedAt =
  (number: number): OwnAnswer =>
  async ({ method, params: [tag] }, ask) =>
    method === 'eth_getBlockByNumber' && tag === 'finalized'
      ? { result: await ask(method, [`0x${number.toString(16)}`, false]) }
      : undefined;

const slow: OwnAnswer = async () => {
  await sleep(1_300);
  return undefined;
};

function open(options: Partial<RpcReaderOptions>): ReturnType<typeof openRpcReader> {
  const { ledger } = deployed;
  return openRpcReader({
    ...{ urls: [chain.url], quorum: 1, finality: 'finalized', chainId: chain.chainId, ledger },
    timeout: 10_000,
    ...options,
  });
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof ReaderError ? error.code : `another exception: ${String(error)}`),
  );
}

describe('an endpoint named twice', () => {
  it.each([
    ['as the same URL', (url: string) => url],
    ['with another path', (url: string) => `${url}/key/2`],
    ['with a user name', (url: string) => url.replace('://', '://other@')],
    ['with a dot after the host', (url: string) => url.replace('127.0.0.1', '127.0.0.1.')],
  ])('%s counts once', async (_, spell) => {
    const urls = [chain.url, spell(chain.url)];
    expect(await codeOf(open({ urls, quorum: 2 }).latest())).toBe('rpc-unreachable');
    expect((await open({ urls }).vouchedBlock()).basis).toBe('finalized, 1 of 1 endpoint says so');
  });
});

describe('a stale minority of endpoints', () => {
  it('that answers first does not lower the view', async () => {
    const urls = [await startProxy(stoppedAt(old)), await startProxy(slow), await startProxy(slow)];
    expect((await open({ urls }).vouchedBlock()).number).toBe(final);
  });

  it('does not lower the view where another endpoint is dead', async () => {
    const urls = [chain.url, DEAD, await startProxy(stoppedAt(old))];
    const error: unknown = await open({ urls, quorum: 2 })
      .vouchedBlock()
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'rpc-disagree', message: expect.stringMatching(/minutes ahead/) });
  });

  it('does not lower the view of a quorum of all endpoints', async () => {
    const urls = [chain.url, await startProxy(), await startProxy(stoppedAt(old))];
    expect(await codeOf(open({ urls, quorum: 3 }).vouchedBlock())).toBe('rpc-disagree');
    expect((await open({ urls, quorum: 2 }).vouchedBlock()).number).toBe(final);
  });

  it('may lag by some blocks', async () => {
    const urls = [chain.url, await startProxy(stoppedAt(final - 1))];
    expect((await open({ urls, quorum: 2 }).vouchedBlock()).number).toBe(final - 1);
  });
});

describe('a checkpoint', () => {
  const hashOf = async (number: number): Promise<Hex> => (await chain.provider.getBlock(number))!.hash as Hex;

  it('is on the chain of every endpoint, and an endpoint that is dead is not counted', async () => {
    const urls = [chain.url, await startProxy(), DEAD];
    expect(await open({ urls, quorum: 2 }).endpointWithout(await hashOf(2))).toBeNull();
    expect(await codeOf(open({ urls: [DEAD] }).endpointWithout(await hashOf(2)))).toBe('rpc-unreachable');
  });

  it('is missing where one of the endpoints does not know it', async () => {
    const other = await startTestChain();
    try {
      const { host } = new URL(other.url);
      const urls = [chain.url, other.url, await startProxy()];
      expect(await open({ urls, quorum: 2 }).endpointWithout(await hashOf(2))).toBe(host);
    } finally {
      await other.stop();
    }
  });

  it('is missing where an endpoint knows it, but has another block at its height', async () => {
    const forked = await startProxy(async ({ method, params: [tag] }, ask) =>
      method === 'eth_getBlockByNumber' && tag === '0x2'
        ? { result: await ask(method, ['0x1', false]) }
        : undefined,
    );
    expect(await open({ urls: [forked] }).endpointWithout(await hashOf(2))).toBe(new URL(forked).host);
  });
});

describe('the work of endpoints', () => {
  it('ends after as many calls as are allowed', async () => {
    const reader = open({ maxCalls: 3 });
    expect(await reader.latest()).toBe(0);
    expect(await codeOf(reader.registry())).toBe('rpc-limit');
  });

  it('ends after as much time as is allowed, also while an endpoint does not answer', async () => {
    const silent = await startProxy(({ method }) =>
      method === 'eth_chainId' ? undefined : new Promise<undefined>(() => {}),
    );
    const start = performance.now();
    const reader = open({ urls: [silent], maxTime: 500 });
    expect(await codeOf(reader.latest())).toBe('rpc-unreachable');
    expect(await codeOf(reader.anchorInLatestBlock(1))).toBe('rpc-limit');
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});
