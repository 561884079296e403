import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { ledgerInterface } from '../../chain/contracts/ledger.ts';

/**
 * How an endpoint of a chain fails:
 * - `down`: it breaks every connection
 * - `hangs`: it never answers
 * - `crawls`: it answers long after the others
 * - `lags`: it knows no block after the one that was the newest when the fault began
 * - `lies`: it serves invented blocks
 * - `misleads`: it serves the right blocks, but hides events and invents others; it gives wrong nonces, fees, gas and times, says that
 *   every transaction waits, and drops the transactions that it accepts
 * - `hides-events`: it serves the right blocks and states, but no events
 * - `hides-pending`: it refuses to serve the pending block
 * - `garbles`: it answers with a page of HTML, as a proxy does whose server is down
 */
export type Fault =
  | 'garbles'
  | 'down'
  | 'hangs'
  | 'crawls'
  | 'lags'
  | 'lies'
  | 'misleads'
  | 'hides-events'
  | 'hides-pending';

/** An endpoint that forwards requests to a chain, except for what its fault changes. */
export interface FaultyEndpoint {
  readonly url: string;
  /** Starts a fault; null ends it. */
  set(fault: Fault | null): Promise<void>;
  /** Forwards requests to another chain from now on. */
  point(url: string): void;
  /** How many requests were answered wrongly, late, or not at all. */
  faults(): number;
  /** How many requests for a method were answered wrongly. */
  lies(method: string): number;
  stop(): Promise<void>;
}

interface Question {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** Longer than the service waits for an endpoint once enough others have answered. */
const CRAWL_MS = 1_500;

/** Returns an endpoint in front of a chain whose newest `open` blocks are not final. */
export async function startFaultyEndpoint(chainUrl: string, open: number): Promise<FaultyEndpoint> {
  let target = chainUrl;
  let fault: Fault | null = null;
  let frozen = 0;
  let faults = 0;
  const lies = new Map<string, number>();
  const ask = async (method: string, params: readonly unknown[]): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const answer = await fetch(target, { method: 'POST', headers, body });
    return answer.json();
  };
  const respond = async ({ method, params }: Question): Promise<object> => {
    const sound = async (changed = params): Promise<object> => (await ask(method, changed)) as object;
    if (fault === 'lags') {
      const lagged = lag(method, params, frozen, open);
      if (lagged === null) return sound();
      faults += 1;
      return 'result' in lagged ? lagged : sound(lagged.params);
    }
    if (fault === 'hides-pending' && params[0] === 'pending') {
      faults += 1;
      return { error: { code: -32000, message: 'the pending block is not available' } };
    }
    const isThrown = fault === 'misleads' && method === 'eth_sendRawTransaction';
    const answer = isThrown ? {} : ((await sound()) as { result?: unknown });
    const changed = fault === null ? undefined : LIES[fault]?.(method, params, answer.result);
    if (changed === undefined) return answer;
    faults += 1;
    lies.set(method, (lies.get(method) ?? 0) + 1);
    return { ...answer, result: changed };
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const question = JSON.parse(Buffer.concat(chunks).toString()) as Question;
    if (fault === 'down' || fault === 'hangs') faults += 1;
    if (fault === 'down') request.socket.destroy();
    if (fault === 'down' || fault === 'hangs') return;
    if (fault === 'crawls') {
      faults += 1;
      await wait(CRAWL_MS);
    }
    if (fault === 'garbles') {
      faults += 1;
      return void response.end('<html><h1>502 Bad Gateway</h1></html>');
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ...(await respond(question)), id: question.id }));
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    point: (url) => void (target = url),
    faults: () => faults,
    lies: (method) => lies.get(method) ?? 0,
    async set(next) {
      frozen = Number(((await ask('eth_blockNumber', [])) as { result: string }).result);
      fault = next;
      faults = 0;
      lies.clear();
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Returns the changed request, or the answer, of an endpoint that knows no block after `newest`; null if nothing changes. */
function lag(
  method: string,
  params: readonly unknown[],
  newest: number,
  open: number,
): { params: readonly unknown[] } | { result: unknown } | null {
  const hex = (number: number): string => `0x${number.toString(16)}`;
  if (method === 'eth_blockNumber') return { result: hex(newest) };
  if (method !== 'eth_getBlockByNumber') return null;
  const [tag, ...rest] = params;
  if (tag === 'latest' || tag === 'pending') return { params: [hex(newest), ...rest] };
  if (tag === 'finalized') return { params: [hex(newest - open), ...rest] };
  return Number(tag) > newest ? { result: null } : null;
}

const WORD = `0x${'5'.repeat(64)}`;
const MUCH = '0xffffffffffff';

/** Wrong answers about sending transactions. */
export const MISLEADING: Readonly<Record<string, unknown>> = {
  eth_getTransactionCount: '0xfff',
  eth_estimateGas: MUCH,
  eth_maxPriorityFeePerGas: MUCH,
  eth_getTransactionByHash: { hash: WORD },
  eth_sendRawTransaction: WORD,
  eth_getBlockByHash: { baseFeePerGas: MUCH },
};

type Lie = (method: string, params: readonly unknown[], result: unknown) => unknown;

/** Returns a wrong answer for a result; undefined if the result stays. */
const LIES: Partial<Record<Fault, Lie>> = {
  lies: changeBlockHash,
  misleads: mislead,
  'hides-events': (method) => (method === 'eth_getLogs' ? [] : undefined),
};

function mislead(method: string, [first]: readonly unknown[], result: unknown): unknown {
  if (method === 'eth_getBlockByNumber' && first === 'pending') return { timestamp: MUCH };
  if (method === 'eth_getLogs')
    return Array.isArray(result) && result.length > 0 ? [] : [inventAnchor(first)];
  return MISLEADING[method];
}

function changeBlockHash(method: string, _: readonly unknown[], result: unknown): unknown {
  if (method !== 'eth_getBlockByNumber' || typeof result !== 'object' || result === null) return undefined;
  const hash = String((result as { hash?: unknown }).hash);
  return { ...result, hash: `${hash.slice(0, -2)}${hash.endsWith('00') ? '11' : '00'}` };
}

/** Returns an event for a batch that nobody sealed. A service that trusted it would halt. */
function inventAnchor(filter: unknown): object {
  const { address, blockHash } = filter as { address: string[]; blockHash?: string };
  const { topics, data } = ledgerInterface.encodeEventLog('BatchAnchored', [
    9_999,
    WORD,
    WORD,
    1,
    WORD,
    1,
    2,
  ]);
  const place = { blockNumber: '0x1', blockHash: blockHash ?? WORD, transactionHash: WORD, logIndex: '0x0' };
  return { address: address[0], topics, data, ...place };
}
