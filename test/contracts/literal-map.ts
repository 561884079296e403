import { type SlowItem as Item, slowMapProof } from '../helpers/slow-reference.ts';
import { ZERO } from './chain.ts';

export { type SlowItem as Item, slowMapRoot as rootOf } from '../helpers/slow-reference.ts';

/** Follows the path of a key. Returns where it ends (zeros at an empty node) and the siblings on it, the deepest first. */
export function walk(items: readonly Item[], key: string): { end: Item; siblings: string[] } {
  const { end, siblings } = slowMapProof(items, key);
  return { end: end ?? { key: ZERO, leaf: ZERO }, siblings };
}
