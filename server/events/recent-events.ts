import type { LedgerEvent } from '../../db/events/event.ts';
import type { EventPart } from '../../db/events/events.ts';

/** The most events that are kept, and the most parts that are read in one turn: a stream that is further behind reads the database. */
const MOST_KEPT = 4_000;
const MOST_PARTS = 20;

/** The newest events, without gaps. */
export class RecentEvents {
  #events: LedgerEvent[] = [];
  /** All events above `start` and up to `end` are kept. */
  #start = 0;
  #end = 0;
  readonly #most: number;

  constructor(most: number = MOST_KEPT) {
    this.#most = most;
  }

  /** Keeps nothing, and begins again behind a position. */
  restart(position: number): void {
    this.#events = [];
    this.#start = position;
    this.#end = position;
  }

  /** Adds what follows, up to a position. Where that is too much, it begins again there. */
  async extend(position: number, read: (after: number) => Promise<EventPart>): Promise<void> {
    for (let parts = 0; this.#end < position; parts++) {
      if (parts >= MOST_PARTS) return this.restart(position);
      const part = await read(this.#end);
      // More may have happened since: the next turn adds it.
      this.#events.push(...part.events);
      if (part.position === this.#end) return;
      this.#end = part.position;
    }
    const over = this.#events.length - this.#most;
    if (over <= 0) return;
    this.#start = this.#events[over - 1]!.position;
    this.#events = this.#events.slice(over);
  }

  /** Returns the events behind a position, at most `limit`; null if they are not kept. */
  after(position: number, limit: number): EventPart | null {
    if (position < this.#start || position >= this.#end) return null;
    const first = this.#events.findIndex((event) => event.position > position);
    if (first === -1) return { events: [], position: this.#end };
    const events = this.#events.slice(first, first + limit);
    const isLast = first + limit >= this.#events.length;
    return { events, position: isLast ? this.#end : events.at(-1)!.position };
  }
}
