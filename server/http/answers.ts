import type { Socket } from 'node:net';
import type { RequestHandler, Response } from 'express';

/** Limits of answers that wait for their readers. */
interface UnreadLimits {
  /** Answers at the same time. */
  readonly answers: number;
  /** Their bytes. */
  readonly bytes: number;
  /** Milliseconds in which something must be read. */
  readonly idle: number;
  /** Requests of one connection that wait for the answer before theirs. */
  readonly waiting: number;
}

const LIMITS: UnreadLimits = { answers: 1_024, bytes: 128 << 20, idle: 60_000, waiting: 100 };

/**
 * Returns a handler that limits the memory of answers whose clients do not read them. Requests of one connection are answered one after
 * the other. What the system's buffers do not take of an answer waits in memory, and at a limit the oldest such answer is cut off. A connection
 * on which too many requests wait is cut off too: behind a stream of events they would wait for ever.
 */
export function limitUnread(limits: UnreadLimits = LIMITS): RequestHandler {
  const unread = new Map<Response, number>();
  let held = 0;

  const cut = (response: Response): void => {
    response.err = new Error('the answer was not read in time');
    response.destroy();
    forget(response);
  };
  const forget = (response: Response): void => {
    held -= unread.get(response) ?? 0;
    unread.delete(response);
  };
  const watch = (response: Response): void => {
    const bytes = response.writableLength;
    if (bytes === 0) return;
    unread.set(response, bytes);
    held += bytes;
    response.setTimeout(limits.idle, () => cut(response)).once('close', () => forget(response));
    for (const oldest of unread.keys()) {
      const isFull = held > limits.bytes || unread.size > limits.answers;
      if (!isFull || oldest === response) return;
      cut(oldest);
    }
  };

  const lines = new WeakMap<Socket, Line>();
  return ({ socket }, response, next) => {
    response.once('prefinish', () => watch(response));
    const line = lines.get(socket) ?? { newest: null, waiting: 0 };
    lines.set(socket, line);
    const before = line.newest;
    line.newest = response;
    if (before === null || before.closed) return next();
    line.waiting += 1;
    if (line.waiting > limits.waiting) return void socket.destroy();
    before.once('close', () => {
      line.waiting -= 1;
      if (!socket.destroyed) next();
    });
  };
}

/** The requests of one connection. */
interface Line {
  newest: Response | null;
  waiting: number;
}
