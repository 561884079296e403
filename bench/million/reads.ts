/** A process that asks a server for paths as several clients do, each its next one once it has the answer. */
import { Agent, get } from 'node:http';

/** What clients are to ask. */
export interface ReadOrder {
  readonly urls: readonly string[];
  readonly clients: number;
}

/** What they found; milliseconds. */
export interface ReadReport {
  readonly wall: number;
  /** Processor time of the clients. */
  readonly processor: number;
  readonly bytes: number;
  /** Of each request. */
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
        else reject(new Error(`${url} is answered with ${String(response.statusCode)}`));
      });
    }).once('error', reject);
  });
}

async function readAll({ urls, clients }: ReadOrder): Promise<ReadReport> {
  // Of this turn alone: a server closes connections that nobody uses for long.
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
