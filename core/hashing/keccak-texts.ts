import { HASH_WORDS } from './hash-order.ts';
import { BATCH, createBatch, HAS_VECTORS } from './keccak-batch.ts';
import { BLOCK_BYTES } from './keccak-module.ts';
import { keccakText } from './keccak.ts';
import { wordsOf } from './hash-order.ts';

/** A text of more bytes takes two blocks, and is hashed alone. */
const MOST_BYTES = BLOCK_BYTES - 1;

const batch = await createBatch(0);
const blocks = new Uint8Array(batch.messages.buffer, batch.messages.byteOffset, BATCH * BLOCK_BYTES);

/**
 * Hashes at most 128 texts, those of a list from an index on: hash `i` is that of the UTF-8 of text `from + i`, and begins at word `i * 8`.
 * The next call overwrites the hashes. Short ASCII texts take one block each, hashed together.
 */
export function hashTexts(texts: readonly string[], from: number, count: number): Uint32Array {
  const alone: number[] = [];
  for (let i = 0; i < count; i++)
    if (!HAS_VECTORS || !writeBlock(texts[from + i]!, i * BLOCK_BYTES)) alone.push(i);
  if (HAS_VECTORS) batch.hash(count);
  for (const i of alone) batch.hashes.set(wordsOf(keccakText(texts[from + i]!)), i * HASH_WORDS);
  return batch.hashes;
}

/** Writes a text as one padded block; false where it is not ASCII or too long, and must be hashed otherwise. */
function writeBlock(text: string, at: number): boolean {
  const { length } = text;
  if (length > MOST_BYTES) return false;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return false;
    blocks[at + i] = code;
  }
  blocks.fill(0, at + length, at + BLOCK_BYTES);
  // Keccak's padding, as it was before SHA-3: a 1 after the message, and the last bit of the block.
  blocks[at + length]! |= 0x01;
  blocks[at + MOST_BYTES]! |= 0x80;
  return true;
}
