/** Milliseconds between two calls after an endpoint refused one for the first time, and the most that there ever are. */
const FIRST_GAP = 100;
const LONGEST_GAP = 2_000;
/** A refusal makes the gap longer, an answer a little shorter, until there is none. So the rate stays close to the limit. */
const LONGER = 1.5;
const SHORTER = 0.97;
const SHORTEST_GAP = 10;
/** Milliseconds without a call after a refusal. They double with each further one. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 8_000;
/** The longest that `Retry-After` may close an endpoint, in milliseconds. */
const LONGEST_CLOSED = 60_000;

/**
 * The rate at which an endpoint is asked. There is none until the endpoint refuses a call because of the number of calls. From then on the
 * calls take turns, at a rate that follows what the endpoint answers.
 */
export class Pace {
  #gap = 0;
  /** When the next call may be sent, and when the rate was last lowered. */
  #next = 0;
  #lowered = 0;
  /** Refusals since the last answer. */
  #refusals = 0;
  #queue = Promise.resolve(true);

  /** Waits until it is the turn of the call. Returns false, and takes no turn, if that would be later than `until`. */
  turn(until: number): Promise<boolean> {
    this.#queue = this.#queue.then(() => this.#take(until));
    return this.#queue;
  }

  async #take(until: number): Promise<boolean> {
    for (;;) {
      const now = performance.now();
      if (now >= this.#next) break;
      if (this.#next > until) return false;
      const left = this.#next - now;
      await new Promise((resolve) => setTimeout(resolve, left));
    }
    this.#next = performance.now() + this.#gap;
    return true;
  }

  /** The endpoint answered. */
  accept(): void {
    this.#refusals = 0;
    this.#gap = this.#gap < SHORTEST_GAP ? 0 : this.#gap * SHORTER;
  }

  /** The endpoint refused a call that was sent at `sent`, and says after how many milliseconds it may be asked again, or null. */
  refuse(sent: number, retryAfter: number | null): void {
    const now = performance.now();
    const pause = retryAfter ?? Math.min(FIRST_PAUSE * 2 ** this.#refusals, LONGEST_PAUSE);
    this.#next = Math.max(this.#next, now + Math.min(pause, LONGEST_CLOSED));
    // Calls that were sent together are refused together: that is one sign, not many.
    if (sent < this.#lowered) return;
    this.#lowered = now;
    this.#refusals += 1;
    this.#gap = Math.min(Math.max(this.#gap * LONGER, FIRST_GAP), LONGEST_GAP);
  }
}
