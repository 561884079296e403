import { constants, createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { PublicationError } from '../../core/publication/publication-error.ts';

/**
 * Reads a file of a publication by its path: its bytes, as they come; null if there is no such file. What serves them is not
 * trusted: it may be slow, endless or no file at all.
 * @throws PublicationError `copy-unreadable`, `copy-damaged`
 */
export type Source = (path: string) => Promise<AsyncIterable<Uint8Array> | null>;

/** Milliseconds that a URL may take to begin an answer, and to send its next bytes. */
const SILENCE = 30_000;
/** Bytes that a URL must send for each second that it is waited for, on average and after the first `SILENCE`. */
const LEAST_RATE = 4_096;

/** How long a URL may take. */
export interface Patience {
  /** Milliseconds until an answer begins, and between two parts of it. */
  readonly silence: number;
  /** Bytes for each second of waiting. */
  readonly rate: number;
}

/** Returns what reads the files of a folder, or of a web server with that folder. `signal` closes all connections. */
export function openSource(
  from: string,
  signal?: AbortSignal,
  patience: Patience = { silence: SILENCE, rate: LEAST_RATE },
): Source {
  return /^https?:\/\//.test(from) ? readUrl(from, patience, signal) : readFolder(from);
}

function unreadable(path: string, cause: unknown): PublicationError {
  const why = describe(cause);
  return new PublicationError(
    'copy-unreadable',
    `Cannot read ${path}: ${why}. Check the path or URL.`,
    cause,
  );
}

/** `fetch` says only "fetch failed" or "terminated"; its cause says why. */
function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error && cause.cause.message !== '' ? cause.cause.message : cause.message;
}

function readFolder(folder: string): Source {
  return async (name) => {
    const path = join(folder, name);
    try {
      // Without O_NONBLOCK, opening a FIFO waits for its writer.
      const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
      if ((await file.stat()).isFile()) return read(createReadStream('', { fd: file }), path);
      await file.close();
    } catch (cause) {
      if (isMissing(cause)) return null;
      throw unreadable(path, cause);
    }
    throw new PublicationError('copy-damaged', `${path} is not a regular file. Find another copy.`);
  };
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
}

async function* read(stream: AsyncIterable<Uint8Array>, path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* stream;
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function readUrl(from: string, patience: Patience, ended?: AbortSignal): Source {
  const base = from.endsWith('/') ? from : `${from}/`;
  return async (path) => {
    const url = new URL(path, base);
    const deadline = openDeadline(patience);
    const signal = ended === undefined ? deadline.signal : AbortSignal.any([deadline.signal, ended]);
    try {
      const response = await deadline.wait(fetch(url, { cache: 'no-store', redirect: 'manual', signal }));
      if (response.status === 200 && response.body !== null) return readBody(response.body, url, deadline);
      deadline.end();
      if (response.status === 404) return null;
      throw describeStatus(response);
    } catch (cause) {
      throw unreadable(url.href, cause);
    }
  };
}

/** A redirect is not followed: who names a URL trusts its host, and no other one. */
function describeStatus({ status, headers }: Response): Error {
  const to = headers.get('location');
  if (status < 300 || status > 399 || to === null) return new Error(`status ${status}`);
  return new Error(
    `it redirects to ${JSON.stringify(to.slice(0, 300))}, name the publication by its final URL`,
  );
}

async function* readBody(
  body: ReadableStream<Uint8Array>,
  url: URL,
  deadline: Deadline,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await deadline.wait(reader.read());
      if (done) return;
      deadline.count(value.length);
      yield value;
    }
  } catch (cause) {
    throw unreadable(url.href, cause);
  } finally {
    deadline.end();
  }
}

/** Limits the time for which a server is waited for. What is done with its bytes meanwhile does not count. */
interface Deadline {
  readonly signal: AbortSignal;
  /** Waits for a promise. @throws Error when it takes too long */
  wait<Out>(promise: Promise<Out>): Promise<Out>;
  /** Adds bytes that came. @throws Error when they are too few for the time waited */
  count(bytes: number): void;
  /** Closes the connection. */
  end(): void;
}

function openDeadline({ silence, rate }: Patience): Deadline {
  const ending = new AbortController();
  let waited = 0;
  let bytes = 0;
  return {
    signal: ending.signal,
    async wait(promise) {
      const began = performance.now();
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(
          () => reject(new Error(`nothing came for ${Math.round(silence / 1000)} seconds`)),
          silence,
        );
      });
      // It fails when the connection is closed; the one who waits has its own reason by then.
      promise.catch(() => {});
      try {
        return await Promise.race([promise, late]);
      } catch (error) {
        ending.abort();
        throw error;
      } finally {
        clearTimeout(timer);
        waited += performance.now() - began;
      }
    },
    count(more) {
      bytes += more;
      if (waited <= silence || (1000 * bytes) / (waited - silence) >= rate) return;
      ending.abort();
      throw new Error(`it sends fewer than ${rate} bytes a second`);
    },
    end: () => ending.abort(),
  };
}
