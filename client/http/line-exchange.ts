import type { IncomingMessage } from 'node:http';
import { concatBytes } from '../../core/encoding/hex.ts';
import { errorOfAnswer } from './api.ts';
import { readStream } from './web-stream.ts';

/** A request with lines, whose answer is read. */
export interface Exchange {
  /** Rejects with an ApiError where the answer is not a success. */
  readonly answer: Promise<AsyncIterable<Uint8Array>>;
  readonly sent: Promise<void>;
  /** Returns the error of the source of lines, null where there was none. */
  fault(): Error | null;
  close(): void;
}

/**
 * Whether this program can read an answer while it sends the request. It asks for modules of Node.js when it runs, because a program for
 * browsers could not be bundled with imports of them.
 */
export const hasDuplex = 'process' in globalThis && 'getBuiltinModule' in process;

const HEADERS = { 'content-type': 'application/x-ndjson', accept: 'application/x-ndjson' };

/** Opens a request whose answer is read while it is sent. */
export function openDuplex(url: string, texts: AsyncGenerator<string>): Exchange {
  const { Readable } = process.getBuiltinModule('node:stream');
  const { pipeline } = process.getBuiltinModule('node:stream/promises');
  const { request } = process.getBuiltinModule(url.startsWith('https:') ? 'node:https' : 'node:http');
  const sending = request(url, { method: 'POST', headers: HEADERS });
  // The answer or the sending reports the error; later errors come from a connection that is no longer used.
  sending.on('error', () => {});
  const guarded = guardLines(texts);
  const sent = pipeline(Readable.from(guarded.texts, { highWaterMark: 1 }), sending);
  sent.catch(() => {});
  const { once } = process.getBuiltinModule('node:events');
  const answer = once(sending, 'response').then(([response]) => {
    const { statusCode = 0 } = response as IncomingMessage;
    return checkAnswer(statusCode, response as IncomingMessage);
  });
  answer.catch(() => {});
  return { answer, sent, fault: guarded.fault, close: () => void sending.destroy() };
}

/** Opens a request that is sent as a whole before its answer is read. */
export function openFetch(url: string, texts: AsyncGenerator<string>): Exchange {
  const guarded = guardLines(texts);
  const ending = new AbortController();
  const post = async (): Promise<Response> => {
    let body = '';
    for await (const text of guarded.texts) body += text;
    return fetch(url, { method: 'POST', headers: HEADERS, body, redirect: 'error', signal: ending.signal });
  };
  const answer = post().then(({ status, body }) => checkAnswer(status, readStream(body)));
  answer.catch(() => {});
  return { answer, sent: Promise.resolve(), fault: guarded.fault, close: () => ending.abort() };
}

function guardLines(texts: AsyncGenerator<string>): {
  readonly texts: AsyncGenerator<string>;
  readonly fault: () => Error | null;
} {
  let fault: Error | null = null;
  async function* guarded(): AsyncGenerator<string> {
    try {
      yield* texts;
    } catch (error) {
      fault = error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  }
  return { texts: guarded(), fault: () => fault };
}

/** The most bytes that are read of an answer that is not a success. */
const MOST_ERROR = 1 << 16;

async function checkAnswer(
  status: number,
  body: AsyncIterable<Uint8Array>,
): Promise<AsyncIterable<Uint8Array>> {
  if (status === 200) return body;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MOST_ERROR) break;
  }
  throw errorOfAnswer(status, concatBytes(...chunks));
}
