import * as z from 'zod';
import { concatBytes } from '../../core/encoding/hex.ts';
import { BUNDLE_JSON, parseJson } from '../../core/encoding/json.ts';
import { readLines } from '../../core/encoding/lines.ts';
import { parseWith } from '../../core/encoding/schema.ts';
import { ApiError } from './api-error.ts';
import { readStream, streamBytes } from './web-stream.ts';

/** An HTTP client for the server of a ledger. */
export interface Api {
  /** Scheme, host and port, without a trailing slash. */
  readonly url: string;
  /** Returns the JSON at a path. @throws ApiError */
  get<Out>(path: string, schema: z.ZodType<Out>): Promise<Out>;
  /** Returns the bytes at a path. @throws ApiError */
  getBytes(path: string): Promise<Uint8Array>;
  /** Sends JSON and returns the answer with its status. @throws ApiError */
  post<Out>(path: string, body: unknown, schema: z.ZodType<Out>): Promise<{ status: number; value: Out }>;
  /**
   * Yields the JSON of each line at a path as it comes, however many there are. Node.js gives up after five minutes without a byte; a
   * browser waits. @throws ApiError
   */
  getLines<Out>(path: string, schema: z.ZodType<Out>): AsyncGenerator<Out>;
  /** Sends a request, without a body if none is given, and returns the JSON of the answer; null where the answer is empty. @throws ApiError */
  send<Out>(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    schema: z.ZodType<Out>,
    body?: unknown,
  ): Promise<Out>;
  /**
   * Sends bytes as they come and returns the JSON of the answer; gives up after a minute in which none are taken. How far a blob is sent cannot
   * be seen: it must be sent and answered within a minute. @throws ApiError
   */
  putBytes<Out>(path: string, sent: SentBytes, schema: z.ZodType<Out>): Promise<Out>;
  /** Returns bytes at a path as they come, with the status; gives up after a minute without one. @throws ApiError, also while they are read */
  openBytes(path: string, headers: Readonly<Record<string, string>>): Promise<OpenBytes>;
}

/**
 * Bytes to send. `Content-Range` says which of how many they are. Browsers send a blob, but no bytes that come one after the other: they
 * would need HTTP/2.
 */
export interface SentBytes {
  readonly range: string;
  readonly bytes: AsyncIterable<Uint8Array> | Blob;
}

/** An answer whose bytes are read as they come. */
export interface OpenBytes {
  readonly status: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

const TIMEOUT_MS = 60_000;
/** A proof file, and room for what is around it. */
const MOST_BYTES = BUNDLE_JSON.bytes + (1 << 20);

const errorSchema = z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() });

/** How a client asks the server. */
export interface ApiOptions {
  /** Token of a session: with it, private entries are read too. */
  readonly token?: string;
  /** Milliseconds that the server has for an answer; 60,000 if not given. */
  readonly timeout?: number;
}

/** Returns the interface of the server at a URL. */
export function openApi(url: string, { token, timeout = TIMEOUT_MS }: ApiOptions = {}): Api {
  const base = url.replace(/\/+$/, '');
  const authorization: Record<string, string> =
    token === undefined ? {} : { authorization: `Bearer ${token}` };
  const read = (path: string): Promise<Answer> =>
    request(`${base}${path}`, { headers: { ...JSON_ONLY, ...authorization } }, timeout);
  return {
    url: base,
    get: async (path, schema) => readBody((await read(path)).bytes, schema, base),
    getBytes: async (path) => (await read(path)).bytes,
    getLines: (path, schema) => readAnswerLines(`${base}${path}`, authorization, schema),
    send: async (method, path, schema, body) => {
      const headers = { ...JSON_ONLY, ...authorization };
      const json = {
        body: JSON.stringify(body),
        headers: { ...headers, 'content-type': 'application/json' },
      };
      const init = { method, headers, ...(body === undefined ? {} : json) };
      return readBody((await request(`${base}${path}`, init, timeout)).bytes, schema, base);
    },
    putBytes: (path, sent, schema) => sendBytes(`${base}${path}`, authorization, sent, schema),
    openBytes: (path, headers) => openAnswer(`${base}${path}`, { ...headers, ...authorization }),
    post: async (path, body, schema) => {
      const headers = { ...JSON_ONLY, ...authorization, 'content-type': 'application/json' };
      const init = { method: 'POST', headers, body: JSON.stringify(body) };
      const { status, bytes } = await request(`${base}${path}`, init, timeout);
      return { status, value: readBody(bytes, schema, base) };
    },
  };
}

interface Answer {
  readonly status: number;
  readonly bytes: Uint8Array;
}

const JSON_ONLY = { accept: 'application/json' };

async function request(url: string, init: RequestInit, timeout: number): Promise<Answer> {
  let status: number;
  let bytes: Uint8Array;
  try {
    const response = await fetch(url, {
      ...init,
      redirect: 'error',
      signal: AbortSignal.timeout(timeout),
    });
    status = response.status;
    bytes = await readAll(response);
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
    throw errorOfUnreachable(url, cause, timeout);
  }
  if (status < 200 || status > 299) throw errorOfAnswer(status, bytes);
  return { status, bytes };
}

