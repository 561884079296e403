import { randomUUID } from 'node:crypto';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import type { OpenServer } from '../serving/open-server.ts';

/** At most so many sessions are open; a new one then closes the one that was silent longest. One that is silent so long is closed, too. */
const [MOST_SESSIONS, MOST_SILENT] = [32, 1_800_000];
const SESSION = 'mcp-session-id';

interface Session {
  readonly transport: WebStandardStreamableHTTPServerTransport;
  used: number;
}

/** The sessions of clients that speak the revision of 2025: a later one has none. */
export class Sessions {
  readonly #open = new Map<string, Session>();
  readonly #openServer: OpenServer;

  constructor(openServer: OpenServer) {
    this.#openServer = openServer;
  }

  /** Answers a request of a session, or one that begins a session. */
  async answer(request: Request): Promise<Response> {
    await this.#closeSilent();
    const id = request.headers.get(SESSION);
    if (id === null) return (await this.#begin()).handleRequest(request);
    const session = this.#open.get(id);
    if (session === undefined)
      return refuse(404, -32_001, 'there is no such session, or it ended: initialize a new one');
    session.used = Date.now();
    return session.transport.handleRequest(request);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ transport }) => transport.close()));
  }

  async #begin(): Promise<WebStandardStreamableHTTPServerTransport> {
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void this.#open.set(id, { transport, used: Date.now() }),
    });
    const server = this.#openServer();
    await server.connect(transport);
    const { onclose } = transport;
    transport.onclose = () => {
      if (transport.sessionId !== undefined) this.#open.delete(transport.sessionId);
      onclose?.();
    };
    return transport;
  }

  async #closeSilent(): Promise<void> {
    const bySilence = [...this.#open.values()].sort((one, other) => one.used - other.used);
    const isOver = ({ used }: Session, at: number): boolean =>
      used < Date.now() - MOST_SILENT || at <= bySilence.length - MOST_SESSIONS;
    await Promise.all(bySilence.filter(isOver).map(({ transport }) => transport.close()));
  }
}

/** Returns a refusal as JSON-RPC has it. */
export function refuse(
  status: number,
  code: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json({ jsonrpc: '2.0', error: { code, message }, id: null }, { status, headers });
}
