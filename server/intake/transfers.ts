import { HttpError } from '../errors/http-error.ts';

/** Transfers of one kind that may be open at the same time, from all addresses and from one. */
export const MOST_OPEN = { fromAll: 1_024, fromOne: 64 } as const;
/** The lowest rate, in bytes per second, at which a transfer is not cut off. */
export const LOWEST_RATE = 1_024;
/** Milliseconds over which the rate of a transfer is measured. */
const WINDOW = 5_000;
/** Milliseconds between two looks for transfers that stand still. */
const LOOK = 1_000;

/** A body that arrives, or an answer that is read, as fast as its client does so. */
export class Transfer {
  readonly client: string;
  /** Ends the request: its client sends it again. */
  readonly end: (error: HttpError) => void;
  /** Bytes of it that are in memory. */
  held = 0;
  #windowBegan = performance.now();
  #lastNote = performance.now();
  #bytes = 0;
  #lastRate: number | null = null;
  #pauses = 0;
  #pauseBegan = 0;

  constructor(client: string, end: (error: HttpError) => void) {
    this.client = client;
    this.end = end;
  }

  /** Notes that bytes were transferred. */
  note(bytes: number): void {
    this.#turn();
    this.#bytes += bytes;
    this.#lastNote = performance.now();
  }

  /** Counts no time until the function that it returns is called. */
  pause(): () => void {
    this.#turn();
    if (this.#pauses++ === 0) this.#pauseBegan = performance.now();
    return () => {
      if (--this.#pauses > 0) return;
      this.#lastNote = performance.now();
      this.#windowBegan += this.#lastNote - this.#pauseBegan;
    };
  }

  /** Runs work for which the client has to wait: that time does not count. */
  async work<Out>(run: () => Promise<Out>): Promise<Out> {
    const end = this.pause();
    try {
      return await run();
    } finally {
      end();
    }
  }

  /** Bytes per second in the last whole window; null in the first one, and during a pause. */
  rate(): number | null {
    this.#turn();
    return this.#pauses > 0 ? null : this.#lastRate;
  }

  /** Milliseconds for which nothing was transferred. */
  idle(): number {
    return this.#pauses > 0 ? 0 : performance.now() - this.#lastNote;
  }

  #turn(): void {
    const passed = performance.now() - this.#windowBegan;
    if (this.#pauses > 0 || passed < WINDOW) return;
    this.#lastRate = (1_000 * this.#bytes) / passed;
    this.#bytes = 0;
    this.#windowBegan = performance.now();
  }
}

/** Limits of the transfers of one kind. */
export interface TransferLimits {
  /** What they are, for the message of an error. */
  readonly what: string;
  /** Milliseconds in which something must be transferred. */
  readonly idle?: number;
  /** Bytes of all of them in memory. */
  readonly held?: number;
}

/**
 * The open transfers of one kind. Waiting for a client costs no place, only memory, and this limits how much: the number of transfers, of
 * one address and in all, and their bytes. At a limit the slowest one ends, or one of the address that has most.
 */
export class Transfers {
  readonly #open = new Set<Transfer>();
  readonly #what: string;
  readonly #idle: number;
  readonly #mostHeld: number;
  #held = 0;
  #looking: NodeJS.Timeout | null = null;

  constructor({ what, idle = Infinity, held = Infinity }: TransferLimits) {
    this.#what = what;
    this.#idle = idle;
    this.#mostHeld = held;
  }

  /** Opens a transfer; `end` cuts its connection. @throws HttpError `overloaded` if no other one can be ended for it */
  open(client: string, end: (error: HttpError) => void): Transfer {
    this.#makeRoom(client);
    const transfer = new Transfer(client, end);
    this.#open.add(transfer);
    if (this.#idle < Infinity) this.#looking ??= setInterval(() => this.#endIdle(), LOOK).unref();
    return transfer;
  }

  close(transfer: Transfer): void {
    this.hold(transfer, -transfer.held);
    this.#open.delete(transfer);
    if (this.#open.size > 0 || this.#looking === null) return;
    clearInterval(this.#looking);
    this.#looking = null;
  }

  /** Counts bytes of a transfer that are in memory, and ends the largest one of the address with most bytes if there are too many. */
  hold(transfer: Transfer, bytes: number): void {
    if (!this.#open.has(transfer)) return;
    transfer.held += bytes;
    this.#held += bytes;
    if (this.#held <= this.#mostHeld) return;
    const most = this.#findLargest(({ held }) => held);
    const [largest] = most.sort((a, b) => b.held - a.held);
    if (largest !== undefined) this.#end(largest);
  }

  #makeRoom(client: string): void {
    const own = [...this.#open].filter((transfer) => transfer.client === client);
    if (own.length >= MOST_OPEN.fromOne) this.#endSlowest(own, MOST_OPEN.fromOne, ' from this address');
    if (this.#open.size < MOST_OPEN.fromAll) return;
    const most = this.#findLargest(() => 1);
    if (most.length > own.length + 1) this.#end(sortByRate(most)[0]!);
    else this.#endSlowest([...this.#open], MOST_OPEN.fromAll, '');
  }

  #endSlowest(among: readonly Transfer[], limit: number, whose: string): void {
    const [slowest] = sortByRate(among);
    if (slowest === undefined || rateOf(slowest) >= LOWEST_RATE)
      throw new HttpError('overloaded', `${limit} ${this.#what}${whose} are open already`, { limit });
    this.#end(slowest);
  }

  #endIdle(): void {
    for (const transfer of this.#open) if (transfer.idle() >= this.#idle) this.#end(transfer);
  }

  #end(transfer: Transfer): void {
    this.close(transfer);
    const message = `expected at least ${LOWEST_RATE} bytes per second, blank lines not counted`;
    transfer.end(new HttpError('body-too-slow', message, { limit: LOWEST_RATE }));
  }

  /** Returns the transfers of the address for which the sum of `measure` is largest. */
  #findLargest(measure: (transfer: Transfer) => number): Transfer[] {
    const byClient = Map.groupBy(this.#open, ({ client }) => client);
    const sum = (transfers: readonly Transfer[]): number =>
      transfers.reduce((total, transfer) => total + measure(transfer), 0);
    return [...byClient.values()].reduce((most, each) => (sum(each) > sum(most) ? each : most), []);
  }
}

/** Without a rate, in its first seconds or while the server works for it, a transfer counts as fast. */
function rateOf(transfer: Transfer): number {
  return transfer.rate() ?? Infinity;
}

function sortByRate(transfers: readonly Transfer[]): Transfer[] {
  return [...transfers].sort((a, b) => (rateOf(a) === rateOf(b) ? 0 : rateOf(a) - rateOf(b)));
}
