import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findAgreedBlock, NEWEST } from '../../../chain/rpc/agreed-block.ts';
import { askAll, askReached, findReached, type Question } from '../../../chain/rpc/quorum.ts';
import type { Rpc } from '../../../chain/rpc/endpoint.ts';
import { openRpc } from '../../../chain/rpc/rpc.ts';
import { quantitySchema } from '../../../chain/rpc/rpc-schema.ts';

const NUMBER: Question<number> = { method: 'eth_blockNumber', params: [], schema: quantitySchema };

const WORD = `0x${'7'.repeat(64)}`;
const BLOCK = { number: '0x1', hash: WORD, parentHash: WORD, timestamp: '0x1' };

/** An endpoint that answers immediately with its number or its block, or reverts. */
interface TestEndpoint {
  readonly rpc: Rpc;
  isReverting: boolean;
  /** The methods of the questions that it never answers. */
  readonly held: string[];
  /** The method that it does not answer. */
  silentOn: string | null;
  stop(): Promise<void>;
}

async function startEndpoint(value: string): Promise<TestEndpoint> {
  const held: string[] = [];
  const server = createServer((request, response: ServerResponse) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const { id, method } = JSON.parse(text) as { id: number; method: string };
      if (method === endpoint.silentOn) return void held.push(method);
      const error = { code: 3, message: 'execution reverted', data: '0x08c379a0' };
      if (endpoint.isReverting) return response.end(JSON.stringify({ id, error }));
      const result = method === 'eth_getBlockByNumber' ? BLOCK : value;
      return response.end(JSON.stringify({ id, result }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint: TestEndpoint = {
    // Longer than any test, so that a test fails if it waits for this endpoint.
    rpc: openRpc(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { timeout: 600_000 }),
    held,
    isReverting: false,
    silentOn: null,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return endpoint;
}

let endpoints: TestEndpoint[];
beforeEach(async () => {
  endpoints = await Promise.all(['0x1', '0x5', '0x9'].map(startEndpoint));
});
afterEach(async () => {
  for (const endpoint of endpoints) await endpoint.stop();
});

function all(quorum: number): { rpcs: Rpc[]; quorum: number } {
  return { rpcs: endpoints.map(({ rpc }) => rpc), quorum };
}

async function answered(quorum: number): Promise<(number | string)[]> {
  const answers = await askAll(all(quorum), NUMBER);
  return answers.map((answer) => ('value' in answer ? answer.value : answer.failure.code));
}

describe('askAll', () => {
  it('does not wait for a silent endpoint a second time, until it has answered in time', async () => {
    const [, , slow] = endpoints;
    slow!.silentOn = NUMBER.method;
    const start = performance.now();
    expect(await answered(2)).toEqual([1, 5, 'unreachable']);
    const first = performance.now() - start;
    expect(first).toBeGreaterThanOrEqual(1_000);
    const again = performance.now();
    for (let count = 0; count < 5; count++) expect(await answered(2)).toEqual([1, 5, 'unreachable']);
    expect(performance.now() - again).toBeLessThan(5 * first);
    await expect.poll(() => slow!.held.length, { timeout: 20_000 }).toBe(6);
    slow!.silentOn = null;
    // All endpoints are needed for a quorum of three. The slow one answers in time, so it is waited for again.
    expect(await answered(3)).toEqual([1, 5, 9]);
    await expect.poll(() => answered(1), { timeout: 20_000 }).toEqual([1, 5, 9]);
  });

  it('waits for a silent endpoint no longer after reverts than after values', async () => {
    const [first, second, slow] = endpoints;
    first!.isReverting = true;
    second!.isReverting = true;
    slow!.silentOn = NUMBER.method;
    expect(await answered(2)).toEqual(['refused', 'refused', 'unreachable']);
  });
});

describe('findAgreedBlock', () => {
  it('does not wait for an endpoint that reports its height but not the block', async () => {
    for (const endpoint of endpoints.splice(0)) await endpoint.stop();
    endpoints = await Promise.all(['0x1', '0x1', '0x1'].map(startEndpoint));
    const [, , slow] = endpoints;
    slow!.silentOn = 'eth_getBlockByNumber';
    const { block, endpoints: agreeing } = await findAgreedBlock(all(2), NEWEST);
    expect(block.number).toBe(1);
    expect(agreeing.rpcs).not.toContain(slow!.rpc);
    expect(slow!.held).toHaveLength(1);
  });
});

describe('askReached', () => {
  it.each([
    [1, 9],
    [2, 5],
    [3, 1],
  ])(
    'returns, for a quorum of %i, the greatest number that so many endpoints reach',
    async (quorum, reached) => {
      expect(await askReached(all(quorum), NUMBER)).toBe(reached);
    },
  );

  it('fails if fewer endpoints than the quorum answer', async () => {
    await expect(askReached({ ...all(4) }, NUMBER)).rejects.toMatchObject({ name: 'ReaderError' });
    expect(findReached([], 1)).toBeNull();
  });
});
