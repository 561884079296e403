import * as z from 'zod';
import { parseWith, uintSchema } from '../../core/encoding/schema.ts';
import { parseJson } from '../../core/encoding/json.ts';
import type { KindName } from '../../core/records/kind.ts';
import type { LedgerEvent } from '../generated/openapi.ts';
import { ApiError } from './api-error.ts';
import { type Api, errorOfAnswer, errorOfUnreachable } from './api.ts';
import { formatPath } from './operations.ts';
import { pauseAfter } from './retry-request.ts';

/** Which events are read, and from where. Each list has at most 50 values; one that is left out lets all pass. */
export interface EventOptions {
  /** The id of the last event that you have, or `0` for the beginning. Without it, events are read from now on. */
  readonly after?: string | undefined;
  readonly types?: readonly LedgerEvent['type'][] | undefined;
  /** Ids or identifiers of parties: their own events, and those of their records. */
  readonly party?: readonly string[] | undefined;
  /** Of events of records, those of these kinds. */
  readonly kind?: readonly KindName[] | undefined;
  /** Of events of records, those of these records. */
  readonly record?: readonly string[] | undefined;
  /** Of events of records, those that are meant for one of these parties. */
  readonly addressee?: readonly string[] | undefined;
  /** Ends the reading. */
  readonly signal?: AbortSignal | undefined;
  /** Called after the connection was cut, before the next attempt; the pause is in milliseconds. */
  readonly onCut?: ((error: ApiError, pause: number) => void) | undefined;
}

/** Milliseconds without a byte after which a connection is given up: the server sends some every 15 seconds. */
const STILL_MS = 60_000;
/** The most characters of one event. */
const MOST_CHARACTERS = 1 << 20;
/** The events of a page, and its limits as JSON. */
const LIMITS = { depth: 8, bytes: 4 * MOST_CHARACTERS };

/** What is checked of an event. The types of its other members come from the OpenAPI document. */
const eventSchema = z.looseObject({ id: z.string(), type: z.string(), at: uintSchema() });

/**
 * Yields the events of a ledger as they happen, until the signal is aborted. After a cut connection it connects again behind the last
 * event, as often as it takes: no event is missing, and none comes twice. Keep the `id` of the last event to continue later.
 * @throws ApiError when the server refuses, with code `events-lost` if it does not know the cursor, or cannot be reached at first
 */
export async function* followEvents(url: string, options: EventOptions = {}): AsyncGenerator<LedgerEvent> {
  const { signal, onCut = () => {} } = options;
  const place = { after: options.after };
  const isOver = (): boolean => signal?.aborted === true;
  let [failures, wasOpen] = [0, false];
  while (!isOver()) {
    const before = place.after;
    try {
      for await (const event of readStream(url, options, place)) {
        [failures, wasOpen] = [0, true];
        if (event !== null) yield event;
      }
    } catch (cause) {
      if (isOver()) return;
      const error = cause instanceof ApiError ? cause : errorOfUnreachable(url, cause, STILL_MS);
      if (!error.isTemporary || !wasOpen) throw error;
      failures += 1;
      const pause = pauseAfter(failures);
      onCut(error, pause);
      await sleep(pause, signal);
      continue;
    }
    // The server ended the stream: it stops, or it no longer knows the cursor, and says so at the next attempt.
    if (place.after === before) await sleep(pauseAfter(1), signal);
  }
}

/** What is read of a page of events. */
const pageSchema = z.looseObject({ items: z.array(eventSchema), next: z.string(), more: z.boolean() });

/** Yields the events that happened so far: those behind the cursor, or all without one. @throws ApiError */
export async function* listEvents(api: Api, options: EventOptions = {}): AsyncGenerator<LedgerEvent> {
  for (let [after, more] = [options.after ?? '0', true]; more;) {
    const page = await api.get(pathOf('/v1/events/page', options, after), pageSchema);
    yield* page.items as unknown as LedgerEvent[];
    [after, more] = [page.next, page.more];
  }
}

function pathOf(path: string, options: EventOptions, after: string | undefined): string {
  const { types, party, kind, record, addressee } = options;
  const lists = Object.entries({ types, party, kind, record, addressee });
  const values = new Map(lists.map(([name, list]) => [name, list?.join(',')]));
  return formatPath(path, { ...Object.fromEntries(values), after });
}

/** Yields the events of one connection, and null for signs of life. `place` follows the cursor. */
async function* readStream(
  url: string,
  options: EventOptions,
  place: { after: string | undefined },
): AsyncGenerator<LedgerEvent | null> {
  const { signal } = options;
  const path = pathOf('/v1/events', options, place.after);
  const still = new AbortController();
  const watch = openWatch(() => still.abort(new DOMException('the connection stands still', 'TimeoutError')));
  const end = (): void => still.abort();
  signal?.addEventListener('abort', end);
  try {
    const headers = { accept: 'text/event-stream' };
    const response = await fetch(`${url}${path}`, { headers, redirect: 'error', signal: still.signal });
    if (!response.ok) throw errorOfAnswer(response.status, new Uint8Array(await response.arrayBuffer()));
    for await (const frame of readFrames(response.body!, watch.touch)) {
      const event = frame.data === '' ? null : parseEvent(frame.data, url);
      place.after = frame.id ?? place.after;
      yield event;
    }
  } finally {
    watch.end();
    signal?.removeEventListener('abort', end);
    still.abort();
  }
}

function openWatch(run: () => void): { readonly touch: () => void; readonly end: () => void } {
  let timer = setTimeout(run, STILL_MS);
  return {
    touch() {
      clearTimeout(timer);
      timer = setTimeout(run, STILL_MS);
    },
    end: () => clearTimeout(timer),
  };
}

/** What one block of an event stream says; the data is empty where it has none. */
interface Frame {
  readonly id: string | null;
  readonly data: string;
}

async function* readFrames(body: ReadableStream<Uint8Array>, touch: () => void): AsyncGenerator<Frame> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    touch();
    const part = decoder.decode(value, { stream: true }).replaceAll('\r', '');
    // What came before has no end of a block, except where the part begins with its second half.
    const blocks =
      part.includes('\n\n') || part.startsWith('\n') ? (text + part).split('\n\n') : [text + part];
    text = blocks.pop()!;
    if (text.length > MOST_CHARACTERS)
      throw new ApiError(
        200,
        'server-answer',
        `the server sent an event of more than ${MOST_CHARACTERS} characters`,
      );
    yield* blocks.map(parseFrame);
  }
}

function parseFrame(block: string): Frame {
  const valuesOf = (name: string): string[] =>
    block
      .split('\n')
      .filter((line) => line.startsWith(`${name}:`))
      .map((line) => line.slice(name.length + 1).replace(/^ /, ''));
  return { id: valuesOf('id').at(-1) ?? null, data: valuesOf('data').join('\n') };
}

function parseEvent(data: string, url: string): LedgerEvent {
  try {
    return parseWith(eventSchema, parseJson(data, LIMITS)) as unknown as LedgerEvent;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ApiError(
      200,
      'server-answer',
      `${url} sent an event that this program cannot read: ${why}`,
      null,
      cause,
    );
  }
}

async function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted === true) return;
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener('abort', end);
  });
}
