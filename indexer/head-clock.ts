/** A look at the chain. */
interface Look {
  /** The newest block: its number, and its time in unix seconds. */
  readonly head: { readonly number: number; readonly time: number };
  /** When the look began and ended, in unix seconds by the clock that is compared. */
  readonly began: number;
  readonly ended: number;
}

/**
 * Returns a function that compares a clock with the times of blocks. It gives the seconds by which the clock is ahead of the chain
 * (negative: behind), or null if the look shows no new block. A block that appeared since the last look was made between the two looks.
 * So its time should lie between the start of the earlier look and the end of this one. The result is how far it lies outside; 0
 * inside. Thus a quiet chain, or a pause between two looks, is never taken for a wrong clock.
 */
export function openHeadClock(): (look: Look) => number | null {
  let last: Look | null = null;
  return (look) => {
    const before = last;
    last = look;
    if (before === null || look.head.number <= before.head.number) return null;
    const { time } = look.head;
    if (time > look.ended) return look.ended - time;
    return time < before.began ? before.began - time : 0;
  };
}
