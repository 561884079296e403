import { randomUUID } from 'node:crypto';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import type { OpenServer } from '../serving/open-server.ts';

/** At most so many sessions are open; a new one then closes the one that was silent longest. One that is silent so long is closed, too. */
const [MOST_SESSIONS, MOST_SILENT] = [32, 1_800_000];
const SESSION = 'mcp-session-id';

interface Session {
  readonly transport: WebStandardStreamableHTTPServerTransport;
  readonly used: number;
}

/** The sessions of clients that speak the revision of 2025: a later one has none. */
export class Sessions {
  /** By their id, the one used last at the end. */
  readonly #open = new Map<string, Session>();
  readonly #openServer: OpenServer;

  constructor(openServer: OpenServer) {
    this.#openServer = openServer;
  }

  /** Answers a request of a session, or one that begins a session. */
  async answer(request: Request): Promise<Response> {
    const id = request.headers.get(SESSION);
    await this.#closeSilent(id === null ? MOST_SESSIONS - 1 : MOST_SESSIONS);
    if (id === null) return (await this.#begin()).handleRequest(request);
    const session = this.#open.get(id);
    if (session === undefined)
      return refuse(404, -32_001, 'there is no such session, or it ended: initialize a new one');
    this.#note(id, session.transport);
    return session.transport.handleRequest(request);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ transport }) => transport.close()));
  }

  async #begin(): Promise<WebStandardStreamableHTTPServerTransport> {
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => this.#note(id, transport),
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

  /** Notes that a session was used just now: it moves to the end. */
  #note(id: string, transport: Session['transport']): void {
    this.#open.delete(id);
    this.#open.set(id, { transport, used: Date.now() });
  }

  /** Closes the sessions that were silent too long, and those that were silent longest until at most `most` are left. */
  async #closeSilent(most: number): Promise<void> {
    const [since, extra] = [Date.now() - MOST_SILENT, this.#open.size - most];
    const over = [...this.#open.values()].filter(({ used }, at) => used < since || at < extra);
    await Promise.all(over.map(({ transport }) => transport.close()));
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
