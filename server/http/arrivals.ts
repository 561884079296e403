import type { Request, RequestHandler, Response } from 'express';
import { HttpError } from '../errors/http-error.ts';
import { LOWEST_RATE, MOST_OPEN } from '../intake/transfers.ts';
import { nameClient } from './rate-limit.ts';

/** Limits of the bodies of one kind of request. */
export interface BodyLimits {
  /** The largest body, in bytes. */
  readonly maxBytes: number;
  /** Bodies that have arrived and are being answered, at the same time. */
  readonly atOnce: number;
}

/** Bodies of the largest size that may be in memory at the same time. */
const LARGEST_AT_ONCE = 16;
/** From this age on, in milliseconds, a body must have arrived at the lowest rate. */
const GRACE = 5_000;
/** Before this age a body is not cut off in favour of another. */
const TOO_NEW = 1_000;
/** Milliseconds between two looks for slow bodies. */
const LOOK = 1_000;

/** A body that is arriving. */
interface Arrival {
  readonly client: string;
  readonly since: number;
  bytes: number;
  /** Ends the request with an error, and closes its connection. */
  readonly cut: (error: HttpError) => void;
}

/**
 * Returns the handlers around a reader of bodies: those before it watch how a body arrives, those after it limit how many are answered at
 * the same time. What counts is what has arrived, not what a client announces: a body that stands still takes no place in memory, and
 * at a limit it is the slowest body that is cut off, not the newest. So slow clients cannot keep others out.
 */
export function watchBodies({ maxBytes, atOnce }: BodyLimits): {
  readonly arriving: RequestHandler;
  readonly arrived: RequestHandler;
} {
  return { arriving: watchArriving(LARGEST_AT_ONCE * maxBytes), arrived: limitAnswering(atOnce) };
}

function limitAnswering(atOnce: number): RequestHandler {
  let answering = 0;
  return (_request, response, next) => {
    if (answering >= atOnce) return next(overloaded('write requests are already running', atOnce));
    answering++;
    response.once('close', () => answering--);
    next();
  };
}

/** `most` bytes are in memory at the same time. */
function watchArriving(most: number): RequestHandler {
  const arrivals = new Set<Arrival>();
  let held = 0;
  let looking: NodeJS.Timeout | null = null;

  /** Forgets a body and its bytes. */
  const leave = (arrival: Arrival): void => {
    arrivals.delete(arrival);
    held -= arrival.bytes;
    arrival.bytes = 0;
  };
  const lookForSlow = (): void => {
    for (const arrival of arrivals) if (isTooSlow(arrival)) arrival.cut(tooSlow());
    if (arrivals.size > 0 || looking === null) return;
    clearInterval(looking);
    looking = null;
  };
  /** Makes room by cutting off the slowest body; returns whether there was one that is not new. */
  const makeRoom = (among: readonly Arrival[]): boolean => {
    const old = among.filter(({ since }) => performance.now() - since >= TOO_NEW);
    const [slowest] = old.sort((a, b) => rateOf(a) - rateOf(b));
    slowest?.cut(tooSlow());
    return slowest !== undefined;
  };
  const hasPlace = (client: string): boolean => {
    const own = [...arrivals].filter((arrival) => arrival.client === client);
    if (own.length >= MOST_OPEN.fromOne) return makeRoom(own);
    return arrivals.size < MOST_OPEN.fromAll || makeRoom([...arrivals]);
  };

  return (request, response, next) => {
    const client = nameClient(request);
    if (!hasPlace(client)) return next(overloaded('bodies are arriving', MOST_OPEN.fromOne));
    const refuse = openRefusal(request, response, next);
    const arrival: Arrival = {
      ...{ client, since: performance.now(), bytes: 0 },
      cut(error) {
        leave(arrival);
        refuse(error);
      },
    };
    arrivals.add(arrival);
    looking ??= setInterval(lookForSlow, LOOK).unref();
    request.on('data', ({ length }: Buffer) => {
      arrival.bytes += length;
      held += length;
      const isFull = held > most && held > arrival.bytes;
      if (isFull && arrivals.has(arrival) && !makeRoom([...arrivals].filter((other) => other !== arrival)))
        arrival.cut(overloaded('bodies are in memory', LARGEST_AT_ONCE));
    });
    request.once('end', () => arrivals.delete(arrival));
    response.once('close', () => leave(arrival));
    next();
  };
}

function rateOf({ since, bytes }: Arrival): number {
  return (1_000 * bytes) / Math.max(1, performance.now() - since);
}

function isTooSlow(arrival: Arrival): boolean {
  return performance.now() - arrival.since >= GRACE && rateOf(arrival) < LOWEST_RATE;
}

/** Answers once with an error, then closes the connection: what still arrives of the body is not read. */
function openRefusal(
  request: Request,
  response: Response,
  next: (error: HttpError) => void,
): (error: HttpError) => void {
  let isRefused = false;
  return (error) => {
    if (isRefused || response.headersSent) return;
    isRefused = true;
    response.set('Connection', 'close').once('finish', () => request.destroy());
    next(error);
  };
}

function tooSlow(): HttpError {
  return new HttpError('body-too-slow', `expected at least ${LOWEST_RATE} bytes of the body per second`, {
    limit: LOWEST_RATE,
  });
}

function overloaded(what: string, limit: number): HttpError {
  return new HttpError('overloaded', `too many ${what}`, { limit });
}
