/** A process that acts as several clients of a server. Each client sends its next request when it has the answer to the last. */
import { Agent, get } from 'node:http';

/** What the clients request. */
export interface ReadOrder {
  readonly urls: readonly string[];
  readonly clients: number;
}

/** What the clients measured; times in milliseconds. */
export interface ReadReport {
  readonly wall: number;
  /** Processor time of the clients. */
  readonly processor: number;
  readonly bytes: number;
  /** One for each request. */
  readonly latencies: readonly number[];
}

async function read(url: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.once('error', reject);
      response.once('end', () => {
        if (response.statusCode === 200) resolve(bytes);
        else reject(new Error(`${url}: expected status 200, got ${String(response.statusCode)}`));
      });
    }).once('error', reject);
  });
}

async function readAll({ urls, clients }: ReadOrder): Promise<ReadReport> {
  // A new agent for each turn, because a server closes connections that are idle for long.
  const agent = new Agent({ keepAlive: true });
  const latencies: number[] = [];
  let [next, bytes] = [0, 0];
  const client = async (): Promise<void> => {
    while (next < urls.length) {
      const start = performance.now();
      const length = await read(urls[next++]!, agent);
      bytes += length;
      latencies.push(performance.now() - start);
    }
  };
  const before = process.cpuUsage();
  const start = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  agent.destroy();
  return { wall, processor: (user + system) / 1000, bytes, latencies };
}

process.on('message', (order) => {
  readAll(order as ReadOrder).then(
    (report) => process.send!(report),
    (error: unknown) => {
      throw error;
    },
  );
});
