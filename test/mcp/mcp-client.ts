/** An answer over HTTP: the last message is the answer to the request, those before it came meanwhile. */
export interface Heard {
  readonly status: number;
  readonly messages: readonly Message[];
}

export interface Message {
  readonly method?: string;
  readonly params?: { readonly progress?: number; readonly message?: string };
  readonly error?: { readonly code: number; readonly message: string };
  readonly result?: {
    readonly isError?: boolean;
    readonly content?: readonly Content[];
    readonly contents?: readonly { readonly text: string }[];
    readonly messages?: readonly { readonly content: Content }[];
  };
}

interface Content {
  readonly type: string;
  readonly text?: string;
  readonly resource?: { readonly uri: string; readonly text: string };
}

/** What a tool answered: its data or its text, its error, and its file. */
export interface ToolAnswer {
  readonly data: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly file: string | null;
}

/** A client of a server over HTTP, in the revision that has no sessions. */
export interface McpClient {
  send(method: string, params: object, more?: SendOptions): Promise<Heard>;
  /** Calls a tool, and reads its answer. */
  call(name: string, args?: object): Promise<ToolAnswer>;
}

interface SendOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly meta?: object;
  readonly signal?: AbortSignal;
}

const REVISION = '2026-07-28';
const META = {
  'io.modelcontextprotocol/protocolVersion': REVISION,
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

export function openMcpClient(url: string, token: string): McpClient {
  const send: McpClient['send'] = async (method, params, { headers = {}, meta = {}, signal } = {}) => {
    const name = (params as { name?: string; uri?: string }).name ?? (params as { uri?: string }).uri;
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json, text/event-stream',
        Authorization: `Bearer ${token}`,
        'MCP-Protocol-Version': REVISION,
        'Mcp-Method': method,
        ...(name === undefined ? {} : { 'Mcp-Name': name }),
        ...headers,
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method,
        params: { ...params, _meta: { ...META, ...meta } },
      }),
      ...(signal === undefined ? {} : { signal }),
    });
    return { status: response.status, messages: readMessages(await response.text()) };
  };
  return {
    send,
    call: async (name, args = {}) => {
      const { messages } = await send('tools/call', { name, arguments: args });
      return readAnswer(messages.at(-1)!);
    },
  };
}

/** Reads JSON, or a stream of events. */
function readMessages(text: string): Message[] {
  if (text.startsWith('{')) return [JSON.parse(text) as Message];
  return [...text.matchAll(/^data: (\{.*)$/gm)].map(([, data]) => JSON.parse(data!) as Message);
}

export function readAnswer({ result }: Message): ToolAnswer {
  const texts = result!.content!.flatMap(({ text }) => (text === undefined ? [] : [text]));
  const text = texts.at(-1)!;
  const data = text.startsWith('{') ? (JSON.parse(text) as ToolAnswer['data']) : {};
  const error = result!.isError === true ? (data['error'] as ToolAnswer['error']) : null;
  const file = result!.content!.find(({ resource }) => resource !== undefined)?.resource?.text ?? null;
  return { data, text, error, file };
}