async function readAll(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const bytes of readStream(response.body)) {
    length += bytes.length;
    if (length > MOST_BYTES)
      throw new ApiError(200, 'answer-too-large', `the server's answer is longer than ${MOST_BYTES} bytes`);
    chunks.push(bytes);
  }
  return concatBytes(...chunks);
}

async function* readAnswerLines<Out>(
  url: string,
  headers: Readonly<Record<string, string>>,
  schema: z.ZodType<Out>,
): AsyncGenerator<Out> {
  try {
    const response = await fetch(url, { headers, redirect: 'error' });
    if (!response.ok) throw errorOfAnswer(response.status, await readAll(response));
    for await (const line of readLines(readStream(response.body))) yield readBody(line, schema, url);
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
    throw errorOfUnreachable(url, cause);
  }
}

/** Milliseconds for which bytes may stand still. The answer to sent bytes may take as long: the server writes them to its disk. */
const STILL_MS = 60_000;

/** Returns a signal that is aborted when bytes stand still, and a function that returns bytes and notices that they go on. */
function watchStill(): {
  readonly signal: AbortSignal;
  readonly watch: (bytes: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array>;
  readonly end: () => void;
} {
  const still = new AbortController();
  const reason = new DOMException('the connection stands still', 'TimeoutError');
  const start = (): ReturnType<typeof setTimeout> => setTimeout(() => still.abort(reason), STILL_MS);
  let timer = start();
  return {
    signal: still.signal,
    async *watch(bytes) {
      for await (const chunk of bytes) {
        clearTimeout(timer);
        timer = start();
        yield chunk;
      }
    },
    end: () => clearTimeout(timer),
  };
}

async function sendBytes<Out>(
  url: string,
  authorization: Readonly<Record<string, string>>,
  { range, bytes }: SentBytes,
  schema: z.ZodType<Out>,
): Promise<Out> {
  const { signal, watch, end } = watchStill();
  const headers = {
    ...{ ...JSON_ONLY, ...authorization, 'content-type': 'application/octet-stream' },
    'content-range': range,
  };
  try {
    const body = bytes instanceof Blob ? bytes : streamBytes(watch(bytes));
    const init = { method: 'PUT', headers, body, duplex: 'half', redirect: 'error', signal } as const;
    const response = await fetch(url, init);
    const answer = await readAll(response);
    if (!response.ok) throw errorOfAnswer(response.status, answer);
    return readBody(answer, schema, url);
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
    throw errorOfUnreachable(url, cause, STILL_MS);
  } finally {
    end();
  }
}

async function openAnswer(url: string, headers: Readonly<Record<string, string>>): Promise<OpenBytes> {
  const { signal, watch, end } = watchStill();
  try {
    const response = await fetch(url, { headers, redirect: 'error', signal });
    if (!response.ok) throw errorOfAnswer(response.status, await readAll(response));
    const { status, body } = response;
    return { status, bytes: readOpened(url, watch(readStream(body)), end) };
  } catch (cause) {
    end();
    if (cause instanceof ApiError) throw cause;
    throw errorOfUnreachable(url, cause, STILL_MS);
  }
}

async function* readOpened(
  url: string,
  bytes: AsyncIterable<Uint8Array>,
  end: () => void,
): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (cause) {
    throw errorOfUnreachable(url, cause, STILL_MS);
  } finally {
    end();
  }
}

function readBody<Out>(body: Uint8Array | string, schema: z.ZodType<Out>, base: string): Out {
  try {
    const value = body.length === 0 ? null : parseJson(body, { depth: 32, bytes: MOST_BYTES });
    return parseWith(schema, value);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ApiError(
      200,
      'server-answer',
      `${base} sent an answer that this program cannot read: ${why}`,
      null,
      cause,
    );
  }
}

/** Returns the error of an answer that is not a success. */
export function errorOfAnswer(status: number, bytes: Uint8Array): ApiError {
  const text = new TextDecoder().decode(bytes);
  try {
    const { code, message, details } = errorSchema.parse(JSON.parse(text));
    return new ApiError(status, code, message, details ?? null);
  } catch {
    return new ApiError(
      status,
      `http-${status}`,
      `the server answered ${status}, but not in the form of a ledger's error: check that the URL is that of a ledger's server${text === '' ? '' : `: ${text.slice(0, 200)}`}`,
    );
  }
}

/** Returns the error of a server that cannot be reached. */
export function errorOfUnreachable(url: string, cause: unknown, timeout = TIMEOUT_MS): ApiError {
  return new ApiError(
    0,
    'server-unreachable',
    `${new URL(url).origin} cannot be reached: ${describe(cause, timeout)}`,
    null,
    cause,
  );
}

function describe(cause: unknown, timeout: number): string {
  if (!(cause instanceof Error)) return String(cause);
  const inner = cause.cause;
  if (inner instanceof Error && 'code' in inner && inner.code === 'ERR_SSL_WRONG_VERSION_NUMBER')
    return 'it does not speak https: use an http URL';
  if (cause.name === 'TimeoutError') return `no answer within ${timeout / 1000} s`;
  if (inner instanceof Error && inner.message !== '') return inner.message;
  // A browser does not tell a page why. It may also have refused to show the answer to it (CORS).
  return cause.name === 'TypeError'
    ? `${cause.message}. Check its URL and your connection; it may also not answer pages of this site`
    : cause.message;
}
