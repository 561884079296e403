import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call of JSON-RPC. */
export interface RpcCall {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** The members of an answer, and what HTTP says beside it. */
export interface ProxyAnswer {
  readonly result?: unknown;
  readonly error?: object;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a proxy answers itself; undefined where the node answers. */
export type OwnAnswer = (
  call: RpcCall,
  ask: (method: string, params: readonly unknown[]) => Promise<unknown>,
) => Promise<ProxyAnswer | undefined> | ProxyAnswer | undefined;

/** An endpoint in front of a node, which counts calls and answers some of them itself. */
export interface RpcProxy {
  readonly url: string;
  /** The methods of all calls. */
  readonly calls: string[];
  stop(): Promise<void>;
}

/** Starts a proxy to a node. */
export async function startRpcProxy(target: string, answer: OwnAnswer = () => undefined): Promise<RpcProxy> {
  const calls: string[] = [];
  const forward = async (call: RpcCall): Promise<object> => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...call });
    const headers = { 'content-type': 'application/json' };
    return (await (await fetch(target, { method: 'POST', headers, body })).json()) as object;
  };
  const ask = async (method: string, params: readonly unknown[]): Promise<unknown> =>
    ((await forward({ id: 1, method, params })) as { result: unknown }).result;
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const { id, method, params } = JSON.parse(text) as RpcCall;
      calls.push(method);
      const call = { id, method, params };
      void (async () => {
        const own = await answer(call, ask);
        if (own === undefined) return void response.end(JSON.stringify(await forward(call)));
        const { status = 200, headers = {}, ...said } = own;
        response.writeHead(status, headers).end(JSON.stringify({ jsonrpc: '2.0', id, ...said }));
      })();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
