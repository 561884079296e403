import { type Hex, bytesOf } from '../encoding/hex.ts';
import { keccak, keccakText } from './keccak.ts';

/** The bytes of one word of EIP-712's encodeData. */
const WORD = 32;

/** Returns EIP-712's typeHash: keccak(utf8(type)). */
export function hashType(type: string): Uint8Array {
  return keccakText(type);
}

/** Returns EIP-712's hashStruct: keccak(typeHash ‖ words) (§2). */
export function hashStruct(typeHash: Uint8Array, words: readonly Uint8Array[]): Uint8Array {
  const data = new Uint8Array(WORD * (1 + words.length));
  data.set(typeHash);
  words.forEach((word, index) => data.set(word, WORD * (index + 1)));
  return keccak(data);
}

/** Returns a non-negative integer as a big-endian word. */
export function wordOfUint(value: number): Uint8Array {
  const word = new Uint8Array(WORD);
  for (let at = WORD - 1, rest = value; rest > 0; at--, rest = Math.floor(rest / 256)) word[at] = rest % 256;
  return word;
}

/** Returns an int256 as a word in two's complement. */
export function wordOfInt(value: bigint): Uint8Array {
  const digits = BigInt.asUintN(8 * WORD, value).toString(16);
  return bytesOf(`0x${digits.padStart(2 * WORD, '0')}`);
}

/** Returns the word of a string: its Keccak-256. */
export function wordOfText(text: string): Uint8Array {
  return keccakText(text);
}

/** Returns the word of an array of 32-byte values: the Keccak-256 of the joined values. */
export function wordOfHashes(hashes: readonly Hex[]): Uint8Array {
  const data = new Uint8Array(WORD * hashes.length);
  hashes.forEach((hash, index) => data.set(bytesOf(hash), WORD * index));
  return keccak(data);
}

/** Returns the word of an address: padded with zeros on the left. */
export function wordOfAddress(address: string): Uint8Array {
  const word = new Uint8Array(WORD);
  word.set(bytesOf(address.toLowerCase() as Hex), WORD - 20);
  return word;
}
