import type { Pool } from 'pg';
import { type EventFeed, placeEvents, readEventFeed } from '../../db/events/event-feed.ts';
import { ALL_EVENTS, type EventFilter, passesFilter } from '../../db/events/event.ts';
import { type EventPart, readEvents } from '../../db/events/events.ts';
import { SettledArrivals } from '../../db/records/arrivals.ts';
import { Invariant } from '../../core/errors.ts';
import { HttpError } from '../errors/http-error.ts';
import { RecentEvents } from './recent-events.ts';

/** Limits of event streams that are open at the same time. */
export interface StreamLimits {
  readonly streams: number;
  /** Of one client address. */
  readonly streamsPerClient: number;
}

/** The most events that a stream reads at once, and how many streams may read events from the database at the same time. */
const PART = 200;
const READS_AT_ONCE = 2;
/** The most transactions of one look that give positions. */
const MOST_TURNS = 20;
/** Milliseconds after which a stream without events says that it is alive. */
const HEARTBEAT = 15_000;

/**
 * The events of a ledger for all readers of a process. One look at the database serves all of them: it gives positions to what happened, and
 * wakes the streams. What happened recently is kept, so that a stream reads the database only while it catches up.
 */
export class EventHub {
  readonly #pool: Pool;
  readonly #limits: StreamLimits;
  readonly #heartbeat: number;
  readonly #settled = new SettledArrivals();
  readonly #recent = new RecentEvents();
  readonly #clients = new Map<string, number>();
  readonly #waiting: (() => void)[] = [];
  readonly #sleepers = new Set<() => void>();
  #feed: EventFeed | null = null;
  #looking: Promise<EventFeed> | null = null;
  #following: Promise<EventFeed> | null = null;
  #reads = 0;
  #streams = 0;
  #isClosed = false;

  constructor(pool: Pool, limits: StreamLimits, heartbeat: number = HEARTBEAT) {
    this.#pool = pool;
    this.#limits = limits;
    this.#heartbeat = heartbeat;
  }

  /** How many streams are open. */
  get streams(): number {
    return this.#streams;
  }

  /** Looks for what happened before this call, and returns the end of the events. Calls that wait for a running look share the next one. */
  async look(): Promise<EventFeed> {
    const running = this.#looking;
    if (running === null) return this.#start();
    this.#following ??= running
      .catch(() => {})
      .then(() => {
        this.#following = null;
        // Another call may have begun one in between: it began after this call, too.
        return this.#looking ?? this.#start();
      });
    return this.#following;
  }

  async #start(): Promise<EventFeed> {
    const look = this.#lookNow().finally(() => (this.#looking = null));
    this.#looking = look;
    return look;
  }

  async #lookNow(): Promise<EventFeed> {
    for (let turn = 0; turn < MOST_TURNS && (await placeEvents(this.#pool, this.#settled)); turn++);
    const feed = await readEventFeed(this.#pool);
    const before = this.#feed;
    if (before?.mark !== feed.mark || this.#streams === 0) this.#recent.restart(feed.position);
    else await this.#recent.extend(feed.position, (after) => readEvents(this.#pool, after, PART, ALL_EVENTS));
    this.#feed = feed;
    if (before?.mark !== feed.mark || before.position < feed.position) this.#wake();
    return feed;
  }

  /** Reads events of one page behind a position. */
  async read(position: number, limit: number, filter: EventFilter): Promise<EventPart> {
    return readEvents(this.#pool, position, limit, filter);
  }

  /**
   * Counts a stream of a client. Returns a function that ends it.
   * @throws HttpError `overloaded` at a limit
   */
  enter(client: string): () => void {
    const { streams, streamsPerClient } = this.#limits;
    const own = this.#clients.get(client) ?? 0;
    const limit = own >= streamsPerClient ? streamsPerClient : streams;
    if (this.#isClosed || own >= streamsPerClient || this.#streams >= streams)
      throw new HttpError('overloaded', 'too many event streams are open', { limit });
    this.#clients.set(client, own + 1);
    this.#streams += 1;
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      this.#streams -= 1;
      const left = this.#clients.get(client)! - 1;
      if (left === 0) this.#clients.delete(client);
      else this.#clients.set(client, left);
    };
  }

  /**
   * Yields the events behind a position as they happen, in parts. A part without events says how far was looked: after a heartbeat, or where
   * the filter left out what happened. It ends when the hub is closed, the signal is aborted, or the order of events gets another mark.
   */
  async *follow(
    { mark, position }: EventFeed,
    filter: EventFilter,
    signal: AbortSignal,
  ): AsyncGenerator<EventPart> {
    let [at, said] = [position, performance.now()];
    for (;;) {
      const feed = this.#feed;
      if (this.#isClosed || signal.aborted || feed?.mark !== mark) return;
      let part: EventPart | null = { events: [], position: at };
      if (at < feed.position) part = await this.#next(at, filter, signal);
      else await this.#sleep(feed, said + this.#heartbeat - performance.now(), signal);
      if (part === null) return;
      if (at < feed.position && part.position === at)
        throw new Invariant(`no event follows position ${at}, expected some up to ${feed.position}`);
      at = part.position;
      if (part.events.length === 0 && performance.now() - said < this.#heartbeat) continue;
      yield part;
      said = performance.now();
    }
  }

  /** Ends all streams, and refuses further ones. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#sleepers) wake();
  }

  /** Waits until something happens after a feed was read, so many milliseconds at most. */
  async #sleep(feed: EventFeed, most: number, signal: AbortSignal): Promise<void> {
    if (this.#feed !== feed || this.#isClosed || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#sleepers.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, most);
      this.#sleepers.add(wake);
      signal.addEventListener('abort', wake);
    });
  }

  async #next(at: number, filter: EventFilter, signal: AbortSignal): Promise<EventPart | null> {
    const recent = this.#recent.after(at, PART);
    if (recent === null) return this.#readInTurn(at, filter, signal);
    return { ...recent, events: recent.events.filter((event) => passesFilter(event, filter)) };
  }

  /** Returns null for a stream that left while it waited. */
  async #readInTurn(at: number, filter: EventFilter, signal: AbortSignal): Promise<EventPart | null> {
    if (this.#reads >= READS_AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#reads += 1;
    try {
      if (signal.aborted) return null;
      return await readEvents(this.#pool, at, PART, filter);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#reads -= 1;
      else next();
    }
  }
}
