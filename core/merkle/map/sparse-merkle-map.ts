import { Invariant } from '../../errors.ts';
import { HASH_BYTES, compareAt, hashAt } from '../../hashing/hash-order.ts';
import { type Hex, bytesOf, formatHex } from '../../encoding/hex.ts';
import { insertSorted } from './insertion.ts';
import { type JoinedItems, type MapItem, bitOf } from './item.ts';
import { loadBelow } from './loading.ts';
import {
  EMPTY,
  INNER,
  ITEM,
  type NodeMemory,
  UNLOADED,
  addUnloaded,
  childOf,
  createMemory,
  describeNodes,
  hashOfNode,
  keyOfItem,
  kindOf,
  leafOfItem,
  loadNode,
} from './node-memory.ts';
import type { MapProof } from './proof.ts';
import { sortItems } from './sorted-items.ts';
import type { HashedNodes, LoadNodes, StoredNode } from './stored-nodes.ts';

/** Nodes that a memory has space for when maps are opened, for each map and in total. */
const NODES_PER_MAP = 4;
const MIN_NODES = 64;

/**
 * A sparse Merkle map from 32-byte keys to 32-byte leaves (§3). It proves that a key has a leaf, or that it is absent, to anyone
 * who knows the root. `build` makes one from all its items. `open` makes one from its root alone; what is then needed of it is
 * loaded from a store of nodes.
 */
export class SparseMerkleMap {
  readonly #memory: NodeMemory;
  #root: number;

  private constructor(memory: NodeMemory, root: number) {
    this.#memory = memory;
    this.#root = root;
  }

  /**
   * Returns the map of items given in any order. Costs one sort, and one hash for each item and each inner node.
   * @throws BadInput `map-repeated`
   */
  static build(items: readonly MapItem[] | JoinedItems): SparseMerkleMap {
    const sorted = sortItems(items);
    const memory = createMemory(1 + sorted.nodeCount);
    memory.itemCount = sorted.count;
    memory.keys = sorted.keys;
    memory.leaves = sorted.leaves;
    return new SparseMerkleMap(memory, insertSorted(memory, EMPTY, sorted).root);
  }

  /** Returns the map with this root, nothing else loaded. The zero hash is the root of the empty map. */
  static open(root: Hex): SparseMerkleMap {
    return SparseMerkleMap.openAll(bytesOf(root))[0]!;
  }

  /** Returns the maps with these joined roots, nothing else loaded. They share one memory, and the numbers of its nodes. */
  static openAll(roots: Uint8Array): SparseMerkleMap[] {
    const count = roots.length / HASH_BYTES;
    const memory = createMemory(Math.max(MIN_NODES, NODES_PER_MAP * count));
    return Array.from(
      { length: count },
      (_, index) => new SparseMerkleMap(memory, addUnloaded(memory, hashAt(roots, index))),
    );
  }

  /**
   * Loads the paths of keys in maps that were opened together, each map with its own keys, joined and ascending. The store is
   * called once for each depth, however many maps there are.
   */
  static async loadPaths(
    maps: readonly { readonly map: SparseMerkleMap; readonly keys: Uint8Array }[],
    load: LoadNodes,
  ): Promise<void> {
    const [first] = maps;
    if (first === undefined) return;
    const memory = first.map.#memory;
    if (maps.some(({ map }) => map.#memory !== memory))
      throw new Invariant('maps can be loaded together only when they were opened together');
    const roots = maps.map(({ map, keys }) => ({
      node: map.#root,
      keys,
      from: 0,
      until: keys.length / HASH_BYTES,
    }));
    await loadBelow(memory, roots, load);
  }

  /** Loads the path of one key from given nodes. @throws Invariant when one is missing */
  loadPath(key: Hex, find: (hash: Hex) => StoredNode | undefined): void {
    const keyBytes = bytesOf(key);
    for (;;) {
      const { end } = this.#follow(keyBytes);
      if (kindOf(this.#memory, end) !== UNLOADED) return;
      const hash = formatHex(hashOfNode(this.#memory, end));
      const node = find(hash);
      if (node === undefined) throw new Invariant(`the store lacks the map node ${hash}`);
      loadNode(this.#memory, end, node);
    }
  }

  /** The root, 32 bytes: a copy. */
  get rootBytes(): Uint8Array {
    return hashOfNode(this.#memory, this.#root).slice();
  }

  /** The root; the zero hash when the map is empty (§3). */
  get root(): Hex {
    return formatHex(hashOfNode(this.#memory, this.#root));
  }

  /**
   * Inserts items, or replaces the leaves of keys that are present; the map changes in place, and each node on the paths is hashed
   * once. Returns the numbers of the new nodes for `describeNodes`, children before parents, the root last. After an error the
   * map must not be used any more.
   * @throws BadInput `map-repeated`; Invariant when a path is not loaded
   */
  insertItems(items: readonly MapItem[] | JoinedItems): number[] {
    const { root, parts } = insertSorted(this.#memory, this.#root, sortItems(items));
    this.#root = root;
    const nodes = new Array<number>(parts.reduce((sum, part) => sum + part.length, 0));
    let size = 0;
    for (const part of parts) for (const node of part) nodes[size++] = node;
    return nodes;
  }

  /** Returns what a store keeps of nodes of this map, or of maps opened together with it. */
  describeNodes(nodes: readonly number[]): HashedNodes {
    return describeNodes(this.#memory, nodes);
  }

  /** Returns the leaf of a key, 32 bytes each; null when the key is absent. @throws Invariant when its path is not loaded */
  find(key: Uint8Array): Uint8Array | null {
    const { end } = this.#followLoaded(key);
    return this.#isItemOf(end, key) ? leafOfItem(this.#memory, end) : null;
  }

  /** Returns the proof that a key is present or absent (§3). @throws Invariant when its path is not loaded */
  prove(key: Hex): MapProof {
    const keyBytes = bytesOf(key);
    const { path, end } = this.#followLoaded(keyBytes);
    const siblings = path
      .map((node, depth) => childOf(this.#memory, node, bitOf(keyBytes, 0, depth) === 0 ? 1 : 0))
      .map((sibling) => formatHex(hashOfNode(this.#memory, sibling)))
      .reverse();
    if (end === EMPTY) return { present: false, end: null, siblings };
    const leaf = formatHex(leafOfItem(this.#memory, end));
    if (this.#isItemOf(end, keyBytes)) return { present: true, leaf, siblings };
    return { present: false, end: { key: formatHex(keyOfItem(this.#memory, end)), leaf }, siblings };
  }

  #isItemOf(node: number, key: Uint8Array): boolean {
    return kindOf(this.#memory, node) === ITEM && compareAt(keyOfItem(this.#memory, node), 0, key, 0) === 0;
  }

  /** Follows the path of a key. Returns its inner nodes from the root down, and where it ends: an item, an empty or an unloaded node. */
  #follow(key: Uint8Array): { path: number[]; end: number } {
    const path: number[] = [];
    let node = this.#root;
    while (kindOf(this.#memory, node) === INNER) {
      const bit = bitOf(key, 0, path.length);
      path.push(node);
      node = childOf(this.#memory, node, bit);
    }
    return { path, end: node };
  }

  #followLoaded(key: Uint8Array): { path: number[]; end: number } {
    const followed = this.#follow(key);
    if (kindOf(this.#memory, followed.end) === UNLOADED)
      throw new Invariant(`the path of key ${formatHex(key)} is not loaded`);
    return followed;
  }
}
