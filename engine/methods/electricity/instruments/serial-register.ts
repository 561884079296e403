import type { SerialRange } from './serials.ts';

/** Serial numbers that a holder claims, and another one holds already. */
export interface Repeated<H> {
  readonly range: SerialRange;
  readonly by: H;
}

interface Held<H> {
  readonly first: bigint;
  readonly last: bigint;
  readonly by: H;
}

/** Who holds which serial numbers. Each number has one holder: the first that claims it. */
export class SerialRegister<H> {
  /** By series; each list is disjoint and ascends. */
  readonly #held = new Map<string, Held<H>[]>();

  /** Returns the parts of the ranges that are held already, by this holder too; the other parts are now held by it. */
  claim(by: H, ranges: readonly SerialRange[]): Repeated<H>[] {
    return ranges.flatMap((range) => this.#claimRange(by, range));
  }

  #claimRange(by: H, range: SerialRange): Repeated<H>[] {
    const held = this.#held.get(range.series) ?? [];
    this.#held.set(range.series, held);
    const start = findFirst(held, range.first);
    let end = start;
    while (end < held.length && held[end]!.first <= range.last) end++;
    const within = held.slice(start, end);
    const free: Held<H>[] = [];
    let next = range.first;
    for (const { first, last } of within) {
      if (next < first) free.push({ first: next, last: first - 1n, by });
      next = last + 1n;
    }
    if (next <= range.last) free.push({ first: next, last: range.last, by });
    const joined = [...within, ...free].sort((a, b) => (a.first < b.first ? -1 : 1));
    held.splice(start, within.length, ...joined);
    return within.map(({ first, last, by: holder }) => ({
      range: {
        ...range,
        first: first > range.first ? first : range.first,
        last: last < range.last ? last : range.last,
      },
      by: holder,
    }));
  }
}

/** Returns the place of the first range that does not end before a number. */
function findFirst<H>(held: readonly Held<H>[], number: bigint): number {
  let [low, high] = [0, held.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (held[middle]!.last < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
