import { HttpError } from '../errors/http-error.ts';

/** Lets a number of callers in at the same time. The others wait in order; where too many wait already, a new one is refused. */
export class Gate {
  readonly #mostWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }) {
    this.#free = atOnce;
    this.#mostWaiting = waiting;
  }

  /**
   * Waits for a place, and returns the function that gives it back.
   * @throws HttpError `overloaded`; the reason of the signal, when the caller leaves
   */
  async enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#free > 0) this.#free--;
    else if (this.#waiting.length < this.#mostWaiting) await this.#wait(signal);
    else
      throw new HttpError('overloaded', 'too many requests wait for the same work', {
        limit: this.#mostWaiting,
      });
    let isIn = true;
    return () => {
      if (isIn) this.#letIn();
      isIn = false;
    };
  }

  #letIn(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(signal.reason as Error);
      };
      const enter = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      this.#waiting.push(enter);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
