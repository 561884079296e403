import type { Hex } from '../../core/encoding/hex.ts';

/** One endpoint of a chain, asked by JSON-RPC over HTTP. */
export interface Rpc {
  /** Host and port, without the path or query, which may hold a secret. */
  readonly host: string;
  /** Returns the result, as it came. @throws RpcError */
  request(method: string, params: readonly unknown[]): Promise<unknown>;
}

/** Bounds of one question. */
export interface RpcLimits {
  /** Milliseconds until an endpoint counts as unreachable. */
  readonly timeout?: number;
  /** The longest answer that is read. */
  readonly maxBytes?: number;
}

const TIMEOUT = 10_000;
const MAX_BYTES = 16 * 1024 * 1024;

/** Returns an endpoint. Each question is asked once: who asks decides whether to ask again. */
export function openRpc(url: string, { timeout = TIMEOUT, maxBytes = MAX_BYTES }: RpcLimits = {}): Rpc {
  const target = readTarget(url);
  const { host } = target;
  let last = 0;
  return {
    host,
    async request(method, params) {
      const id = ++last;
      const body = JSON.stringify({ jsonrpc: '2.0', id, method, params });
      return readAnswer(host, method, id, await post(target, body, timeout, maxBytes));
    },
  };
}

interface Target {
  readonly url: string;
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A name and password in the URL become a header: fetch takes none in a URL, and would name them in its error. */
function readTarget(text: string): Target {
  const url = new URL(text);
  const { host, username, password } = url;
  const headers = { 'content-type': 'application/json' };
  if (username === '' && password === '') return { url: text, host, headers };
  url.username = '';
  url.password = '';
  const credentials = btoa(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  return { url: url.href, host, headers: { ...headers, authorization: `Basic ${credentials}` } };
}

async function post(
  { url, host, headers }: Target,
  body: string,
  timeout: number,
  maxBytes: number,
): Promise<string> {
  try {
    const signal = AbortSignal.timeout(timeout);
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal });
    return await readBody(response, host, maxBytes);
  } catch (cause) {
    if (cause instanceof RpcError) throw cause;
    throw new RpcError('unreachable', `${host} can't be reached: ${describeCause(cause)}`, { cause });
  }
}

async function readBody(response: Response, host: string, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    length += bytes.length;
    if (length > maxBytes) throw new RpcError('answer', `${host} answers with more than ${maxBytes} bytes`);
    text += decoder.decode(bytes, { stream: true });
  }
  return text + decoder.decode();
}

/** An answer may be an error with any HTTP status; without JSON-RPC inside, the endpoint did not answer. */
function readAnswer(host: string, method: string, id: number, text: string): unknown {
  const answer = parseObject(text);
  if (answer === null)
    throw new RpcError('answer', `${host} answers ${method} with no JSON-RPC: ${text.slice(0, 80)}`);
  const { error } = answer;
  if (typeof error === 'object' && error !== null)
    throw refusal(host, method, error as Record<string, unknown>);
  if (answer['id'] !== id || !('result' in answer)) {
    throw new RpcError('answer', `${host} answers ${method} with neither result nor error`);
  }
  return answer['result'];
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function refusal(host: string, method: string, error: Record<string, unknown>): RpcError {
  const { message, data } = error;
  const text = typeof message === 'string' ? message.slice(0, 300) : 'no reason given';
  const revert = typeof data === 'string' && /^0x[0-9a-f]*$/.test(data) ? { data: data as Hex } : {};
  return new RpcError('refused', `${host} refuses ${method}: ${text}`, revert);
}

function describeCause(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const inner = cause.cause;
  return inner instanceof Error && inner.message !== '' ? inner.message : cause.message;
}

/** Why an endpoint gave no result: not reached in time; no JSON-RPC, or too much; or it said no. Closed. */
export type RpcErrorCode = 'unreachable' | 'answer' | 'refused';

/** An endpoint gave no result. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: RpcErrorCode;
  /** What a contract reverted with, where the endpoint says so. */
  readonly data: Hex | null;

  constructor(code: RpcErrorCode, message: string, { data, cause }: { data?: Hex; cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.data = data ?? null;
  }
}
