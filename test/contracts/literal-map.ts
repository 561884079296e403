import { concat, keccak256 } from 'ethers';
import { ZERO } from './chain.ts';
import { hashOf } from './typed-data.ts';

export interface Item {
  readonly key: string;
  readonly leaf: string;
}

export interface Walk {
  /** Where the walk along the key ends; both members zero at nothing. */
  readonly end: Item;
  /** The deepest first. */
  readonly siblings: string[];
}

/** Returns the root of the map of the items, read literally from §3. */
export function rootOf(items: readonly Item[], depth = 0): string {
  const [only] = items;
  if (only === undefined) return ZERO;
  if (items.length === 1) return hashOf('Item', only);
  const sides = [0n, 1n].map((bit) => items.filter(({ key }) => bitOf(key, depth) === bit));
  return keccak256(concat(sides.map((side) => rootOf(side, depth + 1))));
}

/** Returns where the walk along the key ends, and the siblings on its way. */
export function walk(items: readonly Item[], key: string, depth = 0): Walk {
  if (items.length < 2) return { end: items[0] ?? { key: ZERO, leaf: ZERO }, siblings: [] };
  const bit = bitOf(key, depth);
  const below = walk(
    items.filter((item) => bitOf(item.key, depth) === bit),
    key,
    depth + 1,
  );
  const sibling = rootOf(
    items.filter((item) => bitOf(item.key, depth) !== bit),
    depth + 1,
  );
  return { end: below.end, siblings: [...below.siblings, sibling] };
}

function bitOf(key: string, depth: number): bigint {
  return (BigInt(key) >> BigInt(255 - depth)) & 1n;
}
