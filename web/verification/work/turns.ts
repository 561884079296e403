/** Runs work when it has its turn. @throws the reason of the signal */
export type TakeTurn = <Out>(signal: AbortSignal, work: () => Promise<Out>) => Promise<Out>;

/** Returns what runs at most so many pieces of work at the same time; the others wait in their order. */
export function openTurns(most: number): TakeTurn {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (signal, work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
