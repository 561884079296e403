import type { Hex } from '../../core/encoding/hex.ts';
import { SettledArrivals } from '../../db/records/arrivals.ts';
import { Gate, type Visitor } from '../reads/gate.ts';
import type { Closure } from './closure.ts';

interface Kept {
  readonly closure: Closure;
  readonly rewrites: number;
}

/** How much of closures is followed and kept. */
export interface ClosureLimits {
  /** The most dependents of a record that are followed. */
  readonly dependents: number;
  /** The most links that one request follows. */
  readonly links: number;
  /** Milliseconds for which one request follows them. */
  readonly time: number;
  /** Records of the smallest closure that is kept. Smaller ones are followed again as fast as they are brought up to date. */
  readonly smallest: number;
}

const LIMITS: ClosureLimits = { dependents: 100_000, links: 1_000_000, time: 2_000, smallest: 1_000 };
/** The most closures that are kept, and the most arrivals in all of them: 16 MiB, and as much for those that wait. */
const MOST = { closures: 256, arrivals: 2 << 20 };
/** Requests that may wait until another one has followed the same closure. */
const MOST_WAITING = 24;

/** Closures by the record that was asked about, from one request to the next. Nothing in them depends on who asked. */
export class KeptClosures {
  readonly limits: ClosureLimits;
  readonly settled = new SettledArrivals();
  /** Those used last are last. */
  readonly #kept = new Map<Hex, Kept>();
  readonly #turns = new Map<Hex, { readonly gate: Gate; users: number }>();
  #arrivals = 0;

  constructor(limits: Partial<ClosureLimits> = {}) {
    this.limits = { ...LIMITS, ...limits };
  }

  /**
   * Waits until no other request follows the closure of a record: the next one then finds it.
   * Returns the function that ends the turn.
   * @throws HttpError `overloaded`; the reason of the signal
   */
  async takeTurn(id: Hex, visitor: Visitor): Promise<() => void> {
    const turn = this.#turns.get(id) ?? {
      gate: new Gate({ atOnce: 1, waiting: MOST_WAITING }),
      users: 0,
    };
    this.#turns.set(id, turn);
    turn.users++;
    const forget = (): void => {
      if (--turn.users === 0) this.#turns.delete(id);
    };
    try {
      const leave = await turn.gate.enter(visitor);
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        leave();
        forget();
      };
    } catch (error) {
      forget();
      throw error;
    }
  }

  /** Returns the closure of a record, if it is kept and the order of acceptance was not rewritten since. */
  find(id: Hex, rewrites: number): Closure | null {
    const kept = this.#kept.get(id);
    return kept?.rewrites === rewrites ? kept.closure : null;
  }

  /** Keeps a closure in place of an earlier one of the same record. */
  keep(id: Hex, closure: Closure, rewrites: number): void {
    this.#drop(id);
    if (closure.isQuick && closure.arrivals.length < this.limits.smallest) return;
    this.#kept.set(id, { closure, rewrites });
    this.#arrivals += closure.arrivals.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST.closures && this.#arrivals <= MOST.arrivals) return;
      this.#drop(oldest);
    }
  }

  #drop(id: Hex): void {
    this.#arrivals -= this.#kept.get(id)?.closure.arrivals.length ?? 0;
    this.#kept.delete(id);
  }
}
