import { HASH_BYTES, copyHash, hashAt, hashesOf } from '../../hashing/hash-order.ts';
import { bitOf } from './item.ts';
import {
  INNER,
  type NodeMemory,
  UNLOADED,
  addUnloaded,
  appendItem,
  childOf,
  kindOf,
  linkInner,
  linkItem,
} from './node-memory.ts';
import type { LoadNodes, StoredNodes } from './stored-nodes.ts';

/** A node with the keys whose paths lead through it: a range of ascending, joined keys. */
export interface KeyedNode {
  readonly node: number;
  readonly keys: Uint8Array;
  readonly from: number;
  readonly until: number;
}

/**
 * Loads the unloaded nodes on the paths of keys, starting from roots. All maps are loaded together, depth by depth, so the store
 * is called as often as the longest path has unloaded nodes.
 */
export async function loadBelow(
  memory: NodeMemory,
  roots: readonly KeyedNode[],
  load: LoadNodes,
): Promise<void> {
  let unloaded = roots.filter((root) => isNeeded(memory, root));
  for (let depth = 0; unloaded.length > 0; depth++) {
    linkLoaded(memory, unloaded, await load(joinHashes(memory, unloaded)));
    unloaded = unloaded.flatMap((parent) => listChildren(memory, parent, depth));
  }
}

function isNeeded(memory: NodeMemory, { node, from, until }: KeyedNode): boolean {
  return from < until && kindOf(memory, node) === UNLOADED;
}

function joinHashes(memory: NodeMemory, unloaded: readonly KeyedNode[]): Uint8Array {
  const joined = hashesOf(new Uint8Array(unloaded.length * HASH_BYTES));
  unloaded.forEach(({ node }, index) => copyHash(memory.hashes.words, node, joined.words, index));
  return joined.bytes;
}

function linkLoaded(memory: NodeMemory, unloaded: readonly KeyedNode[], nodes: StoredNodes): void {
  const [a, b] = [hashesOf(nodes.a), hashesOf(nodes.b)];
  unloaded.forEach(({ node }, index) => {
    if (nodes.items[index] === 1) return linkItem(memory, node, appendItem(memory, a, b, index));
    const [left, right] = [hashAt(a.bytes, index), hashAt(b.bytes, index)];
    linkInner(memory, node, addUnloaded(memory, left), addUnloaded(memory, right));
  });
}

/** Returns the unloaded children to which keys lead from a node at `depth`. */
function listChildren(
  memory: NodeMemory,
  { node, keys, from, until }: KeyedNode,
  depth: number,
): KeyedNode[] {
  if (kindOf(memory, node) !== INNER) return [];
  let middle = from;
  while (middle < until && bitOf(keys, middle, depth) === 0) middle++;
  const children = [
    { node: childOf(memory, node, 0), keys, from, until: middle },
    { node: childOf(memory, node, 1), keys, from: middle, until },
  ];
  return children.filter((child) => isNeeded(memory, child));
}
