import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askAll, askReached, findReached, type Question } from '../../chain/quorum.ts';
import { openRpc, type Rpc } from '../../chain/rpc.ts';
import { quantitySchema } from '../../chain/rpc-schema.ts';

const NUMBER: Question<number> = { method: 'eth_blockNumber', params: [], schema: quantitySchema };

/** An endpoint that answers `0x1` at once, or when it is told to. */
interface TestEndpoint {
  readonly rpc: Rpc;
  /** Answers of questions that are held back. */
  readonly held: (() => void)[];
  isHolding: boolean;
  stop(): Promise<void>;
}

async function startEndpoint(value: string): Promise<TestEndpoint> {
  const held: (() => void)[] = [];
  const server = createServer((request, response: ServerResponse) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const { id } = JSON.parse(text) as { id: number };
      const answer = (): void => void response.end(JSON.stringify({ id, result: value }));
      if (endpoint.isHolding) held.push(answer);
      else answer();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint: TestEndpoint = {
    rpc: openRpc(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    held,
    isHolding: false,
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
  it('waits for a silent endpoint once, and again after it has answered in time', async () => {
    const [, , slow] = endpoints;
    slow!.isHolding = true;
    const start = performance.now();
    expect(await answered(2)).toEqual([1, 5, 'unreachable']);
    const first = performance.now() - start;
    expect(first).toBeGreaterThanOrEqual(1_000);
    const again = performance.now();
    for (let count = 0; count < 5; count++) expect(await answered(2)).toEqual([1, 5, 'unreachable']);
    expect(performance.now() - again).toBeLessThan(5 * first);
    await expect.poll(() => slow!.held.length).toBe(6);
    slow!.isHolding = false;
    // Nothing else is left to wait for: its answer in time makes it one that is waited for.
    expect(await answered(3)).toEqual([1, 5, 9]);
    await expect.poll(() => answered(1)).toEqual([1, 5, 9]);
  });
});

describe('askReached', () => {
  it.each([
    [1, 9],
    [2, 5],
    [3, 1],
  ])('returns what %i endpoints reach', async (quorum, reached) => {
    expect(await askReached(all(quorum), NUMBER)).toBe(reached);
  });

  it('fails where too few endpoints answer', async () => {
    await expect(askReached({ ...all(4) }, NUMBER)).rejects.toMatchObject({ name: 'ReaderError' });
    expect(findReached([], 1)).toBeNull();
  });
});
