import { describe, expect, it } from 'vitest';
import { HASH_BYTES } from '../../../../core/hashing/hash-order.ts';
import { addInner, createMemory, EMPTY } from '../../../../core/merkle/map/node-memory.ts';

describe('The memory of a map', () => {
  it.each([1, 2, 16, 100])(
    'that begins with space for %i nodes has at most twice the space that it needs',
    (nodes) => {
      const memory = createMemory(nodes);
      for (let count = 0; count < 1000; count++) addInner(memory, EMPTY, EMPTY);
      const space = memory.hashes.bytes.length / HASH_BYTES;
      expect(space).toBe(memory.links.length / 2);
      expect(space).toBeLessThanOrEqual(2 * memory.nodeCount);
    },
  );
});
