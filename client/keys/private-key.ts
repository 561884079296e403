import type { OpenKey } from '../../chain/keys/key-file.ts';
import { bytesOf, isHex } from '../../core/encoding/hex.ts';
import { BadInput } from '../../core/errors.ts';
import { addressOfKey } from '../../core/hashing/signature.ts';

/**
 * Returns the key of a private key, given as 32 bytes or as lower-case 0x hex, with or without blanks around it. Errors never show it.
 * @throws BadInput `hex-syntax`
 */
export function openPrivateKey(key: Uint8Array | string): OpenKey {
  const text = typeof key === 'string' ? key.trim() : '';
  const privateKey = isHex(text, 32) ? bytesOf(text) : key;
  if (!(privateKey instanceof Uint8Array) || privateKey.length !== 32)
    throw new BadInput(
      'hex-syntax',
      'expected a private key as 32 bytes or as 0x and 64 lower-case hex digits',
    );
  try {
    return { address: addressOfKey(privateKey), privateKey };
  } catch {
    throw new BadInput(
      'hex-syntax',
      'these 32 bytes are not a private key: expected a number above 0 and below the order of secp256k1',
    );
  }
}
