import { ToolError } from './tool-error.ts';

/** Lets a few calls run at the same time. The others wait for their turn. */
export class Turns {
  readonly #atOnce: number;
  readonly #mostWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(atOnce: number, mostWaiting: number) {
    this.#atOnce = atOnce;
    this.#mostWaiting = mostWaiting;
  }

  /** Returns what `work` returns. @throws ToolError `too-many`; what `work` throws */
  async take<Out>(work: () => Promise<Out>): Promise<Out> {
    if (this.#running >= this.#atOnce) await this.#wait();
    else this.#running++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running--;
      else next();
    }
  }

  #wait(): Promise<void> {
    if (this.#waiting.length >= this.#mostWaiting)
      throw new ToolError('too-many', `${this.#mostWaiting} calls wait already: call again later`);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
