import { type SlowItem as Item, slowMapProof } from '../helpers/slow-reference.ts';
import { ZERO } from './chain.ts';

export { type SlowItem as Item, slowMapRoot as rootOf } from '../helpers/slow-reference.ts';

/** Returns where the walk along a key ends, both members zero at nothing, and the siblings on its way, the deepest first. */
export function walk(items: readonly Item[], key: string): { end: Item; siblings: string[] } {
  const { end, siblings } = slowMapProof(items, key);
  return { end: end ?? { key: ZERO, leaf: ZERO }, siblings };
}
