import type { Hex } from '../../core/encoding/hex.ts';
import { nameByNumber } from './block-by-number.ts';
import { type Rpc, RpcError } from './endpoint.ts';
import { post, type Posted, readTarget } from './http-post.ts';
import { Pace } from './pace.ts';
import { tellsLimit } from './rate-limit.ts';

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
/** Milliseconds for which a call waits for its turn, or is sent again, at an endpoint that limits the rate of calls. */
const PATIENCE = 20_000;

/**
 * Returns the endpoint at a URL. A call that the endpoint refuses because of its rate limit is sent again, at a slower pace. Every other
 * failure is left to the caller. Where the client takes no hash of a block in a call, the block's number is used.
 */
export function openRpc(
  url: string,
  { timeout = TIMEOUT, maxBytes = MAX_BYTES, maxCalls = Infinity, maxTime = Infinity }: RpcLimits = {},
): Rpc {
  const target = readTarget(url);
  const { host } = target;
  const pace = new Pace();
  let last = 0;
  let until: number | null = null;
  const send = async (method: string, params: readonly unknown[]): Promise<unknown> => {
    const left = (until ?? Infinity) - performance.now();
    if (last >= maxCalls)
      throw new RpcError('limit', `${host} was asked ${maxCalls} times, the most allowed`);
    if (left <= 0)
      throw new RpcError('limit', `${host} was asked for ${maxTime / 1000} s, the longest time allowed`);
    const call = { jsonrpc: '2.0', id: ++last, method, params };
    return readAnswer(
      host,
      call,
      await post(target, JSON.stringify(call), Math.min(timeout, left), maxBytes),
    );
  };
  return nameByNumber({
    host,
    async request(method, params) {
      const now = performance.now();
      until ??= now + maxTime;
      const patience = Math.min(now + PATIENCE, until);
      let refusal: RateLimited | null = null;
      while (await pace.turn(patience)) {
        const sent = performance.now();
        try {
          const result = await send(method, params);
          pace.accept();
          return result;
        } catch (error) {
          if (!(error instanceof RateLimited)) throw error;
          refusal = error;
          pace.refuse(sent, error.retryAfter);
        }
      }
      const why = refusal === null ? 'it limits the rate of calls' : refusal.message;
      throw new RpcError('unreachable', `${host} does not answer ${method} in time: ${why}`);
    },
  });
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

interface Call {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** Reads the JSON-RPC answer in a body. An error may come with any HTTP status; the status matters only for a rate limit. */
function readAnswer(host: string, { id, method, params }: Call, posted: Posted): unknown {
  const { text } = posted;
  const answer = parseObject(text);
  const error = answer?.['error'];
  const rejection = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : null;
  if (tellsLimit(posted, rejection, params)) throw new RateLimited(posted, rejection);
  if (answer === null)
    throw new RpcError('answer', `expected JSON-RPC from ${host} for ${method}, got ${showText(text)}`);
  if (rejection !== null) throw describeRejection(host, method, rejection);
  if (answer['id'] !== id || !('result' in answer)) {
    throw new RpcError('answer', `expected a result or an error from ${host} for ${method}, got neither`);
  }
  return answer['result'];
}

/** An endpoint refused a call because there were too many; it may be asked again after `retryAfter` milliseconds, if that is known. */
class RateLimited extends Error {
  override readonly name = 'RateLimited';
  readonly retryAfter: number | null;

  constructor({ status, retryAfter }: Posted, rejection: Record<string, unknown> | null) {
    const message = rejection?.['message'];
    const said = typeof message === 'string' ? message.slice(0, 300) : `HTTP ${status}`;
    super(`it limits the rate of calls (${said})`);
    this.retryAfter = retryAfter;
  }
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

/** The code of JSON-RPC for parameters that a method does not take. */
const INVALID_PARAMS = -32602;

function describeRejection(host: string, method: string, error: Record<string, unknown>): RpcError {
  const { message, data, code } = error;
  const text = typeof message === 'string' ? message.slice(0, 300) : 'it gives no reason';
  const revert = typeof data === 'string' && /^0x[0-9a-f]*$/.test(data) ? { data: data as Hex } : {};
  const isInvalid = code === INVALID_PARAMS;
  return new RpcError('refused', `${host} rejects the call ${method}: ${text}`, { ...revert, isInvalid });
}

/** Returns the beginning of an answer for a message. */
function showText(text: string): string {
  return text === '' ? 'an empty answer' : JSON.stringify(text.slice(0, 80));
}
