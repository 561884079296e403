import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request that a host got: every byte of it. */
export interface Heard {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers a request; `at` counts them from 0. */
export type Reply = (response: ServerResponse, at: number, heard: Heard) => void;

/** A server on this machine that is asked as a host of a model. */
export interface Host {
  readonly url: string;
  readonly heard: readonly Heard[];
}

/** Starts a host, which ends with its test. */
export async function startHost(reply: Reply): Promise<Host> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { url: path = '', headers } = request;
      heard.push({ path, headers, body: Buffer.concat(parts).toString('utf8') });
      reply(response, heard.length - 1, heard.at(-1)!);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, heard };
}

/** A tool that a host calls, with arguments as it writes them. */
export interface WiredCall {
  readonly id?: string;
  readonly tool: string;
  readonly input: unknown;
}

/** Writes a message of a model as the interface of OpenAI has it. */
export function writeMessage(message: object, finish: string | null = 'tool_calls'): string {
  return JSON.stringify({
    ...{ id: 'x', object: 'chat.completion', created: 0, model: 'm' },
    choices: [{ index: 0, finish_reason: finish, message: { role: 'assistant', ...message } }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  });
}

/** Writes calls of tools; arguments that are a text stay as they are. */
export function writeCalls(calls: readonly WiredCall[], beside: object = {}): string {
  return writeMessage({
    ...{ content: null, ...beside },
    tool_calls: calls.map(({ id, tool: name, input }, at) => ({
      ...{ id: id ?? `c${at}`, type: 'function' },
      function: { name, arguments: typeof input === 'string' ? input : JSON.stringify(input) },
    })),
  });
}

/** Sends a text as JSON, at once. */
export function send(
  response: ServerResponse,
  text: string,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(text);
}

/** Sends a text byte by byte, so that each character and each word of JSON is cut. */
export function sendInPieces(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  for (const byte of Buffer.from(text)) response.write(Buffer.from([byte]));
  response.end();
}

const state = (frame: string, slots: object): object => ({ blocks: [{ is: 'statement', frame, slots }] });

/** What a right model does about the two figures of `askAbout`: it derives their difference, and states it. */
export const RIGHT: readonly WiredCall[] = [
  { tool: 'derive', input: { operation: 'difference', figures: ['f1', 'f2'] } },
  { tool: 'answer', input: state('higher', { a: 'f1', b: 'f2', d: 'f3' }) },
];
/** An answer about one figure. */
export const SIMPLE: WiredCall = { tool: 'answer', input: state('value', { a: 'f2' }) };
