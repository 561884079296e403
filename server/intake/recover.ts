import { createRequire } from 'node:module';
import { type Hex, bytesOf, formatHex } from '../../core/encoding/hex.ts';
import { type Recover, addressOfPoint, recoverByNoble, signDigest } from '../../core/hashing/signature.ts';
import type { Log } from '../../runtime/log.ts';

/** The part of the native binding that recovers a public key, uncompressed, 65 bytes, and that signs. */
interface Secp256k1 {
  ecdsaRecover(signature: Uint8Array, recovery: number, digest: Uint8Array, compressed: false): Uint8Array;
  ecdsaSign(digest: Uint8Array, privateKey: Uint8Array): { signature: Uint8Array; recid: number };
}

/** Returns the signature of a digest by a private key of 32 bytes (RFC 6979, low s), r ‖ s ‖ v. */
export type Sign = (digest: Hex, privateKey: Uint8Array) => Hex;

/**
 * Returns how this process recovers the address that signed a digest: by the native `secp256k1` (about 20 times as fast), or by
 * noble's curves where its binding cannot be loaded, which is said once, here.
 */
export function openRecover(log: Pick<Log, 'warn'>, load: () => Secp256k1 = loadNative): Recover {
  try {
    return recoverWith(load());
  } catch (error) {
    log.warn(
      { err: error },
      'The native secp256k1 cannot be loaded on this platform: signatures are checked about 20 times slower.',
    );
    return recoverByNoble;
  }
}

/** Returns how this process signs: as `openRecover` says, which tells where it is slow. */
export function openSign(load: () => Secp256k1 = loadNative): Sign {
  try {
    return signWith(load());
  } catch {
    return signDigest;
  }
}

/** The package's own entry would fall back to JavaScript without a word. */
function loadNative(): Secp256k1 {
  return createRequire(import.meta.url)('secp256k1/bindings.js') as Secp256k1;
}

function recoverWith(native: Secp256k1): Recover {
  return (digest, { compact, recovery }) =>
    addressOfPoint(native.ecdsaRecover(compact, recovery, bytesOf(digest), false));
}

function signWith(native: Secp256k1): Sign {
  return (digest, privateKey) => {
    const { signature, recid } = native.ecdsaSign(bytesOf(digest), privateKey);
    return `${formatHex(signature)}${(27 + recid).toString(16)}` as Hex;
  };
}
