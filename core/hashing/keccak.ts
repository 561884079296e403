import { createKeccak } from 'hash-wasm';
import { formatHex, type Hex } from '../encoding/hex.ts';

const hasher = await createKeccak(256);
const utf8 = new TextEncoder();
/** Buffer for the UTF-8 of short texts: allocating one for each text takes longer than hashing it. */
const scratch = new Uint8Array(4096);

/** Returns the Keccak-256 of bytes, 32 bytes. */
export function keccak(bytes: Uint8Array): Uint8Array {
  return hasher.init().update(bytes).digest('binary');
}

/** Returns the Keccak-256 of bytes as hex. */
export function keccakHex(bytes: Uint8Array): Hex {
  return formatHex(keccak(bytes));
}

/** Returns the Keccak-256 of the UTF-8 of a text. */
export function keccakText(text: string): Uint8Array {
  if (text.length * 3 > scratch.length) return keccak(utf8.encode(text));
  return keccak(scratch.subarray(0, utf8.encodeInto(text, scratch).written));
}
