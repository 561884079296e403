import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import { receiptSchema } from '../../server/http/schemas.ts';
import type { Random } from './random.ts';
import type { KeptReceipt } from './submit.ts';

/** What stands before the processes of an API, as a load balancer does: each connection goes to one of them. Some answers are lost. */
export interface Front {
  readonly url: string;
  /** Acknowledgements that a process gave and no client got. */
  readonly lost: readonly LostReceipt[];
  /** Loses the next acknowledgement of a way; resolves, with the process that gave it, before its client knows. */
  loseNext(way: Way): Promise<string>;
  /** Resolves with the process that the next request goes to. */
  untilRequest(): Promise<string>;
  stop(): Promise<void>;
}

/** How records are sent: one a request, or many. */
export type Way = 'one' | 'many';

/** A receipt that got lost. */
export interface LostReceipt {
  readonly way: Way;
  /** The process that had given it. */
  readonly by: string;
  readonly receipt: KeptReceipt;
}

/** One acknowledgement in so many is lost, and the connection with it. */
const LOST_ONE_IN = 24;

interface Wish {
  readonly way: Way;
  readonly grant: (by: string) => void;
}

/** Returns a front of processes that come and go. */
export async function startFront(apis: () => ReadonlyMap<string, string>, random: Random): Promise<Front> {
  const sockets = new Set<Socket>();
  const lost: LostReceipt[] = [];
  const wishes: Wish[] = [];
  let onRequest: ((by: string) => void) | null = null;

  /** Returns how many bytes of an answer reach the client: all, or some, and then it is cut. */
  const judge = (chunk: Buffer, way: Way, by: string): number => {
    const text = chunk.toString('latin1');
    if (!text.includes('"receipt"')) return chunk.length;
    const wish = wishes.findIndex((each) => each.way === way);
    if (wish === -1 && random.below(LOST_ONE_IN) > 0) return chunk.length;
    // Of one record nothing arrives, of many a part.
    const passed = way === 'one' ? 0 : random.below(chunk.length / 2);
    const receipts = readReceipts(text.slice(passed));
    if (receipts.length === 0) return chunk.length;
    lost.push(...receipts.map((receipt) => ({ way, by, receipt })));
    wishes.splice(wish, wish === -1 ? 0 : 1).forEach(({ grant }) => grant(by));
    return passed;
  };

  const server = createServer((client) => {
    const api = chooseApi(apis(), random);
    if (api === null) return void client.destroy();
    const upstream = connect(Number(new URL(api.url).port), '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.once('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    let way: Way = 'one';
    client.on('data', (chunk: Buffer) => {
      const line = chunk.toString('latin1', 0, 32);
      if (line.startsWith('POST ')) {
        way = line.startsWith('POST /v1/records/bulk') ? 'many' : 'one';
        onRequest?.(api.name);
        onRequest = null;
      }
    });
    client.pipe(upstream);
    let isCut = false;
    upstream.on('data', (chunk: Buffer) => {
      if (isCut) return;
      const passed = judge(chunk, way, api.name);
      isCut = passed < chunk.length;
      if (!isCut) return void client.write(chunk);
      client.write(chunk.subarray(0, passed), () => client.destroy());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lost,
    loseNext: (way) => new Promise((grant) => wishes.push({ way, grant })),
    untilRequest: () => new Promise((resolve) => (onRequest = resolve)),
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function chooseApi(apis: ReadonlyMap<string, string>, random: Random): { name: string; url: string } | null {
  if (apis.size === 0) return null;
  const [name, url] = random.pick([...apis]);
  return { name, url };
}

/** Returns the receipts that stand whole in a text. */
function readReceipts(text: string): KeptReceipt[] {
  return [...text.matchAll(/"receipt":(\{[^{}]*\})/g)].map(([, json = '']) =>
    receiptSchema.parse(JSON.parse(json)),
  );
}
