import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { serveMetrics } from '../../cli/terminal/metrics-server.ts';

describe('serveMetrics', () => {
  it('serves what it is given at /metrics, and nothing else', async () => {
    const port = await findFreePort();
    const end = await serveMetrics(port, () => 'a 1\n');
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect(await answer.text()).toBe('a 1\n');
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
    await expect(serveMetrics(port, () => '')).rejects.toMatchObject({ code: 'option' });
    end();
  });
});

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
