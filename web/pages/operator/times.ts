import type { ItemOf } from '../../data/queries.ts';

/** The median and the largest of some durations, in seconds. */
export interface Spread {
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

/** How long a batch took from its sealing to its anchoring, in seconds. */
export interface BatchTime {
  readonly number: number;
  readonly seconds: number;
}

/** Returns the times of the batches that are anchored, the oldest first. */
export function timesOfBatches(batches: readonly ItemOf<'listBatches'>[]): BatchTime[] {
  return batches
    .flatMap(({ number, header, anchor }) =>
      anchor === null ? [] : [{ number, seconds: anchor.anchoredAt - header.sealedAt }],
    )
    .sort((a, b) => a.number - b.number);
}

/** Returns how long each record took from its acceptance to the anchoring of its batch, in seconds, where the batch is among those given. */
export function timesOfRecords(
  records: readonly ItemOf<'listRecords'>[],
  batches: readonly ItemOf<'listBatches'>[],
): number[] {
  const anchoredAt = new Map(batches.map(({ number, anchor }) => [number, anchor?.anchoredAt]));
  return records.flatMap(({ batch, acceptedAt }) => {
    const time = batch === null ? undefined : anchoredAt.get(batch);
    return time === undefined ? [] : [time - acceptedAt];
  });
}
