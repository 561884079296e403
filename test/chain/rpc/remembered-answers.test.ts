import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findAgreedBlock, NEWEST } from '../../../chain/rpc/agreed-block.ts';
import { rememberAnswers, shareHead } from '../../../chain/rpc/remembered-answers.ts';
import { openRpc } from '../../../chain/rpc/rpc.ts';
import type { Endpoints } from '../../../chain/rpc/quorum.ts';
import { startTestChain, type TestChain } from '../../helpers/chain.ts';
import { type RpcProxy, startRpcProxy } from '../../helpers/rpc-proxy.ts';

const LONG = 600_000;

let chain: TestChain;
let proxy: RpcProxy;
let isDown = false;

beforeAll(async () => {
  chain = await startTestChain();
  await chain.mine(5);
  proxy = await startRpcProxy(chain.url, () =>
    isDown ? { error: { code: -32000, message: 'down' } } : undefined,
  );
});
beforeEach(() => {
  isDown = false;
  proxy.calls.length = 0;
});
afterAll(async () => {
  await proxy.stop();
  await chain.stop();
});

const endpoints = (): Endpoints => ({ rpcs: [openRpc(proxy.url)], quorum: 1 });
const newest = async (asked: Endpoints): Promise<number> =>
  (await findAgreedBlock(asked, NEWEST)).block.number;

describe('endpoints that share what they know about the newest block', () => {
  it('are asked once by all roles, until the answer is too old', async () => {
    const shared = shareHead(endpoints(), LONG);
    const { number } = await chain.head();
    expect(await Promise.all([1, 2, 3].map(() => newest(shared)))).toEqual([number, number, number]);
    expect(proxy.calls).toEqual(['eth_getBlockByNumber']);
    const fresh = shareHead(endpoints(), 0);
    await newest(fresh);
    await newest(fresh);
    expect(proxy.calls).toHaveLength(3);
  });

  it('are asked about everything else each time, and again after a failure', async () => {
    const shared = shareHead(endpoints(), LONG);
    const [rpc] = shared.rpcs;
    await rpc!.request('eth_getBlockByNumber', ['0x1', false]);
    await rpc!.request('eth_getBlockByNumber', ['0x1', false]);
    expect(proxy.calls).toHaveLength(2);
    isDown = true;
    await expect(newest(shared)).rejects.toMatchObject({ code: 'rpc-answer' });
    isDown = false;
    expect(await newest(shared)).toBe((await chain.head()).number);
  });
});

describe('endpoints with a memory', () => {
  it('are asked again once they have forgotten', async () => {
    const remembering = rememberAnswers(endpoints(), { isRemembered: () => true, ms: LONG });
    const before = await newest(remembering);
    await chain.mine();
    expect(await newest(remembering)).toBe(before);
    remembering.forget();
    expect(await newest(remembering)).toBe(before + 1);
  });
});
