import { HttpError } from '../errors/http-error.ts';

/** Who asks for a place, and until when. */
export interface Visitor {
  /** Visitors with the same client share its turns: an address, or a party at an address. */
  readonly client: string;
  /** Aborted when the visitor leaves. */
  readonly signal: AbortSignal;
}

interface Waiting {
  readonly enter: () => void;
  readonly refuse: (error: Error) => void;
}

/**
 * Lets a number of visitors in at the same time. The others wait: clients take turns, and the visitors of one client enter in order.
 * Where too many wait, the last visitor of the client with the most of them is refused. So nobody keeps others out by asking often.
 */
export class Gate {
  readonly #mostWaiting: number;
  /** Visitors that wait, by client. The first client is the next one. */
  readonly #waiting = new Map<string, Waiting[]>();
  #count = 0;
  #free: number;

  constructor({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }) {
    this.#free = atOnce;
    this.#mostWaiting = waiting;
  }

  /**
   * Waits for a place, and returns the function that gives it back.
   * @throws HttpError `overloaded`; the reason of the signal, when the visitor leaves
   */
  async enter({ client, signal }: Visitor): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#free > 0) this.#free--;
    else {
      this.#makeRoom(client);
      await this.#wait(client, signal);
    }
    let isIn = true;
    return () => {
      if (isIn) this.#letIn();
      isIn = false;
    };
  }

  /** Runs work in a place. @throws as `enter`; what the work throws */
  async run<Out>(visitor: Visitor, work: () => Promise<Out>): Promise<Out> {
    const leave = await this.enter(visitor);
    try {
      return await work();
    } finally {
      leave();
    }
  }

  #letIn(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#free++;
      return;
    }
    const [client, visitors] = next;
    const visitor = visitors[0]!;
    this.#remove(client, visitor);
    // The client is last from now on.
    if (visitors.length > 0) {
      this.#waiting.delete(client);
      this.#waiting.set(client, visitors);
    }
    visitor.enter();
  }

  #makeRoom(client: string): void {
    if (this.#count < this.#mostWaiting) return;
    const tooMany = (): HttpError =>
      new HttpError('overloaded', 'too many requests wait for the same work', { limit: this.#mostWaiting });
    const own = this.#waiting.get(client)?.length ?? 0;
    let largest: readonly [string, readonly Waiting[]] = [client, []];
    for (const each of this.#waiting) if (each[1].length > largest[1].length) largest = each;
    const last = largest[1].at(-1);
    if (last === undefined || largest[1].length <= own + 1) throw tooMany();
    this.#remove(largest[0], last);
    last.refuse(tooMany());
  }

  #remove(client: string, visitor: Waiting): void {
    const visitors = this.#waiting.get(client)!;
    visitors.splice(visitors.indexOf(visitor), 1);
    if (visitors.length === 0) this.#waiting.delete(client);
    this.#count--;
  }

  #wait(client: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#remove(client, visitor);
        reject(signal.reason as Error);
      };
      const stay = (): void => signal.removeEventListener('abort', leave);
      const visitor: Waiting = {
        enter: () => {
          stay();
          resolve();
        },
        refuse: (error) => {
          stay();
          reject(error);
        },
      };
      const visitors = this.#waiting.get(client);
      if (visitors === undefined) this.#waiting.set(client, [visitor]);
      else visitors.push(visitor);
      this.#count++;
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}

/** Yields what a source yields, and takes a place in a gate for each item while the source makes it: not while the item is read. */
export async function* yieldInTurn<Item>(
  source: AsyncIterable<Item>,
  gate: Gate,
  visitor: Visitor,
): AsyncGenerator<Item> {
  const items = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await gate.run(visitor, () => items.next());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await items.return?.();
  }
}
