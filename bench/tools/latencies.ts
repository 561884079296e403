/** How long answers took, in milliseconds: the median and the 99th percentile. */
export interface Latencies {
  readonly accepted: number;
  readonly p50: number;
  readonly p99: number;
}

/** Works on the items with several clients at the same time and measures each item. A client takes one item after the other. */
export async function runClients<Item>(
  clients: number,
  items: readonly Item[],
  work: (item: Item, client: number) => Promise<void>,
): Promise<Latencies> {
  const took: number[] = [];
  const queue = items.values();
  const runOne = async (_: unknown, client: number): Promise<void> => {
    for (const item of queue) {
      const begin = performance.now();
      await work(item, client);
      took.push(performance.now() - begin);
    }
  };
  await Promise.all(Array.from({ length: clients }, runOne));
  return describeTimes(took);
}

/** Returns the number of answers, and how long they took. */
export function describeTimes(times: readonly number[]): Latencies {
  const took = [...times].sort((a, b) => a - b);
  const at = (share: number): number => took[Math.min(took.length - 1, Math.floor(share * took.length))] ?? 0;
  return { accepted: took.length, p50: at(0.5), p99: at(0.99) };
}
