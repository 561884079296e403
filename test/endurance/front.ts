import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import { receiptSchema } from '../../server/http/schemas.ts';
import type { Random } from './random.ts';
import type { KeptReceipt } from './submit.ts';

/** A load balancer for the API processes: each connection goes to one of them. It loses some answers on purpose. */
export interface Front {
  readonly url: string;
  /** Receipts that a process sent and no client got. */
  readonly lost: readonly LostReceipt[];
  /** Loses the next receipt of this mode. Resolves with the process that sent it, before the client notices. */
  loseNext(mode: SendMode): Promise<string>;
  /** Resolves with the process that gets the next request. */
  untilRequest(): Promise<string>;
  stop(): Promise<void>;
}

/** How records are sent: one for each request, or many. */
export type SendMode = 'one' | 'many';

/** A lost receipt. */
export interface LostReceipt {
  readonly mode: SendMode;
  /** The process that sent it. */
  readonly by: string;
  readonly receipt: KeptReceipt;
}

/** One receipt out of this number is lost, together with the connection. */
const LOST_ONE_IN = 24;

interface Wish {
  readonly mode: SendMode;
  readonly grant: (by: string) => void;
}

/** Returns a front for processes that end and start again. */
export async function startFront(apis: () => ReadonlyMap<string, string>, random: Random): Promise<Front> {
  const sockets = new Set<Socket>();
  const lost: LostReceipt[] = [];
  const wishes: Wish[] = [];
  let onRequest: ((by: string) => void) | null = null;

  /** Returns how many bytes of an answer reach the client; if not all, the connection is then cut. */
  const judge = (chunk: Buffer, mode: SendMode, by: string): number => {
    const text = chunk.toString('latin1');
    if (!text.includes('"receipt"')) return chunk.length;
    const wish = wishes.findIndex((each) => each.mode === mode);
    if (wish === -1 && random.below(LOST_ONE_IN) > 0) return chunk.length;
    // Of the answer to one record nothing arrives, of a bulk answer a part.
    const passed = mode === 'one' ? 0 : random.below(chunk.length / 2);
    const receipts = readReceipts(text.slice(passed));
    if (receipts.length === 0) return chunk.length;
    lost.push(...receipts.map((receipt) => ({ mode, by, receipt })));
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
    let mode: SendMode = 'one';
    client.on('data', (chunk: Buffer) => {
      const line = chunk.toString('latin1', 0, 32);
      if (line.startsWith('POST ')) {
        mode = line.startsWith('POST /v1/records/bulk') ? 'many' : 'one';
        onRequest?.(api.name);
        onRequest = null;
      }
    });
    client.pipe(upstream);
    let isCut = false;
    upstream.on('data', (chunk: Buffer) => {
      if (isCut) return;
      const passed = judge(chunk, mode, api.name);
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
    loseNext: (mode) => new Promise((grant) => wishes.push({ mode, grant })),
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

/** Returns the complete receipts in a text. */
function readReceipts(text: string): KeptReceipt[] {
  return [...text.matchAll(/"receipt":(\{[^{}]*\})/g)].map(([, json = '']) =>
    receiptSchema.parse(JSON.parse(json)),
  );
}
