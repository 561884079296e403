import type { Hex } from '../../core/encoding/hex.ts';

/** One endpoint of a chain: JSON-RPC over HTTP. */
export interface Rpc {
  /** Host and port. Path and query are left out, as they may hold a secret. */
  readonly host: string;
  /** Returns the result of a call, unchecked. @throws RpcError */
  request(method: string, params: readonly unknown[]): Promise<unknown>;
}

/** Limits of one call. */
export interface RpcLimits {
  /** Milliseconds after which an endpoint counts as unreachable. */
  readonly timeout?: number;
  /** The maximum number of bytes of an answer. */
  readonly maxBytes?: number;
  /** The maximum number of calls of an endpoint; no limit if not given. */
  readonly maxCalls?: number;
  /** Milliseconds from the first call of an endpoint, after which no call is made or waited for; no limit if not given. */
  readonly maxTime?: number;
}

const TIMEOUT = 10_000;
const MAX_BYTES = 16 * 1024 * 1024;

/** Returns the endpoint at a URL. It sends each call once; the caller decides whether to try again. */
export function openRpc(
  url: string,
  { timeout = TIMEOUT, maxBytes = MAX_BYTES, maxCalls = Infinity, maxTime = Infinity }: RpcLimits = {},
): Rpc {
  const target = readTarget(url);
  const { host } = target;
  let last = 0;
  let until: number | null = null;
  return {
    host,
    async request(method, params) {
      const now = performance.now();
      until ??= now + maxTime;
      const left = until - now;
      if (last >= maxCalls)
        throw new RpcError('limit', `${host} was asked ${maxCalls} times, the most allowed`);
      if (left <= 0)
        throw new RpcError('limit', `${host} was asked for ${maxTime / 1000} s, the longest time allowed`);
      const id = ++last;
      const body = JSON.stringify({ jsonrpc: '2.0', id, method, params });
      return readAnswer(
        host,
        method,
        id,
        await post(target, body, Math.ceil(Math.min(timeout, left)), maxBytes),
      );
    },
  };
}

/** Returns the endpoints at several URLs, one for each host and port. */
export function openRpcs(urls: readonly string[], limits: RpcLimits = {}): Rpc[] {
  return listEndpoints(urls).map((url) => openRpc(url, limits));
}

/** Returns the first URL for each host and port: one node named twice could otherwise make a quorum alone. */
export function listEndpoints(urls: readonly string[]): string[] {
  const first = new Map<string, string>();
  for (const url of urls) {
    const { protocol, hostname, port } = new URL(url);
    const place = `${hostname.replace(/\.$/, '')}:${port || (protocol === 'https:' ? '443' : '80')}`;
    if (!first.has(place)) first.set(place, url);
  }
  return [...first.values()];
}

interface Target {
  readonly url: string;
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Moves a user name and password from the URL to a header: `fetch` does not allow them in a URL, and would show them in its error. */
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
    throw new RpcError('unreachable', `${host} cannot be reached: ${describeCause(cause)}`, { cause });
  }
}

async function readBody(response: Response, host: string, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    length += bytes.length;
    if (length > maxBytes)
      throw new RpcError('answer', `expected at most ${maxBytes} bytes from ${host}, got more`);
    text += decoder.decode(bytes, { stream: true });
  }
  return text + decoder.decode();
}

/** Reads the JSON-RPC answer in a body. The HTTP status does not matter: an error may come with any. */
function readAnswer(host: string, method: string, id: number, text: string): unknown {
  const answer = parseObject(text);
  if (answer === null)
    throw new RpcError('answer', `expected JSON-RPC from ${host} for ${method}, got ${showText(text)}`);
  const { error } = answer;
  if (typeof error === 'object' && error !== null)
    throw describeRejection(host, method, error as Record<string, unknown>);
  if (answer['id'] !== id || !('result' in answer)) {
    throw new RpcError('answer', `expected a result or an error from ${host} for ${method}, got neither`);
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

function describeRejection(host: string, method: string, error: Record<string, unknown>): RpcError {
  const { message, data } = error;
  const text = typeof message === 'string' ? message.slice(0, 300) : 'it gives no reason';
  const revert = typeof data === 'string' && /^0x[0-9a-f]*$/.test(data) ? { data: data as Hex } : {};
  return new RpcError('refused', `${host} rejects the call ${method}: ${text}`, revert);
}

/** Returns the beginning of an answer for a message. */
function showText(text: string): string {
  return text === '' ? 'an empty answer' : JSON.stringify(text.slice(0, 80));
}

function describeCause(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const inner = cause.cause;
  return inner instanceof Error && inner.message !== '' ? inner.message : cause.message;
}

/** Why an endpoint gave no result: not reached in time; not JSON-RPC, or too long; it rejected the call; or it was asked often or long enough. No other codes exist. */
export type RpcErrorCode = 'unreachable' | 'answer' | 'refused' | 'limit';

/** An endpoint gave no result. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: RpcErrorCode;
  /** The data with which a contract reverted, where the endpoint gives it. */
  readonly data: Hex | null;

  constructor(code: RpcErrorCode, message: string, { data, cause }: { data?: Hex; cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.data = data ?? null;
  }
}
