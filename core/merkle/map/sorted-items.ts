import { BadInput } from '../../errors.ts';
import { HASH_BYTES, type HashArray, hashAt, hashesOf, sortHashes } from '../../hashing/hash-order.ts';
import { bytesOf, formatHex } from '../../encoding/hex.ts';
import type { JoinedItems, MapItem } from './item.ts';

/** Items by ascending key. */
export interface SortedItems {
  readonly count: number;
  /** How many items and inner nodes a map of exactly these items has. */
  readonly nodeCount: number;
  readonly keys: HashArray;
  readonly leaves: HashArray;
}

/** Returns items in the order in which they are inserted. @throws BadInput `map-repeated` */
export function sortItems(items: readonly MapItem[] | JoinedItems): SortedItems {
  // A list has `keys` too, as a method.
  const { keys, leaves } = 'leaves' in items ? items : joinItems(items);
  const [sortedKeys, sortedLeaves] = sortHashes(keys, [leaves]) as [Uint8Array, Uint8Array];
  const count = keys.length / HASH_BYTES;
  return {
    count,
    nodeCount: countNodes(sortedKeys, count),
    keys: hashesOf(sortedKeys),
    leaves: hashesOf(sortedLeaves),
  };
}

function joinItems(items: readonly MapItem[]): JoinedItems {
  const keys = new Uint8Array(items.length * HASH_BYTES);
  const leaves = new Uint8Array(items.length * HASH_BYTES);
  items.forEach(({ key, leaf }, index) => {
    keys.set(bytesOf(key), index * HASH_BYTES);
    leaves.set(bytesOf(leaf), index * HASH_BYTES);
  });
  return { keys, leaves };
}

/** Counts the items, and the prefixes that at least two keys share: each such prefix is an inner node. */
function countNodes(sorted: Uint8Array, count: number): number {
  let nodes = count;
  // How many leading bits a key shares with the key before it and with the one after it; -1 where there is none.
  let withPrevious = -1;
  for (let i = 0; i < count; i++) {
    const withNext = i + 1 < count ? sharedBits(sorted, i, i + 1) : -1;
    if (withNext === 8 * HASH_BYTES) {
      const key = formatHex(hashAt(sorted, i));
      throw new BadInput('map-repeated', `two items have the same key: ${key}`, key);
    }
    nodes += Math.max(0, withNext - withPrevious);
    withPrevious = withNext;
  }
  return nodes;
}

/** Returns the number of leading bits in which two keys agree. */
function sharedBits(keys: Uint8Array, i: number, j: number): number {
  for (let at = 0; at < HASH_BYTES; at++) {
    const difference = keys[i * HASH_BYTES + at]! ^ keys[j * HASH_BYTES + at]!;
    // `clz32` counts in 32 bits, a byte has 8.
    if (difference !== 0) return 8 * at + Math.clz32(difference) - 24;
  }
  return 8 * HASH_BYTES;
}
