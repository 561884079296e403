import { concatBytes, type Hex } from '../encoding/hex.ts';
import { keccakHex } from './keccak.ts';

const utf8 = new TextEncoder();

/** Returns the EIP-191 hash of a text, which a wallet signs by `personal_sign`. */
export function hashPersonalText(text: string): Hex {
  const bytes = utf8.encode(text);
  return keccakHex(concatBytes(utf8.encode(`\x19Ethereum Signed Message:\n${bytes.length}`), bytes));
}
