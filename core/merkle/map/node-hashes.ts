import { HASH_BYTES, HASH_WORDS, copyWords, wordsOf } from '../../hashing/hash-order.ts';
import { BATCH, BLOCK_WORDS, createBatch } from '../../hashing/keccak-batch.ts';
import { ITEM_TYPE } from './item.ts';
import { type NodeMemory, childOf } from './node-memory.ts';
import type { SortedItems } from './sorted-items.ts';

const innerBatch = createBatch(2 * HASH_BYTES);
const itemBatch = createBatch(3 * HASH_BYTES);
for (let i = 0; i < BATCH; i++) copyWords(wordsOf(ITEM_TYPE), 0, itemBatch.messages, i * BLOCK_WORDS);

/** Computes the hashes of inner nodes of one depth from the hashes of their children, which must be set (§3). */
export function hashInner(memory: NodeMemory, nodes: Uint32Array): void {
  const { words } = memory.hashes;
  const { messages, hashes } = innerBatch;
  for (let start = 0; start < nodes.length; start += BATCH) {
    const size = Math.min(BATCH, nodes.length - start);
    for (let i = 0; i < size; i++) {
      const node = nodes[start + i]!;
      const at = i * BLOCK_WORDS;
      copyWords(words, childOf(memory, node, 0) * HASH_WORDS, messages, at);
      copyWords(words, childOf(memory, node, 1) * HASH_WORDS, messages, at + HASH_WORDS);
    }
    innerBatch.hash(size);
    for (let i = 0; i < size; i++) copyWords(hashes, i * HASH_WORDS, words, nodes[start + i]! * HASH_WORDS);
  }
}

/** Computes the hashes of the items from index `from` to `until`; `nodes` has the node of each item (§3). */
export function hashItems(
  memory: NodeMemory,
  { keys, leaves }: SortedItems,
  nodes: Uint32Array,
  from: number,
  until: number,
): void {
  const { words } = memory.hashes;
  const { messages, hashes } = itemBatch;
  for (let start = from; start < until; start += BATCH) {
    const size = Math.min(BATCH, until - start);
    for (let i = 0; i < size; i++) {
      const at = i * BLOCK_WORDS;
      copyWords(keys.words, (start + i) * HASH_WORDS, messages, at + HASH_WORDS);
      copyWords(leaves.words, (start + i) * HASH_WORDS, messages, at + 2 * HASH_WORDS);
    }
    itemBatch.hash(size);
    for (let i = 0; i < size; i++) copyWords(hashes, i * HASH_WORDS, words, nodes[start + i]! * HASH_WORDS);
  }
}
