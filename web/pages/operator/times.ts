import type { ItemOf } from '../../data/queries.ts';

/** The median and the largest of some durations, in seconds. */
interface Spread {
  readonly median: number;
  readonly slowest: number;
  readonly count: number;
}

/** Returns the median and the largest of durations; null without any. */
export function spreadOf(durations: readonly number[]): Spread | null {
  const sorted = durations.toSorted((a, b) => a - b);
  const slowest = sorted.at(-1);
  if (slowest === undefined) return null;
  return { median: sorted[Math.floor((sorted.length - 1) / 2)]!, slowest, count: sorted.length };
}

/** How long the oldest record of a batch waited from its acceptance to the anchoring of the batch, in seconds. */
export interface BatchTime {
  readonly number: number;
  readonly seconds: number;
}

/** How long records and batches took to the chain, in seconds. */
export interface Times {
  /** Of each record, in no order. */
  readonly records: readonly number[];
  /** Of each batch, the oldest batch first. */
  readonly batches: readonly BatchTime[];
}

/** Returns how long records took to the chain, where their batches are among those given and anchored. */
export function timesToAnchor(
  records: readonly Pick<ItemOf<'listRecords'>, 'batch' | 'acceptedAt'>[],
  batches: readonly Pick<ItemOf<'listBatches'>, 'number' | 'anchor'>[],
): Times {
  const anchoredAt = new Map(batches.map(({ number, anchor }) => [number, anchor?.anchoredAt]));
  const slowest = new Map<number, number>();
  const all: number[] = [];
  for (const { batch, acceptedAt } of records) {
    const time = batch === null ? undefined : anchoredAt.get(batch);
    if (batch === null || time === undefined) continue;
    // Two clocks: that of the server, and that of the chain.
    const seconds = Math.max(0, time - acceptedAt);
    all.push(seconds);
    slowest.set(batch, Math.max(seconds, slowest.get(batch) ?? 0));
  }
  const ofBatches = [...slowest].map(([number, seconds]) => ({ number, seconds }));
  return { records: all, batches: ofBatches.sort((a, b) => a.number - b.number) };
}
