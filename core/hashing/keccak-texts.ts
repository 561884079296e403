import { HASH_WORDS, wordsOf } from './hash-order.ts';
import { BLOCK_WORDS, createBatch } from './keccak-batch.ts';
import { BLOCK_BYTES } from './keccak-module.ts';
import { keccakText } from './keccak.ts';

/** A text of more bytes takes two blocks, and is hashed alone. */
const MOST_BYTES = BLOCK_BYTES - 1;

const batch = createBatch(0);

/**
 * Hashes at most 128 texts, those of a list from an index on: hash `i` is that of the UTF-8 of text `from + i`, and begins at word `i * 8`.
 * The next call overwrites the hashes. Short ASCII texts take one block each, hashed together.
 */
export function hashTexts(texts: readonly string[], from: number, count: number): Uint32Array {
  const { takesPadding } = batch;
  const alone: number[] = [];
  for (let i = 0; i < count; i++) if (!takesPadding || !writeBlock(texts[from + i]!, i)) alone.push(i);
  if (takesPadding) batch.hash(count);
  for (const i of alone) batch.hashes.set(wordsOf(keccakText(texts[from + i]!)), i * HASH_WORDS);
  return batch.hashes;
}

/** Writes a text as one padded block; false where it is not ASCII or too long, and must be hashed otherwise. */
function writeBlock(text: string, slot: number): boolean {
  const { length } = text;
  if (length > MOST_BYTES) return false;
  const { messages } = batch;
  const start = slot * BLOCK_WORDS;
  let word = start;
  let seen = 0;
  let at = 0;
  // Four characters are one word, little-endian as WebAssembly's memory is.
  for (; at + 3 < length; at += 4, word++) {
    const a = text.charCodeAt(at);
    const b = text.charCodeAt(at + 1);
    const c = text.charCodeAt(at + 2);
    const d = text.charCodeAt(at + 3);
    seen |= a | b | c | d;
    messages[word] = a | (b << 8) | (c << 16) | (d << 24);
  }
  let last = 0x01 << (8 * (length - at));
  for (let place = 0; at < length; at++, place += 8) {
    const code = text.charCodeAt(at);
    seen |= code;
    last |= code << place;
  }
  // Keccak's padding, as it was before SHA-3: a 1 after the message, and the last bit of the block.
  messages[word] = last;
  const end = start + BLOCK_WORDS;
  for (word++; word < end; word++) messages[word] = 0;
  messages[end - 1]! |= 0x80000000;
  return seen < 0x80;
}
