import { RpcError } from './endpoint.ts';
import { readRetryAfter } from './rate-limit.ts';

/** Where an endpoint is, and what each request carries. */
export interface Target {
  readonly url: string;
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Moves a user name and password from the URL to a header: `fetch` does not allow them in a URL, and would show them in its error. */
export function readTarget(text: string): Target {
  const url = new URL(text);
  const { host, username, password } = url;
  const headers = { 'content-type': 'application/json' };
  if (username === '' && password === '') return { url: text, host, headers };
  url.username = '';
  url.password = '';
  const credentials = btoa(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  return { url: url.href, host, headers: { ...headers, authorization: `Basic ${credentials}` } };
}

/** What an endpoint answered over HTTP. */
export interface Posted {
  readonly status: number;
  /** Milliseconds after which it may be asked again; null if it does not say so. */
  readonly retryAfter: number | null;
  readonly text: string;
}

/** Sends a body and returns the answer. @throws RpcError `unreachable`, `answer` */
export async function post(
  { url, host, headers }: Target,
  body: string,
  timeout: number,
  maxBytes: number,
): Promise<Posted> {
  try {
    const signal = AbortSignal.timeout(Math.ceil(timeout));
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal });
    const retryAfter = readRetryAfter(response.headers.get('retry-after'));
    return { status: response.status, retryAfter, text: await readBody(response, host, maxBytes) };
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

function describeCause(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const inner = cause.cause;
  return inner instanceof Error && inner.message !== '' ? inner.message : cause.message;
}
